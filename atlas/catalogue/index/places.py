"""Where a project takes place abroad, as codes that filters, maps and addresses share. Pure.

A place is a point of a country, « ML:12.65:-8.00 »: partners within a kilometre of each other are at one place. What
has no known position is somewhere in its country, « ML ». A code says by itself where it is. Not for France: projects
are placed there by the région and département of their authorities (facets.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from atlas.catalogue.index.facets import LONGEST_NAME, partner_country
from atlas.catalogue.record import PublicParty, PublicProject

FRANCE = "FR"

_KNOWN: Final = 16_384
"""Places that a process remembers: a few hundred bytes each."""


@dataclass(frozen=True, slots=True)
class PlaceCode:
    """A code taken apart. `lat`/`lon`: decimal degrees, None = somewhere in the country."""

    country: str
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class PlaceLabel:
    """What sheets say of a place: the partner's name, the first-level area it lies in ("" = not known)."""

    name: str
    area: str
    is_approximate: bool


def place_code(country: str, lat: float | None, lon: float | None) -> str:
    """The code of a point, to two decimals; of the country when the point is not known."""
    return country if lat is None or lon is None else f"{country}:{lat + 0.0:.2f}:{lon + 0.0:.2f}"


@lru_cache(maxsize=_KNOWN)
def place_from(code: str) -> PlaceCode:
    """Inverse of `place_code`. Kept: a map reads thousands, the same ones each time."""
    country, *point = code.split(":")
    return PlaceCode(country, float(point[0]), float(point[1])) if point else PlaceCode(country, None, None)


def place_codes(project: PublicProject) -> set[str]:
    """The places of the foreign partners, and each country of the project in which none of them has a place."""
    found = {code for code, _party in _placed(project)}
    placed = {code[:2] for code in found}
    return found | {one.iso2 for one in project.countries if one.iso2 not in placed and one.iso2 != FRANCE}


def place_terms(project: PublicProject) -> set[str]:
    """`code<tab>name<tab>area<tab>1 if approximate` of the places that have a name."""
    return {
        "\t".join((code, party.name[:LONGEST_NAME], party.admin_area or "", "1" if party.is_approximate else ""))
        for code, party in _placed(project)
        if ":" in code
    }


@lru_cache(maxsize=_KNOWN)
def place_label(term: str) -> tuple[str, PlaceLabel]:
    """(code, what it says) of a term."""
    code, name, area, approximate = term.split("\t")
    return code, PlaceLabel(name, area, bool(approximate))


def _placed(project: PublicProject) -> Iterator[tuple[str, PublicParty]]:
    for party in project.foreign_partners:
        country = partner_country(project, party)
        if country and country != FRANCE:
            yield place_code(country, party.lat, party.lon), party
