"""The list of countries, by world zone. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from atlas.reference.match import match_key
from atlas.reference.models import Country, WorldZone
from atlas.ui.formats import number

from .identity import FRANCE


@dataclass(frozen=True, slots=True)
class CountryLine:
    iso2: str
    name: str
    projects: str


@dataclass(frozen=True, slots=True)
class ZoneList:
    """The countries of a zone that have projects. No total: a project of two countries counts in both (D10.3)."""

    code: str
    name: str
    countries: tuple[CountryLine, ...]


def zones_of(
    zones: Iterable[tuple[WorldZone, Sequence[Country]]], counts: Mapping[str, int], language: str, asked: str = ""
) -> tuple[ZoneList, ...]:
    """Zones in their order, those without a country to show left out. `counts`: ISO 2 → recorded projects.

    Shows the countries that have projects; with `asked`, all those whose name or other spelling holds these words.
    """
    wanted = match_key(asked)
    found = []
    for zone, countries in zones:
        lines = tuple(
            CountryLine(country.iso2, country.name, number(counts.get(country.iso2, 0), language))
            for country in countries
            if country.iso2 != FRANCE and (_is_named(country, wanted) if wanted else counts.get(country.iso2))
        )
        if lines:
            found.append(ZoneList(zone.code, zone.name, lines))
    return tuple(found)


def _is_named(country: Country, wanted: str) -> bool:
    """One of its names has words that begin so: « cong » finds both Congos, « ali » not Mali."""
    return any(f" {wanted}" in f" {match_key(name)}" for name in (country.name_fr, country.name_en, *country.aliases))
