"""A table copied from a spreadsheet → rows of a table of the form. Pure.

The first line may be headings: columns are then recognised by their names, in French or English, in any order. Without
headings the columns are those of the form, in its order. What a line holds that no list knows is said, line by line;
the cell stays empty and the rest of the line is taken.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from atlas.reference.match import match_key

from .fields import Cell, Column, Lists, Table
from .reading import MOST_ROWS, clean

MOST_TEXT: Final = 500_000
WORDS: Final[Mapping[str, Any]] = {
    "no-column": gettext_lazy("La colonne « %(name)s » n’a pas été reconnue : elle est laissée de côté."),
    "no-value": gettext_lazy("« %(text)s » n’est pas une valeur de la colonne « %(column)s »."),
    "too-wide": gettext_lazy("des cellules en trop à droite ont été laissées de côté."),
    "line": gettext_lazy("Ligne %(number)s : %(what)s"),
    "too-many": gettext_lazy("Seules les %(most)s premières lignes ont été prises."),
}
"""What is said of cells that were not understood; the script of the tables says the same."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """`rows`: cells as a form would send them. `remarks`: what was not understood, with the line it stands in."""

    rows: tuple[dict[str, str], ...]
    remarks: tuple[str, ...] = ()


def paste(text: str, table: Table, lists: Lists) -> Pasted:
    """Lines parted by tabs, or by semicolons where there is no tab at all."""
    lines = _lines(text[:MOST_TEXT])
    if not lines:
        return Pasted((), (_("Rien n’a été collé. Copiez des cellules dans votre tableur, puis collez-les ici."),))
    headings = _headings(lines[0], table.columns)
    columns = headings or [column for column in table.columns if not column.is_rare]
    body, first = (lines[1:], 2) if headings else (lines, 1)
    remarks = [*_unknown_headings(lines[0], headings)] if headings else []
    rows = []
    for number, line in enumerate(body[:MOST_ROWS], start=first):
        row, wrong = _row(line, columns, lists)
        rows.append({**{column.name: column.first for column in table.columns if column.first}, **row})
        remarks.extend(WORDS["line"] % {"number": number, "what": what} for what in wrong)
    if len(body) > MOST_ROWS:
        remarks.append(WORDS["too-many"] % {"most": MOST_ROWS})
    return Pasted(tuple(rows), tuple(remarks))


def _lines(text: str) -> list[list[str]]:
    """Cells of each line that says something. A quote that never ends was none."""
    sign = "\t" if "\t" in text else ";"
    found = _parted(clean_ends(text), sign, '"')
    return [line for line in found or _parted(clean_ends(text), sign, "") if any(line)]


def _parted(text: str, sign: str, quote: str) -> list[list[str]]:
    """A cell in quotes may hold line ends and, doubled, quotes, as spreadsheets copy them; quotes with more behind them
    are text. Empty when the last quote is not closed."""
    found: list[list[str]] = [[]]
    cell, before, is_quoted, was_quoted = "", "", False, False
    for char in f"{text}\n":
        if char == quote and (is_quoted or not (cell or was_quoted)):
            is_quoted, was_quoted = not is_quoted, True
        elif char == quote and was_quoted and before == quote:
            cell, is_quoted = cell + char, True
        elif is_quoted or char not in (sign, "\n"):
            if was_quoted and not is_quoted:
                cell, was_quoted = f"{quote}{cell}{quote}", False
            cell += char
        else:
            found[-1].append(clean(cell))
            cell, was_quoted = "", False
            if char == "\n":
                found.append([])
        before = char
    return [] if is_quoted else found


def clean_ends(text: str) -> str:
    """One kind of line end; tabs at the beginning stay, since they part cells."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def _headings(line: Sequence[str], columns: Iterable[Column]) -> list[Column | None]:
    """The column under each heading; empty when the line is none: half of its cells or fewer name a column."""
    names: dict[str, Column] = {}
    for column in columns:
        for name in (str(column.label), *column.names):
            names.setdefault(match_key(name), column)
    found = [names.get(match_key(cell)) for cell in line]
    known = sum(1 for column in found if column is not None)
    return found if 2 * known > len([cell for cell in line if cell]) else []


def _unknown_headings(line: Sequence[str], headings: Sequence[Column | None]) -> Iterable[str]:
    for cell, column in zip(line, headings, strict=True):
        if cell and column is None:
            yield WORDS["no-column"] % {"name": cell}


def _row(line: Sequence[str], columns: Sequence[Column | None], lists: Lists) -> tuple[dict[str, str], list[str]]:
    row: dict[str, str] = {}
    wrong = []
    for text, column in zip(line, columns, strict=False):
        if column is None or not text:
            continue
        value = _value(text, column, lists)
        if value is None:
            wrong.append(WORDS["no-value"] % {"text": text[:60], "column": column.label})
        else:
            row[column.name] = value
    if len(line) > len(columns) and any(line[len(columns) :]):
        wrong.append(str(WORDS["too-wide"]))
    return row, wrong


def _value(text: str, column: Column, lists: Lists) -> str | None:
    if column.cell is Cell.TEXT:
        return text
    text = " ".join(filter(None, (line.strip() for line in text.split("\n"))))
    if column.cell is not Cell.CHOICE or column.choices is None:
        return text
    return _chosen(text, column, lists)


def _chosen(text: str, column: Column, lists: Lists) -> str | None:
    """A value of the list by itself or by its words; a country by any name that we know; a theme by its last label."""
    key = match_key(text)
    spellings: Mapping[str, str] = lists.spellings or {}
    pairs = column.choices(lists) if column.choices else ()
    for value, words in pairs:
        if key in (match_key(value), match_key(words), match_key(words.rpartition(">")[2])):
            return value
    known = spellings.get(key)
    return known if known in {value for value, _words in pairs} else None
