"""What the register must hold according to the reference data: authorities of territories, bodies, names, successions.

Turns what `loading` read into rows to compare with the database. Reads and writes nothing itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from atlas.reference.kinds import Kind
from atlas.reference.match import match_key
from atlas.reference.models import DatePrecision, TerritoryKind

from .models import NameKind, Precision

TERRITORY_SOURCE = "data/territories"
_SIREN_IS_CODE = frozenset({TerritoryKind.EPCI.value, TerritoryKind.EPT.value})
_NAMED_LIKE_THEIR_PLACE = frozenset({Kind.COMMUNE.value, Kind.CTU.value, Kind.OVERSEAS_COLLECTIVITY.value})


class TerritoryRow(NamedTuple):
    """The columns of `reference.Territory` that an authority needs, in the order that `loading` reads them."""

    id: int
    kind: str
    code: str
    siren: str | None
    name: str
    match_key: str
    parent_id: int | None
    population: int | None
    latitude: float | None
    longitude: float | None
    is_approximate: bool
    authority_kind: str
    authority_name: str
    authority_from: date | None
    authority_to: date | None
    valid_from: date | None
    valid_to: date | None
    date_precision: str


class OrganisationRow(NamedTuple):
    """The columns of `Organisation` that reference data decides; `reference_key` tells rows apart."""

    reference_key: str
    kind: str
    name: str
    match_key: str
    country_id: str | None
    territory_id: int | None = None
    siren: str | None = None
    insee_code: str | None = None
    region_code: str = ""
    department_code: str = ""
    latitude: float | None = None
    longitude: float | None = None
    location_precision: str = ""
    population: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None


class NameRow(NamedTuple):
    """Another name: `reference_key` of its organisation, then the columns of `OrganisationName`."""

    reference_key: str
    kind: str
    name: str
    match_key: str
    valid_from: date | None
    valid_to: date | None
    date_precision: str
    source: str


class SuccessionRow(NamedTuple):
    """A row of `reference.TerritorySuccession`, by ids of territories."""

    predecessor_id: int
    successor_id: int
    occurred_on: date
    date_precision: str
    kind: str


def reference_key(territory: TerritoryRow) -> str:
    """The key of a territory's authority for ever: `commune:38314`, `epci:200018166`."""
    return f"{territory.kind}:{territory.code}"


class Successors:
    """Who followed whom, by id of territory."""

    def __init__(self, successions: Iterable[SuccessionRow]) -> None:
        self._next: dict[int, list[int]] = defaultdict(list)
        for row in successions:
            self._next[row.predecessor_id].append(row.successor_id)

    def __contains__(self, territory_id: int) -> bool:
        return territory_id in self._next

    def last_of(self, territory_id: int) -> set[int]:
        """The territories at the end of the chain; the territory itself when nothing followed it."""
        seen: set[int] = set()
        ends: set[int] = set()
        waiting = [territory_id]
        while waiting:
            id_ = waiting.pop()
            if id_ in seen:
                continue
            seen.add(id_)
            following = self._next.get(id_)
            if following:
                waiting.extend(following)
            else:
                ends.add(id_)
        return ends


def is_former_commune(territory: TerritoryRow, successors: Successors) -> bool:
    """A merged commune is a former name of its successor, not an organisation of its own (D5.1)."""
    return territory.kind == TerritoryKind.COMMUNE and territory.valid_to is not None and territory.id in successors


def authority_rows(territories: Mapping[int, TerritoryRow], successors: Successors) -> Iterator[OrganisationRow]:
    """One row for the authority of each territory that has one."""
    for territory in territories.values():
        if territory.authority_kind and not is_former_commune(territory, successors):
            yield _authority(territory, territories)


def _authority(territory: TerritoryRow, territories: Mapping[int, TerritoryRow]) -> OrganisationRow:
    department, region = _surroundings(territory, territories)
    name = territory.authority_name or territory.name
    has_siren_code = territory.kind in _SIREN_IS_CODE
    precision = Precision.APPROXIMATE if territory.is_approximate else Precision.EXACT
    return OrganisationRow(
        reference_key=reference_key(territory),
        kind=territory.authority_kind,
        name=name,
        match_key=territory.match_key if name == territory.name else match_key(name),
        country_id="FR",
        territory_id=territory.id,
        siren=territory.siren or (territory.code if has_siren_code else None),
        insee_code=None if has_siren_code else territory.code,
        region_code=region,
        department_code=department,
        latitude=territory.latitude,
        longitude=territory.longitude,
        location_precision="" if territory.latitude is None else precision.value,
        population=territory.population,
        valid_from=territory.authority_from or territory.valid_from,
        valid_to=territory.authority_to or territory.valid_to,
    )


def _surroundings(territory: TerritoryRow, territories: Mapping[int, TerritoryRow]) -> tuple[str, str]:
    """Codes of the département (or overseas collectivity) and of the région that a territory lies in."""
    department = region = ""
    here: TerritoryRow | None = territory
    while here is not None:
        if here.kind == TerritoryKind.REGION:
            region = here.code
        elif here.kind in (TerritoryKind.DEPARTMENT, TerritoryKind.COLLECTIVITY):
            department = here.code
        here = territories.get(here.parent_id) if here.parent_id is not None else None
    return department, region


def place_names(territories: Mapping[int, TerritoryRow], successors: Successors) -> Iterator[NameRow]:
    """« Paris » for « Ville de Paris », « Guyane » for its collectivity; a merged commune's name for its successor."""
    for territory in territories.values():
        if is_former_commune(territory, successors):
            for successor in successors.last_of(territory.id):
                yield _merged(territory, reference_key(territories[successor]))
        elif territory.authority_name and territory.authority_kind in _NAMED_LIKE_THEIR_PLACE:
            yield NameRow(
                reference_key(territory),
                NameKind.ALIAS,
                territory.name,
                territory.match_key,
                None,
                None,
                DatePrecision.DAY,
                TERRITORY_SOURCE,
            )


def _merged(territory: TerritoryRow, key: str) -> NameRow:
    return NameRow(
        key,
        NameKind.FORMER,
        territory.name,
        territory.match_key,
        None,
        territory.valid_to,
        territory.date_precision,
        TERRITORY_SOURCE,
    )


def former_names(
    names: Iterable[tuple[int, str, date | None, date | None, str]], territories: Mapping[int, TerritoryRow]
) -> Iterator[NameRow]:
    """Rows of `reference.TerritoryName` as names of the authorities."""
    for territory_id, name, valid_from, valid_to, precision in names:
        key = reference_key(territories[territory_id])
        yield NameRow(key, NameKind.FORMER, name, match_key(name), valid_from, valid_to, precision, TERRITORY_SOURCE)


def body_rows(bodies: Iterable[Mapping[str, str]]) -> Iterator[OrganisationRow]:
    """Rows of `bodies.csv`: organisations that are no territory's authority."""
    for body in bodies:
        yield OrganisationRow(
            reference_key=body["key"],
            kind=Kind(body["kind"]).value,
            name=body["name"],
            match_key=match_key(body["name"]),
            country_id=body["country"] or None,
            region_code=body["region"],
        )


def listed_names(names: Iterable[Mapping[str, str]]) -> Iterator[NameRow]:
    """Rows of `names.csv`."""
    for row in names:
        yield NameRow(
            row["key"],
            NameKind(row["kind"]).value,
            row["name"],
            match_key(row["name"]),
            None,
            _year(row["valid_to"]),
            DatePrecision.YEAR,
            "data/organisations/names.csv",
        )


def state_names(labels: Iterable[Mapping[str, str]], key: str) -> Iterator[NameRow]:
    """Rows of `state_labels.csv`, each with its abbreviation: names of the one State, by date (D5.2)."""
    for row in labels:
        for name, kind in ((row["label"], NameKind.OFFICIAL), (row["abbreviation"], NameKind.ALIAS)):
            yield NameRow(
                key,
                kind,
                name,
                match_key(name),
                _year(row["valid_from"]),
                _year(row["valid_to"]),
                DatePrecision.YEAR,
                "data/organisations/state_labels.csv",
            )


def _year(text: str) -> date | None:
    """A year alone is stored as its first day, with year precision beside it."""
    return date(int(text), 1, 1) if text else None
