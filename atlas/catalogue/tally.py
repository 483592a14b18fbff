"""Counting at a date: the numbers of one family, under one rule, for any filter (D10.3, ADR 14). The only place.

Pages, files and PDF get their figures here, so that the same question has one answer everywhere. A past date is counted
from the sheets as the Atlas knows them today: what was active then, not what was published then. Reads the index and
its links only. Words and addresses of figures: see `figures`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import chain
from typing import TypeVar

from django.utils.timezone import localdate
from tantivy import Query

from atlas.catalogue.index.amounts import Amounts, amounts_of
from atlas.catalogue.index.counting import Counts, count, facet_counts, year_counts
from atlas.catalogue.index.document import day_number
from atlas.catalogue.index.link_table import FIRST_YEAR, LAST_YEAR, Distinct, Links, links_of
from atlas.catalogue.index.links import country_number, country_of, foreign_of, french_of, pair_of, sides_of
from atlas.catalogue.index.listing import ids_of
from atlas.catalogue.index.once import Once
from atlas.catalogue.index.reader import Snapshot, snapshot
from atlas.catalogue.index.state import root
from atlas.catalogue.search_asked import Asked
from atlas.catalogue.search_query import SearchQuery
from atlas.catalogue.search_values import AUTHORITY_GROUPS

FRANCE = "FR"
MOST_KEPT = 400
"""Results kept a revision: those of the pages that are read most, not one for each day of eighty years."""

T = TypeVar("T")


class Rule(StrEnum):
    """Which of the projects begun by the date count: those not yet over on it, or all of them."""

    ACTIVE = "active"
    RECORDED = "recorded"


@dataclass(frozen=True)
class Scope:
    """One question: `asked` narrows it (its families, dates, page and sort are replaced), `family` may be `none`."""

    asked: SearchQuery
    family: str
    as_of: date
    rule: Rule

    @property
    def query(self) -> SearchQuery:
        """The list behind the numbers: exactly the projects that are counted."""
        is_active = self.rule is Rule.ACTIVE
        return replace(
            self.asked,
            families=(self.family,),
            active_on=self.as_of if is_active else None,
            begun_by=None if is_active else self.as_of,
            page=1,
            sort="relevance",
            problems=(),
        )


@dataclass(frozen=True)
class CountedAuthority:
    """A French authority with its number of projects among those counted. `id` null: known by its declared name."""

    name: str
    id: int | None
    kind: str | None
    group: str
    projects: int
    department: str | None = None
    region: str | None = None


@dataclass(frozen=True)
class Tally:
    """The numbers of a scope. `authorities` by group, in the order of pages: each authority in one, so they add up.

    With a filter on places abroad, authorities, partners and pairs are those linked with these places; with one on
    authorities, the authorities that pass it: not the others that act in the same projects.
    """

    scope: Scope
    projects: int
    countries: int
    authorities: Mapping[str, int] = field(default_factory=dict)
    foreign_partners: int = 0
    partnerships: int = 0


def tally(scope: Scope) -> Tally:
    """The numbers of a scope, counted once for each revision of the catalogue."""
    current = snapshot()
    return _once(current, "tally", scope, lambda: _tally(scope, current))


def breakdown(scope: Scope) -> Counts:
    """The projects of a scope by value of every facet. A project may have several values of one: no sums of those."""
    current = snapshot()

    def counted() -> Counts:
        query = _matching(scope, current)
        matches = count(current, query)
        return facet_counts(current, query, matches=matches, today=localdate(), is_ranked=False)

    return _once(current, "breakdown", scope, counted)


def start_years(scope: Scope) -> Mapping[int, int]:
    """The projects of a scope by start year; 0 = not stated. The numbers add up to `Tally.projects`."""
    current = snapshot()
    return _once(current, "years", scope, lambda: year_counts(current, _matching(scope, current)))


def amounts(scope: Scope) -> Amounts:
    """What the sheets of a scope say of money, whatever the year of the amounts, before or after the scope's date."""
    current = snapshot()
    return _once(current, "amounts", scope, lambda: amounts_of(current, _matching(scope, current)))


def authorities_of(scope: Scope) -> Sequence[CountedAuthority]:
    """The authorities behind `Tally.authorities`: by group in the order of pages, then most projects first."""
    current = snapshot()
    return _once(current, "authorities", scope, lambda: _authorities(scope, current))


def _once(current: Snapshot, what: str, scope: Scope, compute: Callable[[], T]) -> T:
    """What `compute` gives, once for this revision; only the last ones asked are kept: there are many dates."""
    return current.keep("tallies", lambda: Once(MOST_KEPT)).get((what, scope.query), compute)


def _matching(scope: Scope, current: Snapshot) -> Query:
    return Asked.of(scope.query, current, localdate()).matching()


def _tally(scope: Scope, current: Snapshot) -> Tally:
    links = _links(current)
    found = _of_family(scope, links) if _is_whole(scope) else _of_projects(scope, links, current)
    groups = Counter(links.parties[number].group for number in found.french)
    return Tally(
        scope=scope,
        projects=count(current, _matching(scope, current)),
        countries=len(_countries(scope, current)),
        authorities={group: groups[group] for group in AUTHORITY_GROUPS if groups[group]},
        foreign_partners=found.foreign,
        partnerships=found.pairs,
    )


def _is_whole(scope: Scope) -> bool:
    """Does nothing but family and date narrow the scope? Then the links say by themselves which projects count."""
    return not scope.asked.is_filtered and FIRST_YEAR <= scope.as_of.year <= LAST_YEAR


def _of_family(scope: Scope, links: Links) -> Distinct:
    active_on = day_number(scope.as_of) if scope.rule is Rule.ACTIVE else None
    return links.distinct(scope.family, scope.as_of.year, active_on)


def _of_projects(scope: Scope, links: Links, current: Snapshot) -> Distinct:
    found = set(chain.from_iterable(links.of(_ids(scope, current))))
    pairs = [sides_of(pair) for pair in {pair_of(link) for link in _kept(found, scope.asked, links, current)}]
    french = {french for french, _ in pairs} - {0}
    return Distinct(tuple(french), len({foreign for _, foreign in pairs}), sum(1 for one, _ in pairs if one))


def _authorities(scope: Scope, current: Snapshot) -> Sequence[CountedAuthority]:
    links, found = linked(scope)
    return authorities_among(found, links)


def linked(scope: Scope, ids: Iterable[int] | None = None) -> tuple[Links, Iterator[Iterable[int]]]:
    """What the numbers are counted from: the links of each project of a scope, or of those of its projects in `ids`."""
    current = snapshot()
    links = _links(current)
    found = links.of(_ids(scope, current) if ids is None else ids)
    return links, (_kept(one, scope.asked, links, current) for one in found)


def authorities_among(found: Iterable[Iterable[int]], links: Links) -> Sequence[CountedAuthority]:
    """The authorities of these projects' links: by group in the order of pages, then most projects first."""
    numbers = Counter[int]()
    for one in found:
        numbers.update({french_of(link) for link in one} - {0})
    rows = [
        CountedAuthority(one.name, one.id, one.kind, one.group, projects, one.department, one.region)
        for number, projects in numbers.items()
        for one in [links.parties[number]]
    ]
    return sorted(rows, key=lambda row: (AUTHORITY_GROUPS.index(row.group), -row.projects, row.name))


def _links(current: Snapshot) -> Links:
    return links_of(root() / current.state.folder, current.revision)


def _ids(scope: Scope, current: Snapshot) -> Iterator[int]:
    return ids_of(current, _matching(scope, current))


def _countries(scope: Scope, current: Snapshot) -> set[str]:
    """Partner countries of the projects, those that the filters name when they name places."""
    found = {code for code, number in breakdown(scope).of("country").items() if number and code != FRANCE}
    places = _places(scope.asked, current)
    return found if places is None else found & places


def _places(asked: SearchQuery, current: Snapshot) -> set[str] | None:
    """The countries that filters on countries and zones leave; null = any."""
    codes = set(asked.countries) if asked.countries else None
    if not asked.zones:
        return codes
    inside = {
        value.removeprefix("country:")
        for value, (_fr, _en, zone) in current.labels.items()
        if value.startswith("country:") and zone in asked.zones
    }
    return inside if codes is None else codes & inside


def _kept(links: Iterable[int], asked: SearchQuery, known: Links, current: Snapshot) -> Iterable[int]:
    """The links between the places and organisations that the filters name."""
    places = _places(asked, current)
    if places is not None:
        numbers = {country_number(code) for code in places}
        links = [link for link in links if country_of(link) in numbers]
    for ids in filter(None, (set(asked.authorities), set(asked.partners))):
        links = [link for link in links if not ids.isdisjoint(_ids_in(known, link))]
    french = (("region", asked.regions), ("department", asked.departments), ("group", asked.kinds))
    for attribute, values in french:
        if values:
            links = [link for link in links if _french_has(known, link, attribute, values)]
    return links


def _ids_in(known: Links, link: int) -> Iterator[int | None]:
    yield known.parties[foreign_of(link)].id
    if french := french_of(link):
        yield known.parties[french].id


def _french_has(known: Links, link: int, attribute: str, values: Sequence[str]) -> bool:
    party = known.parties.get(french_of(link))
    return party is not None and getattr(party, attribute) in values
