"""Workbooks as Excel wrote them from 1997 to 2003 (BIFF8 in a compound file), by hand: no library that is looked after
writes them any more. Texts and numbers of one sheet, and what a reader needs to find them.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

from tests.imports.spreadsheets.files import Rows

SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_LARGE = 4_096
"""Bytes from which a stream has sectors of its own."""
_GLOBALS, _WORKSHEET = 0x0005, 0x0010


def old_workbook(path: Path, rows: Rows, *, sheet: str = "Feuille") -> Path:
    """An XLS file."""
    path.write_bytes(_compound(_stream(rows, sheet)))
    return path


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _beginning(substream: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, substream, 0x0DBB, 0x07CC, 0, 6))


def _stream(rows: Rows, sheet: str) -> bytes:
    """The globals, which say where the sheet begins, and the sheet."""
    end = _record(0x000A, b"")
    name = struct.pack("<BB", len(sheet), 1) + sheet.encode("utf-16-le")
    first = _beginning(_GLOBALS) + _record(0x0042, struct.pack("<H", 1200))
    place = len(first) + 4 + 6 + len(name) + len(end)
    globals_ = first + _record(0x0085, struct.pack("<IBB", place, 0, 0) + name) + end
    return globals_ + _beginning(_WORKSHEET) + b"".join(_cells(rows)) + end


def _cells(rows: Rows) -> Iterator[bytes]:
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            at = struct.pack("<HHH", row, column, 0)
            if isinstance(value, int | float):
                yield _record(0x0203, at + struct.pack("<d", value))
            else:
                text = str(value)
                yield _record(0x0204, at + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))


def _compound(stream: bytes) -> bytes:
    """One stream in a compound file: header, its table of sectors, its directory, the stream."""
    size = max(len(stream), _LARGE)
    sectors = -(-size // SECTOR)
    chain = [_FAT, _END, *range(3, 2 + sectors), _END]
    table = struct.pack("<128I", *chain, *[_FREE] * (128 - len(chain)))
    directory = _entry("Root Entry", 5, child=1, start=_END, size=0) + _entry("Workbook", 2, start=2, size=size)
    header = (
        bytes.fromhex("d0cf11e0a1b11ae1")
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
        + struct.pack("<IIIIIIIII", 0, 1, 1, 0, _LARGE, _END, 0, _END, 0)
        + struct.pack("<109I", 0, *[_FREE] * 108)
    )
    return header + table + directory.ljust(SECTOR, b"\0") + stream.ljust(sectors * SECTOR, b"\0")


def _entry(name: str, kind: int, *, start: int, size: int, child: int = _FREE) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    links = struct.pack("<HBBIII", len(text), kind, 1, _FREE, _FREE, child)
    return text.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)
