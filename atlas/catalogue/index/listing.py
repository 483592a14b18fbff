"""Hits of a query in an order: the best match first, or by one of the index's unique sort keys, greatest first."""

from collections.abc import Sequence
from typing import Any

from tantivy import DocAddress, Order, Query

from atlas.catalogue.index.reader import Snapshot


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
