"""What a file is, by its bytes and never by its name; what no table is, is refused here with a code. Pure.

Nothing is unpacked: archives say their parts and sizes in their directory, and whoever lies there meets the limits of
the process that reads workbooks (`unpacking`).
"""

import re
import zipfile
from pathlib import Path
from typing import Final, Literal

FileKind = Literal["csv", "xlsx", "ods", "xls"]
MOST_BYTES: Final = 50 * 1024 * 1024
MOST_UNPACKED: Final = 512 * 1024 * 1024
"""Bytes that a workbook may say it unpacks to; a million rows of ten columns take about 400 MB."""
MOST_COLUMNS: Final = 400
_HEAD: Final = 64 * 1024
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_ODS: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_MARKUP: Final = re.compile(rb"\s*(<[!?a-z]|%PDF|\{\\rtf)", re.IGNORECASE)
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WIDE_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


class NotATable(ValueError):
    """A file that cannot be read as a table. `code` is worded in `problems.FILE_WORDS`, `detail` fills its text."""

    def __init__(self, code: str, **detail: object) -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


def recognise(path: Path) -> FileKind:
    """The kind of a file. Raises NotATable: empty, too large, of another type, with a password, a bomb."""
    size = path.stat().st_size
    if size == 0:
        raise NotATable("empty")
    if size > MOST_BYTES:
        raise NotATable("too_large", limit=MOST_BYTES // 1024**2)
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(b"PK"):
        return _archive(path)
    if head.startswith(_OLE):
        return _compound(path)
    if not is_text(head):
        raise NotATable("not_a_table")
    return "csv"


def is_text(head: bytes) -> bool:
    """Could these first bytes be lines of text? UTF-16 has its zeros at one side of each pair."""
    if head.startswith(_WIDE_MARKS) or wide_order(head):
        return True
    return not _MARKUP.match(head) and not _CONTROL.search(head)


def wide_order(head: bytes) -> str:
    """`utf-16-le` or `utf-16-be` for UTF-16 without its mark, of which most signs are Latin; else ''."""
    half = len(head) // 2
    if half < 4:
        return ""
    high, low = head[1 : 2 * half : 2].count(0), head[0 : 2 * half : 2].count(0)
    if max(high, low) < 0.7 * half or min(high, low) > 0.05 * half:
        return ""
    return "utf-16-le" if high > low else "utf-16-be"


def _archive(path: Path) -> FileKind:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = {part.filename: part for part in archive.infolist()}
            if sum(part.file_size for part in parts.values()) > MOST_UNPACKED:
                raise NotATable("bomb", limit=MOST_UNPACKED // 1024**2)
            if any(part.flag_bits & 1 for part in parts.values()):
                raise NotATable("password")
            if "xl/workbook.xml" in parts:
                return "xlsx"
            return _open_document(archive, parts)
    except (zipfile.BadZipFile, OSError, OverflowError, NotImplementedError, UnicodeDecodeError) as error:
        raise NotATable("broken") from error


def _open_document(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> FileKind:
    said = _start_of(archive, parts.get("mimetype"))
    if not said.startswith(_ODS):
        raise NotATable("not_a_table")
    if b"encryption-data" in _start_of(archive, parts.get("META-INF/manifest.xml")):
        raise NotATable("password")
    return "ods"


def _start_of(archive: zipfile.ZipFile, part: zipfile.ZipInfo | None) -> bytes:
    if part is None:
        return b""
    with archive.open(part) as content:
        return content.read(_HEAD)


def _compound(path: Path) -> FileKind:
    """Old office files and encrypted new ones share a container, whose directory names its parts in UTF-16."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise NotATable("password")
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return "xls"
    raise NotATable("not_a_table")
