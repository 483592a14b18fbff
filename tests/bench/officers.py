"""Two hundred officers who save and send at once: `make bench SIZE=officers`, on PostgreSQL and on SQLite.

Each has an account, an authority and drafts of its own, and types into the pages that people use. Afterwards every save
and every sending that was acknowledged is looked up in the database: lost ones are a row, as are answers in error.
"""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tests.bench.limits import Row
from tests.bench.serving import atlas
from tests.bench.stage import ROOT, Stage

OFFICERS: Final = 200
SECONDS: Final = 60
A_SECOND: Final = 20
"""Officers who come in a second, at first."""
DRAFTS: Final = 12
"""Of each officer: one sent leaves the next to be written."""
FOLDER: Final = ROOT / "var" / "bench"


def measure(database_url: str, *, seconds: int = SECONDS) -> Iterator[Row]:
    """Rows of one database. The stage is a register with reference data and what the officers need."""
    kind = "PostgreSQL" if database_url else "SQLite"
    stage = Stage(FOLDER / f"officers-{kind.lower()}", database_url)
    stage.folder.mkdir(parents=True, exist_ok=True)
    stage.run("manage.py", "prepare")
    cast = stage.folder / "officers.json"
    cast.write_text(json.dumps(stage.ask("officers", OFFICERS, DRAFTS)))
    told = stage.folder / "acknowledged"
    told.unlink(missing_ok=True)
    with atlas(stage) as server:
        figures = _at_work(stage, server.port, seconds, {"OFFICERS": str(cast), "ACKNOWLEDGED": str(told)})
    lost = stage.ask("lost_writes", told)
    yield from _rows(kind, figures, lost)


def _at_work(stage: Stage, port: int, seconds: int, more: dict[str, str]) -> dict[str, dict[str, str]]:
    """What locust counted, by name of the request. Raises RuntimeError with what it said when it did not run."""
    figures = stage.folder / "locust"
    command = [sys.executable, "-W", "ignore", "-m", "locust", "--headless", "--only-summary"]
    command += ["-f", str(Path(__file__).with_name("officers_at_work.py")), "--host", f"http://127.0.0.1:{port}"]
    # All are at work before anything is counted: who opens a sheet in the first seconds does not save yet.
    command += ["-u", str(OFFICERS), "-r", str(A_SECOND), "--reset-stats"]
    command += ["-t", f"{OFFICERS // A_SECOND + seconds}s", "--csv", str(figures)]
    done = subprocess.run(command, env=os.environ | more, cwd=ROOT, capture_output=True, text=True, check=False)
    path = Path(f"{figures}_stats.csv")
    if done.returncode not in (0, 1) or not path.exists():  # 1: some answer was an error, which is a row
        raise RuntimeError(done.stderr[-4000:])
    with path.open(newline="") as file:
        return {row["Name"]: row for row in csv.DictReader(file)}


def _rows(kind: str, figures: dict[str, dict[str, str]], lost: dict[str, Any]) -> Iterator[Row]:
    saves = figures["save"]
    note = f"{saves['Request Count']} saves by {OFFICERS} officers at once, {figures['send']['Request Count']} sent"
    yield Row(f"officers, {kind}, saves/s", float(saves["Requests/s"]), note=note)
    yield Row(f"officers, {kind}, p99 s", float(saves["99%"]) / 1_000)
    yield Row(f"officers, {kind}, errors", lost["failed"])
    yield Row(f"officers, {kind}, lost writes", lost["lost"], note=f"of {lost['acknowledged']} acknowledged")
