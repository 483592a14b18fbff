"""Rows of the table of funds (D3.6, D2.3): funder, year, declared euros, and 1 % amounts whose columns may be lost."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from .parts import amount, is_plausible_year, number, year
from .reading import Reading
from .sheet import LegacyFunding
from .tables import Row, read_rows
from .text import fold

_MAX_NUMBERS = 4
_MOST_DIGITS = 12
_YEAR = re.compile(r"^(?:19|20)[0-9]{2}$")
_THOUSANDS = re.compile(r"(?<=[0-9])[\u00a0\u202f](?=[0-9]{3}(?![0-9]))")
_GROUP = re.compile(r"^[0-9]{1,3}$")
_EURO = frozenset({"€", "euro", "euros", "eur"})
# Something that was meant as a number: « 5O000 », « 12.9OO », « 1000x ».
_BROKEN_NUMBER = re.compile(
    r"^(?=.*[A-Za-z])(?:[0-9OoIl.,]*[0-9][0-9OoIl.,]*|[0-9]{3,}[^\W\d_]{1,6}|[0-9.,]{5,}[^\W\d_].*)$"
)
_STATE = re.compile(
    r"^ministere (?:francais )?(?:de l'europe et )?des affaires etrangeres"
    r"(?: et (?:europeennes|du developpement international))?$|^(?:mae|maee|maedi|meae)$"
)


def funder_kind(name: str) -> str | None:
    """state for the ministry under any of its names (D5.2), foreign_side and other for the form's own words (D3.7)."""
    folded = fold(name)
    if _STATE.match(folded):
        return "state"
    return {"autre": "other", "autres": "other", "collectivites et partenaires etrangers": "foreign_side"}.get(folded)


def funding_lines(reading: Reading, names: Iterable[str]) -> tuple[LegacyFunding, ...]:
    """All rows. ``names`` are names known from other parts of the page: one of them may end in a number."""
    rows = read_rows(reading, "funding_lines", columns=6, is_row=_is_row)
    known: set[str] = set()
    if any(len(_split(row.text)[1]) != 1 or _is_broken(_split(row.text)[0][-1:]) for row in rows):
        known = {fold(name) for name in names} | {name for row in rows if (name := _certain_name(row.text))}
    return tuple(line for row in rows if (line := _funding(reading, row, known)))


def _is_row(text: str) -> bool:
    tokens = text.split()
    return len(tokens) > 2 and _YEAR.match(tokens[-1]) is not None and number(tokens[-2]) is not None


def _funding(reading: Reading, row: Row, known: set[str]) -> LegacyFunding | None:
    line = _from_cells(row) if row.cells and len(row.cells) >= 6 else _from_text(reading, row, known)
    if line is None and reading.leaves_out("funding_lines", row.line):
        return None
    if line is None:
        reading.findings.flag("row_unreadable", "funding_lines", f"not a funder, amounts and a year: {row.text[:200]}")
        return LegacyFunding(row.text, raw=row.text)
    if line.year is not None and not is_plausible_year(line.year, reading.today):
        reading.findings.flag("year_implausible", "funding_lines", f"{line.year} in: {row.text[:200]}")
    return line


def _from_cells(row: Row) -> LegacyFunding | None:
    cells = row.cells or ()
    numbers = [amount(cell) for cell in cells[1:5]]
    read_year = year(cells[5])
    unread = any(cell and value is None for cell, value in zip(cells[1:5], numbers, strict=True))
    if not cells[0] or unread or read_year is None:
        return None
    return LegacyFunding(cells[0], read_year, numbers[0], tuple(numbers[1:]), True, row.text, funder_kind(cells[0]))


def _from_text(reading: Reading, row: Row, known: set[str]) -> LegacyFunding | None:
    """Read from the right: year, one to four numbers, the rest is the funder (D3.6)."""
    words: Sequence[str]
    numbers: Sequence[str]
    words, numbers, read_year = _split(row.text)
    if read_year is None or not numbers:
        return None
    if not words:
        words, numbers = numbers[:1], numbers[1:]
    if len(numbers) > 1:
        words, numbers = _with_number_in_name(words, numbers, known, reading)
    name = " ".join(words)
    if not numbers or (_is_broken(words[-1:]) and fold(name) not in known):
        return None
    values = [Decimal(token.replace(",", ".")) for token in numbers]
    placed = len(values) == _MAX_NUMBERS
    return LegacyFunding(name, read_year, values[0], tuple(values[1:]), placed, row.text, funder_kind(name))


@lru_cache(maxsize=128)
def _split(text: str) -> tuple[tuple[str, ...], tuple[str, ...], int | None]:
    """(words of the name, at most four trailing numbers, year) of a row; the year is None when it ends otherwise."""
    if "\u00a0" in text or "\u202f" in text:
        text = _THOUSANDS.sub("", text)
    tokens = text.split()
    if "€" in text or "eur" in text.casefold():
        tokens = [token for token in tokens if token.casefold() not in _EURO]
    if not tokens or not _YEAR.match(tokens[-1]):
        return tuple(tokens), (), None
    words, numbers = tokens[:-1], list[str]()
    while words and len(numbers) < _MAX_NUMBERS and number(words[-1].rstrip("€")) is not None:
        token = words.pop().rstrip("€")
        # « 50 000 »: a group of three digits with a leading zero belongs to the number before it.
        while token[0] == "0" and len(token) % 3 == 0 and words and _GROUP.match(words[-1]):
            token = words.pop() + token
        numbers.insert(0, token)
    return tuple(words), tuple(numbers), int(tokens[-1])


def _with_number_in_name(
    words: Sequence[str], numbers: Sequence[str], known: set[str], reading: Reading
) -> tuple[Sequence[str], Sequence[str]]:
    """Leave leading numbers in the name when it is known with them (« Paris 13 »)."""
    for size in range(len(numbers) - 1, 0, -1):
        name = " ".join([*words, *numbers[:size]])
        if fold(name) in known or reading.is_known_name(name):
            return [*words, *numbers[:size]], numbers[size:]
    return words, numbers


def _certain_name(text: str) -> str | None:
    """The folded name of a row with a single number, which leaves no doubt."""
    words, numbers, read_year = _split(text)
    is_certain = words and len(numbers) == 1 and read_year is not None and not _is_broken(words[-1:])
    return fold(" ".join(words)) if is_certain else None


def _is_broken(last: Sequence[str]) -> bool:
    """Whether the last word of a name, if any, was meant as a number."""
    return any((len(word) < 40 and _BROKEN_NUMBER.match(word)) or _is_too_long(word) for word in last)


def _is_too_long(word: str) -> bool:
    """More digits than any amount has: no name ends so."""
    return len(word) > _MOST_DIGITS and word.isdigit()
