"""What a contribution aims at: the project it would change and what stands there now."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import NamedTuple

from atlas.organisations.queries import merged_into, present_successors
from atlas.projects.draft import ProjectDraft, decode_draft
from atlas.projects.models import Version
from atlas.projects.queries import (
    Stakes,
    current_versions,
    field_origins,
    merged_among,
    projects_by_legacy_id,
    stakes_of,
)

from .acceptance import EMPTY, TRUSTED, Existing, Proposed, proposed
from .joining import relink
from .models import Contribution, Proposal
from .states import APPLIED


class Target(NamedTuple):
    """The project that a source's record stands for; `project_id` None when there is none yet. `is_merged`: its sheet
    was merged into another, so that a person must say what becomes of what the record says."""

    project_id: int | None = None
    version: int = 0
    existing: Existing | None = None
    is_merged: bool = False


class Source(NamedTuple):
    """What a record of a source says of the project that it stands for; `project_id` where the caller knows it."""

    origin: str
    key: str
    legacy_prj_id: int | None = None
    project_id: int | None = None


def targets_for(sources: Sequence[Source]) -> list[Target]:
    """Each record → its target. A constant number of queries whatever the batch."""
    by_legacy = projects_by_legacy_id(one.legacy_prj_id for one in sources if one.legacy_prj_id is not None)
    by_key = _projects_by_key(sources)
    found: list[int | None] = []
    for origin, key, legacy, known_id in sources:
        project = by_legacy.get(legacy) if legacy is not None else None
        found.append(known_id or (project.pk if project else by_key.get((origin, key))))
    known = {pk for pk in found if pk is not None}
    if not known:
        return [Target() for _ in sources]
    return _targets(sources, found, known)


def _targets(sources: Sequence[Source], found: Sequence[int | None], known: Collection[int]) -> list[Target]:
    versions, origins, merged = current_versions(known), field_origins(known), merged_among(known)
    last = _last_accepted(known)
    targets = []
    for (origin, *_), pk in zip(sources, found, strict=True):
        if pk is None:
            targets.append(Target())
            continue
        existing = Existing(decode_draft(versions[pk].draft), origins.get(pk, {}), last.get((pk, origin)))
        targets.append(Target(pk, versions[pk].number, existing, pk in merged))
    return targets


def _projects_by_key(sources: Sequence[Source]) -> dict[tuple[str, str], int]:
    origins, keys = {one.origin for one in sources}, {one.key for one in sources}
    found = Contribution.objects.filter(origin__in=origins, source_key__in=keys, state__in=APPLIED)
    rows = found.order_by("id").values_list("origin", "source_key", "project_id")
    return {(origin, key): pk for origin, key, pk in rows if pk is not None}


def _last_accepted(project_ids: Collection[int]) -> dict[tuple[int, str], ProjectDraft]:
    accepted = Contribution.objects.filter(project_id__in=project_ids, state__in=APPLIED, is_partial=False)
    latest: dict[tuple[int, str], str] = defaultdict(str)
    for pk, origin, draft in accepted.order_by("id").values_list("project_id", "origin", "draft"):
        if pk is not None:
            latest[(pk, origin)] = draft
    return {key: decode_draft(draft) for key, draft in latest.items()}


def stakes_for(contribution: Contribution, project_id: int | None) -> Stakes:
    """Whom a contribution concerns: those of its sheet as it stands (`project_id`), or those that a new one is for."""
    if project_id is not None:
        return stakes_of([project_id])[project_id]
    named = {one for one in (contribution.authority_id, contribution.proposed_to_id) if one is not None}
    return Stakes(frozenset(named.union(*present_successors(named).values())))


def draft_at(project_id: int, number: int) -> ProjectDraft:
    """A sheet as one of its versions holds it. Raises Version.DoesNotExist."""
    return decode_draft(Version.objects.values_list("draft", flat=True).get(project_id=project_id, number=number))


def base_of(contribution: Contribution) -> ProjectDraft:
    """What a contribution was begun from: for people the sheet as they found it, for a source its own last word."""
    if contribution.project_id is None:
        return EMPTY
    if contribution.origin in TRUSTED:
        project, origin = contribution.project_id, contribution.origin
        return _last_accepted([project]).get((project, origin), EMPTY)
    return draft_at(contribution.project_id, contribution.base_version) if contribution.base_version else EMPTY


def proposed_by(contribution: Contribution, current: ProjectDraft) -> Proposed:
    """What a contribution would change of the sheet as it stands (`current`; an empty one for a new sheet).

    The old site's number of a sheet is not a matter of opinion: it is never changed.
    """
    draft, base, now = relinked(decode_draft(contribution.draft), base_of(contribution), current)
    found = proposed(
        draft,
        base=base,
        current=now,
        is_partial=contribution.is_partial,
    )
    if current.legacy_prj_id is None:
        return found
    both = (found.fields, found.conflicts)
    fields, conflicts = (tuple(name for name in names if name != "legacy_prj_id") for names in both)
    return Proposed(fields, conflicts)


def relinked(*drafts: ProjectDraft) -> list[ProjectDraft]:
    """The same drafts, with the organisations that stand today for those that were merged since. One query."""
    named = {party.organisation_id for draft in drafts for party in draft.parties}
    named |= {line.organisation_id for draft in drafts for line in draft.funding}
    moved = merged_into(number for number in named if number is not None)
    return [relink(draft, moved) for draft in drafts] if moved else list(drafts)


def equal_to(proposal: Proposal) -> list[Proposal]:
    """The open proposals that say the same, this one included, oldest first."""
    found = Proposal.objects.filter(digest=proposal.digest, state=Proposal.State.OPEN).exclude(digest="")
    found = found.select_related("contribution__project")
    return list(found.order_by("pk")) or [proposal]
