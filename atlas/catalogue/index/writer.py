"""Writes the index: whole from the records, or change by change. One process at a time (follow.py holds the lock)."""

import shutil
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from tantivy import Index, IndexWriter, Query

from atlas.catalogue.index import analysis
from atlas.catalogue.index.document import document
from atlas.catalogue.index.links import LinkLog
from atlas.catalogue.index.rows import NAME as ROWS
from atlas.catalogue.index.rows import RowFile, is_overgrown
from atlas.catalogue.index.schema import schema
from atlas.catalogue.index.state import State, locked, read_state, root, write_state
from atlas.catalogue.record import PublicProject
from atlas.memory import collected_seldom

_BUILD_MEMORY = 300_000_000
_CHANGE_MEMORY = 30_000_000
"""Bytes that the writer may fill before it writes a segment, for a whole build and for changes. Fewer segments have to
be merged: 300 MB instead of 128 build an index in 8 % less time, 500 MB do not do better."""


class OutOfService(Exception):
    """Another process has put another index folder in service."""


@dataclass
class OpenIndex:
    """An index open for changes. `state`: as it is written down."""

    state: State
    writer: IndexWriter
    links: LinkLog
    rows: RowFile

    @property
    def folder(self) -> str:
        return self.state.folder

    @property
    def revision(self) -> int:
        return self.state.revision

    @property
    def is_overgrown(self) -> bool:
        """Its rows want a whole new index."""
        return is_overgrown(self.rows.end, self.state.rows)


def build(records: Iterable[PublicProject], *, revision: int) -> State:
    """Make a new index of `records` in a new folder and put it in service. `revision`: read before the records.

    The index in service stays in use meanwhile. A second build waits for the first.
    """
    folder = f"index-{uuid.uuid4().hex[:12]}"
    with locked(root() / "build.lock"):
        path = root() / folder
        path.mkdir(parents=True)
        rows = _fill(path, LinkLog(path).follow(records, revision))
        state = State(folder=folder, revision=revision, rows=rows)
        write_state(state, replacing=None)
    return state


def _fill(path: Path, records: Iterable[PublicProject]) -> int:
    """Bytes of the rows."""
    index = Index(schema(), str(path), reuse=False)
    analysis.register(index)
    writer, rows = index.writer(_BUILD_MEMORY, num_threads=2), RowFile.open(path)
    with collected_seldom():
        for record in records:
            writer.add_document(document(record, rows))
    rows.keep()
    writer.commit()
    writer.wait_merging_threads()
    return rows.end


def open_index(state: State) -> OpenIndex:
    """Open the index in service for changes. Raises ValueError or OSError when it cannot be read.

    Also when its rows want a whole new index.
    """
    if is_overgrown((root() / state.folder / ROWS).stat().st_size, state.rows):
        raise ValueError("more than half of its rows may have been replaced")
    index = Index.open(str(root() / state.folder))
    if index.schema != schema():
        raise ValueError("the index was written with another schema")
    analysis.register(index)
    folder = root() / state.folder
    writer = index.writer(_CHANGE_MEMORY, num_threads=1)
    return OpenIndex(state, writer, LinkLog.open(folder), RowFile.open(folder))


def apply(opened: OpenIndex, *, records: Iterable[PublicProject], gone: Collection[int], revision: int) -> None:
    """Replace or add `records`, remove the projects `gone`, commit, and say that the index holds `revision`.

    Applying the same changes twice gives the same index: a process killed between commit and state repeats them.
    """
    changed = list(records)
    ids = [record.id for record in changed] + list(gone)
    # By query: deleting by a term of a number field silently finds nothing in tantivy 0.27.
    opened.writer.delete_documents_by_query(Query.term_set_query(schema(), "project", ids))
    for record in changed:
        opened.writer.add_document(document(record, opened.rows))
    opened.rows.keep()
    opened.links.append(changed, gone, revision)
    opened.writer.commit()
    opened.state = State(folder=opened.folder, revision=revision, rows=opened.state.rows)
    if not write_state(opened.state, replacing=opened.folder):
        raise OutOfService(opened.folder)


def remove_old_folders() -> None:
    """Delete index folders that are out of service, unless one is being built. Open readers keep their files."""
    with locked(root() / "build.lock", wait=False) as is_free:
        state = read_state()
        for path in root().glob("index-*"):
            if is_free and (state is None or path.name != state.folder):
                shutil.rmtree(path, ignore_errors=True)
