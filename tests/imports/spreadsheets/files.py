"""Files of tables for tests, good and bad."""

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

Rows = Sequence[Sequence[object]]
TWINS = ("Ville française", "Département", "Ville jumelle", "Pays", "Année")


def text(rows: Rows, separator: str = ";") -> str:
    """Rows as CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue()


def write(folder: Path, name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
    """A file with that content."""
    path = folder / name
    path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
    return path


def workbook(path: Path, **sheets: Rows) -> Path:
    """An XLSX file: texts, numbers and nothing else."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    sheet.write(number, place, value)
    return path


_MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">{}</manifest:file-entry>'
    "</manifest:manifest>"
)
_CONTENT = (
    '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
    '<office:spreadsheet><table:table table:name="Feuille">{}</table:table></office:spreadsheet></office:body>'
    "</office:document-content>"
)


def open_document(path: Path, rows: Rows, *, is_encrypted: bool = False) -> Path:
    """An ODS file of texts."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = (f"<table:table-row>{''.join(cell.format(value) for value in row)}</table:table-row>" for row in rows)
    mark = "<manifest:encryption-data/>" if is_encrypted else ""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", _MANIFEST.format(mark))
        archive.writestr("content.xml", _CONTENT.format("".join(lines)))
    return path


_SHEET = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{}</sheetData></worksheet>"
)


def with_sheet(path: Path, data: str, *, padding: int = 0) -> Path:
    """An XLSX whose sheet holds this XML, then so many zeros that compress to nothing."""
    whole = workbook(path.with_suffix(".base"), Feuille=[["x"]])
    with zipfile.ZipFile(whole) as base, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in base.namelist():
            if part != "xl/worksheets/sheet1.xml":
                archive.writestr(part, base.read(part))
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(_SHEET.format(data).encode())
            for _ in range(padding // (1024 * 1024)):
                sheet.write(b" " * 1024 * 1024)
    return path
