"""A first look at a file: what its table is, which columns it has, what they may mean, how its first rows read.

Cheap: names of organisations are not looked up here (that is the dry run's work), only cells.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from .columns import by_key
from .mapping import fingerprint, guess_kind, guess_mapping, missing, recognised
from .recognition import NotATable
from .rows import ReadRow, RowReader
from .tables import Reading, Table, opened
from .vocabulary import Vocabulary

SAMPLE: Final = 20
Saved = Mapping[tuple[str, str], tuple[str, ...]]
"""(kind, fingerprint of a header) → the mapping that was kept for it."""


@dataclass(frozen=True)
class Inspected:
    """`sample`: the first rows, read. `total`: rows below the header. `is_saved`: the mapping is that of last time."""

    table: Table
    kind: str
    mapping: tuple[str, ...]
    total: int
    sample: tuple[ReadRow, ...]
    is_saved: bool

    @property
    def lacking(self) -> tuple[str, ...]:
        """Keys of the columns that are needed and not there."""
        return missing(self.kind, self.mapping)


@contextmanager
def table_of(path: Path, reading: Reading) -> Iterator[Table]:
    """The table of a file, its header found by the names that we know."""
    with opened(path, reading, recognised) as table:
        yield table


def inspect(
    path: Path,
    words: Vocabulary,
    *,
    reading: Reading = Reading(),  # noqa: B008  frozen
    kind: str = "",
    mapping: Sequence[str] | None = None,
    saved: Saved | None = None,
    total: int | None = None,
) -> Inspected:
    """Look at a file; kind and mapping are guessed unless given. Raises NotATable.

    `total`: the number of rows, where it was counted before: then only the first ones are read.
    """
    with table_of(path, reading) as table:
        chosen = kind or _saved_kind(table, saved or {}) or guess_kind(table.header)
        kept = (saved or {}).get((chosen, fingerprint(table.header)))
        keys = tuple(mapping) if mapping is not None and len(mapping) == len(table.header) else None
        keys = keys or kept or guess_mapping(chosen, table.header)
        reader = RowReader(chosen, keys, words)
        rows = table.rows()
        sample = tuple(reader.read(line, cells) for line, cells in islice(rows, SAMPLE))
        total = len(sample) + sum(1 for _ in rows) if total is None else total
        if not total:
            raise NotATable("no_rows")
        return Inspected(table, chosen, keys, total, sample, is_saved=kept is not None and keys == kept)


def _saved_kind(table: Table, saved: Saved) -> str:
    mark = fingerprint(table.header)
    return next((kind for kind, known in saved if known == mark), "")


def lacking_words(kind: str, keys: Sequence[str]) -> str:
    """Labels of columns, in the active language."""
    columns = by_key(kind)
    return ", ".join(f"« {columns[key].label} »" for key in keys)


def demand_columns(seen: Inspected) -> None:
    """Raises NotATable when a column that is needed is not there."""
    if seen.lacking:
        code = "columns_missing" if any(seen.mapping) else "no_header"
        raise NotATable(code, columns=lacking_words(seen.kind, seen.lacking))
