"""`python -m tests.bench profile WHAT`: where one kind of work spends its time, in one process, without a server.

Runs on a stage that a bench left in var/bench; `import` adds new sheets to it. Prints shares, not speeds.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

import django

from tests.bench.sampler import sampling

SEARCHES, SHEETS, PAGES = 1_000, 3_000, 2_000
BATCH: Final = 25
_NEW: Final = 5_000_000  # number of the first sheet that no bench has imported


@contextmanager
def _measured(items: int) -> Iterator[None]:
    """Sample the block and print what was seen."""
    started = time.process_time()
    with sampling() as samples:
        yield
    print(f"{(time.process_time() - started) / items * 1_000:.2f} ms of processor time each, sampling included")
    print(*samples.lines(), sep="\n")


def _searches() -> Iterator[str]:
    from tests.bench import inside

    asked = inside.questions(str(SEARCHES))
    yield from (f"/fr/recherche/?{query}" for query in asked["searches"])


def _lists() -> Iterator[str]:
    from tests.bench import inside

    asked = inside.questions(str(SEARCHES))
    yield from (f"/fr/recherche/?{query}" for query in asked["lists"])


def _sheets() -> Iterator[str]:
    from atlas.catalogue.models import ProjectRecord

    ids = ProjectRecord.objects.order_by("project_id").values_list("project_id", flat=True)[:SHEETS]
    yield from (f"/fr/projets/{number}/" for number in ids)


def _figures() -> Iterator[str]:
    """A date each: nothing of the page was counted before."""
    yield from (f"/fr/chiffres/?au={year}-{month:02}-01" for year in range(2005, 2026) for month in range(1, 13))


def _map() -> Iterator[str]:
    """The places of a narrower list each."""
    yield from (f"/fr/carte/donnees.json?{query.partition('?')[2]}" for query in _lists())


def _api() -> Iterator[str]:
    """Lists of 100 projects, narrow ones among them."""
    yield from (f"/api/v1/projects?limit=100&{query.partition('?')[2]}" for query in _lists())


def _home() -> Iterator[str]:
    yield from ["/fr/"] * 50


def _ask(paths: Callable[[], Iterator[str]]) -> None:
    """Give each path to the application, through all middleware: half of them timed, the other half sampled."""
    from django.test import Client

    client = Client(headers={"host": "127.0.0.1"})
    found = list(paths())

    def ask(some: Sequence[str]) -> None:
        for path in some:
            if client.get(path).status_code != 200:
                raise RuntimeError(path)

    ask(found[:5])
    half = len(found) // 2
    runs = sorted(_processor_ms(partial(ask, some), len(some)) for some in _batches(found[5:half]))
    print(f"{runs[0]:.2f} ms of processor time each at best, {median(runs):.2f} usually, in batches of {BATCH}")
    with _measured(len(found) - half):
        ask(found[half:])


def _batches(paths: Sequence[str]) -> Iterator[Sequence[str]]:
    yield from (paths[first : first + BATCH] for first in range(0, len(paths), BATCH))


def _processor_ms(work: Callable[[], object], items: int) -> float:
    """For each item. What else the machine does weighs on it less than on the clock, and least on the best batch."""
    started = time.process_time()
    work()
    return (time.process_time() - started) / items * 1_000


def _import() -> None:
    from django.core.management import call_command

    from tests.bench import sheets

    with TemporaryDirectory(prefix="atlas-bench-") as name:
        folder = sheets.write(Path(name), range(_NEW, _NEW + PAGES))
        with _measured(PAGES):
            call_command("import_legacy", folder, commit=True)


def _table() -> None:
    """A dry run, so that the stage stays as it is."""
    from django.core.management import call_command

    from tests.bench import lists

    with TemporaryDirectory(prefix="atlas-bench-") as name:
        path = lists.write(Path(name) / "list.csv", PAGES)
        with _measured(PAGES):
            call_command("import_table", path)


def _iati() -> None:
    """The file of the whole register, written to nowhere."""
    from atlas.catalogue.models import ProjectRecord
    from atlas.opendata.iati.files import write_activities

    with Path(os.devnull).open("wb") as nowhere, _measured(ProjectRecord.objects.count()):
        write_activities(nowhere, site="https://atlas.example")


WHAT: Final[dict[str, Callable[[], object]]] = {
    "search": lambda: _ask(_searches),
    "list": lambda: _ask(_lists),
    "sheet": lambda: _ask(_sheets),
    "home": lambda: _ask(_home),
    "figures": lambda: _ask(_figures),
    "map": lambda: _ask(_map),
    "api": lambda: _ask(_api),
    "iati": _iati,
    "import": _import,
    "table": _table,
}


def profile(what: str) -> None:
    """Print the profile of one of WHAT; the environment names the stage."""
    django.setup()
    WHAT[what]()
