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
from atlas.catalogue.index.schema import schema
from atlas.catalogue.index.state import State, locked, read_state, root, write_state
from atlas.catalogue.record import PublicProject

_BUILD_MEMORY = 128_000_000
_CHANGE_MEMORY = 30_000_000
"""Bytes that the writer may fill before it writes a segment, for a whole build and for changes. More does not help:
with 600 MB a million projects took the same 494 s, and 3.4 GB at the end."""


class OutOfService(Exception):
    """Another process has put another index folder in service."""


@dataclass
class OpenIndex:
    """An index open for changes. `revision`: the last change of the catalogue that it holds."""

    folder: str
    revision: int
    writer: IndexWriter
    links: LinkLog


def build(records: Iterable[PublicProject], *, revision: int) -> State:
    """Make a new index of `records` in a new folder and put it in service. `revision`: read before the records.

    The index in service stays in use meanwhile. A second build waits for the first.
    """
    state = State(folder=f"index-{uuid.uuid4().hex[:12]}", revision=revision)
    with locked(root() / "build.lock"):
        path = root() / state.folder
        path.mkdir(parents=True)
        _fill(path, LinkLog(path).follow(records, revision))
        write_state(state, replacing=None)
    return state


def _fill(path: Path, records: Iterable[PublicProject]) -> None:
    index = Index(schema(), str(path), reuse=False)
    analysis.register(index)
    writer = index.writer(_BUILD_MEMORY, num_threads=2)
    for record in records:
        writer.add_document(document(record))
    writer.commit()
    writer.wait_merging_threads()


def open_index(state: State) -> OpenIndex:
    """Open the index in service for changes. Raises ValueError or OSError when it cannot be read."""
    index = Index.open(str(root() / state.folder))
    if index.schema != schema():
        raise ValueError("the index was written with another schema")
    analysis.register(index)
    links = LinkLog.open(root() / state.folder)
    return OpenIndex(state.folder, state.revision, index.writer(_CHANGE_MEMORY, num_threads=1), links)


def apply(opened: OpenIndex, *, records: Iterable[PublicProject], gone: Collection[int], revision: int) -> None:
    """Replace or add `records`, remove the projects `gone`, commit, and say that the index holds `revision`.

    Applying the same changes twice gives the same index: a process killed between commit and state repeats them.
    """
    changed = list(records)
    ids = [record.id for record in changed] + list(gone)
    # By query: deleting by a term of a number field silently finds nothing in tantivy 0.27.
    opened.writer.delete_documents_by_query(Query.term_set_query(schema(), "project", ids))
    for record in changed:
        opened.writer.add_document(document(record))
    opened.links.append(changed, gone, revision)
    opened.writer.commit()
    opened.revision = revision
    if not write_state(State(folder=opened.folder, revision=revision), replacing=opened.folder):
        raise OutOfService(opened.folder)


def remove_old_folders() -> None:
    """Delete index folders that are out of service, unless one is being built. Open readers keep their files."""
    with locked(root() / "build.lock", wait=False) as is_free:
        state = read_state()
        for path in root().glob("index-*"):
            if is_free and (state is None or path.name != state.folder):
                shutil.rmtree(path, ignore_errors=True)
