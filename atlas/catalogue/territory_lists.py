"""The lists of a territory's page, and the authorities of a country's, in the reader's words.

Authorities by kind, countries, themes, départements. Made from what the index answers; reads nothing
itself. Long lists show their beginning and lead to the search for all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from atlas.catalogue.closed_words import group_label
from atlas.catalogue.search import FacetValue
from atlas.catalogue.search_query import SearchQuery
from atlas.catalogue.shapes import departments
from atlas.catalogue.tally import CountedAuthority
from atlas.reference.match import match_key
from atlas.reference.models import Territory
from atlas.ui.formats import number

SHOWN = 12
"""Authorities of a kind and countries that a page lists itself."""


@dataclass(frozen=True, slots=True)
class Line:
    """A name, where it leads ("" = nowhere), how many projects."""

    name: str
    url: str
    count: str


@dataclass(frozen=True, slots=True)
class ActingGroup:
    """The authorities of one kind: the first ones. `left`: how many more."""

    label: str
    count: str
    lines: tuple[Line, ...]
    left: int


@dataclass(frozen=True, slots=True)
class RegionList:
    """A région with its départements; `count`: projects in which one of its authorities acts."""

    code: str
    name: str
    url: str
    count: str
    departments: tuple[Line, ...]


def acting_groups(
    groups: Mapping[str, Sequence[CountedAuthority]], prefix: str, language: str
) -> tuple[ActingGroup, ...]:
    """One list a kind. `prefix` begins the address of an authority's page."""
    return tuple(
        ActingGroup(
            label=group_label(group),
            count=number(len(members), language),
            lines=tuple(
                Line(one.name, f"{prefix}{one.id}/" if one.id else "", number(one.projects, language))
                for one in members[:SHOWN]
            ),
            left=max(0, len(members) - SHOWN),
        )
        for group, members in groups.items()
    )


def country_lines(values: Iterable[FacetValue], query: SearchQuery, search: str, language: str) -> tuple[Line, ...]:
    """The countries of the projects, most projects first, each with the list of those projects."""
    queries = ((value, replace(query, countries=(value.code,))) for value in _by_count(values, language))
    return tuple(_line(value, narrower, search, language) for value, narrower in queries)


def theme_lines(values: Iterable[FacetValue], query: SearchQuery, search: str, language: str) -> tuple[Line, ...]:
    """The themes of the first level, most projects first."""
    first = _by_count((value for value in values if value.level == 1), language)
    queries = ((value, replace(query, themes=(value.code,))) for value in first)
    return tuple(_line(value, narrower, search, language) for value, narrower in queries)


def _by_count(values: Iterable[FacetValue], language: str) -> list[FacetValue]:
    """Most projects first; equals by name, accents aside."""
    counted = (value for value in values if value.count)
    return sorted(counted, key=lambda value: (-value.count, match_key(_label(value, language))))


def _label(value: FacetValue, language: str) -> str:
    return (value.label_en if language == "en" else value.label_fr) or value.code


def _line(value: FacetValue, query: SearchQuery, search: str, language: str) -> Line:
    return Line(_label(value, language), f"{search}?{query.to_params()}", number(value.count, language))


def department_lines(region: str, counts: Mapping[str, int], prefix: str, language: str) -> tuple[Line, ...]:
    """The départements of a région by code, each with its page, those without a project too."""
    return tuple(
        Line(f"{one.name} ({code})", f"{prefix}{code}/", number(counts.get(code, 0), language))
        for code, one in sorted(departments().items())
        if one.region == region
    )


def region_lists(
    regions: Iterable[tuple[Territory, Sequence[Territory]]],
    counts: Mapping[str, Mapping[str, int]],
    prefixes: tuple[str, str],
    language: str,
) -> tuple[RegionList, ...]:
    """All régions by name. `counts`: by facet; `prefixes` begin the addresses of a région and of a département."""
    return tuple(
        RegionList(
            code=region.code,
            name=region.name,
            url=f"{prefixes[0]}{region.code}/",
            count=number(counts["region"].get(region.code, 0), language),
            departments=tuple(
                Line(
                    f"{one.name} ({one.code})",
                    f"{prefixes[1]}{one.code}/",
                    number(counts["department"].get(one.code, 0), language),
                )
                for one in members
            ),
        )
        for region, members in sorted(regions, key=lambda each: each[0].match_key)
    )
