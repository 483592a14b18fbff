"""Keep the public records equal to the register: after each commit, and at every start for what a crash left behind.

Writers take their revisions under the lock of the one `Revision` row, so that the change log is committed in order.
"""

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from math import inf

from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from atlas import bulk
from atlas.projects.draft import content_hash
from atlas.projects.models import Project, Publication
from atlas.projects.queries import projects_citing

from . import lines, moves
from .attestation import PublicAttestation
from .build import Lookups, build_projects, load_lookups
from .build_organisations import build_organisations
from .models import (
    AttestationRecord,
    Change,
    OrganisationRecord,
    ProjectBody,
    ProjectLine,
    ProjectRecord,
    RegisterRecord,
    Revision,
)
from .record import PublicOrganisation, PublicProject, PublicRegister, encode

BATCH = 500


def rebuild_records(project_ids: Collection[int]) -> int:
    """Make the records of these projects anew; one that did not change costs no revision. Returns how many changed."""
    ids = sorted(set(project_ids))
    lookups = _lookups()
    return sum(_rebuild_batch(ids[start : start + BATCH], lookups) for start in range(0, len(ids), BATCH))


def reconcile() -> int:
    """Rebuild what differs from the register (a process killed between its commit and its signal). Returns how many."""
    version = ProjectRecord.objects.filter(project_id=OuterRef("pk")).values("version")[:1]
    published = Project.objects.filter(publication_state=Publication.PUBLISHED)
    late = published.annotate(recorded=Subquery(version)).filter(Q(recorded=None) | ~Q(recorded=F("version_number")))
    gone = ProjectRecord.objects.exclude(project_id__in=published.values("pk"))
    ids = [*late.values_list("pk", flat=True), *gone.values_list("project_id", flat=True), *moves.unknown_projects()]
    return rebuild_records(ids)


def rebuild_organisations(organisation_ids: Collection[int] | None = None) -> int:
    """Make the records of organisations anew (all without ids), then those of the projects that cite what changed.

    The revision moves when anything did: what was made from the old records is made anew. Returns how many
    organisations were written, or went because they were merged into another.
    """
    written, citing = moves.follow_organisations(organisation_ids), set[int]()
    for batch in _batches(build_organisations(organisation_ids), 2000):
        changed = _write_organisations(batch)
        written += len(changed)
        citing.update(projects_citing(changed))
    if written and not rebuild_records(citing):
        _move_revision()
    return written


@transaction.atomic
def publish_register(register: PublicRegister) -> bool:
    """Keep what the posts of a country publish and renew the pages. False, and nothing done, when nothing changed."""
    text = encode(register)
    digest = content_hash(text)
    if RegisterRecord.objects.filter(pk=register.iso2, content_hash=digest).exists():
        return False
    RegisterRecord.objects.update_or_create(pk=register.iso2, defaults={"content_hash": digest, "data": text})
    _move_revision()
    return True


@transaction.atomic
def publish_attestation(organisation_id: int, attestation: PublicAttestation | None) -> bool:
    """Show when an authority last attested its sheets, null = never. False when it was shown so before."""
    kept = AttestationRecord.objects.filter(pk=organisation_id)
    if attestation is None:
        kept.delete()
    else:
        said = {"attested_on": attestation.on, "campaign": attestation.campaign, "lapsed_in": attestation.lapsed_in}
        AttestationRecord.objects.update_or_create(pk=organisation_id, defaults=said)
    return rebuild_organisations([organisation_id]) > 0


def make_lines(after: int = 0, *, seconds: float = inf) -> int:
    """Make the lines of files that records changed after this revision lack, for about so many seconds (ADR 16).

    Returns the revision to go on from. May run beside itself and beside any writer, and may be killed.
    """
    made_by = lines.maker()
    recipe, until = made_by.recipe(), time.monotonic() + seconds
    while time.monotonic() < until:
        seen = Revision.objects.filter(pk=1).values_list("number", flat=True).first() or 0  # before the look
        if seen <= after or not (late := lines.late(recipe, after)):
            return max(after, seen)  # or each round would look at all records again
        made = made_by.make([data for *_, data in late])
        keep_lines(recipe, [(pk, digest, one) for (_, pk, digest, _), one in zip(late, made, strict=True)])
        after = late[-1][0]
    return after


@transaction.atomic
def keep_lines(recipe: str, kept: Sequence[tuple[int, str, lines.Fields]]) -> int:
    """Keep lines of files: project, hash of the record they were made from, what was made.

    One whose record has changed or gone meanwhile is dropped. Returns how many were kept.
    """
    _locked_revision()  # whoever changes a record holds it: none changes between the look and the commit
    ids = [pk for pk, _digest, _made in kept]
    hashes = dict(ProjectRecord.objects.filter(project_id__in=ids).values_list("project_id", "content_hash"))
    _forget_lines(ids)
    fresh = [one for one in kept if hashes.get(one[0]) == one[1]]
    bulk.insert(ProjectBody, ("project_id", "body", "recipe"), ((pk, made.body, recipe) for pk, _, made in fresh))
    columns = ("project_id", "content_hash", "fr", "en", "fr_more", "en_more", "recipe")
    rows = ((pk, digest, one.fr, one.en, one.fr_more, one.en_more, recipe) for pk, digest, one in fresh)
    return bulk.insert(ProjectLine, columns, rows)


def _forget_lines(ids: Sequence[int]) -> None:
    ProjectLine.objects.filter(project_id__in=ids).delete()
    ProjectBody.objects.filter(project_id__in=ids).delete()


def _lookups() -> Lookups:
    return load_lookups(example_floor=settings.ATLAS_EXAMPLES_FROM if settings.ATLAS_DEMONSTRATION else None)


@transaction.atomic
def _rebuild_batch(ids: Sequence[int], lookups: Lookups) -> int:
    revision = _locked_revision()
    moves.follow_projects(ids)
    records = build_projects(ids, lookups)
    old = dict(ProjectRecord.objects.filter(project_id__in=ids).values_list("project_id", "content_hash"))
    texts = [encode(record) for record in records]
    fresh = [
        (record, text, digest)
        for record, text in zip(records, texts, strict=True)
        if old.get(record.id) != (digest := content_hash(text))
    ]
    gone = sorted(set(old) - {record.id for record in records})
    _ensure_organisations(record for record, _, _ in fresh)
    numbers = range(revision.number + 1, revision.number + 1 + len(fresh) + len(gone))
    _write_records(fresh, old, dict(zip((record.id for record, _, _ in fresh), numbers, strict=False)))
    _delete_records(gone)
    _log([record.id for record, _, _ in fresh], gone, numbers)
    if numbers:
        revision.number = numbers[-1]
        revision.save(update_fields=["number"])
    return len(numbers)


def _locked_revision() -> Revision:
    Revision.objects.get_or_create(pk=1)
    return Revision.objects.select_for_update().get(pk=1)


def _write_records(
    fresh: Sequence[tuple[PublicProject, str, str]], old: Mapping[int, str], revisions: Mapping[int, int]
) -> None:
    _delete_records([record.id for record, _, _ in fresh if record.id in old])
    bulk.insert(
        ProjectRecord,
        ("project_id", "legacy_prj_id", "version", "revision", "content_hash", "data"),
        ((r.id, r.legacy_prj_id, r.version, revisions[r.id], digest, text) for r, text, digest in fresh),
    )


def _delete_records(ids: Sequence[int]) -> None:
    """With what was made of them: nothing of a withdrawn project stays."""
    ProjectRecord.objects.filter(project_id__in=ids).delete()
    _forget_lines(ids)


def _log(upserts: Sequence[int], deletes: Sequence[int], numbers: Sequence[int]) -> None:
    now: datetime = timezone.now()
    kinds = [(pk, "upsert") for pk in upserts] + [(pk, "delete") for pk in deletes]
    entries = ((number, pk, kind, now) for number, (pk, kind) in zip(numbers, kinds, strict=True))
    bulk.insert(Change, ("revision", "project_id", "kind", "at"), entries)


def _ensure_organisations(records: Iterable[PublicProject]) -> None:
    """An organisation registered by an import has its page as soon as its project has."""
    ids: set[int] = set()
    for record in records:
        ids.update(party.id for party in record.parties if party.id is not None)
        ids.update(line.id for line in record.funding if line.id is not None)
    known = set(OrganisationRecord.objects.filter(organisation_id__in=ids).values_list("organisation_id", flat=True))
    if missing := ids - known:
        _write_organisations(list(build_organisations(missing)))


def _write_organisations(batch: Sequence[PublicOrganisation]) -> list[int]:
    """The ids of those that were not so before."""
    ids = [record.id for record in batch]
    found = OrganisationRecord.objects.filter(organisation_id__in=ids)
    old = dict(found.values_list("organisation_id", "content_hash"))
    fresh = [(record.id, text, content_hash(text)) for record in batch for text in [encode(record)]]
    changed = [(pk, text, digest) for pk, text, digest in fresh if old.get(pk) != digest]
    with transaction.atomic():
        OrganisationRecord.objects.filter(organisation_id__in=[pk for pk, _, _ in changed]).delete()
        bulk.insert(OrganisationRecord, ("organisation_id", "data", "content_hash"), changed)
    return [pk for pk, _, _ in changed]


@transaction.atomic
def _move_revision() -> None:
    """One more entry of the change log, for a project as it is: followers read it again, pages are made anew.

    Without any project there is no index and no page to make anew.
    """
    first = ProjectRecord.objects.order_by("project_id").values_list("project_id", flat=True).first()
    if first is not None:
        revision = _locked_revision()
        revision.number += 1
        revision.save(update_fields=["number"])
        _log([first], [], [revision.number])


def _batches(records: Iterable[PublicOrganisation], size: int) -> Iterator[list[PublicOrganisation]]:
    batch: list[PublicOrganisation] = []
    for record in records:
        batch.append(record)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
