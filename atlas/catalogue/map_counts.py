"""What the map counts: projects by country, by place and by département for one SearchQuery, family by family.

The same index, filters and rules as the search page: the list behind each number is as long as the number. The
families are never added up silently: each number stands by family, and `sum` is what a list without a choice of family
holds. No database. Not for where things are drawn (`map_picture`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import chain, repeat

from tantivy import Query

from atlas.catalogue.index.counting import all_of, any_of, count, facet_counts, facet_query, place_counts
from atlas.catalogue.index.facets import ANY
from atlas.catalogue.index.reader import Snapshot
from atlas.catalogue.search_asked import Asked
from atlas.catalogue.search_query import SearchQuery
from atlas.catalogue.search_values import FAMILIES

FRANCE = "FR"

Numbers = tuple[int, ...]
"""Projects by family, in the order of `MapCounts.families`."""


@dataclass(frozen=True)
class MapCounts:
    """`families`: those that have projects, with their number. The rest is counted when it is asked for.

    Of a facet in use only the chosen values are shown: the others would not be the length of the list behind them.
    """

    query: SearchQuery
    families: Mapping[str, int]
    _current: Snapshot = field(repr=False)
    _today: date
    matching: Query = field(repr=False)

    @property
    def total(self) -> int:
        """Projects of the query, each once: a project states one family or none."""
        return sum(self.families.values())

    @cached_property
    def unplaced(self) -> int:
        """Projects that state neither a country nor a partner's country nor a place, which no map can show."""
        return self.total - _placed(self._current, self.matching)

    @cached_property
    def countries(self) -> Mapping[str, Numbers]:
        """By country (ISO 2), France left out."""
        found = self._of_facet("country", self.query.countries)
        return {code: numbers for code, numbers in found.items() if code != FRANCE}

    @cached_property
    def departments(self) -> Mapping[str, Numbers]:
        """By département (official code) of the French authorities."""
        return self._of_facet("department", self.query.departments)

    @cached_property
    def places(self) -> Mapping[str, Numbers]:
        """By place abroad (index/places.py)."""
        found = _by_value(place_counts(self._current, self._of(family)) for family in self.families)
        kept = _only(found, self.query.places)
        wanted = self.query.countries
        return {code: numbers for code, numbers in kept.items() if code[:2] in wanted} if wanted else kept

    def _of(self, family: str) -> Query:
        return all_of([self.matching, facet_query("family", [family])])

    def _of_facet(self, facet: str, chosen: Sequence[str]) -> Mapping[str, Numbers]:
        found = (
            facet_counts(self._current, self._of(family), matches=number, today=self._today, facet=facet).of(facet)
            for family, number in self.families.items()
        )
        return _only(_by_value(found), chosen)


def map_counts(query: SearchQuery, current: Snapshot, today: date) -> MapCounts:
    """What the map of a query shows. Of the whole catalogue: counted once for each revision and day."""
    if query.is_filtered:
        return _counts(query, current, today)
    kept = current.keep(("map", today), lambda: _counts(SearchQuery(), current, today))
    return kept if not query.problems else replace(kept, query=query)


def _counts(query: SearchQuery, current: Snapshot, today: date) -> MapCounts:
    asked = Asked.of(query, current, today)
    matching = asked.matching()
    numbers = {family: count(current, all_of([matching, facet_query("family", [family])])) for family in FAMILIES}
    families = {family: number for family, number in numbers.items() if number}
    return MapCounts(asked.query, families, current, today, matching)


def _only(found: Mapping[str, Numbers], chosen: Sequence[str]) -> Mapping[str, Numbers]:
    return {code: numbers for code, numbers in found.items() if code in chosen} if chosen else found


def _by_value(by_family: Iterable[Mapping[str, int]]) -> dict[str, Numbers]:
    """Numbers by family of each value, 0 where a family has none."""
    families = list(by_family)
    values = dict.fromkeys(chain.from_iterable(families))
    columns = [map(family.get, values, repeat(0)) for family in families]
    return dict(zip(values, zip(*columns, strict=True), strict=True)) if families else {}


def _placed(current: Snapshot, matching: Query) -> int:
    """Projects that state a country, have a partner that states one, or a place of their own."""
    codes = sorted(value.split(":", 1)[1] for value in current.labels if value.startswith("country:"))
    if not codes:
        return count(current, all_of([matching, facet_query("place", [ANY])]))
    stated = (facet_query("country", codes), facet_query("partner_country", codes), facet_query("place", [ANY]))
    somewhere = any_of(stated)
    return count(current, all_of([matching, somewhere]))
