"""The files of the whole register: rows a second, peak memory, and whether what is read back equals the records."""

import fcntl
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from subprocess import DEVNULL
from typing import Final

from atlas.opendata.snapshots.store import COMPRESSED
from tests.bench.attempts import Wrong
from tests.bench.limits import Row
from tests.bench.serving import Case, Server
from tests.bench.stage import MIB, Stage, watched

TURNS: Final = 5
SECONDS: Final = 1.0
_FILES: Final = {"static file": "/static/bench/registre.csv", "published file": "/fr/donnees/fichiers/registre.csv"}


class WrongSet(Wrong):
    """A file says something else than the records: nothing is told of its speed."""


def published(stage: Stage) -> Iterator[Row]:
    """One whole set, made by the command that makes it beside a running site; then its files are read back."""
    started = time.perf_counter()
    process = stage.start("manage.py", "publish_files", output=DEVNULL)
    with watched(process.pid) as memory:
        status = process.wait()
    seconds = time.perf_counter() - started
    found = stage.ask("set_of_files")
    if status or not found["projects"]:
        raise WrongSet(f"status {status}; {found}")
    rows, files = found["rows"], found["files"]
    note = f"{files} files, {rows} rows, {found['size'] / MIB:,.0f} MiB and {found['packed'] / MIB:,.0f} MiB of copies"
    yield Row("files of the register, rows/s", rows / seconds, note=note)
    yield Row("files of the register, s", seconds)
    yield Row("files of the register, memory, MiB", memory.pss / MIB)
    words = "each line, and the CSV row beside it, against its record"
    yield Row("JSON lines read back, sheets that differ", found["different"], note=f"of {found['projects']}: {words}")
    _as_static(stage, Path(found["register"]))


def _as_static(stage: Stage, path: Path) -> None:
    """The CSV file of the register and its copy in gzip among the static files, before the server looks for them."""
    folder = stage.folder / "static" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    for name in (path.name, f"{path.name}{COMPRESSED}"):
        shutil.copyfile(path.with_name(name), folder / name)


def like_static(stage: Stage, server: Server) -> Iterator[Row]:
    """The same file twice, as published and as whitenoise serves static files, in turns."""
    shares, speeds = [], []
    for _ in range(TURNS):
        static, ours = (
            server.ask(Case(name, [path] * 20_000, connections=2), SECONDS) for name, path in _FILES.items()
        )
        if static.bytes_read // static.requests * 0.9 > ours.bytes_read // ours.requests:
            raise WrongSet("the published file is not the one that is static")
        shares.append(ours.per_second / static.per_second)
        speeds.append(ours.per_second)
    note = f"{median(speeds):,.0f} of {ours.bytes_read / ours.requests / 1e6:.1f} MB (gzip) a second"
    yield Row("published file / static file", median(shares), note=note)


@contextmanager
def kept_out(stage: Stage) -> Iterator[None]:
    """No publisher works beside the pages that are timed: each finds the lock taken, and ends at once."""
    path = stage.folder / "files" / "lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
