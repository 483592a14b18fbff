"""A selection as a spreadsheet: a sheet that says what the file is, then the projects with types, filters and labels.

Written row by row to a file on disk (xlsxwriter's `constant_memory`), which is then sent: a spreadsheet is an archive,
whose directory stands at its end. A text is written as a text, never as a formula or a link.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext, override

from atlas.catalogue.streaming import Selection
from atlas.opendata.about import LICENCE, LICENCE_ADDRESS, SITE, About
from atlas.opendata.columns import Column, Kind, columns
from atlas.opendata.reading import batches
from atlas.opendata.row import decoder

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS: Final = 50_000
"""Projects that one spreadsheet holds: it takes twenty seconds to write, during which nothing can be sent."""

LONGEST_SHEET: Final = 1_048_575
"""Rows below the labels: a limit of the format. What comes after would be lost without a word."""

LONGEST_CELL: Final = 32_767
"""Characters: a limit of the format."""

_PIECE: Final = 65_536
_DAY_ZERO: Final = date(1899, 12, 30).toordinal()
_WIDTHS: Final = {Kind.NUMBER: 12, Kind.AMOUNT: 16, Kind.DATE: 13, Kind.CODE: 16, Kind.WORDS: 22, Kind.TEXT: 40}


def spreadsheet(selection: Selection, about: About, *, is_full: bool) -> Iterator[bytes]:
    """The file in pieces. Not for more than MOST_ROWS projects."""
    chosen, decode = columns(is_full=is_full), decoder(about.language, is_full=is_full)
    with override(about.language):
        book = book_of(about, chosen)
    values = ([one.values(about.words, batch) for one in chosen] for batch in batches(selection, decode))
    yield from workbook(book, values, about.language)


def book_of(about: About, chosen: Sequence[Column]) -> "Book":
    """What a file of projects says of itself, in the active language."""
    return Book(about.title, about.day, gettext("Projets"), tuple(_lines(about)), chosen, about.total)


@dataclass(frozen=True)
class Book:
    """What a spreadsheet says of itself: `lines` are labels and values of its first sheet, `name` that of the second.

    `total`: rows of data.
    """

    title: str
    day: str
    name: str
    lines: Sequence[tuple[str, str]]
    chosen: Sequence[Column]
    total: int


def workbook(book: Book, batches_of_values: Iterable[Sequence[Sequence[Any]]], language: str) -> Iterator[bytes]:
    """The file in pieces. Each batch: the values of every chosen column, column by column."""
    with NamedTemporaryFile(prefix="atlas-", suffix=".xlsx") as file:
        with override(language):
            write_workbook(Path(file.name), book, batches_of_values)
        with Path(file.name).open("rb") as written:
            yield from iter(lambda: written.read(_PIECE), b"")


def write_workbook(path: Path, made: Book, batches_of_values: Iterable[Sequence[Sequence[Any]]]) -> None:
    """Write the file, in the active language."""
    import xlsxwriter  # noqa: PLC0415  (9 MB that only a process needs of which a spreadsheet was asked)

    with TemporaryDirectory(prefix="atlas-") as folder:
        options = {"constant_memory": True, "tmpdir": folder}
        with xlsxwriter.Workbook(str(path), options) as book:
            book.set_properties({"title": made.title, "author": str(SITE), "comments": f"{made.day}. {LICENCE}"})
            bold = book.add_format({"bold": True})
            _write_about(book.add_worksheet(gettext("À propos")), made, bold)
            sheet = book.add_worksheet(made.name)
            _write_labels(sheet, made.chosen, bold, made.total)
            writers = [_writer(sheet, column.kind, _formats(book)) for column in made.chosen]
            place = 1
            for values in batches_of_values:
                _write_rows(writers, place, values)
                place += len(values[0])


def _lines(about: About) -> Iterator[tuple[str, str]]:
    yield gettext("Date d’extraction"), about.day
    yield gettext("Nombre de projets"), about.count
    yield from ((gettext("Filtre"), words) for words in about.filters or (gettext("aucun filtre"),))
    yield from ((gettext("Ignoré dans l’adresse"), words) for words in about.ignored)
    yield gettext("La même liste sur le site"), about.page


def about_lines(made: Book) -> list[tuple[str, str]]:
    """The sheet that says what the file is, in the active language: label and value on each line, then what each
    column means."""
    return [
        (str(SITE), made.title),
        *made.lines,
        (gettext("Licence"), f"{LICENCE}, {LICENCE_ADDRESS}"),
        ("", ""),
        (gettext("Colonne"), gettext("Ce qu’elle contient")),
        *((str(column.label), str(column.meaning)) for column in made.chosen),
    ]


def _write_about(sheet: "Worksheet", made: Book, bold: "Format") -> None:
    sheet.set_column(0, 0, 38)
    sheet.set_column(1, 1, 100)
    for place, (label, value) in enumerate(about_lines(made)):
        sheet.write_string(place, 0, label, bold)
        sheet.write_string(place, 1, value)


def _write_labels(sheet: "Worksheet", chosen: Sequence[Column], bold: "Format", rows: int) -> None:
    for place, column in enumerate(chosen):
        sheet.set_column(place, place, _WIDTHS[column.kind])
        sheet.write_string(0, place, str(column.label), bold)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, rows, len(chosen) - 1)


def _formats(book: "Workbook") -> dict[Kind, "Format"]:
    return {
        Kind.DATE: book.add_format({"num_format": "yyyy-mm-dd"}),
        Kind.AMOUNT: book.add_format({"num_format": "#,##0.##"}),
    }


Write = Callable[[int, int, Any], object]


def _writer(sheet: "Worksheet", kind: Kind, formats: dict[Kind, "Format"]) -> Write:
    """How a value of this kind becomes a cell at (row, column)."""
    write_number: Write = sheet.write_number
    write_string: Write = sheet.write_string
    if kind is Kind.NUMBER:
        return write_number
    if kind is Kind.AMOUNT:
        return lambda row, column, value: sheet.write_number(row, column, float(value), formats[kind])
    if kind is Kind.DATE:
        return lambda row, column, value: sheet.write_number(row, column, _serial(value), formats[kind])
    if kind is Kind.TEXT:
        return lambda row, column, value: write_string(row, column, fitting(value))
    return write_string


@lru_cache(maxsize=16_384)
def _serial(iso: str) -> int:
    """A day as the format counts it."""
    return date.fromisoformat(iso).toordinal() - _DAY_ZERO


def fitting(text: str) -> str:
    """A text too long for a cell says that it was cut, and where it is whole."""
    if len(text) <= LONGEST_CELL:
        return text
    note = gettext(" […] Texte coupé : une cellule n’en tient pas plus. Il est entier dans le fichier CSV.")
    return text[: LONGEST_CELL - len(note)] + note


def _write_rows(writers: Sequence[Write], first: int, values: Sequence[Sequence[Any]]) -> None:
    """`values` by column; in constant memory each row must be written before the next."""
    for number, row in enumerate(zip(*values, strict=True), start=first):
        for place, value in enumerate(row):
            if value not in ("", None):
                writers[place](number, place, value)
