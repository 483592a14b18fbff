"""One row of a table, read: its values by our keys and what is wrong with each cell. Pure.

A row with an error is rejected as a whole; a warning is told, and the row goes on. An empty cell says nothing.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import msgspec

from atlas.organisations.actions import LONGEST_NAME
from atlas.reference.match import match_key

from . import cells
from .columns import by_key
from .problems import Problem, problem
from .vocabulary import Vocabulary

_NAMES: Final = ("french_authorities", "foreign_partners", "name", "owners", "implementers", "funders", "other_names")
_encode: Final = msgspec.json.Encoder(order="sorted").encode


@dataclass(frozen=True)
class ReadRow:
    """`cells` as they came; `texts` and `values` by our keys, without empty ones."""

    line: int
    cells: tuple[str, ...]
    texts: Mapping[str, str]
    values: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()

    @property
    def is_rejected(self) -> bool:
        """Does an error keep it out?"""
        return any(one.is_error for one in self.problems)

    @property
    def raw(self) -> bytes:
        """What we keep of it: the columns that we know, the same bytes in whatever order they came (D3.9)."""
        return _encode(self.texts)

    def with_problems(self, *more: Problem) -> "ReadRow":
        """The same row with more to say of it."""
        return replace(self, problems=(*self.problems, *more))


PLACE_CELLS: Final = ("place", "place_coordinates", "place_latitude", "place_longitude")
"""Columns of the one place of a row's project."""


class RowReader:
    """Reads the rows of one table: kind, one key a column ('' = left out), words."""

    def __init__(self, kind: str, mapping: Sequence[str], words: Vocabulary) -> None:
        columns = by_key(kind)
        self.kind, self.words = kind, words
        self._columns = [(place, columns[key]) for place, key in enumerate(mapping) if key]

    def read(self, line: int, row: Sequence[str]) -> ReadRow:
        """Never raises: what cannot be read is a problem of its cell."""
        texts: dict[str, str] = {}
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for place, column in self._columns:
            text = cells.meant(row[place])
            if not text:
                if column.is_required:
                    problems.append(problem("required", column.key))
                continue
            texts[column.key] = text
            if cells.is_garbled(text):
                problems.append(problem("garbled", column.key, text, is_error=False))
            try:
                values[column.key] = column.read(text, self.words)
            except cells.Unreadable as unreadable:
                problems.append(problem(unreadable.code, column.key, text))
        problems += _together(texts, values)
        return ReadRow(line, tuple(row), texts, values, tuple(problems))


def _together(texts: Mapping[str, str], values: dict[str, Any]) -> Iterator[Problem]:
    """What cells say together. Puts the position where both ways of writing it lead."""
    yield from _position(texts, values)
    yield from _position(texts, values, of="place_")
    if any(key in texts for key in PLACE_CELLS) and len(countries_in(values)) != 1:
        yield problem("place_country", next(key for key in PLACE_CELLS if key in texts))
    for key in ("countries", "country_codes"):
        if values.get(key) == "FR" or (isinstance(values.get(key), tuple) and "FR" in values[key]):
            yield problem("country_france", key)
    for key in _NAMES:
        given = values.get(key, ())
        for name in (given,) if isinstance(given, str) else given:
            if not match_key(name):
                yield problem("no_letters", key, name)
            elif len(name) > LONGEST_NAME:
                yield problem("too_long", key)
    if (address := values.get("source_url")) and not cells.is_web_address(address):
        yield problem("address", "source_url", address)


def countries_in(values: Mapping[str, Any]) -> tuple[str, ...]:
    """ISO 2 of the countries of a row, codes before names."""
    given = values.get("country_codes") or values.get("countries") or ()
    return (given,) if isinstance(given, str) else tuple(given)


def _position(texts: Mapping[str, str], values: dict[str, Any], of: str = "") -> Iterator[Problem]:
    """Of the partner, or of the project's place."""
    latitude, longitude, both = (f"{of}{name}" for name in ("latitude", "longitude", "coordinates"))
    if both in values:
        values[latitude], values[longitude] = values[both]
    if (latitude in texts) != (longitude in texts) and both not in texts:
        yield problem("position_half", latitude if latitude in texts else longitude)
    elif values.get(latitude) == 0 and values.get(longitude) == 0:
        yield problem("position_zero", both if both in texts else latitude)


def key_of(row: ReadRow, kind: str) -> str:
    """Which record of the table the row is, the same in each edition of it; 80 characters at most."""
    if kind == "twinning":
        parts = [row.texts.get(name, "") for name in ("french_siren", "department", "french_authorities")]
        return _hashed("pair", *parts, row.texts["foreign_partners"], str(row.values["countries"]))
    if (number := row.values.get("id")) is not None:
        return f"id:{number}"
    if (legacy := row.values.get("legacy_prj_id")) is not None:
        return f"prj:{legacy}"
    parts = [row.texts.get(name, "") for name in ("title", "french_authorities", "foreign_partners", "start_year")]
    return _hashed("row", *parts)


def _hashed(prefix: str, *parts: str) -> str:
    text = "\x1f".join(map(match_key, parts))
    return f"{prefix}:{hashlib.blake2b(text.encode(), digest_size=16).hexdigest()}"
