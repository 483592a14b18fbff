"""Files and folders of old pages: found, read and parsed, many of them on all cores.

Imports no model: processes that read pages start without the database.
"""

import os
import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from multiprocessing import get_context
from multiprocessing.pool import AsyncResult, Pool
from pathlib import Path

from atlas.imports.items import Refused
from atlas.memory import collect_seldom
from atlas.organisations.names import parse_name
from atlas.projects.packing import Packed, pack
from atlas.reference.match import match_key

from .parse import parse_bytes
from .sheet import LegacySheet, NotASheet
from .vocabulary import Vocabulary

# The old identifier in a file's name: « 12480_title.html », « sheet_12480.txt », « …html?criteres.prjId=12480 ».
_ID_IN_NAME = re.compile(r"prjId=(\d{1,9})(?!\d)|^(\d{1,9})(?!\d)|(?:^|[_-])(\d{1,9})$", re.IGNORECASE)

WORTH_A_PROCESS = 400
"""Files from which starting other processes pays."""
CHUNK = 20
AHEAD = 8
"""Chunks that a process may be ahead of the writer: memory stays the same whatever the number of files."""


@dataclass(frozen=True)
class ReadPage:
    """A page that was read: the sheet, and what it came as. Packed where it was read, on another core than the rest."""

    name: str
    raw: bytes
    sheet: LegacySheet
    packed: Packed = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "packed", pack(self.raw))

    @property
    def key(self) -> str:
        """The old identifier; the content itself when the page does not say it (D3.9)."""
        if self.sheet.legacy_prj_id is not None:
            return f"prj:{self.sheet.legacy_prj_id}"
        return f"hash:{self.packed.content_hash}"


def files_under(paths: Iterable[Path]) -> list[Path]:
    """Every file named, and every file of every folder named, in a stable order. Hidden files are left out."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
            found.extend(sorted(inside))
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def id_in_name(path: Path) -> int | None:
    """The old identifier that a file's name says, if any."""
    match = _ID_IN_NAME.search(path.name) or _ID_IN_NAME.search(path.stem)
    return int(next(filter(None, match.groups()))) if match else None


@dataclass(frozen=True)
class Reader:
    """What reading a page needs; travels to the processes that read."""

    vocabulary: Vocabulary
    today: date
    known_names: Collection[str]
    """Match keys of every name in the register (`NameIndex.keys`)."""

    def read(self, path: Path) -> ReadPage | Refused:
        """One file as a page, or as refused with the reason."""
        try:
            raw = path.read_bytes()
        except OSError as error:
            return Refused(str(path), b"", "unreadable", error.strerror or str(error))
        try:
            sheet = parse_bytes(
                raw,
                vocabulary=self.vocabulary,
                today=self.today,
                legacy_prj_id=id_in_name(path),
                is_known_name=self._knows,
            )
        except NotASheet as error:
            return Refused(str(path), raw, error.code, error.message)
        return ReadPage(str(path), raw, sheet)

    def _knows(self, name: str) -> bool:
        return match_key(name) in self.known_names or parse_name(name).bare in self.known_names


def read_pages(files: Sequence[Path], reader: Reader) -> Iterator[ReadPage | Refused]:
    """Each file in turn; one bad file never stops the others. Many files are read beside, on the other cores."""
    workers = (os.cpu_count() or 1) - 1
    if len(files) < WORTH_A_PROCESS or not workers:
        yield from map(reader.read, files)
        return
    with get_context("spawn").Pool(workers, initializer=_remember, initargs=(reader,)) as pool:
        yield from _read_ahead(pool, files, workers)


def _read_ahead(pool: Pool, files: Sequence[Path], workers: int) -> Iterator[ReadPage | Refused]:
    """Pages in the files' order. Reading is faster than writing: it stays a few chunks ahead and no more."""
    waiting: deque[AsyncResult[list[ReadPage | Refused]]] = deque()
    for start in range(0, len(files), CHUNK):
        waiting.append(pool.apply_async(_read, (files[start : start + CHUNK],)))
        if len(waiting) > AHEAD * workers:
            yield from waiting.popleft().get()
    while waiting:
        yield from waiting.popleft().get()


_reader: list[Reader] = []


def _remember(reader: Reader) -> None:
    """In a reading process: what every page needs, sent once."""
    _reader[:] = [reader]
    collect_seldom()


def _read(paths: Sequence[Path]) -> list[ReadPage | Refused]:
    return [_reader[0].read(path) for path in paths]
