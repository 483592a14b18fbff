"""Counts of the index as the facets that a page shows: in which order, with which words, which are chosen. Pure.

A page shows a few values of each facet, and there are a thousand: values are made when they are asked for.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import msgspec

from atlas.catalogue.search_query import SearchQuery
from atlas.catalogue.search_values import AUTHORITY_GROUPS, NOT_STATED, TO_CONFIRM, Answer, FunderNature, OnePercent
from atlas.reference.choices import Family, Form, Status

DOUBT = "doubt"
"""The facet of the one value « à confirmer »: it overlaps « en cours », so that it does not stand among the states."""

FACETS = (
    *("country", "zone", "partner", "theme", "status", DOUBT, "family", "form", "region", "department", "authority"),
    *("kind", "decade", "cofinancing", "cofinancing_year", "one_percent", "triennial", "funder"),
)
FEW_LEFT = 2
"""So few values are shown with the others rather than left for another page."""
YEARS = frozenset({"decade", "cofinancing_year"})

_ORDERS: Mapping[str, Mapping[str, int]] = {
    facet: {code: place for place, code in enumerate(codes)}
    for facet, codes in {
        "status": (*Status.values, NOT_STATED),
        "family": (*Family.values, NOT_STATED),
        "form": (*Form.values, NOT_STATED),
        "triennial": (*Answer.values, NOT_STATED),
        "cofinancing": Answer.values,
        "one_percent": OnePercent.values,
        "funder": FunderNature.values,
        "kind": AUTHORITY_GROUPS,
    }.items()
}
"""Facets of closed lists: their values in the order of the list."""

Words = Callable[[str], Callable[[str], tuple[str, str]]]
"""facet → code → French and English words, empty where they stand with a closed list."""


class FacetValue(msgspec.Struct, frozen=True, gc=False):
    """One value of a facet: how many sheets it would give with the other filters. Made fast: pages have hundreds.

    `label_fr`/`label_en` are empty for years and for closed lists, whose words stand with the lists. `level`: 1 to 3
    for themes.
    """

    code: str
    count: int
    selected: bool
    label_fr: str = ""
    label_en: str = ""
    level: int = 1


@dataclass(frozen=True)
class Facets(Mapping[str, tuple[FacetValue, ...]]):
    """The facets of a page. `counts`: sheets by value, by facet."""

    counts: Mapping[str, Mapping[str, int]]
    query: SearchQuery
    words: Words
    _made: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict, compare=False, repr=False)

    def __getitem__(self, facet: str) -> tuple[FacetValue, ...]:
        """All values that have sheets, and those chosen even without; of organisations, the most frequent ones."""
        if facet not in self._made:
            if facet not in FACETS:
                raise KeyError(facet)
            self._made[facet] = self._values(facet, self._ordered(facet))
        return self._made[facet]

    def __iter__(self) -> Iterator[str]:
        return iter(FACETS)

    def __len__(self) -> int:
        return len(FACETS)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Facets) and dict(self) == dict(other)

    __hash__ = None  # type: ignore[assignment]  # equal by what it shows, which is made late

    def first(self, facet: str, limit: int) -> tuple[tuple[FacetValue, ...], int]:
        """The first values and those chosen, and how many others there are."""
        chosen, codes = _chosen(facet, self.query), self._ordered(facet)
        if len(codes) <= limit + FEW_LEFT:
            return self._values(facet, codes), 0
        shown = [*codes[:limit], *(code for code in codes[limit:] if code in chosen)]
        return self._values(facet, shown), len(codes) - len(shown)

    def top_themes(self, limit: int) -> tuple[tuple[FacetValue, ...], int]:
        """Themes of the first level, under those chosen the next one, and how many others there are; all if few."""
        counts, chosen = self.counts.get("theme", {}), _chosen("theme", self.query)
        if len(counts) <= limit + FEW_LEFT:
            return self["theme"], 0
        opened = {above for code in chosen for above in ancestors(code)} | {*chosen}
        codes = {**counts, **dict.fromkeys(chosen)}
        shown = [code for code in codes if code.rpartition(".")[0] in opened or "." not in code or code in opened]
        shown.sort(key=_order("theme", counts))
        return self._values("theme", shown), len(codes) - len(shown)

    def _ordered(self, facet: str) -> list[str]:
        counts, chosen = self.counts.get(facet, {}), _chosen(facet, self.query)
        codes = {**dict.fromkeys(chosen, 0), **counts} if chosen else counts
        if facet in _ORDERS or facet in YEARS or facet == "theme":
            return sorted(codes, key=_order(facet, counts))
        # The most frequent first, then by code; a sort keeps the order of equals.
        return sorted(sorted(codes), key=codes.__getitem__, reverse=True)

    def _values(self, facet: str, codes: Iterable[str]) -> tuple[FacetValue, ...]:
        counts, chosen = self.counts.get(facet, {}), _chosen(facet, self.query)
        words, is_tree = self.words(facet), facet == "theme"
        return tuple(
            [
                FacetValue(
                    code, counts.get(code, 0), code in chosen, *words(code), code.count(".") + 1 if is_tree else 1
                )
                for code in codes
            ]
        )


def _chosen(facet: str, query: SearchQuery) -> tuple[str, ...]:
    if facet == "decade":
        return _decade(query.start_from, query.start_to)
    if facet == DOUBT:
        return tuple(value for value in query.statuses if value == TO_CONFIRM)
    return tuple(value for value in query.chosen(facet) if value != TO_CONFIRM)


def _decade(first: int | None, last: int | None) -> tuple[str, ...]:
    return (str(first),) if first is not None and first % 10 == 0 and last == first + 9 else ()


def _order(facet: str, counts: Mapping[str, int]) -> Callable[[str], tuple[object, ...]]:
    if facet in _ORDERS:
        return lambda code: (_ORDERS[facet][code],)
    if facet in YEARS:
        return lambda code: (code,)
    return lambda code: _theme_order(code, counts)


def _theme_order(code: str, counts: Mapping[str, int]) -> tuple[object, ...]:
    """Each theme right after its parent, brothers by number of sheets."""
    return tuple([(-counts.get(one, 0), one) for one in (*ancestors(code), code)])


@lru_cache(maxsize=4_096)
def ancestors(code: str) -> tuple[str, ...]:
    """The themes above one, outermost first: `a.b.c` gives a, a.b."""
    parts = code.split(".")
    return tuple(".".join(parts[: depth + 1]) for depth in range(len(parts) - 1))
