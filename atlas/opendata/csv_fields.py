"""Values as the fields of a CSV file (RFC 4180): quoted, and harmless to spreadsheets (ADR 13). Pure.

Made by hand and column by column: `csv.writer` looks at each character, which takes half of the time of a file.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec

from atlas.opendata.columns import Column, Kind
from atlas.opendata.row import NOTHING
from atlas.opendata.words import Words
from atlas.ui.formulas import NARROW, STARTS, WIDE

_NARROW: Final = frozenset(map(ord, NARROW))
_WIDE: Final = frozenset(sign.encode() for sign in WIDE)
_WIDE_FIRST: Final = 0xEF
"""The first byte of the wide ones."""
_ESCAPED: Final = {b"n": b"\n", b'"': b'""', b"t": b"\t", b"r": b"\r"}
"""What nearly all backslashes in JSON stand for, as a quoted field has it."""


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
    return f'"\'{value}"' if value[0] in STARTS else f'"{value}"'


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
    first = text[1]
    is_formula = first in _NARROW or (first == _WIDE_FIRST and text[1:4] in _WIDE)
    return b"\"'" + text[1:] if is_formula else text


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
