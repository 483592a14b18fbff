"""Lines of text as rows of cells: encoding and separator guessed or given, read as a stream. Pure.

Encodings: UTF-8 (with or without its mark), UTF-16, else Windows-1252, which reads nearly any bytes. The guess reads
the whole file once: what looks like UTF-8 for a megabyte may be something else after it.
"""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from .recognition import MOST_COLUMNS, NotATable, wide_order

ENCODINGS: Final = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")
SEPARATORS: Final = (";", ",", "\t", "|")
LONGEST_LINE: Final = 1024 * 1024
"""Characters of one line of a file; a cell may hold lines of its own."""
_SAMPLE: Final = 256 * 1024
_PIECE: Final = 1024 * 1024

csv.field_size_limit(LONGEST_LINE)


def guess_encoding(path: Path) -> str:
    """One of ENCODINGS."""
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if order := wide_order(head):
            return order
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while piece := file.read(_PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def guess_separator(path: Path, encoding: str) -> str:
    """The sign that cuts the first lines into the most columns of one number; « ; » when there is one column."""
    with path.open("rb") as file:
        text = file.read(_SAMPLE).decode(encoding, errors="replace")
    scores = {sign: _regularity(text, sign) for sign in SEPARATORS}
    best = max(scores, key=lambda sign: scores[sign])
    return best if scores[best] else ";"


def _regularity(text: str, separator: str) -> float:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    widths: list[int] = []
    try:
        for row in rows:
            if any(row):
                widths.append(len(row))
            if len(widths) == 50:
                break
    except csv.Error:
        return 0
    if not widths:
        return 0
    width, times = Counter(widths).most_common(1)[0]
    return (width - 1) * times / len(widths)


def read_rows(path: Path, encoding: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """(number of the row's last line, cells) of each row that holds anything. Raises NotATable where it cannot."""
    with path.open(encoding=encoding, newline="", errors="strict" if encoding != "cp1252" else "replace") as file:
        rows = csv.reader(_lines(file), delimiter=separator)
        try:
            for row in rows:
                if len(row) > MOST_COLUMNS:
                    raise NotATable("too_wide", limit=MOST_COLUMNS)
                if any(row):
                    yield rows.line_num, [cell.replace("\x00", "") for cell in row]
        except UnicodeError as error:
            raise NotATable("encoding", encoding=encoding) from error
        except csv.Error as error:
            raise NotATable("broken_line", line=rows.line_num) from error


def _lines(file: io.TextIOWrapper) -> Iterator[str]:
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and not line.endswith("\n"):
            raise NotATable("too_wide", limit=MOST_COLUMNS)
        yield line
