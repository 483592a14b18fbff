"""Where a project takes place abroad, as codes that filters, maps and addresses share. Pure.

A place is a point of a country, « ML:12.65:-8.00 »: what is within a kilometre is at one place. What has no known
position is somewhere in its country, « ML ». Declared places stand before those of partners (ADR 30). A code says by
itself where it is. Not for France: projects are placed there by the région and département of their authorities
(facets.py).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from atlas.catalogue.index.facets import ANY, LONGEST_NAME, partner_country
from atlas.catalogue.record import PublicPlace, PublicProject

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
    """What sheets say of a place: its declared name or the partner's, the first-level area of it ("" = not known)."""

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
    """Where it is, country by country: at its declared places, else at its foreign partners, else somewhere."""
    return _codes(project, list(_placed(project)))


def place_filters(project: PublicProject, codes: Iterable[str]) -> set[str]:
    """Terms of the filter « lieu ». `place:any`: places are declared; a map shows it whatever else it states."""
    found = {f"place:{code}" for code in codes}
    return found | {f"place:{ANY}"} if found and project.places else found


def place_terms(project: PublicProject) -> set[str]:
    """`code<tab>name<tab>area<tab>1 if approximate` of the places that have a name."""
    return _terms(list(_placed(project)))


def codes_and_terms(project: PublicProject) -> tuple[set[str], set[str]]:
    """`place_codes` and `place_terms` at once."""
    placed = list(_placed(project))
    return _codes(project, placed), _terms(placed)


def _codes(project: PublicProject, placed: Sequence["_Placed"]) -> set[str]:
    found = {one.code for one in placed}
    countries = {code[:2] for code in found}
    return found | {one.iso2 for one in project.countries if one.iso2 not in countries and one.iso2 != FRANCE}


def _terms(placed: Iterable["_Placed"]) -> set[str]:
    return {
        "\t".join((one.code, one.name[:LONGEST_NAME], one.area, "1" if one.is_approximate else ""))
        for one in placed
        if ":" in one.code
    }


@lru_cache(maxsize=_KNOWN)
def place_label(term: str) -> tuple[str, PlaceLabel]:
    """(code, what it says) of a term."""
    code, name, area, approximate = term.split("\t")
    return code, PlaceLabel(name, area, bool(approximate))


@dataclass(frozen=True, slots=True)
class _Placed:
    """A place of a project on its way to the index."""

    code: str
    name: str
    area: str
    is_approximate: bool


def _placed(project: PublicProject) -> Iterator[_Placed]:
    """Declared places that a map can show; partners in the countries without any (ADR 30)."""
    declared = set()
    for place in project.places:
        if place.country != FRANCE and (place.lat is not None or not place.name):
            declared.add(place.country)
            code = place_code(place.country, place.lat, place.lon)
            yield _Placed(code, _line(place.name) or _point(place), _line(place.area), place.is_approximate)
    for party in project.foreign_partners:
        country = partner_country(project, party)
        if country and country != FRANCE and country not in declared:
            code = place_code(country, party.lat, party.lon)
            yield _Placed(code, party.name, party.admin_area or "", party.is_approximate)


def _line(text: str) -> str:
    """Terms are parted by tabs."""
    return " ".join(text.split())


def _point(place: PublicPlace) -> str:
    """A pin without a name goes by its degrees."""
    return f"{place.lat}, {place.lon}"
