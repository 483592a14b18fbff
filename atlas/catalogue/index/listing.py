"""Hits of a query in an order: the best match first, or by one of the index's unique sort keys, greatest first."""

from collections.abc import Iterator, Sequence
from typing import Any

from tantivy import DocAddress, FieldType, Order, Query

from atlas.catalogue.index.counting import all_of, project_query
from atlas.catalogue.index.document import Stored, stored_from
from atlas.catalogue.index.reader import Snapshot
from atlas.catalogue.index.schema import schema

_ID_BATCH = 20_000
"""Ids read from the index at a time. Each reading walks through all that matches: 5 ms at 1,000,000."""

RECENT = 1_000
"""Hits that each process keeps as they were read, about 4 kB each."""


def stored_of(snapshot: Snapshot, addresses: Sequence[DocAddress]) -> list[Stored]:
    """What result lists show of hits, in their order. Kept: the first hits of one search are often those of others."""
    recent = snapshot.keep("stored", dict[int, Stored])
    places: Any = snapshot.searcher.fast_field_values("row", list(addresses))  # the stubs leave the type open
    found = []
    for place in places:
        one = recent.get(place)
        if one is None:
            if len(recent) >= RECENT:
                recent.clear()
            one = recent[place] = stored_from(snapshot.rows.read(place))
        found.append(one)
    return found


def ranked(snapshot: Snapshot, query: Query, key: str, *, limit: int) -> tuple[Sequence[DocAddress], int]:
    """The first hits and the number of all of them, in one pass. `key` "" = the best match first."""
    found: Any = snapshot.searcher.search(query, limit, order_by_field=key or None)  # the stubs lack `count`
    return [address for _, address in found.hits], int(found.count)


def slice_of(snapshot: Snapshot, query: Query, key: str, *, first: int, limit: int, total: int) -> Sequence[DocAddress]:
    """Hits from position `first` on; `total`: their number in all.

    The second half of a sorted list is read from its end, so that the last page costs what the first one does.
    """
    limit = min(limit, total - first)
    if limit <= 0:
        return []
    if key and first > total // 2:
        hits = snapshot.searcher.search(
            query, limit, count=False, offset=total - first - limit, order_by_field=key, order=Order.Asc
        ).hits
        return [address for _, address in reversed(hits)]
    hits = snapshot.searcher.search(query, limit, count=False, offset=first, order_by_field=key or None).hits
    return [address for _, address in hits]


def following(
    snapshot: Snapshot, query: Query, key: str, *, after: int | None, limit: int
) -> tuple[Sequence[int], Sequence[DocAddress]]:
    """The hits behind one in the order of a unique key: their keys, and where they stand.

    `key` "project" lists from the smallest number, any other from the greatest key; `after`: the key of the last hit
    that was read, null = from the beginning. Whatever is written meanwhile, no hit that stays comes twice or is
    left out.
    """
    is_up = key == "project"
    if after is not None:
        lower, upper = (after + 1, None) if is_up else (None, after - 1)
        behind = Query.range_query(schema(), key, FieldType.Unsigned, lower_bound=lower, upper_bound=upper)
        query = all_of([query, Query.const_score_query(behind, 0.0)])
    found: Any = snapshot.searcher.search(  # the stubs leave the type of the sort key open
        query, limit, count=False, order_by_field=key, order=Order.Asc if is_up else Order.Desc
    )
    return [number for number, _ in found.hits], [address for _, address in found.hits]


def ids_of(snapshot: Snapshot, query: Query) -> Iterator[int]:
    """The ids of all projects that match, in ascending order."""
    batch = _ids_after(snapshot, query, 0)
    while batch:
        yield from batch
        batch = _ids_after(snapshot, query, batch[-1]) if len(batch) == _ID_BATCH else []


def ids_among(snapshot: Snapshot, query: Query, ids: Sequence[int]) -> list[int]:
    """Those of some projects that match. Costs by their number, not by how many match."""
    if not ids:
        return []
    among = all_of([query, project_query(ids)])
    found: Any = snapshot.searcher.search(among, len(ids), count=False)
    numbers: Any = snapshot.searcher.fast_field_values("project", [address for _, address in found.hits])
    return list(numbers)


def years_of(snapshot: Snapshot, query: Query) -> Iterator[tuple[int, int]]:
    """(id, `linked_since`) of all projects that match, in ascending order of the ids; 0 = no year is stated."""
    last = 0
    while hits := _hits_after(snapshot, query, last):
        found: Any = snapshot.searcher.fast_field_values("linked_since", [address for _, address in hits])
        yield from zip((number for number, _ in hits), found, strict=True)
        last = hits[-1][0] if len(hits) == _ID_BATCH else 2**62


def _ids_after(snapshot: Snapshot, query: Query, last: int) -> list[int]:
    return [number for number, _ in _hits_after(snapshot, query, last)]


def _hits_after(snapshot: Snapshot, query: Query, last: int) -> Sequence[tuple[int, DocAddress]]:
    after = Query.range_query(schema(), "project", FieldType.Unsigned, lower_bound=last + 1)
    found: Any = snapshot.searcher.search(  # the stubs leave the type of the sort key open
        all_of([query, Query.const_score_query(after, 0.0)]),
        _ID_BATCH,
        count=False,
        order_by_field="project",
        order=Order.Asc,
    )
    hits: Sequence[tuple[int, DocAddress]] = found.hits
    return hits
