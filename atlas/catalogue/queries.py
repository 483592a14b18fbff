"""What public pages read: records by id (one query each) and lists from the index. Never the register's own tables."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.db import connection
from django.db.models import BigIntegerField, F, QuerySet
from django.db.models.functions import Floor

from atlas.catalogue import record
from atlas.catalogue.index.counting import (
    all_of,
    begun_query,
    count,
    facet_query,
    organisation_query,
    term_counts,
)
from atlas.catalogue.index.document import PartyTerm, pair_from, party_from
from atlas.catalogue.index.reader import snapshot
from atlas.catalogue.models import AttestationRecord, Moved, OrganisationRecord, ProjectRecord, RegisterRecord
from atlas.catalogue.search import Hit, SearchPage, hits, search
from atlas.catalogue.search_query import SearchQuery

_RECORD: Final = "SELECT data FROM catalogue_projectrecord WHERE project_id = %s"
"""The one query of a sheet, written out: to build it through the ORM costs ten times what the database needs."""


@dataclass(frozen=True)
class PartnerRow:
    """An organisation of the other side, with the number of projects in common. `id` null = known by name only."""

    name: str
    id: int | None
    country: str | None
    lat: float | None
    lon: float | None
    is_approximate: bool
    projects: int


def project_by_id(project_id: int) -> record.PublicProject | None:
    """The public record of a project, or None."""
    if project_id > BigIntegerField.MAX_BIGINT:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, [project_id])
        row = cursor.fetchone()
    return record.decode(row[0]) if row else None


def project_id_for_legacy(prj_id: int) -> int | None:
    """The project that replaces a sheet of the old site, one that was withdrawn included, or None."""
    found = ProjectRecord.objects.filter(legacy_prj_id=prj_id).values_list("pk", flat=True).first()
    if found is not None:
        return found
    gone = Moved.objects.filter(legacy_prj_id=prj_id).first()
    return (moved_to("project", gone.number) or gone.number) if gone else None


def is_withdrawn(project_id: int) -> bool:
    """A sheet of that number was published and is no more."""
    if project_id > BigIntegerField.MAX_BIGINT:
        return False
    return Moved.objects.filter(kind="project", number=project_id, to=None).exists()


def moved_to(kind: str, number: int) -> int | None:
    """Who stands for a merged sheet (`project`) or `organisation`, or None. One query a merge."""
    end: int | None = None
    seen: set[int] = set()
    while number <= BigIntegerField.MAX_BIGINT and number not in seen:
        seen.add(number)
        after = Moved.objects.filter(kind=kind, number=number).values_list("to", flat=True).first()
        if after is None:
            break
        end = number = after
    return end


def attested_before(year: int) -> QuerySet[AttestationRecord, int]:
    """Authorities shown with an attestation of an earlier campaign that is not yet said to have lapsed in that year."""
    shown = AttestationRecord.objects.filter(campaign__lt=year).exclude(lapsed_in=year)
    return shown.values_list("organisation_id", flat=True)


def organisation_by_id(organisation_id: int) -> record.PublicOrganisation | None:
    """The public record of an organisation, or None."""
    data = OrganisationRecord.objects.filter(pk=organisation_id).values_list("data", flat=True).first()
    return record.decode_organisation(data) if data is not None else None


def organisations_by_id(ids: Sequence[int]) -> list[record.PublicOrganisation]:
    """The public records of some organisations, in the order of `ids`; without those that have none. One query."""
    rows = OrganisationRecord.objects.filter(pk__in=ids).values_list("organisation_id", "data")
    found = {number: record.decode_organisation(data) for number, data in rows}
    return [found[number] for number in ids if number in found]


def register_of(iso2: str) -> record.PublicRegister:
    """What the posts of a country publish; an empty one when they publish nothing."""
    data = RegisterRecord.objects.filter(pk=iso2).values_list("data", flat=True).first()
    return record.decode_register(data) if data is not None else record.PublicRegister(iso2=iso2)


_NUMBERS: Final = {"projects": (ProjectRecord, "project_id"), "authorities": (OrganisationRecord, "organisation_id")}


def ranges_of_numbers(kind: str, span: int) -> list[int]:
    """Which ranges of `span` numbers hold a page of this kind: 0 for 0 to span - 1, and so on."""
    model, number = _NUMBERS[kind]
    found = model._default_manager.annotate(range=Floor(F(number) / span)).values_list("range", flat=True)
    return sorted({int(one) for one in found.distinct()})


def public_numbers(kind: str, first: int, span: int) -> Iterator[int]:
    """The numbers of the pages of a kind from `first` on, in their order, read a few at a time."""
    model, number = _NUMBERS[kind]
    found = model._default_manager.filter(**{f"{number}__gte": first, f"{number}__lt": first + span})
    yield from found.order_by(number).values_list(number, flat=True).iterator(chunk_size=2_000)


def latest_updates(limit: int) -> tuple[Hit, ...]:
    """The projects updated last, newest first."""
    return hits(SearchQuery(sort="updated"), limit=limit)


def projects_of_organisation(organisation_id: int, query: SearchQuery) -> SearchPage:
    """The projects in which an organisation acts, narrowed by `query`."""
    return search(replace(query, authorities=(organisation_id,)))


def partners_of_organisation(organisation_id: int) -> tuple[PartnerRow, ...]:
    """The organisations of the other side of its projects' partner tables, most projects first."""
    current = snapshot()
    query = organisation_query(organisation_id)
    matches = count(current, query)
    key = str(organisation_id)
    shared: Counter[str] = Counter()
    for term, number in term_counts(current, query, "pairs", matches=matches).items():
        pair = pair_from(term)
        if key in (pair.french, pair.foreign):
            shared[pair.foreign if pair.french == key else pair.french] += number
    sides = [term_counts(current, query, side, matches=matches) for side in ("foreign", "french")]
    parties = {party.key: party for side in sides for party in _parties(side)}
    rows = [
        PartnerRow(one.name, one.id, one.country, one.lat, one.lon, one.is_approximate, shared[one.key])
        for one in parties.values()
        if one.key in shared
    ]
    return tuple(sorted(rows, key=lambda row: (-row.projects, row.name)))


def partners_in_country(iso2: str, as_of: date) -> tuple[PartnerRow, ...]:
    """The foreign partners of one country with their number of projects recorded at a date, most projects first."""
    current = snapshot()
    query = all_of([facet_query("partner_country", [iso2]), begun_query(as_of)])
    counts = term_counts(current, query, "foreign", matches=count(current, query))
    numbers: Counter[str] = Counter()
    found: dict[str, PartyTerm] = {}
    for term, number in counts.items():
        party = party_from(term)
        if party.country == iso2:
            numbers[party.key] += number
            found.setdefault(party.key, party)
    rows = [
        PartnerRow(one.name, one.id, one.country, one.lat, one.lon, one.is_approximate, numbers[key])
        for key, one in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.projects, row.name)))


def _parties(counts: Mapping[str, int]) -> list[PartyTerm]:
    """Least frequent first, so that a mapping by key keeps what most sheets say of an organisation."""
    return [party_from(term) for term in reversed(list(counts))]
