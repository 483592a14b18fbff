"""The best matches of words that very many sheets hold, without weighing each sheet (ADR 33).

A word weighs more in a title or in a name than in any prose, and the more the fewer sheets have it there. So a look at
the rarest of those places gives a weight that the last hit of the page has at least; a place that cannot lift a sheet
above it, together with all prose, need not be looked at. What is left holds all the best ones: the same hits in the
same order as weighing everything gives.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tantivy import DocAddress, Query

from atlas.catalogue.index.counting import all_of, any_of
from atlas.catalogue.index.matching import PREFERRED
from atlas.catalogue.index.reader import Snapshot
from atlas.catalogue.index.schema import schema

WORTH: Final = 5_000
"""Matches up to which weighing all of them takes less than a millisecond."""

_FIRST_LOOK: Final = 0.03
_ONE_PLACE: Final = 0.3
_MOST: Final = 0.5
"""Shares of what matches that the first look and the second may weigh: a sheet costs twice as much there. The first
look takes one place even when it is a large one."""

_ROUNDING: Final = 1.000_01  # weights are sums of 32-bit numbers


@dataclass(frozen=True)
class _Place:
    """A word in titles or in names: how many sheets have it there, and the most that it adds to one of them."""

    query: Query
    number: int
    heaviest: float


def best_of_many(
    snapshot: Snapshot, query: Query, stems: Sequence[str], *, total: int, limit: int
) -> Sequence[DocAddress] | None:
    """The first `limit` of `total` hits of `query`, which asks for all of `stems` and weighs nothing else.

    Null when it takes no less to weigh everything.
    """
    places = sorted(_places(snapshot, stems), key=lambda one: one.number)
    first = _rarest(places, total)
    hits = _hits_among(snapshot, query, first, limit) if first else []
    if len(hits) < limit:
        return None
    prose = sum(_heaviest(snapshot, "stems", stem) for stem in stems)
    needed = _needed(places, hits[-1][0] / _ROUNDING - prose)
    if needed is None:
        return None
    if not set(needed) <= set(first):
        if sum(one.number for one in needed) > total * _MOST:
            return None
        hits = _hits_among(snapshot, query, needed, limit)
    return [address for _, address in hits]


def _places(snapshot: Snapshot, stems: Sequence[str]) -> Iterator[_Place]:
    for stem in sorted(set(stems)):
        for field, weight in PREFERRED.items():
            number = snapshot.searcher.doc_freq(field, stem)
            if number:
                found = Query.term_query(schema(), field, stem, index_option="basic")
                yield _Place(found, number, _heaviest(snapshot, field, stem) * weight)


def _rarest(places: Sequence[_Place], total: int) -> Sequence[_Place]:
    """What the first look takes."""
    if not places or places[0].number > total * _ONE_PLACE:
        return ()
    seen, most = 0, 1
    for number, one in enumerate(places):
        seen += one.number
        if seen <= total * _FIRST_LOOK:
            most = number + 1
    return places[:most]


def _needed(places: Sequence[_Place], room: float) -> list[_Place] | None:
    """Those that cannot be left out, when what is left out may add less than `room`; the most common go first.

    Null when prose alone may outweigh the hits that were found.
    """
    if room <= 0:
        return None
    needed: list[_Place] = []
    for one in reversed(places):
        if one.heaviest < room:
            room -= one.heaviest
        else:
            needed.append(one)
    return needed


def _hits_among(snapshot: Snapshot, query: Query, places: Sequence[_Place], limit: int) -> Sequence[Any]:
    """(weight, address) of the best sheets that have one of the words in one of the places.

    The query stays a part of its own, so that weights are summed in the order in which they always are.
    """
    among = Query.const_score_query(any_of([one.query for one in places]), 0.0)
    found: Sequence[Any] = snapshot.searcher.search(all_of([query, among]), limit, count=False).hits
    return found


def _heaviest(snapshot: Snapshot, field: str, stem: str) -> float:
    """The most that a stem weighs in this field of any sheet: found without looking at most of them."""
    return snapshot.keep(("heaviest", field, stem), lambda: _weight_of_first(snapshot, field, stem))


def _weight_of_first(snapshot: Snapshot, field: str, stem: str) -> float:
    query = Query.term_query(schema(), field, stem, index_option="freq")
    hits: Any = snapshot.searcher.search(query, 1, count=False).hits
    return float(hits[0][0]) if hits else 0.0
