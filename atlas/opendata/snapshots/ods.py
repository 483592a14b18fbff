"""Rows as an OpenDocument spreadsheet (ODF 1.3), streamed into its archive in constant memory.

Two sheets like the XLSX file: what the file is, then the data with types. A cell is a text, a number or a day by its
type, and no formula is ever written, so that nothing typed can be computed. Written by hand: the libraries hold the
whole document in memory.
"""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext, override

from atlas.opendata.columns import Kind
from atlas.opendata.spreadsheet import Book, about_lines, fitting

MIMETYPE: Final = "application/vnd.oasis.opendocument.spreadsheet"
_NAMESPACES: Final = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("meta", "meta"),
        ("fo", "xsl-fo-compatible"),
        ("number", "datastyle"),
    )
)
_MANIFEST: Final = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIMETYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""
_HEAD: Final = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content {_NAMESPACES} office:version="1.3"><office:automatic-styles>
<number:date-style style:name="day"><number:year number:style="long"/><number:text>-</number:text>\
<number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/></number:date-style>
<style:style style:name="date" style:family="table-cell" style:data-style-name="day"/>
<style:style style:name="bold" style:family="table-cell"><style:text-properties fo:font-weight="bold"/></style:style>
</office:automatic-styles><office:body><office:spreadsheet>
"""
_TAIL: Final = "</office:spreadsheet></office:body></office:document-content>"
_NOTHING: Final = "<table:table-cell/>"


def ods(path: Path, book: Book, batches: Iterable[Sequence[Sequence[Any]]], language: str) -> None:
    """Write the file. Each batch: the values of every column, column by column."""
    with override(language), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), MIMETYPE)  # first and not compressed: what tells the format
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr("meta.xml", _meta(book, language))
        with archive.open("content.xml", "w", force_zip64=True) as content:
            for piece in _content(book, batches):
                content.write(piece.encode())


def _meta(book: Book, language: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta {_NAMESPACES}'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"><office:meta>'
        f"<dc:title>{escape(book.title)}</dc:title><dc:language>{language}</dc:language>"
        "</office:meta></office:document-meta>"
    )


def _content(book: Book, batches: Iterable[Sequence[Sequence[Any]]]) -> Iterator[str]:
    yield _HEAD
    yield _table_start(gettext("À propos"), 2)
    yield from (_row([_text(label, "bold"), _text(value)]) for label, value in about_lines(book))
    yield f"</table:table>{_table_start(book.name, len(book.chosen))}<table:table-header-rows>"
    yield _row([_text(str(column.label), "bold") for column in book.chosen])
    yield "</table:table-header-rows>"
    writers = [_WRITERS.get(column.kind, _text) for column in book.chosen]
    for values in batches:
        cells = [list(map(write, some)) for write, some in zip(writers, values, strict=True)]
        yield "".join(map(_row, zip(*cells, strict=True)))
    yield f"</table:table>{_TAIL}"


def _table_start(name: str, columns: int) -> str:
    return f'<table:table table:name={quoteattr(name)}><table:table-column table:number-columns-repeated="{columns}"/>'


def _row(cells: Iterable[str]) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>\n"


def _text(value: str | None, style: str = "") -> str:
    """Lines of a text are paragraphs."""
    if not value:
        return _NOTHING
    styled = f' table:style-name="{style}"' if style else ""
    paragraphs = "".join(f"<text:p>{line}</text:p>" for line in escape(fitting(value)).split("\n"))
    return f'<table:table-cell{styled} office:value-type="string">{paragraphs}</table:table-cell>'


def _number(value: float | str | None) -> str:
    if value is None:
        return _NOTHING
    start = f'<table:table-cell office:value-type="float" office:value="{value}">'
    return f"{start}<text:p>{value}</text:p></table:table-cell>"


def _date(value: str | None) -> str:
    if not value:
        return _NOTHING
    return (
        f'<table:table-cell table:style-name="date" office:value-type="date" office:date-value="{value}">'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


_WRITERS: Final = {Kind.NUMBER: _number, Kind.AMOUNT: _number, Kind.DEGREES: _number, Kind.DATE: _date}
