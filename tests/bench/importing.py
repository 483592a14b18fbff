"""The import, measured: `import_legacy --commit` over generated pages with the follower beside it, as `make run` has.

Pages a second are counted from the start of the command to the moment when the index holds its last change. A second
run over the same files changes nothing. Parsing alone runs in this process, on one core.
"""

import json
import resource
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench import sheets
from tests.bench.stage import MIB, Stage, wait_until, watched

PARSED_ALONE = 2_000


@dataclass(frozen=True)
class ImportFigures:
    """Pages a second, MiB. `all_pss`: highest sum over the import and the follower, `import_pss`: over the import."""

    pages: int
    generated_per_s: float
    parsed_per_s: float
    sustained_per_s: float
    import_per_s: float
    processor_ms: float
    import_pss: float
    all_pss: float
    database_mib: float
    index_mib: float
    again_per_s: float


def measure(stage: Stage, pages: int, *, say: Callable[[str], None]) -> ImportFigures:
    """Fill an empty stage with `pages` sheets; leaves database and index in place."""
    say(f"writing {pages:,} pages …")
    folder = stage.folder / "pages"
    started = time.perf_counter()
    sheets.write(folder, range(pages))
    generated = pages / (time.perf_counter() - started)
    say("preparing an empty register …")
    stage.run("manage.py", "prepare")
    say("parsing alone …")
    parsed = stage.ask("parse", folder, PARSED_ALONE)
    say("import_legacy --commit, follower beside it …")
    first = _import(stage, folder)
    say("the same again …")
    again = _import(stage, folder)
    if first.counts.get("created") != pages or again.counts.get("unchanged") != pages:
        raise RuntimeError(f"not every page was created once: {first.counts}, then {again.counts}")
    shutil.rmtree(folder)
    return ImportFigures(
        pages=pages,
        generated_per_s=generated,
        parsed_per_s=parsed,
        sustained_per_s=pages / first.until_indexed,
        import_per_s=pages / first.seconds,
        processor_ms=first.processor_seconds / pages * 1_000,
        import_pss=first.import_pss / MIB,
        all_pss=first.all_pss / MIB,
        database_mib=stage.size() / MIB,
        index_mib=stage.index_size() / MIB,
        again_per_s=pages / again.seconds,
    )


@dataclass(frozen=True)
class _Run:
    seconds: float
    until_indexed: float
    processor_seconds: float
    import_pss: int
    all_pss: int
    counts: dict[str, int]


def _import(stage: Stage, folder: Path) -> _Run:
    """One run of the command over the folder, until the follower has indexed what it changed."""
    with following(stage) as follower:
        started, used = time.time(), _processor_seconds()
        command = stage.start("manage.py", "import_legacy", str(folder), "--commit", output=subprocess.PIPE)
        with watched(command.pid) as own, watched(command.pid, follower.pid) as both:
            _, told = command.communicate()
            seconds, used = time.time() - started, _processor_seconds() - used
            if command.returncode:
                raise RuntimeError(told[-4000:])
            after = stage.ask("counts")
            wait_until(lambda: indexed(stage)[0] == after["revision"], limit=120, what="the index holds the import")
        until_indexed = max(seconds, indexed(stage)[1] - started)
    return _Run(seconds, until_indexed, used, own.pss, both.pss, after["last_run"])


def _processor_seconds() -> float:
    """Used so far by programs that this process started and that ended: tells more than seconds on a busy machine."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextmanager
def following(stage: Stage) -> Iterator[subprocess.Popen[str]]:
    """The follower as its own process, with its index open."""
    follower = stage.start("manage.py", "follow_catalogue")
    try:
        wait_until(lambda: indexed(stage)[0] >= 0, limit=600, what="the follower has opened its index")
        yield follower
    finally:
        follower.terminate()
        follower.wait()


def indexed(stage: Stage) -> tuple[int, float]:
    """The revision that the index in service holds, and when it was put there (seconds since 1970); (-1, 0) = none."""
    found = sorted((stage.folder / "index").glob("v*/state.json"))
    if not found:
        return -1, 0.0
    return json.loads(found[-1].read_bytes())["revision"], found[-1].stat().st_mtime
