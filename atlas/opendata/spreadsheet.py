"""A selection as a spreadsheet: a sheet that says what the file is, then the projects with types, filters and labels.

Written row by row to a file on disk (xlsxwriter's `constant_memory`), which is then sent: a spreadsheet is an archive,
whose directory stands at its end. A text is written as a text, never as a formula or a link.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import Any, Final

import xlsxwriter
from django.utils.translation import gettext, override
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from atlas.catalogue.streaming import Selection
from atlas.opendata.about import LICENCE, LICENCE_ADDRESS, SITE, About
from atlas.opendata.columns import Column, Kind, columns
from atlas.opendata.reading import batches
from atlas.opendata.row import decoder

MOST_ROWS: Final = 50_000
"""Projects that one spreadsheet holds: it takes twenty seconds to write, during which nothing can be sent."""

LONGEST_CELL: Final = 32_767
"""Characters: a limit of the format."""

_PIECE: Final = 65_536
_DAY_ZERO: Final = date(1899, 12, 30).toordinal()
_WIDTHS: Final = {Kind.NUMBER: 12, Kind.AMOUNT: 16, Kind.DATE: 13, Kind.CODE: 16, Kind.WORDS: 22, Kind.TEXT: 40}


def spreadsheet(selection: Selection, about: About, *, is_full: bool) -> Iterator[bytes]:
    """The file in pieces. Not for more than MOST_ROWS projects."""
    with NamedTemporaryFile(prefix="atlas-", suffix=".xlsx") as file:
        with override(about.language):
            _write(Path(file.name), selection, about, columns(is_full=is_full), is_full=is_full)
        with Path(file.name).open("rb") as written:
            yield from iter(lambda: written.read(_PIECE), b"")


def _write(path: Path, selection: Selection, about: About, chosen: Sequence[Column], *, is_full: bool) -> None:
    with TemporaryDirectory(prefix="atlas-") as folder:
        options = {"constant_memory": True, "tmpdir": folder}
        with xlsxwriter.Workbook(str(path), options) as book:
            book.set_properties({"title": about.title, "author": str(SITE), "comments": f"{about.day}. {LICENCE}"})
            bold = book.add_format({"bold": True})
            _write_about(book.add_worksheet(gettext("À propos")), about, chosen, bold)
            sheet = book.add_worksheet(gettext("Projets"))
            _write_labels(sheet, chosen, bold, about.total)
            writers = [_writer(sheet, column.kind, _formats(book)) for column in chosen]
            place = 1
            for batch in batches(selection, decoder(about.language, is_full=is_full)):
                _write_rows(writers, place, [column.values(about.words, batch) for column in chosen])
                place += len(batch)


def _write_about(sheet: Worksheet, about: About, chosen: Sequence[Column], bold: Format) -> None:
    """Label and value on each line, then what each column means."""
    sheet.set_column(0, 0, 38)
    sheet.set_column(1, 1, 100)
    lines = [
        (str(SITE), about.title),
        (gettext("Date d’extraction"), about.day),
        (gettext("Nombre de projets"), about.count),
        *((gettext("Filtre"), words) for words in about.filters or (gettext("aucun filtre"),)),
        *((gettext("Ignoré dans l’adresse"), words) for words in about.ignored),
        (gettext("La même liste sur le site"), about.page),
        (gettext("Licence"), f"{LICENCE}, {LICENCE_ADDRESS}"),
        ("", ""),
        (gettext("Colonne"), gettext("Ce qu’elle contient")),
        *((str(column.label), str(column.meaning)) for column in chosen),
    ]
    for place, (label, value) in enumerate(lines):
        sheet.write_string(place, 0, label, bold)
        sheet.write_string(place, 1, value)


def _write_labels(sheet: Worksheet, chosen: Sequence[Column], bold: Format, rows: int) -> None:
    for place, column in enumerate(chosen):
        sheet.set_column(place, place, _WIDTHS[column.kind])
        sheet.write_string(0, place, str(column.label), bold)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, rows, len(chosen) - 1)


def _formats(book: Workbook) -> dict[Kind, Format]:
    return {
        Kind.DATE: book.add_format({"num_format": "yyyy-mm-dd"}),
        Kind.AMOUNT: book.add_format({"num_format": "#,##0.##"}),
    }


Write = Callable[[int, int, Any], object]


def _writer(sheet: Worksheet, kind: Kind, formats: dict[Kind, Format]) -> Write:
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
        return lambda row, column, value: write_string(row, column, _fitting(value))
    return write_string


@lru_cache(maxsize=16_384)
def _serial(iso: str) -> int:
    """A day as the format counts it."""
    return date.fromisoformat(iso).toordinal() - _DAY_ZERO


def _fitting(text: str) -> str:
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
