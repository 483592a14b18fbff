"""Former names of towns and countries abroad that people still type: « Tananarive », « Haute-Volta », « Léningrad ».

The list is `data/search/former_names.csv`, read once. Search takes it for synonyms (`synonyms`), type-ahead for other
names (`suggestion_source`). Not for former names of organisations, which the register dates.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from atlas.reference.match import match_key

COUNTRY, PLACE = "country", "place"


@dataclass(frozen=True, slots=True)
class Renamed:
    """`iso2`: of the country, or of the country that the town is in; `name`: today's, in French; `former`: not none."""

    kind: str
    iso2: str
    name: str
    former: tuple[str, ...]


@cache
def renamed() -> tuple[Renamed, ...]:
    """The list that we ship."""
    return read(settings.DATA_DIR / "search" / "former_names.csv")


def read(path: Path) -> tuple[Renamed, ...]:
    """A list. Raises ValueError for a line that makes no sense: it is data of ours, which a test reads."""
    found: dict[tuple[str, str, str], Renamed] = {}
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            one = Renamed(row["kind"], row["country"], row["name"], tuple(row["former"].split("|")))
            key = (one.kind, one.iso2, match_key(one.name))
            keys = [match_key(name) for name in (one.name, *one.former)]
            if one.kind not in (COUNTRY, PLACE) or key in found or not all(keys) or len(set(keys)) != len(keys):
                raise ValueError(f"makes no sense: {row}")
            found[key] = one
    return tuple(found.values())


def former_of_country(iso2: str) -> tuple[str, ...]:
    """Former names of a country."""
    return _countries().get(iso2, ())


@cache
def _countries() -> Mapping[str, tuple[str, ...]]:
    return {one.iso2: one.former for one in renamed() if one.kind == COUNTRY}


def former_of_place(iso2: str, name: str) -> tuple[str, ...]:
    """Former names of the towns that a name holds: « Commune urbaine d’Antananarivo », « Tananarive »."""
    key = f" {match_key(name)} "
    return tuple(former for town, names in _towns().get(iso2, ()) if f" {town} " in key for former in names)


@cache
def _towns() -> Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    found: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {}
    for one in renamed():
        if one.kind == PLACE:
            found[one.iso2] = (*found.get(one.iso2, ()), (match_key(one.name), one.former))
    return found
