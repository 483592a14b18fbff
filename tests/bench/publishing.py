"""The files of the whole register: rows a second, peak memory, and whether what is read back equals the records."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import DEVNULL

from tests.bench.limits import Row
from tests.bench.stage import MIB, Stage, watched


class WrongSet(Exception):
    """A file says something else than the records: nothing is told of its speed."""


def published(stage: Stage) -> Iterator[Row]:
    """One whole set, made by the command that makes it beside a running site; then its files are read back."""
    started = time.perf_counter()
    process = stage.start("manage.py", "publish_files", output=DEVNULL)
    with watched(process.pid) as memory:
        status = process.wait()
    seconds = time.perf_counter() - started
    found = stage.ask("set_of_files")
    if status or found["different"] or not found["projects"]:
        raise WrongSet(f"status {status}; {found}")
    rows, files = found["rows"], found["files"]
    note = f"{files} files, {rows} rows, {found['size'] / MIB:,.0f} MiB and {found['packed'] / MIB:,.0f} MiB of copies"
    yield Row("files of the register, rows/s", rows / seconds, note=note)
    yield Row("files of the register, s", seconds)
    yield Row("files of the register, memory, MiB", memory.pss / MIB)


@contextmanager
def kept_out(stage: Stage) -> Iterator[None]:
    """No publisher works beside the pages that are timed: each finds the lock taken, and ends at once."""
    path = stage.folder / "files" / "lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
