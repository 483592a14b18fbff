"""`python -m tests.bench [--size 15k|100k|1m]`: the figures that the issues quote, each beside what they ask for.

15k comes through the real import, which is measured too; larger sizes through the bulk loader, once: their stage stays
in var/bench until the code that made it changes. `python -m tests.bench profile WHAT` shows where the time goes.
"""

import argparse
import hashlib
import json
import os
import shutil
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from functools import partial
from math import isnan
from pathlib import Path
from statistics import median
from typing import Any, Final

from tests.bench import cases, csv_back, iati, importing, lists, officers, overview, publishing
from tests.bench.attempts import FAILURES, attempted, failed
from tests.bench.client import Outcome
from tests.bench.exports import exports
from tests.bench.limits import LIMITS, Row, missed, table, unmeasured
from tests.bench.serving import Case, Server, atlas, plain_view
from tests.bench.stage import MIB, ROOT, Stage, processor_seconds, watched
from tests.postgresql import server as postgresql

FOLDER: Final = ROOT / "var/bench"
PLAIN_SECONDS: Final = 1.0  # of the plain view before each case
KEEPER: Final = "keeper"  # does what no page waits for; not a part of the server
_SECONDS: Final = 5.0
_SECONDS_OF_1M: Final = 15.0  # each process maps a larger index first: five seconds would measure little else
SIZES: Final = {"15k": 15_000, "100k": 100_000, "1m": 1_000_000}
_MADE_BY = ("tests/bench/*", "atlas/catalogue/record.py", "atlas/*/migrations/*.py", "data/*/*.csv")
_IMPORT_ROWS = {
    "parsed_per_s": "parsing alone, pages/s",
    "sustained_per_s": "import until indexed, pages/s",
    "import_per_s": "import command alone, pages/s",
    "again_per_s": "import again, unchanged, pages/s",
    "processor_ms": "import, processor ms a page",
    "import_pss": "import memory, MiB",
    "all_pss": "import and follower memory, MiB",
    "database_mib": "database, MiB",
    "index_mib": "index, MiB",
    "generated_per_s": "generator, pages/s",
}


def say(text: str) -> None:
    """Progress, apart from the figures."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {text}\n")


def prepared(size: str, *, database_url: str, is_reused: bool) -> tuple[Stage, list[Row]]:
    """A stage with so many projects and an index, and what making it measured.

    `is_reused`: take what stands there whatever code made it. Else 15k is always made anew, to measure the import.
    """
    stage = Stage(FOLDER / size, database_url)
    mark = stage.folder / "made-by"
    is_current = size != "15k" and mark.exists() and mark.read_text() == _fingerprint()
    if mark.exists() and not database_url and (is_reused or is_current):
        say(f"using {stage.folder.relative_to(ROOT)}, made before")
        return stage, []
    shutil.rmtree(stage.folder, ignore_errors=True)
    stage.folder.mkdir(parents=True)
    rows = list(_imported(stage, SIZES[size]) if size == "15k" else _loaded(stage, SIZES[size]))
    mark.write_text(_fingerprint())
    return stage, rows


def _fingerprint() -> str:
    files = sorted(path for pattern in _MADE_BY for path in ROOT.glob(pattern) if path.is_file())
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _imported(stage: Stage, projects: int) -> Iterator[Row]:
    measured = importing.measure(stage, projects, say=say)
    for name, words in _IMPORT_ROWS.items():
        yield Row(words, getattr(measured, name))
    located = stage.ask("locate")
    words = f"for {located['towns']:,} towns abroad, whose sheets are made anew"
    yield Row("positions for the map, s", located["seconds"], note=words)


def _loaded(stage: Stage, projects: int) -> Iterator[Row]:
    stage.run("manage.py", "prepare")
    say(f"filling the catalogue with {projects:,} projects …")
    with watched(os.getpid()) as memory:
        yield Row("bulk load, projects/s", projects / stage.ask("fill", projects))
    yield Row("bulk load memory, MiB", memory.pss / MIB, note="PSS of the bench and all that makes and writes records")
    yield Row("database, MiB", stage.size() / MIB)


def served(stage: Stage, seconds: float, size: str) -> Iterator[Row]:
    """Index build, then every page of `cases`, its answers checked before. What goes wrong is a row."""
    say("building the index …")
    with watched(os.getpid()) as memory:
        yield Row("index build, s", stage.ask("index"))
    yield Row("index build memory, MiB", memory.pss / MIB)
    yield Row("index, MiB", stage.index_size() / MIB)
    say("making the lines of files …")
    yield from attempted("lines of files", lambda: [_lines(stage)])
    if size != "1m":  # an hour at that size
        say("making the files of the whole register …")
        yield from attempted("files of the register", lambda: publishing.published(stage))
    with (
        publishing.kept_out(stage),
        plain_view(stage) as plain,
        atlas(stage) as server,
        watched(server.pid, besides=KEEPER) as memory,
        watched(server.pid) as everything,
    ):
        say("choosing questions, checking answers …")
        yield from attempted("pages", partial(_pages, stage, server, plain, seconds))
        say("exports …")
        yield from attempted("exports", lambda: exports(server))
        if size != "1m":
            yield from attempted("published file / static file", lambda: publishing.like_static(stage, server))
        yield from iati.measure(stage, server, with_import=size == "15k", say=say)
        if size == "15k":
            yield from attempted("CSV round trip, sheets that differ", lambda: csv_back.measure(stage, server, say=say))
        yield from attempted("map data of the world, kB compressed", lambda: [overview.weight(server)])
        say("changes, until search and figures show them …")
        yield from attempted("follower lag, s", lambda: overview.after_changes(stage, server))
    yield Row("server memory, MiB", memory.pss / MIB, note="PSS of supervisor, server, 2 workers, follower")
    yield Row("server memory without mapped files, MiB", memory.private / MIB)
    yield Row("server memory with the keeper, MiB", everything.pss / MIB, note="mails, kept lines, what has to go")


def _lines(stage: Stage) -> Row:
    return Row("lines of files, s", stage.ask("lines"), note="made by the keeper, beside the pages")


def _pages(stage: Stage, server: Server, plain: Server, seconds: float) -> Iterator[Row]:
    asked = cases.questions(stage)
    yield from attempted(
        "answers checked",
        lambda: [Row("answers checked", cases.check(stage, server, asked) + overview.check(stage, server))],
    )
    yield from _timed(cases.cases(stage, server, asked), server, plain, seconds)


def _timed(chosen: Iterable[Case], server: Server, plain: Server, seconds: float) -> Iterator[Row]:
    """Each case right after a second of the plain view: what else the machine does meets both."""
    ends: dict[str, float] = {}
    speeds: list[float] = []
    for case in chosen:
        say(f"{case.name} …")
        try:
            if case.is_warm:
                yield Row(f"{case.name.removesuffix(', warm')}, first time, ms", server.warm(case.lines[0]) * 1_000)
            speeds.append(plain.ask(Case("plain view", ["/"] * 50_000), PLAIN_SECONDS).per_second)
            used = processor_seconds(server.pid)
            outcome = server.ask(case, seconds)
            used = processor_seconds(server.pid) - used
        except FAILURES as error:
            yield failed(f"{case.name}, pages/s", error)
            continue
        if case.name in ("list, first pages", "list, last pages"):
            ends[case.name] = outcome.p50
        else:
            yield from _rows(case, outcome, speeds[-1], used)
    if len(ends) == 2:
        yield Row("list, last page / first", ends["list, last pages"] / ends["list, first pages"])
    yield Row("plain view, pages/s", median(speeds), note=f"from {min(speeds):,.0f} to {max(speeds):,.0f}")


def _rows(case: Case, outcome: Outcome, plain: float, used: float) -> Iterator[Row]:
    share, each = outcome.seconds_of_processor / outcome.seconds, used / outcome.requests * 1_000
    note = f"{outcome.requests} requests, {each:.2f} ms of processor each; client takes {share:.0%} of a core"
    yield Row(f"{case.name}, pages/s", outcome.per_second, outcome.per_second / plain, note)
    yield Row(f"{case.name}, p50 ms", outcome.p50)
    yield Row(f"{case.name}, p99 ms", outcome.p99)
    if case.is_warm or case.name.startswith("API"):
        yield Row(f"{case.name} / plain view", outcome.per_second / plain)


def bench(size: str, *, seconds: float, on_postgresql: bool, is_reused: bool) -> list[str]:
    """Run everything for one size, print the table, write the JSON; the names of the limits that were missed."""
    load = os.getloadavg()[0]
    with ExitStack() as stack:
        url = stack.enter_context(postgresql()) if on_postgresql else ""
        stage, rows = prepared(size, database_url=url, is_reused=is_reused)
        if size == "15k" and not on_postgresql:
            rows += attempted("list in, committed, rows/s", lambda: lists.measure(FOLDER / "lists", say=say))
        rows += served(stage, seconds, size)
    machine = (
        f"{os.cpu_count()} cores shared by server and client; load {load:.1f} before, {os.getloadavg()[0]:.1f} after"
    )
    print(f"{size} projects on {'PostgreSQL' if on_postgresql else 'SQLite'}; {machine}", *table(rows, size), sep="\n")
    left_out = unmeasured(rows, size)
    print(f"not measured: {'; '.join(left_out) or 'nothing that has a limit'}")
    report = {
        **{"size": size, "machine": machine, "rows": list(map(_as_json, rows))},
        **{"missed": missed(rows, size), "not_measured": left_out},
    }
    path = FOLDER / f"{size}-{time.strftime('%Y%m%d-%H%M%S')}.json"
    path.write_text(json.dumps(report, ensure_ascii=False, indent=1))
    print(f"written to {path.relative_to(ROOT)}")
    return missed(rows, size)


def _at_work(seconds: float) -> list[str]:
    """Officers who save at once, on both databases: the table; the names of the limits that were missed."""
    rows: list[Row] = []
    with postgresql() as url:
        for database in (url, ""):
            say(f"{officers.OFFICERS} officers on {'PostgreSQL' if database else 'SQLite'} …")
            rows += attempted("officers", partial(officers.measure, database, seconds=int(seconds)))
    print(*table(rows, "officers"), sep="\n")
    return missed(rows, "officers")


def _as_json(row: Row) -> dict[str, Any]:
    """JSON knows no number that is none."""
    return {**asdict(row), "value": None if isnan(row.value) else row.value}


def _profile(what: str, folder: Path) -> None:
    os.environ.update(Stage(folder).environment)
    from tests.bench.profiles import profile

    profile(what)


def main(arguments: Sequence[str]) -> int:
    """0 when everything was measured, whatever the figures: a shared machine must not fail a build."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("action", nargs="?", choices=("measure", "profile"), default="measure")
    words = "of profile: search, list, sheet, home, figures, map, api, iati, import or table"
    parser.add_argument("what", nargs="?", help=words)
    parser.add_argument("--size", choices=LIMITS, default="15k")
    parser.add_argument("--seconds", type=float, help=f"of each case; {_SECONDS:g}, {_SECONDS_OF_1M:g} of 1m")
    parser.add_argument("--reuse", action="store_true", help="serve what the last run of this size left")
    parser.add_argument("--postgresql", action="store_true", help="instead of SQLite; sizes above 15k are made anew")
    parser.add_argument("--stage", type=Path, help="of profile: a folder other than the bench's own")
    asked = parser.parse_args(arguments)
    if asked.action == "profile":
        _profile(asked.what, asked.stage or FOLDER / asked.size)
    elif asked.size == "officers":
        for name in _at_work(asked.seconds or officers.SECONDS):
            say(f"missed: {name}")
    else:
        options = {"on_postgresql": asked.postgresql, "is_reused": asked.reuse}
        seconds = asked.seconds or (_SECONDS_OF_1M if asked.size == "1m" else _SECONDS)
        for name in bench(asked.size, seconds=seconds, **options):
            say(f"missed: {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
