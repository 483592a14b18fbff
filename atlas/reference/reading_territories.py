"""The files of `data/territories` as typed rows. Pure apart from opening the files.

What the files leave out is derived here: the authority that governs a territory unless `authorities.csv` says
otherwise, the département of a former commune (from its code), its position (that of what it became, as approximate).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from .models import TerritoryKind
from .reading import DataFileError, day, degrees, number, rows_of

Key = tuple[str, str]
"""(kind, code): names one territory for ever."""


@dataclass(frozen=True, slots=True)
class TerritoryRow:
    """One territory; `parent`, `epci` and `ept` name others. Field meanings: `models.Territory`."""

    kind: str
    code: str
    name: str
    parent: Key | None = None
    epci: Key | None = None
    ept: Key | None = None
    siren: str | None = None
    population: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    is_approximate: bool = False
    authority_kind: str = ""
    authority_name: str = ""
    authority_from: date | None = None
    authority_to: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    date_precision: str = "day"

    @property
    def key(self) -> Key:
        return (self.kind, self.code)


@dataclass(frozen=True, slots=True)
class NameRow:
    """A former name of a territory that kept its code."""

    territory: Key
    name: str
    valid_from: date | None
    valid_to: date | None
    date_precision: str


@dataclass(frozen=True, slots=True)
class SuccessionRow:
    predecessor: Key
    successor: Key
    occurred_on: date
    date_precision: str
    kind: str


@dataclass(frozen=True, slots=True)
class Territories:
    """All files together. `territories` by kind, each kind after those that it may name as parent."""

    territories: dict[str, list[TerritoryRow]]
    names: list[NameRow]
    successions: list[SuccessionRow]


@dataclass(frozen=True, slots=True)
class _Former:
    code: str
    name: str
    valid_from: date | None
    valid_to: date
    date_precision: str
    successor: str
    kind: str
    authority_kind: str
    seat: str


@dataclass(frozen=True, slots=True)
class _Authority:
    territory: Key
    kind: str
    name: str
    since: date | None
    until: date | None
    successor: Key | None


_FORMER_FILES = {
    TerritoryKind.REGION: "former_regions.csv",
    TerritoryKind.EPCI: "former_epci.csv",
    TerritoryKind.COMMUNE: "former_communes.csv",
}


def read(folder: Path) -> Territories:
    """Raises DataFileError for a line that cannot be read, or for a name of an unknown territory."""
    present = {kind: list(rows) for kind, rows in _present(folder).items()}
    former = {kind: list(_former(folder / name)) for kind, name in _FORMER_FILES.items()}
    authorities = {authority.territory: authority for authority in _authorities(folder)}
    present[TerritoryKind.REGION] = _with_birth(present[TerritoryKind.REGION], former[TerritoryKind.REGION])
    for level, ended in former.items():
        present[level] += _ended(level, ended, present)
    for kind, rows in present.items():
        present[kind] = [_governed(row, authorities.get(row.key)) for row in rows]
    result = Territories(
        territories=present,
        names=[name for kind, rows in former.items() for name in _names(kind, rows)],
        successions=[
            *(succession for kind, rows in former.items() for succession in _successions(kind, rows)),
            *_takeovers(authorities.values()),
        ],
    )
    _refuse_unknown(result)
    return result


def _present(folder: Path) -> dict[str, Iterator[TerritoryRow]]:
    """Today's territories by kind."""
    return {
        TerritoryKind.REGION: rows_of(folder / "regions.csv", lambda c, _: _row(TerritoryKind.REGION, c)),
        TerritoryKind.DEPARTMENT: rows_of(
            folder / "departments.csv",
            lambda c, _: _row(TerritoryKind.DEPARTMENT, c, parent=(TerritoryKind.REGION, c["region"])),
        ),
        TerritoryKind.COLLECTIVITY: rows_of(
            folder / "collectivities.csv",
            lambda c, _: _row(
                TerritoryKind.COLLECTIVITY, c, parent=(TerritoryKind.REGION, c["region"]) if c["region"] else None
            ),
        ),
        TerritoryKind.EPCI: rows_of(folder / "epci.csv", lambda c, _: _grouping(TerritoryKind.EPCI, c)),
        TerritoryKind.EPT: rows_of(folder / "epts.csv", lambda c, _: _grouping(TerritoryKind.EPT, c)),
        TerritoryKind.COMMUNE: rows_of(folder / "communes.csv", lambda c, _: _commune(c)),
        TerritoryKind.ARRONDISSEMENT: rows_of(
            folder / "arrondissements.csv",
            lambda c, _: _row(TerritoryKind.ARRONDISSEMENT, c, parent=(TerritoryKind.COMMUNE, c["commune"])),
        ),
    }


def _row(kind: str, cells: Mapping[str, str], *, parent: Key | None = None) -> TerritoryRow:
    """The columns that all files share."""
    return TerritoryRow(
        kind=kind,
        code=cells.get("code") or cells.get("insee") or cells["siren"],
        name=cells["name"],
        parent=parent,
        population=number(cells["population"]),
        latitude=degrees(cells.get("lat", "")),
        longitude=degrees(cells.get("lon", "")),
    )


def _grouping(kind: str, cells: Mapping[str, str]) -> TerritoryRow:
    row = _row(kind, cells, parent=_above(cells["department"]))
    return replace(row, siren=cells["siren"], authority_kind=cells.get("kind", ""))


def _commune(cells: Mapping[str, str]) -> TerritoryRow:
    return replace(
        _row(TerritoryKind.COMMUNE, cells, parent=_above(cells["department"])),
        siren=cells["siren"] or None,
        epci=(TerritoryKind.EPCI, cells["epci"]) if cells["epci"] else None,
        ept=(TerritoryKind.EPT, cells["ept"]) if cells["ept"] else None,
        is_approximate=cells["is_approximate"] == "1",
    )


def _above(code: str) -> Key:
    """What a commune's « département » column names: codes from 975 on, except 976 (Mayotte), are collectivities."""
    overseas = len(code) == 3 and code >= "975" and code != "976"
    return (TerritoryKind.COLLECTIVITY if overseas else TerritoryKind.DEPARTMENT, code)


def _former(path: Path) -> Iterator[_Former]:
    return rows_of(
        path,
        lambda c, _: _Former(
            code=c["code"],
            name=c["name"],
            valid_from=day(c.get("valid_from", "")),
            valid_to=date.fromisoformat(c["valid_to"]),
            date_precision=c["date_precision"],
            successor=c["successor"],
            kind=c["kind"],
            authority_kind=c.get("authority_kind", ""),
            seat=c.get("seat", ""),
        ),
    )


def _authorities(folder: Path) -> Iterator[_Authority]:
    return rows_of(
        folder / "authorities.csv",
        lambda c, _: _Authority(
            territory=(c["kind"], c["code"]),
            kind=c["authority_kind"],
            name=c["authority_name"],
            since=day(c["authority_from"]),
            until=day(c["authority_to"]),
            successor=(c["successor_kind"], c["successor_code"]) if c["successor_code"] else None,
        ),
    )


def _with_birth(regions: Iterable[TerritoryRow], former: Iterable[_Former]) -> list[TerritoryRow]:
    """Régions made by a merger began with it: their codes are new, unlike those of merged communes."""
    merged_on = {row.successor: row.valid_to for row in former if row.code != row.successor}
    return [replace(region, valid_from=merged_on.get(region.code)) for region in regions]


def _ended(kind: str, former: Iterable[_Former], present: Mapping[str, list[TerritoryRow]]) -> list[TerritoryRow]:
    """Territories whose code ended, at their old seat or where their last successor is."""
    gone = {row.code: row for row in former if row.code != row.successor}
    living = {row.code: row for row in present[kind]}
    seats = {row.code: row for row in present[TerritoryKind.COMMUNE]}
    rows = []
    for row in gone.values():
        seat = seats.get(row.seat)
        place = seat or living.get(_last_successor(row.code, gone))
        rows.append(
            TerritoryRow(
                kind=kind,
                code=row.code,
                name=row.name,
                parent=_parent_of_former(kind, row.code, place),
                siren=row.code if kind == TerritoryKind.EPCI else None,
                latitude=place.latitude if place else None,
                longitude=place.longitude if place else None,
                is_approximate=bool(place and not seat),
                authority_kind=row.authority_kind,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
                date_precision=row.date_precision,
            )
        )
    return rows


def _last_successor(code: str, gone: Mapping[str, _Former]) -> str:
    """Follow mergers to the end; a circle in the file ends where it began."""
    seen = {code}
    while code in gone and gone[code].successor not in seen:
        code = gone[code].successor
        seen.add(code)
    return code


def _parent_of_former(kind: str, code: str, place: TerritoryRow | None) -> Key | None:
    """A former commune keeps the département that its code names; an intermunicipality takes its successor's."""
    if kind == TerritoryKind.COMMUNE:
        return _above(code[:3] if code.startswith(("97", "98")) else code[:2])
    return place.parent if kind == TerritoryKind.EPCI and place else None


_USUAL_AUTHORITY = {TerritoryKind.COLLECTIVITY: "overseas_collectivity"}
"""The authority of a territory is of the territory's kind, except here and where a file says otherwise."""


def _governed(row: TerritoryRow, authority: _Authority | None) -> TerritoryRow:
    """The row with its authority."""
    if authority is None:
        usual = row.authority_kind or _USUAL_AUTHORITY.get(TerritoryKind(row.kind), str(row.kind))
        return replace(row, authority_kind=usual)
    return replace(
        row,
        authority_kind=authority.kind,
        authority_name=authority.name,
        authority_from=authority.since,
        authority_to=authority.until,
    )


def _names(kind: str, former: Iterable[_Former]) -> Iterator[NameRow]:
    """Former names of codes that went on; one that came back keeps its last end."""
    kept = {
        (row.code, row.name): NameRow((kind, row.code), row.name, row.valid_from, row.valid_to, row.date_precision)
        for row in former
        if row.code == row.successor
    }
    yield from kept.values()


def _successions(kind: str, former: Iterable[_Former]) -> Iterator[SuccessionRow]:
    for row in former:
        if row.code != row.successor:
            yield SuccessionRow((kind, row.code), (kind, row.successor), row.valid_to, row.date_precision, row.kind)


def _takeovers(authorities: Iterable[_Authority]) -> Iterator[SuccessionRow]:
    """Councils that another took over, while their territory remains."""
    for authority in authorities:
        if authority.successor and authority.until:
            yield SuccessionRow(authority.territory, authority.successor, authority.until, "day", "merger")


def _refuse_unknown(read_rows: Territories) -> None:
    """Raise for a territory named by another, but in no file."""
    known = {row.key for rows in read_rows.territories.values() for row in rows}
    named = {
        *(key for rows in read_rows.territories.values() for row in rows for key in (row.parent, row.epci, row.ept)),
        *(name.territory for name in read_rows.names),
        *(key for succession in read_rows.successions for key in (succession.predecessor, succession.successor)),
    }
    if unknown := sorted(key for key in named if key is not None and key not in known):
        raise DataFileError(f"territories: unknown {', '.join(f'{kind} {code}' for kind, code in unknown[:10])}")
