"""Any accepted file as one table: where its header stands, what its columns are called, its rows as a stream.

Memory does not depend on the length of the file: text is read as it comes, a workbook is unpacked once into a file of
lines beside it (`unpacking`).
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from .recognition import FileKind, NotATable, recognise
from .text_files import guess_encoding, guess_separator, read_rows
from .unpacking import unpack

HEADER_WITHIN: Final = 20
"""Rows among which the header is looked for: titles and merged headings stand above it."""
_NUMBERISH: Final = re.compile(r"[\d\s.,/€+-]+")

Row = tuple[int, list[str]]
Known = Callable[[Sequence[str]], int]


@dataclass(frozen=True)
class Reading:
    """How a file is to be read; '' and null = as guessed. `header_line` 0 = no line names the columns."""

    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    header_line: int | None = None


@dataclass(frozen=True)
class Table:
    """`header`: a name a column, « Colonne 3 » where there is none. `header_line`: its number in the file, 0 = none."""

    kind: FileKind
    path: Path
    header: tuple[str, ...]
    header_line: int
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()

    def rows(self) -> Iterator[Row]:
        """(number in the file, one cell a column) of each row below the header that holds anything."""
        width = len(self.header)
        for number, cells in self._all():
            if number > self.header_line:
                yield number, [*cells[:width], *[""] * (width - len(cells))]

    def _all(self) -> Iterator[Row]:
        if self.kind == "csv":
            return read_rows(self.path, self.encoding, self.separator)
        return _unpacked_rows(self.path)


@contextmanager
def opened(path: Path, reading: Reading, known: Known) -> Iterator[Table]:
    """The table of a file, while the block runs. `known`: how many of these cells are names of columns.

    Raises NotATable, also while rows are read.
    """
    kind = recognise(path)
    if kind == "csv":
        encoding = reading.encoding or guess_encoding(path)
        separator = reading.separator or guess_separator(path, encoding)
        table = Table("csv", path, (), 0, encoding=encoding, separator=separator)
        yield _with_header(table, reading.header_line, known)
        return
    with TemporaryDirectory(prefix="atlas-") as folder:
        lines = Path(folder) / "rows.jsonl"
        said = _unpacked(path, lines, reading.sheet, known)
        table = Table(kind, lines, (), 0, sheet=said["sheet"], sheets=tuple(said["sheets"]))
        yield _with_header(table, reading.header_line, known)


def _unpacked(path: Path, lines: Path, sheet: str, known: Known) -> dict[str, Any]:
    """What the file of lines says of itself. Of several sheets the one whose header is known, else the longest."""
    unpack(path, lines, sheet)
    with lines.open(encoding="utf-8") as file:
        said: dict[str, Any] = json.loads(file.readline())
    scores = {name: max(map(known, rows), default=0) for name, rows in said["tops"].items()}
    best = max(scores, key=lambda name: scores[name], default=said["sheet"])
    if scores.get(best, 0) > scores.get(said["sheet"], 0):
        return _unpacked(path, lines, best, known)
    return said


def _unpacked_rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            number, cells = json.loads(line)
            yield number, cells


def _with_header(table: Table, wanted: int | None, known: Known) -> Table:
    first = list(islice(table._all(), HEADER_WITHIN))
    if not first:
        raise NotATable("no_rows")
    line = _header_line(first, known) if wanted is None else wanted
    cells = next((cells for number, cells in first if number == line), [])
    width = max(len(cells), *(len(others) for _, others in first))
    names = [" ".join(cell.split()) for cell in cells]
    header = tuple((names[place] if place < len(names) else "") or f"Colonne {place + 1}" for place in range(width))
    return Table(table.kind, table.path, header, line, table.encoding, table.separator, table.sheet, table.sheets)


def _header_line(first: Sequence[Row], known: Known) -> int:
    """The row with the most names of columns; else the first one of words alone, else none."""
    best = max(first, key=lambda row: known(row[1]))
    if known(best[1]):
        return best[0]
    wide = max(sum(1 for cell in cells if cell) for _, cells in first)
    for number, cells in first:
        filled = [cell for cell in cells if cell]
        if len(filled) * 2 >= wide:
            return 0 if any(_NUMBERISH.fullmatch(cell) for cell in filled) else number
    return 0
