"""Lines of files that are made beforehand, one a project: which ones hold, which ones are late (ADR 16).

What a line holds is `opendata`'s business, which stands above and says here how lines are made. A line that is missing
or late is nothing wrong: whoever reads it makes it from the record then. Nothing here slows an import down.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from typing import Final, NamedTuple

from django.db import connection

from atlas.catalogue.models import ProjectBody, ProjectLine, ProjectRecord
from atlas.catalogue.streaming import check_missing, data_as_bytes

BATCH: Final = 200
"""Lines made at a time: 2 MB of records."""

_LINES: Final = ProjectLine._meta.db_table
_BODIES: Final = ProjectBody._meta.db_table
_RECORDS: Final = ProjectRecord._meta.db_table
_HOLDS: Final = "l.project_id = r.project_id AND l.content_hash = r.content_hash AND l.recipe = %s"


class Fields(NamedTuple):
    """What is kept of one record, by the names of the columns of ProjectLine, then of ProjectBody."""

    fr: bytes
    en: bytes
    fr_more: bytes
    en_more: bytes
    body: bytes


@dataclass(frozen=True)
class Maker:
    """`recipe`: names the code and the words that lines are made with; `make`: records as JSON → their fields."""

    recipe: Callable[[], str]
    make: Callable[[Sequence[bytes]], list[Fields]]


class Kept(NamedTuple):
    """One project of a file. `line`, `more`: null when no line holds, then `data` is there."""

    project_id: int
    line: bytes | None
    more: bytes | None
    data: bytes | None


_makers: list[str] = []


def register(module: str) -> None:
    """Name the module whose MAKER says how lines are made; it is imported by the programs that make some."""
    _makers[:] = [module]


def maker() -> Maker:
    """How lines are made; raises ValueError while nobody has said it."""
    (module,) = _makers
    found: Maker = import_module(module).MAKER
    return found


def late(recipe: str, after: int) -> list[tuple[int, int, str, bytes]]:
    """The next records without a line that holds: revision, project, hash, content; by revision."""
    statement = f"""
        SELECT r.revision, r.project_id, r.content_hash, {data_as_bytes("r.data")} FROM {_RECORDS} r
        LEFT JOIN {_LINES} l ON {_HOLDS}
        WHERE r.revision > %s AND l.project_id IS NULL ORDER BY r.revision LIMIT {BATCH}
    """  # noqa: S608  # no value is in it
    with connection.cursor() as cursor:
        cursor.execute(statement, [recipe, after])
        return [(revision, pk, digest, data) for revision, pk, digest, data in cursor.fetchall()]


def kept(
    ids: Iterable[int], *, language: str, recipe: str, is_full: bool, revision: int, size: int
) -> Iterator[list[Kept]]:
    """What is kept of these projects, so many at a time as `size` says, in ascending order; one query a batch.

    `is_full`: with `more`, and with `data` always. A project withdrawn since `revision` is left out. Raises
    RecordsMissing for any other.
    """
    select = _selected(language, is_full=is_full)
    waiting = iter(ids)
    while batch := list(islice(waiting, size)):
        places = ",".join(["%s"] * len(batch))
        with connection.cursor() as cursor:
            cursor.execute(
                f"{select} WHERE r.project_id IN ({places}) ORDER BY r.project_id",
                [recipe, *batch],
            )
            found = list(map(Kept._make, cursor.fetchall()))
        check_missing(batch, [one.project_id for one in found], revision)
        yield found


def kept_bodies(ids: Sequence[int], *, recipe: str) -> dict[int, bytes]:
    """What lists of the API show of these projects, as far as it is kept; one query.

    A body holds while it is there: whoever changes a record takes its body away in the same transaction.
    """
    if not ids:
        return {}
    places = ",".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT project_id, body FROM {_BODIES} WHERE recipe = %s AND project_id IN ({places})",  # noqa: S608  # no value is in it
            [recipe, *ids],
        )
        return dict(cursor.fetchall())


def _selected(language: str, *, is_full: bool) -> str:
    line = {"fr": "l.fr", "en": "l.en"}[language]
    data = data_as_bytes("r.data")
    columns = f"{line}, {line}_more, {data}" if is_full else f"{line}, NULL, CASE WHEN {line} IS NULL THEN {data} END"
    return f"SELECT r.project_id, {columns} FROM {_RECORDS} r LEFT JOIN {_LINES} l ON {_HOLDS}"  # noqa: S608  # no value is in it
