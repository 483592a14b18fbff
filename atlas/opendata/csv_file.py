"""A selection as CSV (RFC 4180): commas, UTF-8 with a byte order mark, one line of labels, then projects only (ADR 13).

What the file is (day, filters, licence) stands in the last columns of each line: no reader has to skip anything. A
text that a spreadsheet would take for a formula begins with an apostrophe.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from atlas.catalogue.streaming import Selection
from atlas.opendata.about import LICENCE, About
from atlas.opendata.columns import EXTRACTION, Column, Kind, columns
from atlas.opendata.reading import batches
from atlas.opendata.row import decoder

BYTE_ORDER_MARK = "\ufeff"
_FORMULA = frozenset("=+-@\t\r")
END = "\r\n"


def csv_file(selection: Selection, about: About, *, is_full: bool) -> Iterator[bytes]:
    """The file in pieces: the labels, then one piece a batch of projects."""
    chosen = columns(is_full=is_full)
    yield _labels(chosen).encode()
    end = _end(about)
    for batch in batches(selection, decoder(about.language, is_full=is_full)):
        fields = [_fields(column.kind, column.values(about.words, batch)) for column in chosen]
        lines = map(",".join, zip(*fields, strict=True))
        yield f"{end.join(lines)}{end}".encode()


def harmless(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would compute."""
    return f"'{text}" if text[:1] in _FORMULA else text


def quoted(text: str) -> str:
    """A field whatever it holds. Made by hand: `csv.writer` looks at each character, which takes half of the time."""
    return '"' + text.replace('"', '""') + '"' if text else ""


def _labels(chosen: Sequence[Column]) -> str:
    line = ",".join(quoted(str(column.label)) for column in (*chosen, *EXTRACTION))
    return f"{BYTE_ORDER_MARK}{line}{END}"


def _end(about: About) -> str:
    """The last columns, the same in every line: written as the end of the line, they cost nothing."""
    return f",{about.made_on.isoformat()},{quoted(harmless(about.filter_words))},{quoted(LICENCE)}{END}"


def _fields(kind: Kind, values: Sequence[Any]) -> list[str]:
    """A column's values as they stand in their lines: column by column, because a call a cell takes too long."""
    if kind is Kind.TEXT:
        return [_text(value) if value else "" for value in values]
    if kind is Kind.WORDS:
        return [f'"{value}"' if value else "" for value in values]
    return ["" if value is None else f"{value}" for value in values]


def _text(value: str) -> str:
    """What people typed, and only that, can hold a formula or a quotation mark."""
    if '"' in value:
        value = value.replace('"', '""')
    return f'"\'{value}"' if value[0] in _FORMULA else f'"{value}"'
