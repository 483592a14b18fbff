"""A list of twinnings coming in, measured: `import_table` dry, for good and again, on a register of its own.

French towns are real ones, foreign ones are made up: a third of the names come more than once. Rows a second are those
of the command without what it needs to start (a list of one row, measured beside).
"""

import csv
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench.limits import Row
from tests.bench.stage import MIB, ROOT, Stage, watched

ROWS = 10_000
HEADER = ("Commune", "INSEE", "Ville jumelle", "Pays", "Année", "Lat", "Lon")
COUNTRIES = ("Italie", "Allemagne", "Mali", "Pologne", "Royaume-Uni")


def write(path: Path, rows: int) -> Path:
    """A list of so many twinnings, the same each time."""
    with (ROOT / "data/territories/communes.csv").open(encoding="utf-8", newline="") as lines:
        towns = [(town["name"], town["insee"]) for town in csv.DictReader(lines)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADER)
        for number in range(rows):
            name, code = towns[number * 7 % len(towns)]
            place = number % max(rows * 2 // 3, 1)
            position = (round(40 + place / rows * 9, 4), round(5 + place / rows * 9, 4))
            country = COUNTRIES[place % len(COUNTRIES)]
            writer.writerow((name, code, f"Ville étrangère {place}", country, 1950 + number % 70, *position))
    return path


def measure(folder: Path, *, say: Callable[[str], None], rows: int = ROWS) -> Iterator[Row]:
    """Rows of the bench's table. Leaves nothing."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    stage = Stage(folder)
    stage.run("manage.py", "prepare")
    say(f"a list of {rows:,} twinnings …")
    path = write(folder / "list.csv", rows)
    start = _run(stage, write(folder / "one.csv", 1))[0]
    for words, options in (
        ("dry", ()),
        ("committed", ("--commit",)),
        ("again, unchanged", ("--commit",)),
    ):
        seconds, memory = _run(stage, path, *options)
        yield Row(f"list in, {words}, rows/s", rows / max(seconds - start, 0.001))
        yield Row(f"list in, {words}, memory MiB", memory)
    shutil.rmtree(folder)


def _run(stage: Stage, path: Path, *options: str) -> tuple[float, float]:
    """Seconds, MiB. Raises RuntimeError when a row was refused."""
    started = time.perf_counter()
    command = stage.start("manage.py", "import_table", str(path), *options, output=subprocess.PIPE)
    with watched(command.pid) as memory:
        _, told = command.communicate()
    if command.returncode:
        raise RuntimeError(told[-4000:])
    return time.perf_counter() - started, memory.pss / MIB
