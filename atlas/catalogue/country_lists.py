"""The lists of the country pages: countries by world zone, French authorities by kind. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from atlas.reference.models import Country, WorldZone
from atlas.ui.formats import number

from .figure_cards import group_label
from .identity import FRANCE
from .queries import AuthorityGroup


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


@dataclass(frozen=True, slots=True)
class AuthorityLine:
    """`id` null = known by name only, without a page."""

    name: str
    id: int | None
    projects: str


@dataclass(frozen=True, slots=True)
class AuthorityList:
    """The authorities of one kind."""

    code: str
    label: str
    count: str
    authorities: tuple[AuthorityLine, ...]


def zones_of(
    zones: Iterable[tuple[WorldZone, Sequence[Country]]], counts: Mapping[str, int], language: str
) -> tuple[ZoneList, ...]:
    """Zones in their order, those without a project left out. `counts`: ISO 2 → recorded projects."""
    found = []
    for zone, countries in zones:
        lines = tuple(
            CountryLine(country.iso2, country.name, number(counts[country.iso2], language))
            for country in countries
            if counts.get(country.iso2) and country.iso2 != FRANCE
        )
        if lines:
            found.append(ZoneList(zone.code, zone.name, lines))
    return tuple(found)


def authority_lists(groups: Iterable[AuthorityGroup], language: str) -> tuple[AuthorityList, ...]:
    """The authorities that act in a country, by kind, each in one list only."""
    return tuple(
        AuthorityList(
            group.group,
            group_label(group.group),
            number(len(group.authorities), language),
            tuple(AuthorityLine(one.name, one.id, number(one.projects, language)) for one in group.authorities),
        )
        for group in groups
    )
