"""Opens the index for searching: one snapshot a process, renewed when the follower has committed.

A snapshot never changes: a page that took one sees one state of the catalogue from its first count to its last hit.
"""

import threading
import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from tantivy import Index, Query, Searcher

from atlas.catalogue.index import analysis
from atlas.catalogue.index.once import Once
from atlas.catalogue.index.places import PlaceLabel, place_label
from atlas.catalogue.index.rows import Rows
from atlas.catalogue.index.schema import schema
from atlas.catalogue.index.state import State, read_state, root, state_path

T = TypeVar("T")

CHECK_EVERY = 0.2
"""Seconds between two looks at the state file."""


class IndexUnavailable(Exception):
    """There is no readable index: the follower is building it, or does not run."""


@dataclass(frozen=True)
class Snapshot:
    """The index at one revision of the catalogue. `size`: number of projects."""

    index: Index
    searcher: Searcher
    state: State
    rows: Rows
    kept: Once = field(default_factory=Once, compare=False, repr=False)
    names: dict[int, str] = field(default_factory=dict, compare=False, repr=False)

    def keep(self, key: Hashable, compute: Callable[[], T]) -> T:
        """What `compute` gives, computed once for this revision: threads that ask meanwhile wait for it."""
        return self.kept.get(key, compute)

    @property
    def revision(self) -> int:
        return self.state.revision

    @cached_property
    def size(self) -> int:
        return self.searcher.num_docs

    @cached_property
    def labels(self) -> Mapping[str, tuple[str, str, str]]:
        """French words, English words and parent ("" for none) of each facet value, by `facet:value`."""
        found: dict[str, tuple[str, str, str]] = {}
        # Most used first: while a label is being changed in many sheets, the majority's stays.
        for term, _count in self.searcher.terms_with_prefix("labels", "", filter_query=Query.all_query()):
            value, french, english, parent = term.split("\t")
            found.setdefault(value, (french, english, parent))
        return found

    def organisation_name(self, organisation_id: int) -> str | None:
        """Name of an organisation that a public sheet cites, or None. Kept: many pages show the same few."""
        found = self.names.get(organisation_id)
        if found is None:
            terms = self.searcher.terms_with_prefix(
                "organisations", f"{organisation_id}\t", filter_query=Query.all_query(), limit=1
            )
            if not terms:
                return None
            found = self.names[organisation_id] = terms[0][0].split("\t", 1)[1]
        return found

    @cached_property
    def places(self) -> Mapping[str, PlaceLabel]:
        """Every place with a name, by its code, as most sheets say it."""
        found: dict[str, PlaceLabel] = {}
        for term, _count in self.searcher.terms_with_prefix("place_labels", "", filter_query=Query.all_query()):
            found.setdefault(*place_label(term))
        return found


@dataclass
class _Cache:
    """The process's snapshot, where it was read from, and the file's mark when it was read."""

    path: Path | None = None
    mark: tuple[int, int] | None = None
    checked_at: float = 0.0
    snapshot: Snapshot | None = None


_cache = _Cache()
_lock = threading.Lock()


def snapshot() -> Snapshot:
    """The newest snapshot, at most CHECK_EVERY seconds late. Raises IndexUnavailable."""
    path = state_path()
    current = _cache.snapshot
    if current is not None and _cache.path == path and time.monotonic() - _cache.checked_at < CHECK_EVERY:
        return current
    with _lock:
        _renew(path)
        current = _cache.snapshot
    if current is None:
        raise IndexUnavailable(str(root()))
    return current


def _renew(path: Path) -> None:
    if _cache.path != path:
        _cache.path, _cache.mark, _cache.snapshot = path, None, None
    mark = _mark(path)
    _cache.checked_at = time.monotonic()
    if mark is None:
        _cache.snapshot = None
    elif mark != _cache.mark and (fresh := _open(_cache.snapshot)) is not None:
        # A failed look leaves the former snapshot and its mark: the next look tries again.
        _cache.snapshot, _cache.mark = fresh, mark


def _mark(path: Path) -> tuple[int, int] | None:
    """Changes whenever the file is replaced."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ino


def _open(former: Snapshot | None) -> Snapshot | None:
    state = read_state()
    if state is None:
        return None
    try:
        if former is not None and former.state.folder == state.folder:
            index, rows = former.index, former.rows
        else:
            index = Index.open(str(root() / state.folder))
            if index.schema != schema():
                return None
            analysis.register(index)
            index.config_reader("manual")
            rows = Rows.open(root() / state.folder)
        index.reload()
        return Snapshot(index, index.searcher(), state, rows)
    except (ValueError, OSError):
        return None
