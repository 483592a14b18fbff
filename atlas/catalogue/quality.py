"""How complete the sheets of a search are: of the register, by country, by authority. The only place that counts it.

Each number is the length of a list that the search gives (`Quality.list_of`). Reads the index only, and once for each
revision of the catalogue and day. Words: see `quality_page`.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, TypeVar

from tantivy import Query

from atlas.catalogue.index.counting import all_of, count, facet_counts, facet_query, verified_query
from atlas.catalogue.index.document import day_number
from atlas.catalogue.index.facets import quality_from
from atlas.catalogue.index.once import Once
from atlas.catalogue.index.reader import Snapshot, snapshot
from atlas.catalogue.search_asked import Asked
from atlas.catalogue.search_query import SearchQuery
from atlas.catalogue.search_values import TO_CONFIRM, Criterion, FlagCode

FRANCE: Final = "FR"
T = TypeVar("T")

MOST_KEPT: Final = 200
"""Results kept a revision."""
_MOST_TERMS: Final = 60_000


@dataclass(frozen=True)
class Quality:
    """What the sheets of `query` lack and are flagged for. Every criterion and flag has a number.

    `doubtful`: declared ongoing, to be confirmed today (D2.5).
    """

    query: SearchQuery
    projects: int
    lacking: Mapping[str, int]
    flags: Mapping[str, int] = field(default_factory=dict)
    doubtful: int = 0

    @property
    def gaps(self) -> int:
        """What is missing in all: a sheet counts once for each thing that it lacks."""
        return sum(self.lacking.values())

    @property
    def worst(self) -> Sequence[str]:
        """Criteria, what is missing most first."""
        return sorted(self.lacking, key=lambda one: -self.lacking[one])

    def stated(self, criterion: str) -> int:
        """The sheets that meet a criterion."""
        return self.projects - self.lacking[criterion]

    def list_of(self, *, stated: str = "", lacking: str = "", flag: str = "", doubtful: bool = False) -> SearchQuery:
        """The list behind a number."""
        return replace(
            self.query,
            stated=(stated,) if stated else (),
            lacking=(lacking,) if lacking else (),
            flags=(flag,) if flag else (),
            statuses=(TO_CONFIRM,) if doubtful else self.query.statuses,
        )


def quality_of(query: SearchQuery, today: date) -> Quality:
    """The whole of a search."""
    current = snapshot()
    return _once(current, "whole", query, today, lambda: _quality(query, current, today))


@dataclass(frozen=True, slots=True)
class Row:
    """A country (`code` ISO 2) or a French authority (its id). `lacking` in the order of `Criterion`; no flags."""

    code: str
    projects: int
    lacking: tuple[int, ...]

    @property
    def gaps(self) -> int:
        """See `Quality.gaps`."""
        return sum(self.lacking)


def by_country(query: SearchQuery, today: date) -> Sequence[Row]:
    """Each partner country of a search, what can be mended most first. A sheet counts in each of its countries."""
    current = snapshot()
    return _once(current, "countries", query, today, lambda: _rows(_countries, query, current, today))


def by_authority(query: SearchQuery, today: date) -> Sequence[Row]:
    """Each identified French authority that acts in a search, what can be mended most first."""
    current = snapshot()
    return _once(current, "authorities", query, today, lambda: _rows(_authorities, query, current, today))


def quality_of_row(query: SearchQuery, row: Row) -> Quality:
    """A row of the tables of a search, with the lists behind its numbers."""
    narrowed = {"authorities": (int(row.code),)} if row.code.isdecimal() else {"countries": (row.code,)}
    return Quality(replace(query, **narrowed), row.projects, dict(zip(Criterion.values, row.lacking, strict=True)))


def _once(current: Snapshot, what: str, query: SearchQuery, today: date, compute: Callable[[], T]) -> T:
    kept = current.keep("quality", lambda: Once(MOST_KEPT))
    return kept.get((what, query.unordered(), today), compute)


def _quality(query: SearchQuery, current: Snapshot, today: date) -> Quality:
    matching = Asked.of(query, current, today).matching()
    fields: dict[str, Any] = {
        "quality": {"terms": {"field": "quality", "size": _MOST_TERMS}},
        "verified": _range("verified_until", first=day_number(today) + 1),
        "doubtful": _range("doubtful_from", end=day_number(today) + 1),
    }
    found = current.searcher.aggregate(matching, fields)
    lacking, flags, projects = Counter[str](), Counter[str](), 0
    for bucket in found["quality"]["buckets"]:
        number = bucket["doc_count"]
        projects += number
        missing, flagged = quality_from(bucket["key"])
        lacking.update(dict.fromkeys(missing, number))
        flags.update(dict.fromkeys(flagged, number))
    lacking[Criterion.VERIFICATION] = projects - _of_range(found["verified"])
    return Quality(
        query,
        projects,
        {one: lacking[one] for one in Criterion.values},
        {one: flags[one] for one in FlagCode.values},
        _of_range(found["doubtful"]),
    )


def _range(name: str, *, first: int | None = None, end: int | None = None) -> dict[str, Any]:
    bounds = {name: value for name, value in (("from", first), ("to", end)) if value is not None}
    return {"range": {"field": name, "ranges": [{"key": "asked", **bounds}]}}


def _of_range(found: Mapping[str, Any]) -> int:
    """An index without any project gives no bucket at all; else the others are what lies before and behind."""
    return sum(bucket["doc_count"] for bucket in found["buckets"] if bucket["key"] == "asked")


Counting = Callable[[Snapshot, Query, date], Mapping[str, int]]


def _rows(counts: Counting, query: SearchQuery, current: Snapshot, today: date) -> Sequence[Row]:
    """One pass a criterion, over its own list: to count all of them inside each row takes three times as long."""
    matching = Asked.of(query, current, today).matching()
    projects = counts(current, matching, today)
    lacking = [counts(current, all_of([matching, _lacking(one, today)]), today) for one in Criterion.values]
    rows = (Row(code, total, tuple([one.get(code, 0) for one in lacking])) for code, total in projects.items())
    return tuple(sorted(rows, key=lambda row: (-row.gaps, -row.projects, row.code)))


def _lacking(criterion: str, today: date) -> Query:
    if criterion == Criterion.VERIFICATION:
        return verified_query(today, is_verified=False)
    return facet_query("lacking", [criterion])


def _countries(current: Snapshot, query: Query, today: date) -> Mapping[str, int]:
    counts = facet_counts(current, query, matches=count(current, query), today=today, facet="country").of("country")
    return {code: number for code, number in counts.items() if number and code != FRANCE}


def _authorities(current: Snapshot, query: Query, _today: date) -> Mapping[str, int]:
    terms = {"field": "authority", "size": _MOST_TERMS, "segment_size": _MOST_TERMS}
    found = current.searcher.aggregate(query, {"authority": {"terms": terms}})
    return {str(int(one["key"])): int(one["doc_count"]) for one in found["authority"]["buckets"]}
