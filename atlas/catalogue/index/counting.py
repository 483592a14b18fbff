"""Filters of the index, and counts of what matches by the values of facets (facets.py says how each is written)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tantivy import DocAddress, FieldType, Occur, Query

from atlas.catalogue.index.document import day_number
from atlas.catalogue.index.facets import COLUMNS, ORGANISATIONS, TERMS, values_from
from atlas.catalogue.index.reader import Snapshot
from atlas.catalogue.index.schema import schema

_WALK_FROM = 0.12
"""Share of the projects from which a walk through the terms of `facets` beats an aggregation over the matches.

Measured at 1,000,000 projects with 390 terms: the walk costs 11 to 19 ms whatever matches, the aggregation 0.4 ms for
3,000 matches, 11 ms for 100,000, 88 ms for all. At 15,000: 0.3 to 0.4 ms; 1.5 ms for all.
"""
_AGGREGATED = 5_000
_MOST_TERMS = 60_000
"""Fields with a term for each organisation are only aggregated for so few matches that the limit on terms is far."""

RANKED_UP_TO = 2_000
"""Up to so many matches, the most frequent authorities and partners are looked for beside a list: it takes 0.1 µs a
match. In a longer list few readers want them; those who do ask for them (`most_frequent`)."""

TOP = 8
"""How many of the most frequent organisations are looked for beside a list."""
_TOP_OF_SEGMENT = 1_000
"""How many each part of the index gives to choose them from. All of them would cost as much again as the counting."""


def facet_query(facet: str, values: Sequence[str]) -> Query:
    """Projects that have one of the values; adds nothing to the ranking."""
    terms = [f"{facet}:{value}" for value in values]
    if len(terms) == 1:
        query = Query.term_query(schema(), "filters", terms[0], index_option="basic")
    else:
        query = Query.term_set_query(schema(), "filters", terms)
    return Query.const_score_query(query, 0.0)


def organisation_query(*organisation_ids: int) -> Query:
    """Projects in which one of the organisations acts (other than as a funder only)."""
    terms = [Query.term_query(schema(), "organisation", one, index_option="basic") for one in organisation_ids]
    return Query.const_score_query(any_of(terms), 0.0)


def project_query(project_ids: Sequence[int]) -> Query:
    """These projects: to look which of some match a query, whatever else does."""
    return Query.const_score_query(Query.term_set_query(schema(), "project", list(project_ids)), 0.0)


def doubtful_query(today: date) -> Query:
    """Projects declared ongoing whose state is to be confirmed on that day (D2.5)."""
    days = Query.range_query(schema(), "doubtful_from", FieldType.Unsigned, upper_bound=day_number(today))
    return Query.const_score_query(days, 0.0)


def verified_query(today: date, *, is_verified: bool) -> Query:
    """Projects verified in the 24 months before a day, or the others (completeness.py)."""
    first, last = (day_number(today) + 1, None) if is_verified else (None, day_number(today))
    days = Query.range_query(schema(), "verified_until", FieldType.Unsigned, lower_bound=first, upper_bound=last)
    return Query.const_score_query(days, 0.0)


def doubtful_among(snapshot: Snapshot, addresses: Sequence[DocAddress], today: date) -> list[bool]:
    """Of hits in their order: does `doubtful_query` hold for each?"""
    found: Any = snapshot.searcher.fast_field_values("doubtful_from", list(addresses))
    return [one <= day_number(today) for one in found]


def start_query(first: int | None, last: int | None) -> Query:
    """Projects that start in these years, both included; a project without a start year is in no period."""
    query = Query.range_query(
        schema(), "start_year", FieldType.Unsigned, lower_bound=first or 1, upper_bound=last if last else 9999
    )
    return Query.const_score_query(query, 0.0)


def active_query(day: date) -> Query:
    """Projects active on a day (D10.3): begun by its year, neither cancelled nor completed by then (activity.py)."""
    not_over = Query.range_query(schema(), "over_on", FieldType.Unsigned, lower_bound=day_number(day) + 1)
    return all_of([begun_query(day), Query.const_score_query(not_over, 0.0)])


def begun_query(day: date) -> Query:
    """Projects that had begun by the year of a day, whatever has become of them since (activity.py)."""
    begun = Query.range_query(schema(), "begun_in", FieldType.Unsigned, upper_bound=day.year)
    return Query.const_score_query(begun, 0.0)


def all_of(queries: Sequence[Query]) -> Query:
    """Projects that match every query; all projects for none."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Must, query) for query in queries]) if queries else Query.all_query()


def any_of(queries: Sequence[Query]) -> Query:
    """Projects that match one of the queries."""
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])


@dataclass(frozen=True)
class Counts:
    """Projects by value of each facet that was asked for, values without any left out; `doubtful`: see D2.5.

    Authorities and partners by their id, the most frequent ones only, most frequent first.
    """

    by_facet: Mapping[str, Mapping[str, int]]
    doubtful: int = 0
    is_ranked: bool = True

    def of(self, facet: str) -> Mapping[str, int]:
        """Projects by value of one facet."""
        return self.by_facet.get(facet, {})


@dataclass
class _Collected:
    by_facet: defaultdict[str, defaultdict[str, int]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(int))
    )

    def add_terms(self, counts: Iterable[tuple[str, int]]) -> None:
        """Each term comes once."""
        by_facet = {facet: self.by_facet[facet] for facet in TERMS}
        for term, number in counts:
            facet, value = _SEEN.get(term) or _seen(term)
            by_facet[facet][value] = number

    def add_column(self, column: str, counts: Iterable[tuple[str, int]]) -> None:
        by_facet = {facet: self.by_facet[facet] for facet in COLUMNS[column]}
        for term, number in counts:
            for facet, value in values_from(column, term):
                by_facet[facet][value] += number


_SEEN: dict[str, tuple[str, str]] = {}
"""Facet and value of every term that was counted once, so that all counts share their strings."""


def _seen(term: str) -> tuple[str, str]:
    facet, _, value = term.partition(":")
    return _SEEN.setdefault(term, (facet, value))


def counts_of_all(snapshot: Snapshot, today: date) -> Counts:
    """Counts over the whole catalogue, made once for each of its revisions and each day."""
    return snapshot.keep(
        ("counts", today),
        lambda: facet_counts(snapshot, Query.all_query(), matches=snapshot.size, today=today, is_ranked=True),
    )


def facet_counts(
    snapshot: Snapshot, query: Query, *, matches: int, today: date, facet: str = "", is_ranked: bool | None = None
) -> Counts:
    """Counts of the projects that match, for one facet or all of them. `matches`: their number.

    `matches` chooses the way of counting, not the result; but unless `is_ranked` says so, organisations are left out
    when there are too many.
    """
    is_ranked = matches <= RANKED_UP_TO if is_ranked is None else is_ranked
    asked = {name for name, facets in _FACETS.items() if not facet or facet in facets}
    if not is_ranked:
        asked.difference_update(ORGANISATIONS)
    collected = _Collected()
    if "facets" in asked and matches > snapshot.size * _WALK_FROM:
        asked.remove("facets")
        prefix = f"{facet}:" if facet else ""
        collected.add_terms(snapshot.searcher.terms_with_prefix("facets", prefix, filter_query=query))
    if not asked and facet != "status":
        return Counts(collected.by_facet, is_ranked=is_ranked)
    found = _aggregated(snapshot, query, asked, today)
    for name in asked:
        counts = ((one["key"], one["doc_count"]) for one in found[name]["buckets"])
        if name in COLUMNS:
            collected.add_column(name, counts)
        elif name == "facets":
            collected.add_terms(counts)
        else:
            collected.by_facet[name].update(_exact(snapshot, query, found[name]))
    # An index without any project gives no bucket at all.
    doubtful = sum(one["doc_count"] for one in found["doubtful"]["buckets"][:1])
    return Counts(collected.by_facet, doubtful, is_ranked)


def ranked_organisations(snapshot: Snapshot, query: Query) -> dict[str, dict[str, int]]:
    """The most frequent authorities and partners among the projects that match, most frequent first."""
    terms = {"size": TOP, "segment_size": _TOP_OF_SEGMENT}
    found = snapshot.searcher.aggregate(query, {name: {"terms": {"field": name, **terms}} for name in ORGANISATIONS})
    return {name: dict(_exact(snapshot, query, found[name])) for name in ORGANISATIONS}


def _aggregated(snapshot: Snapshot, query: Query, fields: Iterable[str], today: date) -> dict[str, Any]:
    """One pass over the matches for all the fields."""
    asked: dict[str, Any] = {name: {"terms": {"field": name, "size": _MOST_TERMS}} for name in fields}
    for name in asked.keys() & set(ORGANISATIONS):
        asked[name]["terms"] |= {"size": TOP, "segment_size": _TOP_OF_SEGMENT}
    asked["doubtful"] = {"range": {"field": "doubtful_from", "ranges": [{"to": day_number(today) + 1}]}}
    return snapshot.searcher.aggregate(query, asked)


LISTED = 1_000
"""Organisations on the page of all of them, the most frequent ones: beyond, a reader searches by name."""


def most_frequent(snapshot: Snapshot, query: Query, facet: str) -> Mapping[str, int]:
    """Sheets by authority or partner among those that match, at most LISTED, most frequent first."""
    terms = {"field": facet, "size": LISTED, "segment_size": _MOST_TERMS}
    found = snapshot.searcher.aggregate(query, {facet: {"terms": terms}})[facet]
    return {str(int(one["key"])): int(one["doc_count"]) for one in found["buckets"]}


def acting(snapshot: Snapshot, facet: str) -> frozenset[int]:
    """Every authority or partner that has a list of its own: it does more in some public sheet than pay."""
    terms = {"field": facet, "size": _MOST_TERMS, "segment_size": _MOST_TERMS}
    found = snapshot.searcher.aggregate(Query.all_query(), {facet: {"terms": terms}})[facet]
    return frozenset(int(one["key"]) for one in found["buckets"])


def _exact(snapshot: Snapshot, query: Query, found: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """The most frequent organisations and their numbers, counted again where a part of the index left some out."""
    for one in found["buckets"]:
        code, number = int(one["key"]), int(one["doc_count"])
        if found.get("doc_count_error_upper_bound"):
            number = count(snapshot, all_of([query, organisation_query(code)]))
        yield str(code), number


_FACETS: Mapping[str, frozenset[str]] = {
    "facets": frozenset(TERMS),
    **{column: frozenset(facets) for column, facets in COLUMNS.items()},
    **{name: frozenset([name]) for name in ORGANISATIONS},
}
"""Facets by the field that counts them."""


def term_counts(snapshot: Snapshot, query: Query, field: str, *, matches: int, prefix: str = "") -> Mapping[str, int]:
    """Projects by term of one counted field among those that match, most frequent first.

    `matches`, the number of matching projects, chooses the way of counting, not the result.
    """
    most = snapshot.size * _WALK_FROM if field == "facets" else _AGGREGATED
    if matches > most:
        return dict(snapshot.searcher.terms_with_prefix(field, prefix, filter_query=query))
    found = snapshot.searcher.aggregate(query, {"terms": {"terms": {"field": field, "size": _MOST_TERMS}}})
    buckets = found["terms"]["buckets"]
    return {one["key"]: one["doc_count"] for one in buckets if one["key"].startswith(prefix)}


def place_counts(snapshot: Snapshot, query: Query) -> Mapping[str, int]:
    """Projects by place abroad (places.py) among those that match, most frequent first."""
    found = snapshot.searcher.aggregate(query, {"places": {"terms": {"field": "places", "size": _MOST_TERMS}}})
    return {one["key"]: one["doc_count"] for one in found["places"]["buckets"]}


def year_counts(snapshot: Snapshot, query: Query) -> Mapping[int, int]:
    """Projects by start year among those that match, in the order of the years; 0 = not stated."""
    found = snapshot.searcher.aggregate(query, {"years": {"terms": {"field": "start_year", "size": 10_000}}})
    return dict(sorted((int(one["key"]), int(one["doc_count"])) for one in found["years"]["buckets"]))


def count(snapshot: Snapshot, query: Query) -> int:
    """How many projects match. Nothing is ranked: that takes half the time."""
    found: Any = snapshot.searcher.search(Query.const_score_query(query, 0.0), 1)  # the stubs lack `count`
    return int(found.count)
