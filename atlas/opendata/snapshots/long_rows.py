"""The rows of the long tables: one a party, funding line, theme or place, each with the number of its project.

Read from the public record like `opendata.row`: only the fields that the columns show, as the JSON has them.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

import msgspec


class Party(msgspec.Struct, gc=False):
    role: str
    name: str
    id: int | None = None
    declared: str | None = None
    former: str | None = None
    kind: str | None = None
    group: str | None = None
    country: str | None = None
    department: str | None = None
    department_name: str | None = None
    region: str | None = None
    region_name: str | None = None
    siren: str | None = None
    admin_area: str | None = None
    lat: float | None = None
    lon: float | None = None
    is_approximate: bool = False


class FundingLine(msgspec.Struct, gc=False):
    """Euros, as plain decimal texts."""

    funder: str
    nature: str
    id: int | None = None
    kind: str | None = None
    declared: str | None = None
    year: int | None = None
    amount: str | None = None
    pct: tuple[str | None, ...] = ()
    pct_unplaced: tuple[str, ...] = ()
    pct_water: str | None = None
    pct_waste: str | None = None
    pct_energy: str | None = None


class Theme(msgspec.Struct, gc=False):
    rank: int
    path_fr: tuple[str, ...]
    path_en: tuple[str, ...]
    code: str | None = None


class Place(msgspec.Struct, gc=False):
    country: str
    name: str = ""
    lat: float | None = None
    lon: float | None = None
    is_approximate: bool = False
    area: str = ""


class LongRow(NamedTuple):
    """`one`: a Party, FundingLine, Theme or Place; `position`: its place on the sheet, from 1."""

    id: int
    position: int
    one: Any


class _Parties(msgspec.Struct, gc=False):
    id: int
    rows: tuple[Party, ...] = msgspec.field(name="parties", default=())


class _Funding(msgspec.Struct, gc=False):
    id: int
    rows: tuple[FundingLine, ...] = msgspec.field(name="funding", default=())


class _Themes(msgspec.Struct, gc=False):
    id: int
    rows: tuple[Theme, ...] = msgspec.field(name="themes", default=())


class _Places(msgspec.Struct, gc=False):
    id: int
    rows: tuple[Place, ...] = msgspec.field(name="places", default=())


DECODERS: Final[dict[str, Callable[[bytes], Any]]] = {
    "parties": msgspec.json.Decoder(_Parties).decode,
    "funding": msgspec.json.Decoder(_Funding).decode,
    "themes": msgspec.json.Decoder(_Themes).decode,
    "places": msgspec.json.Decoder(_Places).decode,
}
"""Bytes of a record → its number and its rows, by key of the dataset."""


def rows_of(projects: Iterator[Any]) -> Iterator[LongRow]:
    """The rows of projects as DECODERS give them, in their order."""
    for project in projects:
        for position, one in enumerate(project.rows, start=1):
            yield LongRow(project.id, position, one)
