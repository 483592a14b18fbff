"""What goes out of the register and comes back into an empty one: the empty one, and the comparison sheet by sheet."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.bench.attempts import Wrong
from tests.bench.limits import Row
from tests.bench.stage import Stage


@contextmanager
def emptied(folder: Path) -> Iterator[Stage]:
    """A prepared register without a sheet, which is deleted afterwards."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    empty = Stage(folder)
    empty.run("manage.py", "prepare")
    yield empty
    shutil.rmtree(folder)


def compared(form: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Row]:
    """How many sheets of the old Atlas, by number, came back otherwise, with the first numbers."""
    both = before.keys() & after.keys()
    if not both:
        raise Wrong("no sheet of the old Atlas came back")
    other = sorted(number for number in both if before[number] != after[number])
    note = f"of {len(both)}{': ' if other else ''}{', '.join(other[:5])}"
    yield Row(f"{form} round trip, sheets that differ", len(other), note=note)
