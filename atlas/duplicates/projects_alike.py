"""When two sheets may tell of the same project: same French authority, same partner, near titles and years. Pure.

Renewals are no duplicates: « phase 1 » and « phase 2 », 2010-2012 and 2013-2015, the same title ten years later.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rapidfuzz import fuzz

from atlas.duplicates.pairs import Key, Pair, Reason, blocks_of, compared, scored
from atlas.reference.match import match_key

_TITLE: Final = 60
_LEAST_ALIKE: Final = 60  # per cent: below, titles have nothing in common
_PARTNER, _NEAR_PARTNER = 25, 15
_SAME_YEAR, _NEXT_YEAR, _NO_YEAR, _FAR_YEAR = 15, 10, 5, -30
_OTHER_NUMBERS: Final = -40
_NEAR_YEARS: Final = 3


@dataclass(frozen=True)
class ProjectFact:
    """What is compared of a sheet. `authorities` and `partners`: an id, or ~name for one known by name only."""

    id: int
    title: str
    start_year: int | None
    authorities: frozenset[str]
    partners: frozenset[str]
    countries: frozenset[str]

    @cached_property
    def sort_key(self) -> str:
        """The words of the title in the order of the alphabet: inverted words stand together."""
        return " ".join(sorted(match_key(self.title).split()))

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(re.findall(r"\d+", self.title))


def projects_alike(facts: Iterable[ProjectFact]) -> Iterator[Pair]:
    """Pairs of sheets that share an authority and a country (or, without an authority, a partner)."""
    return scored(compared(blocks_of(facts, _keys)), score)


def _keys(fact: ProjectFact) -> Iterator[Key]:
    if not fact.authorities:
        yield from ((("partner", partner), True) for partner in fact.partners)
    for authority in fact.authorities:
        yield from (((authority, country), True) for country in fact.countries or ("",))


def score(one: ProjectFact, other: ProjectFact) -> tuple[int, tuple[Reason, ...]]:
    """Points and reasons; the first reason is the title."""
    alike = fuzz.token_sort_ratio(one.sort_key, other.sort_key)
    found: list[tuple[float, Reason]] = [
        (_TITLE * max(0.0, alike - _LEAST_ALIKE) / (100 - _LEAST_ALIKE), ("title", f"{alike:.0f}"))
    ]
    found += _of_parties(one, other)
    found.append(_of_years(one.start_year, other.start_year))
    if one.numbers != other.numbers:
        found.append((_OTHER_NUMBERS, ("numbers", "")))
    return round(sum(points for points, _ in found)), tuple(reason for _, reason in found if reason[0])


def _of_parties(one: ProjectFact, other: ProjectFact) -> Iterator[tuple[float, Reason]]:
    if one.authorities & other.authorities:
        yield 0, ("authority", "")
    if one.partners & other.partners:
        yield _PARTNER, ("partner", "")
    elif any(_near(a, b) for a in one.partners for b in other.partners):
        yield _NEAR_PARTNER, ("near_partner", "")


def _near(one: str, other: str) -> bool:
    """Two names of partners that are not both identified."""
    return one.startswith("~") and other.startswith("~") and fuzz.ratio(one, other) >= 85


def _of_years(one: int | None, other: int | None) -> tuple[float, Reason]:
    if one is None or other is None:
        return _NO_YEAR, ("", "")
    apart = abs(one - other)
    if apart == 0:
        return _SAME_YEAR, ("same_year", str(one))
    years = f"{min(one, other)}, {max(one, other)}"
    if apart == 1:
        return _NEXT_YEAR, ("years", years)
    return (0, ("years", years)) if apart <= _NEAR_YEARS else (_FAR_YEAR, ("years", years))
