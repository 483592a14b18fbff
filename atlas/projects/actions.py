"""The one door for writes to the register. Only `contributions` may call it (a contract of the linter).

`apply_drafts` works on batches: an import of 15,000 sheets and one form save are the same act, and `apply_draft` is a
batch of one. Each applied draft makes a numbered version and an audit event in the caller's transaction; after commit,
one signal names every project that changed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from atlas import bulk
from atlas.audit.actions import Entry, record

from . import rows
from .checks import Finding
from .diff import FIELDS, changed_fields
from .draft import Encoded, PrivatePart, ProjectDraft, decode_draft, encoded
from .models import PrivateContact, Project, ProjectText, Publication, QualityFlag, SourceReference, Version
from .signals import project_changed

# D5.4: a contact that nobody confirms is erased after 24 months.
CONTACT_YEARS = 2
_EMPTY = ProjectDraft()
_TEXT_FIELDS = frozenset({*rows.TEXTS, *rows.LISTS})


class StaleVersion(Exception):
    """The project changed since the draft was prepared; nothing was written. The caller must merge again."""


@dataclass(frozen=True)
class Application:
    """One draft to write. `project_id` None creates; `expected_version` is what the draft was prepared against.

    `encoded`: the draft as text, where the caller has it already.
    """

    draft: ProjectDraft
    origin: str
    project_id: int | None = None
    expected_version: int = 0
    private: PrivatePart | None = None
    findings: tuple[Finding, ...] = ()
    document_id: int | None = None
    lines: Mapping[str, Sequence[int]] = field(default_factory=dict)
    encoded: Encoded | None = None


@dataclass(frozen=True)
class Applied:
    """What was written: `changed` names the fields that differ from the version before."""

    project_id: int
    version: int
    changed: tuple[str, ...]


def apply_draft(application: Application, *, by: str, at: datetime) -> Applied:
    """Write one draft; see `apply_drafts`."""
    return apply_drafts([application], by=by, at=at)[0]


@transaction.atomic
def apply_drafts(applications: Sequence[Application], *, by: str, at: datetime) -> list[Applied]:
    """Write drafts as new versions and publish them, all or nothing, in the order given.

    A project may stand once in a batch. Raises StaleVersion when a project is no longer at `expected_version`.
    """
    projects = _projects_for(applications, at)
    before = _drafts_before(applications)
    applied = [
        _result(project, application, before.get(application.project_id or 0, _EMPTY))
        for project, application in zip(projects, applications, strict=True)
    ]
    _write_projects(projects, applications, at)
    _write_groups(applications, applied)
    _write_versions(applications, applied, by, at)
    _write_flags(applications, applied)
    _write_sources(applications, applied)
    _write_private(applications, applied, at.date())
    record((_entry(a, r) for a, r in zip(applications, applied, strict=True)), by=by, at=at)
    _tell(tuple(result.project_id for result in applied))
    return applied


def _projects_for(applications: Sequence[Application], at: datetime) -> list[Project]:
    wanted = [a.project_id for a in applications if a.project_id is not None]
    known = Project.objects.select_for_update().in_bulk(wanted)
    projects = []
    for application in applications:
        if application.project_id is None:
            project = Project(publication_state=Publication.PUBLISHED, created_at=at)
        else:
            project = known[application.project_id]
            if project.version_number != application.expected_version:
                raise StaleVersion(f"project {project.pk} is at version {project.version_number}")
        rows.set_scalars(project, application.draft)
        project.version_number += 1
        project.updated_at = at
        projects.append(project)
    _create([project for project in projects if project.pk is None])
    return projects


def _create(projects: Sequence[Project]) -> None:
    columns = ("publication_state", "version_number", "created_at", "updated_at", *rows.SCALARS)
    values = ([getattr(project, name) for name in columns] for project in projects)
    for project, number in zip(projects, bulk.insert_numbered(Project, columns, values), strict=True):
        project.pk = number


def _drafts_before(applications: Iterable[Application]) -> dict[int, ProjectDraft]:
    ids = {a.project_id: a.expected_version for a in applications if a.project_id is not None}
    found = Version.objects.filter(project_id__in=ids).values_list("project_id", "number", "draft")
    return {pk: decode_draft(draft) for pk, number, draft in found if ids[pk] == number}


def _result(project: Project, application: Application, before: ProjectDraft) -> Applied:
    changed = changed_fields(before, application.draft)
    return Applied(project.pk, project.version_number, tuple(name for name in FIELDS if name in changed))


def _write_projects(projects: Sequence[Project], applications: Sequence[Application], at: datetime) -> None:
    updated = [p for p, a in zip(projects, applications, strict=True) if a.project_id is not None]
    Project.objects.bulk_update(updated, [*rows.SCALARS, "version_number", "updated_at"], batch_size=200)


def _write_groups(applications: Sequence[Application], applied: Sequence[Applied]) -> None:
    """Replace the child rows of the groups that changed, and only those."""
    pairs = list(zip(applications, applied, strict=True))
    texts = [(a, r) for a, r in pairs if a.project_id is None or _TEXT_FIELDS.intersection(r.changed)]
    _delete(ProjectText, texts)
    bulk.insert(ProjectText, rows.TEXT_COLUMNS, (rows.text_row(r.project_id, a.draft) for a, r in texts))
    for name, group in rows.GROUPS.items():
        touched = [(a, r) for a, r in pairs if name in r.changed]
        _delete(group.model, touched)
        built = (row for a, r in touched for row in group.build(r.project_id, a.draft))
        bulk.insert(group.model, group.columns, built)


def _delete(model: type[Model], pairs: Iterable[tuple[Application, Applied]]) -> None:
    """Forget the rows of the projects that existed before."""
    if replaced := [result.project_id for application, result in pairs if application.project_id is not None]:
        model._default_manager.filter(project_id__in=replaced).delete()


def _write_versions(applications: Sequence[Application], applied: Sequence[Applied], by: str, at: datetime) -> None:
    columns = ("project_id", "number", "draft", "draft_hash", "changed", "origin", "by", "created_at")
    bulk.insert(
        Version,
        columns,
        (
            (r.project_id, r.version, *(a.encoded or encoded(a.draft)), list(r.changed), a.origin, by, at)
            for a, r in zip(applications, applied, strict=True)
        ),
    )


def _write_flags(applications: Sequence[Application], applied: Sequence[Applied]) -> None:
    pairs = list(zip(applications, applied, strict=True))
    _delete(QualityFlag, pairs)
    bulk.insert(
        QualityFlag,
        ("project_id", "code", "field", "detail", "audience"),
        ((r.project_id, f.code, f.field, f.detail, f.audience) for a, r in pairs for f in a.findings),
    )


def _write_sources(applications: Sequence[Application], applied: Sequence[Applied]) -> None:
    bulk.insert(
        SourceReference,
        ("project_id", "document_id", "lines", "version_number"),
        (
            (r.project_id, a.document_id, {name: list(span) for name, span in a.lines.items()}, r.version)
            for a, r in zip(applications, applied, strict=True)
            if a.document_id is not None
        ),
    )


@transaction.atomic
def set_publication(
    project: Project,
    state: Publication,
    *,
    verb: str,
    by: str,
    at: datetime,
    merged_into: Project | None = None,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Publish, withdraw or merge a project that the caller has locked. Its rows, versions and number stay."""
    before, project.publication_state = project.publication_state, state
    project.merged_into, project.updated_at = merged_into, at
    project.save(update_fields=["publication_state", "merged_into", "updated_at"])
    facts = {"before": before, "after": state.value, **(detail or {})}
    record([Entry(f"project.{verb}", "project", project.pk, facts)], by=by, at=at)
    _tell((project.pk,))


@transaction.atomic
def set_verified(projects: Sequence[Project], *, on: date, by: str, at: datetime) -> None:
    """Somebody who may says on that day that these sheets are right; the caller has locked them."""
    before = {project.pk: project.verified_on for project in projects}
    Project.objects.filter(pk__in=list(before)).update(verified_on=on)
    record(
        (
            Entry("project.verified", "project", pk, {"before": str(day or ""), "after": on.isoformat()})
            for pk, day in before.items()
        ),
        by=by,
        at=at,
    )
    _tell(tuple(before))


@transaction.atomic
def set_alive(project: Project, alive: str, *, on: date, by: str, at: datetime) -> None:
    """What a post sees of the relation on that day (D2.5); the caller has locked the project."""
    before = f"{project.alive} {project.alive_on}" if project.alive else ""
    project.alive, project.alive_on = alive, on
    project.save(update_fields=["alive", "alive_on"])
    facts = {"before": before, "after": f"{alive} {on}"}
    record([Entry("project.alive_said", "project", project.pk, facts)], by=by, at=at)
    _tell((project.pk,))


def _tell(project_ids: tuple[int, ...]) -> None:
    transaction.on_commit(lambda: project_changed.send(sender=Project, project_ids=project_ids))


@transaction.atomic
def erase_expired_contacts(*, by: str, at: datetime) -> int:
    """Erase the persons read on sheets whose time is over (D5.4). An event a sheet says how many, nothing of them."""
    expired = PrivateContact.objects.filter(expires_on__lt=timezone.localdate(at))
    by_project = Counter(expired.order_by("project_id").values_list("project_id", flat=True))
    entries = (Entry("project.contacts_erased", "project", pk, {"persons": n}) for pk, n in by_project.items())
    record(entries, by=by, at=at)
    return expired.delete()[0] if by_project else 0


def _write_private(applications: Sequence[Application], applied: Sequence[Applied], today: date) -> None:
    pairs = [(a.private, r) for a, r in zip(applications, applied, strict=True) if a.private is not None]
    replaced = [r.project_id for a, r in zip(applications, applied, strict=True) if a.private and a.project_id]
    if replaced:
        PrivateContact.objects.filter(project_id__in=replaced, verified_on=None).delete()
    expires_on = date(today.year + CONTACT_YEARS, today.month, min(today.day, 28))
    details = ("role", "last_name", "first_name", "function", "email", "raw")
    bulk.insert(
        PrivateContact,
        ("project_id", "organisation_name", *details, "expires_on"),
        (
            (result.project_id, person.organisation, *(getattr(person, name) for name in details), expires_on)
            for private, result in pairs
            for person in private.persons
        ),
    )


def _entry(application: Application, result: Applied) -> Entry:
    verb = "project.created" if application.project_id is None else "project.updated"
    detail = {"version": result.version, "origin": application.origin, "changed": list(result.changed)}
    return Entry(verb, "project", result.project_id, detail)
