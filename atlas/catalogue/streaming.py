"""Everything that a query matches, read whole and in constant memory: ids from the index, records in batches.

For files and feeds. A list comes from one snapshot of the index, whatever is published meanwhile; records are read as
they are now, one short query a batch, no transaction around them. Not for pages: they read what the index stores.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from django.db import connection
from django.utils.timezone import localdate
from tantivy import Query

from atlas.catalogue.index.counting import all_of, count, doubtful_query
from atlas.catalogue.index.listing import ids_of, ranked
from atlas.catalogue.index.reader import Snapshot, snapshot
from atlas.catalogue.models import Change, ProjectRecord
from atlas.catalogue.search import matching
from atlas.catalogue.search_query import SearchQuery

T = TypeVar("T")

BATCH = 500
"""Records read by one query: about 4 MB."""
_TABLE = ProjectRecord._meta.db_table


class RecordsMissing(Exception):
    """The index knows projects that have no record and were not withdrawn: the list would not be whole."""


@dataclass(frozen=True)
class Selection:
    """What a query matches in one snapshot. `query` says also what was wrong with it, `total` how many projects."""

    query: SearchQuery
    total: int
    snapshot: Snapshot = field(repr=False)
    matching: Query = field(repr=False)
    sort_key: str

    @property
    def revision(self) -> int:
        """The last change of the catalogue that the list knows."""
        return self.snapshot.revision

    def ids(self) -> Iterator[int]:
        """All ids in ascending order: the order of the rows in the database, and the same one in every file."""
        return ids_of(self.snapshot, self.matching)

    def ids_in_doubt(self) -> Iterator[int]:
        """Those whose state is to be confirmed today (D2.5), in the same order."""
        return ids_of(self.snapshot, all_of([self.matching, doubtful_query(localdate())]))

    def first_ids(self, limit: int) -> list[int]:
        """The first ids in the order of the page."""
        addresses, _ = ranked(self.snapshot, self.matching, self.sort_key, limit=limit)
        found: Any = self.snapshot.searcher.fast_field_values("project", list(addresses))
        return list(found)


def select(query: SearchQuery, current: Snapshot | None = None) -> Selection:
    """What `query` matches, whatever its page: now, or in a snapshot that other lists share.

    Raises IndexUnavailable.
    """
    current = current or snapshot()
    asked, found, sort_key = matching(query, current)
    return Selection(asked, count(current, found), current, found, sort_key)


def records(ids: Iterable[int], decode: Callable[[bytes], T], *, revision: int) -> Iterator[T]:
    """The records of `ids` in their order, each through `decode`; one query a batch.

    A project withdrawn since `revision` is left out: it is public no more. Raises RecordsMissing for any other.
    """
    waiting = iter(ids)
    while batch := list(islice(waiting, BATCH)):
        found = _contents(batch)
        check_missing(batch, found, revision)
        for number in batch:
            if (data := found.get(number)) is not None:
                yield decode(data)


def check_missing(asked: Sequence[int], found: Collection[int], revision: int) -> None:
    """Raise RecordsMissing unless all that was not found was withdrawn since `revision`. No query for what is whole."""
    if len(found) == len(asked):
        return
    ids = set(asked).difference(found)
    withdrawn = Change.objects.filter(project_id__in=ids, kind="delete", revision__gt=revision)
    unexplained = ids.difference(withdrawn.values_list("project_id", flat=True))
    if unexplained:
        raise RecordsMissing(", ".join(map(str, sorted(unexplained)[:5])))


def data_as_bytes(column: str) -> str:
    """SQL for a text as UTF-8 bytes: msgspec reads bytes, the detour through `str` doubles the time of a batch."""
    # PostgreSQL's own cast reads backslashes as escapes.
    return f"convert_to({column}, 'UTF8')" if connection.vendor == "postgresql" else f"CAST({column} AS BLOB)"


def _contents(ids: Sequence[int]) -> dict[int, bytes]:
    """Records by id, written by hand: the query set takes as long for its rows as SQLite does to read them."""
    as_bytes = data_as_bytes("data")
    places = ",".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT project_id, {as_bytes} FROM {_TABLE} WHERE project_id IN ({places})", ids)  # noqa: S608  # no value is in it
        return dict(cursor.fetchall())
