"""Keeps this machine's index equal to the catalogue: builds it when it is missing, then follows the change log.

One process a machine (`manage.py follow_catalogue`). It may be killed at any moment: what it had not recorded as done,
it does again, with the same result.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from atlas.catalogue import actions, record
from atlas.catalogue.index import sets_writer, writer
from atlas.catalogue.index.state import State, locked, read_state, root
from atlas.catalogue.models import Change, ProjectRecord, Revision

POLL_EVERY = 0.3
"""Seconds between two looks at the change log. A page shows a change within this + a commit + reader.CHECK_EVERY."""

MANY, WHILE_MANY = 100, 0.7
"""From so many changes at one look somebody is writing many: the next look waits so many seconds. Few large commits
cost the index a quarter less than many small ones."""

BATCH = 1_000
TOO_FAR_BEHIND = 0.5
"""Share of the records that have changed from which a whole new index is faster than the changes."""

SETS_EVERY = 10.0
"""Seconds between two beginnings to write the sets of the index: what changed meanwhile is counted by the index."""

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 10.0

log = logging.getLogger(__name__)


class AlreadyFollowed(Exception):
    """Another process of this machine follows the catalogue."""


class Stopped(Exception):
    """The process was asked to stop while it built an index."""


@dataclass
class Follower:
    """The index as this process keeps it; `opened` is null until it is open. `stop` ends a build midway."""

    opened: writer.OpenIndex | None = None
    stop: threading.Event = field(default_factory=threading.Event)

    def run_once(self) -> int:
        """Apply what changed since the last run, at most BATCH changes. Returns how many log lines were read."""
        if self.opened is None:
            self.opened = _open_or_rebuild(self.stop)
        changes = _changes_after(self.opened.revision)
        if changes:
            self._apply(changes)
        return len(changes)

    def _apply(self, changes: Sequence[tuple[int, int]]) -> None:
        assert self.opened is not None  # noqa: S101  (run_once opened it)
        ids = sorted({project_id for _, project_id in changes})
        records = [record.decode(data) for data in _data_of(ids)]
        gone = set(ids) - {one.id for one in records}
        try:
            writer.apply(self.opened, records=records, gone=gone, revision=changes[-1][0])
        except (writer.OutOfService, ValueError, OSError) as problem:
            # Another process put a new index in service, or this one can no longer be written: open what is there.
            log.warning("The index is opened again: %s", problem)
            self.opened = None
        else:
            if self.opened.is_overgrown:
                self.opened = None  # opening it says why it is built again


@dataclass
class SetsKeeper:
    """Has the sets of the index written beside the following: at 1,000,000 projects all of them take a minute."""

    stop: threading.Event
    started_at: float = float("-inf")
    thread: threading.Thread | None = None

    def tend(self, opened: writer.OpenIndex) -> None:
        """Begin to write the sets anew when they are late, and the last time is long enough ago."""
        is_busy = self.thread is not None and self.thread.is_alive()
        folder = root() / opened.folder
        if (
            is_busy
            or time.monotonic() - self.started_at < SETS_EVERY
            or not sets_writer.is_due(folder, opened.revision)
        ):
            return
        self.started_at = time.monotonic()
        moment = sets_writer.Moment.now(folder, opened.revision)
        self.thread = threading.Thread(target=self._write, args=(moment,), name="sets")
        self.thread.start()

    def join(self) -> None:
        """Wait for the end of what is being written; `stop` ends it within a set."""
        if self.thread is not None:
            self.thread.join()

    def _write(self, moment: sets_writer.Moment) -> None:
        try:
            sets_writer.write(moment, self.stop)
        except (OSError, ValueError) as problem:  # the folder went out of service, the disk is full
            log.warning("The sets of the index could not be written: %s", problem)


def follow(stop: threading.Event) -> None:
    """Follow the change log until `stop` is set. Raises AlreadyFollowed."""
    with locked(root() / "follower.lock", wait=False) as is_mine:
        if not is_mine:
            raise AlreadyFollowed
        follower, sets = Follower(stop=stop), SetsKeeper(stop)
        try:
            _patiently(actions.reconcile, stop)
            while not stop.is_set():
                read = _patiently(follower.run_once, stop)
                if read < MANY and follower.opened is not None:
                    sets.tend(follower.opened)
                if read < BATCH:
                    stop.wait(WHILE_MANY if read >= MANY else POLL_EVERY)
        except Stopped:
            log.info("Stopped while the index was being built: the next start builds it.")
        finally:
            stop.set()
            sets.join()


def _patiently(work: Callable[[], int], stop: threading.Event) -> int:
    """What `work` returns, tried again with growing pauses while the database is locked or away. Raises Stopped."""
    pause = _FIRST_PAUSE
    while not stop.is_set():
        try:
            found = work()
        except (DatabaseError, InterfaceError) as problem:
            log.warning("The database does not answer, next try in %.1f s: %s", pause, problem)
            connection.close()
            stop.wait(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
        else:
            close_old_connections()
            return found
    raise Stopped


def rebuild(records: Iterable[record.PublicProject] | None = None) -> State:
    """A new index from every record, put in service when it is whole. `records`: all of them, when already at hand."""
    # The revision is read before the records: what changes while they are read is applied again afterwards.
    revision = catalogue_revision()
    return writer.build(all_records() if records is None else records, revision=revision)


def all_records() -> Iterator[record.PublicProject]:
    """Every public record, in batches by id: constant memory, no long transaction."""
    last = -1
    while batch := list(
        ProjectRecord.objects.filter(project_id__gt=last)
        .order_by("project_id")
        .values_list("project_id", "data")[:BATCH]
    ):
        yield from (record.decode(data) for _, data in batch)
        last = batch[-1][0]


def catalogue_revision() -> int:
    """The number of the catalogue's last change, 0 before the first."""
    return Revision.objects.values_list("number", flat=True).first() or 0


def _open_or_rebuild(stop: threading.Event) -> writer.OpenIndex:
    state = read_state()
    if state is not None and not _is_too_old(state):
        try:
            opened = writer.open_index(state)
        except (ValueError, OSError) as problem:
            log.warning("The index cannot be read and is built again: %s", problem)
        else:
            writer.remove_old_folders()
            return opened
    opened = writer.open_index(rebuild(_until(stop, all_records())))
    writer.remove_old_folders()
    return opened


def _until(stop: threading.Event, records: Iterable[record.PublicProject]) -> Iterator[record.PublicProject]:
    for one in records:
        if stop.is_set():
            raise Stopped
        yield one


def _is_too_old(state: State) -> bool:
    """An index of another database (ahead of this catalogue), or so late that building is faster than following."""
    revision = catalogue_revision()
    behind = Change.objects.filter(revision__gt=state.revision).count() if revision > state.revision else 0
    return state.revision > revision or behind > max(BATCH, ProjectRecord.objects.count() * TOO_FAR_BEHIND)


def _changes_after(revision: int) -> list[tuple[int, int]]:
    """(revision, project id) of the next changes, oldest first."""
    found = Change.objects.filter(revision__gt=revision).order_by("revision")
    return list(found.values_list("revision", "project_id")[:BATCH])


def _data_of(project_ids: Sequence[int]) -> list[str]:
    found = ProjectRecord.objects.filter(project_id__in=project_ids).order_by("project_id")
    return list(found.values_list("data", flat=True))
