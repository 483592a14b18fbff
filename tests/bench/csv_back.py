"""CSV out and in: the file of the whole register with all its columns, and its way back into an empty register."""

import csv
import io
import subprocess
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final
from urllib.request import urlopen

from tests.bench.attempts import Wrong
from tests.bench.limits import Row
from tests.bench.round_trips import compared, emptied
from tests.bench.serving import Server
from tests.bench.stage import Stage

PART: Final = 4_000
"""Rows of one table: the Atlas takes tables of 50 MB."""


def measure(stage: Stage, server: Server, *, say: Callable[[str], None]) -> Iterator[Row]:
    """Out of a stage that is served, into a register of its own."""
    say("the CSV file of all columns, into an empty register …")
    with emptied(stage.folder.parent / "csv") as empty:
        parts, rows = _parts(server, empty.folder)
        started = time.perf_counter()
        command = empty.start("manage.py", "import_table", *parts, "--commit", output=subprocess.PIPE)
        _, told = command.communicate()
        seconds = time.perf_counter() - started
        if command.returncode:
            raise Wrong(f"not every row was taken: {told[-300:]}")
        yield Row("CSV of all columns in, rows/s", rows / seconds, note=f"{rows} rows, start of the program included")
        yield from compared("CSV", stage.ask("csv_seen"), empty.ask("csv_seen"))


def _parts(server: Server, folder: Path) -> tuple[list[str], int]:
    """The file as several tables, each with its header; how many rows they hold."""
    paths, number = [], 0
    address = f"http://127.0.0.1:{server.port}/fr/recherche/export.csv?colonnes=toutes"
    with urlopen(address, timeout=600) as answer:
        rows = csv.reader(io.TextIOWrapper(answer, encoding="utf-8-sig", newline=""))
        header = next(rows)
        while some := list(islice(rows, PART)):
            path = folder / f"part-{len(paths)}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([header, *some])
            paths.append(str(path))
            number += len(some)
    return paths, number
