"""One page of a list of projects: the same matches as the search page, in an order that goes on where it was left.

Without `tri` by number of the sheet, which nothing changes; else by the unique keys of the index. Reads the index only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate
from tantivy import DocAddress, Query

from atlas.catalogue.index.counting import count, doubtful_among
from atlas.catalogue.index.listing import following, slice_of
from atlas.catalogue.index.reader import Snapshot, snapshot
from atlas.catalogue.search import matching
from atlas.catalogue.search_query import SearchQuery
from atlas.opendata.api import cursors
from atlas.opendata.api.asked import check_problems
from atlas.opendata.api.cursors import Cursor
from atlas.opendata.api.parameters import ProjectsAsked

BY_NUMBER = "project"


@dataclass(frozen=True)
class Page:
    """`ids` in order, `doubtful` for each; `next`: the cursor of what follows, null at the end."""

    query: SearchQuery
    current: Snapshot
    total: int
    ids: Sequence[int]
    doubtful: Sequence[bool]
    next: str | None


def page_of(query: SearchQuery, asked: ProjectsAsked) -> Page:
    """The page that is asked for. Raises Refused for words that are none, and for a cursor of another list."""
    current = snapshot()
    query, found, sort_key = matching(query, current)
    check_problems(query.problems, asked)
    total, key = count(current, found), sort_key if asked.tri else BY_NUMBER
    name = f"{query.to_params(page=1, view='list')} {key}"
    cursor = cursors.read(asked.cursor, name) if asked.cursor else None
    if key:
        addresses, then = _by_key(current, found, key, cursor, asked.limit)
    else:
        addresses, then = _by_match(current, found, cursor, asked.limit, total)
    ids: Any = current.searcher.fast_field_values("project", list(addresses))
    doubtful = doubtful_among(current, addresses, localdate())
    return Page(query, current, total, list(ids), doubtful, cursors.written(then, name) if then else None)


def _by_key(
    current: Snapshot, found: Query, key: str, cursor: Cursor | None, limit: int
) -> tuple[Sequence[DocAddress], Cursor | None]:
    """One hit more than asked for is looked at, to know whether something follows."""
    keys, addresses = following(current, found, key, after=cursor.after if cursor else None, limit=limit + 1)
    return addresses[:limit], Cursor(keys[limit - 1]) if len(keys) > limit else None


def _by_match(
    current: Snapshot, found: Query, cursor: Cursor | None, limit: int, total: int
) -> tuple[Sequence[DocAddress], Cursor | None]:
    """By position, as the search page has them, for one revision."""
    if cursor:
        cursors.check_revision(cursor, current.revision)
    first = cursor.after if cursor else 0
    addresses = slice_of(current, found, "", first=first, limit=limit, total=total)
    done = first + len(addresses)
    return addresses, Cursor(done, current.revision) if done < total else None
