"""Projects by filter value and by frequent word, as sets of their numbers: for the counts of pages that many match.

A search engine counts by walking through what matches: at 1,000,000 projects, 35 ms for a page that half of them match.
What two sets have in common is counted 64 projects at a time: 9 ms for all facets of that page (ADR 19). So the
follower keeps a file of sets beside the index (sets_writer.py), and each process reads it here.

The file is of some revision, the index is at a later one. Projects changed in between are in no set: the index itself
counts them. Not for ranking, and not for what no set is kept of: then there is no answer, and the index counts alone.
"""

import os
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec
from pyroaring import BitMap

from atlas.catalogue.index.facets import COLUMNS, TERMS
from atlas.catalogue.index.links import NAME as LINKS
from atlas.catalogue.index.links import frames
from atlas.catalogue.index.once import Once

NAME: Final = "sets"
LOOK_EVERY: Final = 0.5
"""Seconds between two looks whether the follower has written the file anew."""
MOST_CHANGED: Final = 0.002
FEW: Final = 200
"""Up to so many changed projects, or this share of all, the index counts them beside the sets at next to no cost."""
WORDS_KEPT: Final = 48
"""Sets of words that each process keeps in memory, the last ones asked for: up to 128 kB each."""

FACETS: Final = frozenset((*TERMS, *(facet for facets in COLUMNS.values() for facet in facets)))

Clause = tuple[str, ...] | range
"""Projects in one of the sets of these names, or of these start years."""
Recipe = Sequence[Clause]
"""Projects that every clause holds; of all of them for none."""


WORD: Final = "stem"
YEAR: Final = "year"


def word_set(stem: str) -> str:
    """Name of the set of a stem. The set of a filter's value is named as its term, `facet:value`."""
    return f"{WORD}:{stem}"


def year_set(year: int) -> str:
    """Name of the set of a start year."""
    return f"{YEAR}:{year}"


class Contents(msgspec.Struct, frozen=True, array_like=True):
    """What stands at the end of the file.

    `log`: bytes of the log of links when it was written; `places`: offset and length of each set, by its name.
    """

    revision: int
    size: int
    log: int
    places: dict[str, tuple[int, int]]


LENGTH: Final = 8  # the last bytes of the file say how long the contents are
contents_encoder: Final = msgspec.msgpack.Encoder()
_contents_decoder = msgspec.msgpack.Decoder(Contents)


@dataclass
class SetsFile:
    """An open file of sets. It stays readable when another has taken its place."""

    handle: int
    contents: Contents

    @classmethod
    def open(cls, path: Path) -> "SetsFile":
        """Raises OSError when there is none, ValueError when it is not whole."""
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            end = max(os.fstat(handle).st_size - LENGTH, 0)
            length = min(int.from_bytes(os.pread(handle, LENGTH, end), "big"), end)
            return cls(handle, _contents_decoder.decode(os.pread(handle, length, end - length)))
        except (msgspec.DecodeError, OSError) as problem:
            os.close(handle)
            raise ValueError(f"{path} is not a file of sets") from problem

    def __del__(self) -> None:
        os.close(self.handle)

    def read(self, name: str) -> BitMap | None:
        """The set of this name, null when none is kept."""
        place = self.contents.places.get(name)
        return BitMap.deserialize(os.pread(self.handle, place[1], place[0])) if place else None


@dataclass
class Sets:
    """One file's sets in this process, and the projects that `changed` since. Threads share it.

    `kept`: what a process makes of the sets once, for as long as it has them.
    """

    file: SetsFile
    log: Path
    by_facet: Mapping[str, Mapping[str, BitMap]]
    changed: BitMap = field(default_factory=BitMap)
    kept: Once = field(default_factory=lambda: Once(most=2))
    _followed: int = -1
    _read: int = 0
    _words: dict[str, BitMap] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def of(cls, file: SetsFile, folder: Path) -> "Sets":
        """Reads the sets of all facets; those of words and years are read when they are asked for."""
        found: dict[str, dict[str, BitMap]] = {facet: {} for facet in FACETS}
        for name in file.contents.places:
            facet, _, value = name.partition(":")
            if facet in found:
                found[facet][value] = file.read(name) or BitMap()
        contents = file.contents
        return cls(file, folder / LINKS, found, _followed=contents.revision, _read=contents.log)

    @property
    def revision(self) -> int:
        return self.file.contents.revision

    def follow(self, revision: int) -> bool:
        """Read which projects changed up to a revision. False when they are too many to be counted apart.

        Those of a later revision do no harm: whoever counts asks the index about every changed project.
        """
        if revision > self._followed:
            with self._lock:
                fresh, self._read = changed_after(self.log, self._read, revision)
                self.changed = self.changed | fresh
                self._followed = max(revision, self._followed)
        return len(self.changed) <= max(FEW, int(self.file.contents.size * MOST_CHANGED))

    def matching(self, recipe: Recipe) -> BitMap | None:
        """The projects, none of the changed ones among them; null when a set is not kept, or for no clause at all."""
        found: BitMap | None = None
        for clause in recipe:
            one = self._clause(clause)
            if one is None:
                return None
            found = one if found is None else found & one
        return found - self.changed if found is not None and self.changed else found

    def counts(self, facet: str, projects: BitMap) -> dict[str, int]:
        """How many of `projects` have each value of a facet; values of none are left out."""
        common = projects.intersection_cardinality
        return {value: number for value, kept in self.by_facet[facet].items() if (number := common(kept))}

    def _clause(self, clause: Clause) -> BitMap | None:
        names = tuple(map(year_set, clause)) if isinstance(clause, range) else clause
        parts = [one for name in names if (one := self._set(name)) is not None]
        if len(parts) < len(names):
            return None
        return parts[0] if len(parts) == 1 else BitMap.union(BitMap(), *parts)

    def _set(self, name: str) -> BitMap | None:
        kind, _, value = name.partition(":")
        if kind in self.by_facet:
            return self.by_facet[kind].get(value, _NOBODY)
        found = self._words.get(name)
        if found is None:
            found = self.file.read(name)
            if found is None:
                return _NOBODY if kind == YEAR else None
            if len(self._words) >= WORDS_KEPT:
                self._words.clear()
            self._words[name] = found
        return found


_NOBODY: Final = BitMap()


def changed_after(log: Path, place: int, revision: int) -> tuple[BitMap, int]:
    """Projects that the log of links names from `place` on, up to a revision, and the place where that ends."""
    changed = BitMap()
    with log.open("rb") as file:
        file.seek(place)
        for frame, end in frames(file):
            if frame.revision > revision:
                break
            changed.update(project.id for project in frame.projects)
            place = end
    return changed, place


@dataclass
class _Cache:
    """The process's sets, the mark of the file that they come from, and when it was last looked for."""

    folder: Path | None = None
    mark: tuple[int, int] | None = None
    looked_at: float = 0.0
    sets: Sets | None = None


_cache = _Cache()
_lock = threading.Lock()


def sets_of(folder: Path, revision: int) -> Sets | None:
    """The sets of an index folder with what changed up to a revision; null when they are not there or far behind."""
    with _lock:
        if _cache.folder != folder or time.monotonic() - _cache.looked_at >= LOOK_EVERY:
            _look(folder)
        found = _cache.sets
    return found if found is not None and found.revision <= revision and found.follow(revision) else None


def _look(folder: Path) -> None:
    path = folder / NAME
    _cache.looked_at = time.monotonic()
    try:
        status = path.stat()
        mark = status.st_mtime_ns, status.st_ino
        if (_cache.folder, _cache.mark) != (folder, mark):
            _cache.sets = Sets.of(SetsFile.open(path), folder)
            _cache.folder, _cache.mark = folder, mark
    except (OSError, ValueError):
        _cache.folder, _cache.mark, _cache.sets = folder, None, None
