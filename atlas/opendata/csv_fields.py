"""Values as the fields of a CSV file (RFC 4180): quoted, and harmless to spreadsheets (ADR 13). Pure.

Made by hand and column by column: `csv.writer` looks at each character, which takes half of the time of a file.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec

from atlas.opendata.columns import Column, Kind
from atlas.opendata.row import NOTHING
from atlas.opendata.words import Words

_FORMULA: Final = frozenset("=+-@\t\r")
_FORMULA_BYTES: Final = frozenset(map(ord, _FORMULA))
_ESCAPED: Final = {b"n": b"\n", b'"': b'""', b"t": b"\t", b"r": b"\r"}
"""What nearly all backslashes in JSON stand for, as a quoted field has it."""


def harmless(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would compute."""
    return f"'{text}" if text[:1] in _FORMULA else text


def quoted(text: str) -> str:
    """A field, whatever it holds."""
    return '"' + text.replace('"', '""') + '"' if text else ""


def column_fields(column: Column, words: Words, rows: Sequence[Any]) -> list[str]:
    """A column's field in each row, in the language of `words`."""
    values = column.values(words, rows)
    if column.kind is Kind.TEXT:
        return [_text(value) if value else "" for value in values]
    if column.kind is Kind.WORDS:
        return [f'"{value}"' if value else "" for value in values]
    return ["" if value is None else f"{value}" for value in values]


def _text(value: str) -> str:
    """What people typed, and only that, can hold a formula or a quotation mark."""
    if '"' in value:
        value = value.replace('"', '""')
    return f'"\'{value}"' if value[0] in _FORMULA else f'"{value}"'


def verbatim(texts: Iterable[msgspec.Raw]) -> list[bytes]:
    """Texts as they stand in a record, quotation marks and all, as fields: read, they would be twice as long, then
    written again. Equal to what `column_fields` makes of the texts read.
    """
    return [b"" if text is NOTHING else _verbatim(bytes(text)) for text in texts]


def _verbatim(text: bytes) -> bytes:
    if b"\\" in text:
        text = _unescaped(text)
    if len(text) == 2:
        return b""
    return b"\"'" + text[1:] if text[1] in _FORMULA_BYTES else text


def _unescaped(text: bytes) -> bytes:
    """By hand, from one backslash to the next: the texts have few. What escapes anything else is read and written."""
    first, *others = text.split(b"\\")
    found = [first]
    for part in others:
        replaced = _ESCAPED.get(part[:1])
        if replaced is None:
            return quoted(msgspec.json.decode(text)).encode()
        found += (replaced, part[1:])
    return b"".join(found)
