"""Two sheets that are one partnership, two organisations that are one: merged with nothing lost, and separated again.

Of the sheet that goes, everything stays where it is (rows, versions, contributions, its number, that of the old site);
only its publication says « merged ». What points at it from apps above moves; what waits for a decision on it is
decided on the sheet that stays (`locking.lock_project`). Events hold what was moved, so that it can be moved back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from atlas.audit.actions import Entry, record
from atlas.audit.queries import last_event
from atlas.organisations.merging import MergeRefused, absorb_organisation, separate_organisation
from atlas.organisations.models import Organisation
from atlas.organisations.relinking import move_back
from atlas.organisations.relinking import relink as relink_rows
from atlas.projects.actions import Application, apply_draft, apply_drafts, set_publication
from atlas.projects.checks import check
from atlas.projects.diff import changed_fields, take
from atlas.projects.draft import ProjectDraft, decode_draft
from atlas.projects.merging import forget_sources, take_over
from atlas.projects.models import Project, Publication
from atlas.projects.queries import current_versions, projects_citing
from atlas.projects.signals import project_changed

from .deciding import checked
from .joining import joined, relink, renamed_as
from .locking import AlreadyDecided, ReasonMissing
from .models import Origin
from .queries import draft_at, relinked
from .states import ForbiddenTransition, sheet_after

RELINK: Final = "relink"
"""Origin of versions in which only the numbers of organisations changed (`projects.queries.NEUTRAL_ORIGINS`)."""
_BATCH: Final = 500
_APART: Final = ("projects", "contributions")

__all__ = ["MergeRefused", "Merged", "merge_organisations", "merge_projects", "preview_of", "separate_projects"]


@dataclass(frozen=True)
class Merged:
    """`changed`: fields of the sheet that stays; `version`: that of the merge, None when it changed nothing."""

    project_id: int
    version: int | None
    changed: tuple[str, ...]
    moved: Mapping[str, Sequence[int]]


def preview_of(keep_id: int, drop_id: int, choices: Mapping[str, str] | None = None) -> tuple[ProjectDraft, ...]:
    """The two sheets as they stand, and the one that they would make."""
    versions = current_versions([keep_id, drop_id])
    keep, other = relinked(*(decode_draft(versions[pk].draft) for pk in (keep_id, drop_id)))
    return keep, other, joined(keep, other, choices)


@transaction.atomic
def merge_projects(
    *, keep_id: int, drop_id: int, by: str, at: datetime, choices: Mapping[str, str] | None = None, reason: str = ""
) -> Merged:
    """Merge the second sheet into the first. `choices`: field → `joining.choices_of`.

    Raises AlreadyDecided when one of them is not published any more, HasErrors, MergeRefused for one and the same.
    """
    if keep_id == drop_id:
        raise MergeRefused("same")
    keep, drop = _locked(keep_id, drop_id)
    if keep.publication_state != Publication.PUBLISHED:
        raise AlreadyDecided(keep.publication_state)
    state = _after(drop, "merge")
    mine, theirs = relinked(*(draft_at(one.pk, one.version_number) for one in (keep, drop)))
    version, changed = _write(keep, mine, joined(mine, theirs, choices), by, at)
    taken = take_over(keep, drop, version=version or keep.version_number)
    moved = relink_rows(Project, old=drop.pk, new=keep.pk, apart=_APART)
    done = {"version": version, "moved": moved, **taken, "reason": reason.strip()}
    set_publication(drop, state, verb="merged", by=by, at=at, merged_into=keep, detail={"into": keep.pk, **done})
    record([Entry("project.absorbed", "project", keep.pk, {"from": drop.pk, "version": version})], by=by, at=at)
    return Merged(keep.pk, version, changed, moved)


def _locked(*project_ids: int) -> list[Project]:
    rows = Project.objects.select_for_update(of=("self",)).filter(pk__in=project_ids).order_by("pk")
    found = {one.pk: one for one in rows}
    return [found[pk] for pk in project_ids]


def _after(project: Project, verb: str) -> Publication:
    try:
        return sheet_after(project.publication_state, verb)
    except ForbiddenTransition:
        raise AlreadyDecided(project.publication_state) from None


def _write(
    project: Project, before: ProjectDraft, draft: ProjectDraft, by: str, at: datetime
) -> tuple[int | None, tuple[str, ...]]:
    """A version, where there is something to say."""
    if draft == before:
        return None, ()
    application = Application(
        draft=draft,
        origin=Origin.PERSON,
        project_id=project.pk,
        expected_version=project.version_number,
        findings=checked(draft, at),
    )
    applied = apply_draft(application, by=by, at=at)
    return applied.version, applied.changed


@transaction.atomic
def separate_projects(*, drop_id: int, reason: str, by: str, at: datetime) -> tuple[str, ...]:
    """Take a merge back: the sheet is published again with what had been moved, the other one loses what it gained.

    A field that was changed since stays as it is. Returns those. Raises AlreadyDecided, ReasonMissing.
    """
    if not reason.strip():
        raise ReasonMissing("to separate needs a reason")
    into = Project.objects.values_list("merged_into_id", flat=True).get(pk=drop_id)
    if into is None:
        raise AlreadyDecided("separated")
    drop, keep = _locked(drop_id, into)
    state = _after(drop, "unmerge")
    done = last_event("project", drop_id, "project.merged").detail
    left = _take_back(keep, done["version"], by, at) if done["version"] else ()
    move_back(done["moved"], old=drop.pk, new=keep.pk)
    forget_sources(keep, drop, done)
    set_publication(drop, state, verb="separated", by=by, at=at, detail={"from": keep.pk, "reason": reason.strip()})
    record([Entry("project.separated", "project", keep.pk, {"from": drop.pk, "left": list(left)})], by=by, at=at)
    return left


def _take_back(keep: Project, number: int, by: str, at: datetime) -> tuple[str, ...]:
    before, after, current = relinked(*(draft_at(keep.pk, one) for one in (number - 1, number, keep.version_number)))
    gained, moved = changed_fields(before, after), changed_fields(after, current)
    _write(keep, current, take(current, before, gained - moved), by, at)
    return tuple(sorted(gained & moved))


@transaction.atomic
def merge_organisations(*, keep_id: int, drop_id: int, by: str, at: datetime, reason: str = "") -> int:
    """Merge the second organisation into the first: every sheet names the first from now on, as declared.

    Returns how many sheets have a new version. Raises MergeRefused.
    """
    citing = _locked_citing(drop_id)
    absorb_organisation(keep_id, drop_id, by=by, at=at)
    known = {project.pk for project in citing}
    citing += [project for project in _locked_citing(drop_id) if project.pk not in known]  # named before our lock
    for start in range(0, len(citing), _BATCH):
        _renumber(citing[start : start + _BATCH], {drop_id: keep_id}, by, at)
    versions = {project.pk: project.version_number + 1 for project in citing}
    detail = {"from": drop_id, "versions": versions, "reason": reason.strip()}
    record([Entry("relinked", "organisation", keep_id, detail)], by=by, at=at)
    _tell_of(keep_id, drop_id)
    return len(citing)


def _locked_citing(organisation_id: int) -> list[Project]:
    ids = projects_citing([organisation_id])
    return list(Project.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))


def _renumber(projects: Sequence[Project], moved: Mapping[int, int], by: str, at: datetime) -> None:
    """A version of each sheet with other numbers."""
    versions = current_versions([project.pk for project in projects])
    drafts = {pk: relink(decode_draft(version.draft), moved) for pk, version in versions.items()}
    apply_drafts([_renumbered(project, drafts[project.pk], at) for project in projects], by=by, at=at)


def _renumbered(project: Project, draft: ProjectDraft, at: datetime) -> Application:
    return Application(
        draft=draft,
        origin=RELINK,
        project_id=project.pk,
        expected_version=project.version_number,
        findings=check(draft, today=timezone.localdate(at)),
    )


@transaction.atomic
def separate_organisations(*, drop_id: int, reason: str, by: str, at: datetime) -> int:
    """Take a merge of organisations back: what was moved moves back, sheets name the other one where they did before.

    A line that was changed since keeps what it names now. Returns how many sheets have a new version. Raises
    AlreadyDecided, ReasonMissing.
    """
    if not reason.strip():
        raise ReasonMissing("to separate needs a reason")
    keep_id = Organisation.objects.values_list("merged_into_id", flat=True).get(pk=drop_id)
    if keep_id is None:
        raise AlreadyDecided("separated")
    done = last_event("organisation", keep_id, "relinked", {"from": drop_id}).detail
    versions = {int(pk): number for pk, number in done["versions"].items()}
    projects = list(Project.objects.select_for_update(of=("self",)).filter(pk__in=versions).order_by("pk"))
    rows = Organisation.objects.select_for_update(of=("self",)).filter(pk__in=(drop_id, keep_id)).order_by("pk")
    drop = {one.pk: one for one in rows}[drop_id]
    if drop.merged_into_id != keep_id:
        raise AlreadyDecided("separated")
    separate_organisation(drop, last_event("organisation", drop_id, "merged").detail, by=by, at=at)
    renamed = [_named_before(project, versions[project.pk] - 1, drop_id, keep_id) for project in projects]
    pairs = [(project, draft) for project, draft in zip(projects, renamed, strict=True) if draft is not None]
    apply_drafts([_renumbered(project, draft, at) for project, draft in pairs], by=by, at=at)
    detail = {"from": drop_id, "versions": {project.pk: project.version_number + 1 for project, _draft in pairs}}
    record([Entry("unlinked", "organisation", keep_id, {**detail, "reason": reason.strip()})], by=by, at=at)
    _tell_of(keep_id, drop_id)
    return len(pairs)


def _named_before(project: Project, number: int, drop_id: int, keep_id: int) -> ProjectDraft | None:
    """The sheet as it stands, with the other organisation on the lines that named it then; None when none is left."""
    before, current = draft_at(project.pk, number), draft_at(project.pk, project.version_number)
    draft = renamed_as(current, before, drop_id, keep_id)
    return None if draft == current else draft


@transaction.atomic
def confirm_organisation(*, organisation_id: int, by: str, at: datetime) -> bool:
    """A provisional organisation is one indeed. False when somebody said so before."""
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation_id)
    if not organisation.is_provisional or organisation.merged_into_id is not None:
        return False
    organisation.is_provisional = False
    organisation.save(update_fields=["is_provisional"])
    record([Entry("confirmed", "organisation", organisation_id)], by=by, at=at)
    _tell_of(organisation_id)
    return True


def _tell_of(*organisation_ids: int) -> None:
    """Pages of organisations follow after the commit."""
    told = {"project_ids": (), "organisation_ids": organisation_ids}
    transaction.on_commit(lambda: project_changed.send(sender=Project, **told))
