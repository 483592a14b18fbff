"""The register as the files of `data/` make it, in memory: every name of every French authority, without a database."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from atlas.organisations import reference_rows as rows
from atlas.organisations.match_rules import Entry
from atlas.organisations.matching import NameIndex, build_index
from atlas.organisations.queries import HOW_FOUND
from atlas.reference import reading_territories
from atlas.reference.match import match_key

DATA = Path(__file__).resolve().parents[2] / "data"


@dataclass(frozen=True)
class RealRegister:
    """`ids` by reference key, and the rows that the loader would write."""

    index: NameIndex
    ids: dict[str, int]
    organisations: list[rows.OrganisationRow]
    names: list[rows.NameRow]


def lines(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read() -> RealRegister:
    """About 36,000 organisations with 3,000 more names."""
    read = reading_territories.read(DATA / "territories")
    keys = [row.key for kind in read.territories.values() for row in kind]
    number = {key: position for position, key in enumerate(keys, start=1)}
    territories = {row.id: row for row in _territories(read, number)}
    successions = [
        rows.SuccessionRow(number[s.predecessor], number[s.successor], s.occurred_on, s.date_precision, s.kind)
        for s in read.successions
    ]
    successors = rows.Successors(successions)
    organisations = [*rows.authority_rows(territories, successors), *rows.body_rows(lines("organisations/bodies.csv"))]
    former = ((number[n.territory], n.name, n.valid_from, n.valid_to, n.date_precision) for n in read.names)
    names = [
        *rows.former_names(former, territories),
        *rows.place_names(territories, successors),
        *rows.listed_names(lines("organisations/names.csv")),
        *rows.state_names(lines("organisations/state_labels.csv"), "state"),
    ]
    ids = {row.reference_key: id_ for id_, row in enumerate(organisations, start=1)}
    by_territory = {row.territory_id: ids[row.reference_key] for row in organisations if row.territory_id}
    index = build_index(
        aliases=[
            (line["country"], match_key(line["alias"]), match_key(line["name"]))
            for line in lines("organisations/aliases.csv")
        ],
        entries=((_entry(ids[row.reference_key], row), row.valid_to is not None) for row in organisations),
        names=((ids[n.reference_key], n.name, HOW_FOUND[n.kind]) for n in names if n.reference_key in ids),
        successions=_between(successions, by_territory),
    )
    return RealRegister(index, ids, organisations, names)


def _territories(
    read: reading_territories.Territories, number: dict[reading_territories.Key, int]
) -> Iterator[rows.TerritoryRow]:
    for row in (row for kind in read.territories.values() for row in kind):
        yield rows.TerritoryRow(
            id=number[row.key],
            kind=row.kind,
            code=row.code,
            siren=row.siren,
            name=row.name,
            match_key=match_key(row.name),
            parent_id=number[row.parent] if row.parent else None,
            population=row.population,
            latitude=row.latitude,
            longitude=row.longitude,
            is_approximate=row.is_approximate,
            authority_kind=row.authority_kind,
            authority_name=row.authority_name,
            authority_from=row.authority_from,
            authority_to=row.authority_to,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            date_precision=row.date_precision,
        )


def _between(successions: Iterable[rows.SuccessionRow], ids: dict[int, int]) -> Iterator[tuple[int, int]]:
    for row in successions:
        if row.predecessor_id in ids and row.successor_id in ids:
            yield ids[row.predecessor_id], ids[row.successor_id]


def _entry(id_: int, row: rows.OrganisationRow) -> Entry:
    code = row.insee_code or row.siren or ""
    place = (row.department_code, row.region_code, "", row.population or 0, "")
    return Entry(id_, row.name, row.match_key, row.kind, row.country_id or "", code, *place)
