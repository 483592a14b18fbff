"""The log of links as each process keeps it: a row a version of a project, a few bytes a link, counted at a date.

Two ways to count. `of`: the links of the projects that a query found, for any filter. `distinct`: of a whole family on
a date, which needs no query: a pass over a million projects in Python would take seconds, so the rows are told apart by
operations on whole columns, and links stand by French authority, each counted in one small set that is gone again.
"""

import threading
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import compress
from pathlib import Path
from typing import Final

from atlas.catalogue.index.links import NAME, LinkedParty, LinkedProject, foreign_of, frames, french_of
from atlas.catalogue.search_values import FAMILIES

FIRST_YEAR: Final = 1900
"""What began before it began in it: a year is kept as one byte."""
LAST_YEAR: Final = FIRST_YEAR + 254
_PAGE: Final = 1_024  # projects whose rows are kept together


@dataclass(frozen=True, slots=True)
class Distinct:
    """The numbers of the French authorities, how many foreign partners, how many pairs of both."""

    french: tuple[int, ...]
    foreign: int
    pairs: int


@dataclass
class _Party:
    """The links of one French authority in one family, in two columns."""

    foreign: "array[int]" = field(default_factory=lambda: array("I"))
    rows: "array[int]" = field(default_factory=lambda: array("I"))


@dataclass
class Links:
    """The links of every project that has a foreign partner, at `revision` of the catalogue.

    `parties` by number: the last record written says what an organisation is.
    """

    folder: Path
    revision: int = -1
    parties: dict[int, LinkedParty] = field(default_factory=dict)
    _read: int = 0
    # By row; row 0 is nobody's. A project that changes gets a new row, its old one is no longer current.
    _current: bytearray = field(default_factory=lambda: bytearray(1))
    _begun: bytearray = field(default_factory=lambda: bytearray(1))
    _over: "array[int]" = field(default_factory=lambda: array("I", [0]))
    _ends: "array[int]" = field(default_factory=lambda: array("I", [0]))
    _held: "array[int]" = field(default_factory=lambda: array("Q"))
    _rows: "dict[int, array[int]]" = field(default_factory=dict)
    _by_french: tuple[dict[int, _Party], ...] = field(default_factory=lambda: tuple({} for _ in FAMILIES))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, projects: Iterable[int]) -> "Iterator[array[int]]":
        """The links of each of these projects that has any."""
        held, ends, pages = self._held, self._ends, self._rows
        for number in projects:
            page = pages.get(number // _PAGE)
            if page is not None and (row := page[number % _PAGE]):
                yield held[ends[row - 1] : ends[row]]

    def distinct(self, family: str, begun_by: int, active_on: int | None = None) -> Distinct:
        """What the projects of a family are linked with that had begun by a year, and were not over on a day.

        `begun_by` from FIRST_YEAR to LAST_YEAR; `active_on` a day_number, null = whatever has become of them.
        """
        with self._lock:
            counts = self._counting(begun_by, active_on).__getitem__
            everyone: set[int] = set()
            french, pairs = [], 0
            for number, party in self._by_french[FAMILIES.index(family)].items():
                found = set(compress(party.foreign, map(counts, party.rows)))
                everyone |= found
                if number and found:
                    french.append(number)
                    pairs += len(found)
        return Distinct(tuple(french), len(everyone), pairs)

    def _counting(self, begun_by: int, active_on: int | None) -> bytes:
        """1 by row that counts, else 0."""
        columns: list[bytes | bytearray] = [self._current, self._begun.translate(_up_to(begun_by))]
        if active_on is not None:
            columns.append(bytes(map(active_on.__lt__, self._over)))
        return _all_of(columns)

    def read_on(self, revision: int) -> "Links":
        """Read what was appended up to a revision. A frame that is not whole yet is left for the next time."""
        with self._lock, (self.folder / NAME).open("rb") as file:
            file.seek(self._read)
            for frame, end in frames(file):
                if frame.revision > revision:
                    break
                self.parties.update(frame.parties)
                for project in frame.projects:
                    self._add(project)
                self.revision, self._read = frame.revision, end
        return self

    def _add(self, project: LinkedProject) -> None:
        page = self._rows.setdefault(project.id // _PAGE, array("I", bytes(_PAGE * array("I").itemsize)))
        place = project.id % _PAGE
        self._current[page[place]] = 0
        page[place] = 0
        if project.links:
            self._held.extend(project.links)
            self._ends.append(len(self._held))
            self._current.append(1)
            self._begun.append(min(max(project.begun - FIRST_YEAR, 0), 255))
            self._over.append(project.over)
            page[place] = len(self._over) - 1
            self._sort_in(project, page[place])

    def _sort_in(self, project: LinkedProject, row: int) -> None:
        parties = self._by_french[project.family]
        for link in project.links:
            french = french_of(link)
            if (party := parties.get(french)) is None:
                party = parties[french] = _Party()
            party.foreign.append(foreign_of(link))
            party.rows.append(row)


@cache
def _up_to(year: int) -> bytes:
    """A table of all bytes: 1 for the years up to this one."""
    return bytes(byte <= year - FIRST_YEAR for byte in range(256))


def _all_of(columns: Iterable[bytes | bytearray]) -> bytes:
    """1 where every column has one: whole columns at a time, as one large number each."""
    first, *others = columns
    found = int.from_bytes(first, "little")
    for column in others:
        found &= int.from_bytes(column, "little")
    return found.to_bytes(len(first), "little")


_lock = threading.Lock()
_last: dict[Path, Links] = {}


def links_of(folder: Path, revision: int) -> Links:
    """The links of an index folder up to a revision, read on from where this process stopped."""
    with _lock:
        if folder not in _last:
            _last.clear()
            _last[folder] = Links(folder)
        found = _last[folder]
    return found.read_on(revision)
