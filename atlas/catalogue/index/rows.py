"""What result lists show, one row a sheet, in a file beside the index; the index itself only knows where each row is.

An engine that maps its files counts every page of them that was once read as memory of the process: at 1,000,000 sheets
1.7 GB for twenty rows at a time (ADR 33). Here a row is read when it is shown, by its place. Rows are only ever added:
one that is replaced stays where it was until the next whole build, so that readers of any revision find their own.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

NAME: Final = "rows"
_LENGTH_BITS: Final = 26
_LONGEST: Final = (1 << _LENGTH_BITS) - 1
"""Bytes of the longest row, 64 MiB; what is left of 64 bits gives the file 256 GiB."""

ROOM: Final = 256 * 2**20
"""Bytes of replaced rows that do no harm whatever the size of the rest."""

_PIECE: Final = 4 * 2**20  # bytes that are held before they are written


def is_overgrown(length: int, built: int) -> bool:
    """Whether replaced rows may be half of a file of `length` bytes or more; `built`: its bytes when it had none."""
    return length > 2 * built + ROOM


@dataclass
class RowFile:
    """The file as its writer sees it. `end`: its length with all that was added, written already or `held`."""

    path: Path
    end: int
    held: list[bytes] = field(default_factory=list)
    size: int = 0  # bytes held

    @classmethod
    def open(cls, folder: Path) -> "RowFile":
        """Adds behind what is there: what a writer that was killed left behind is never read. Raises OSError."""
        path = folder / NAME
        path.touch()
        return cls(path, path.stat().st_size)

    def add(self, content: bytes) -> int:
        """The place of a row. Nothing may be told of the place before `keep`. Raises ValueError, OSError."""
        if len(content) > _LONGEST:
            raise ValueError("a row of more than 64 MiB")
        place = self.end << _LENGTH_BITS | len(content)
        self.held.append(content)
        self.end, self.size = self.end + len(content), self.size + len(content)
        if self.size >= _PIECE:
            self._write()
        return place

    def keep(self) -> None:
        """Have all that was added on the disk: before the commit of an index that knows the places."""
        self._write(is_last=True)

    def _write(self, *, is_last: bool = False) -> None:
        with self.path.open("ab") as file:
            file.writelines(self.held)
            if is_last:
                file.flush()
                os.fsync(file.fileno())
        self.held, self.size = [], 0


@dataclass
class Rows:
    """The file open for reading, for as long as somebody holds this."""

    handle: int

    @classmethod
    def open(cls, folder: Path) -> "Rows":
        """Raises OSError when there is none."""
        return cls(os.open(folder / NAME, os.O_RDONLY | os.O_CLOEXEC))

    def read(self, place: int) -> bytes:
        """The row at a place that `RowFile.add` gave."""
        return os.pread(self.handle, place & _LONGEST, place >> _LENGTH_BITS)

    def __del__(self) -> None:
        os.close(self.handle)
