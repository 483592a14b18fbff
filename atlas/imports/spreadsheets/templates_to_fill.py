"""A table to fill in, as CSV or XLSX: the columns of a kind, one example row, and in XLSX what each column holds."""

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import xlsxwriter
from django.utils.translation import gettext

from .columns import COLUMNS, TableKind
from .vocabulary import VALUES

MARK: Final = "\ufeff"


def csv_template(kind: str) -> bytes:
    """UTF-8 with a mark and semicolons, as spreadsheet programs of French computers open it."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(_rows(kind))
    return f"{MARK}{out.getvalue()}".encode()


def _rows(kind: str) -> list[list[str]]:
    columns = COLUMNS[kind]
    return [[str(column.label) for column in columns], [column.example for column in columns]]


def xlsx_template(kind: str) -> bytes:
    """The table on the first sheet, the explanations on the second."""
    with TemporaryDirectory(prefix="atlas-") as folder:
        path = Path(folder) / "template.xlsx"
        with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            bold = book.add_format({"bold": True})
            wrap = book.add_format({"text_wrap": True, "valign": "top"})
            book.set_properties({"title": str(TableKind(kind).label)})
            table = book.add_worksheet(str(TableKind(kind).label))
            for line, row in enumerate(_rows(kind)):
                for place, text in enumerate(row):
                    table.write_string(line, place, text, None if line else bold)
            table.set_column(0, len(COLUMNS[kind]) - 1, 22)
            table.freeze_panes(1, 0)
            notes = book.add_worksheet(gettext("Explications"))
            notes.set_column(0, 0, 34)
            notes.set_column(1, 1, 14)
            notes.set_column(2, 3, 70)
            for line, row in enumerate(_explained(kind)):
                for place, text in enumerate(row):
                    notes.write_string(line, place, text, wrap if line else bold)
        return path.read_bytes()


def _explained(kind: str) -> list[list[str]]:
    rows = [[gettext("Nom de la colonne"), gettext("Obligatoire"), gettext("Contenu"), gettext("Valeurs possibles")]]
    for column in COLUMNS[kind]:
        is_required = gettext("oui") if column.is_required else ""
        values = ", ".join(str(one.label) for one in VALUES.get(column.key, ()))
        rows.append([str(column.label), is_required, str(column.meaning), values])
    return rows
