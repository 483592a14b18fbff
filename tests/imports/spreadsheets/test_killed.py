"""An import of a table that is killed with SIGKILL: run again, it is the same as one that was not."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from tests.imports.spreadsheets.files import TWINS, text, write

ROWS = 400
SETUP = """
import sys, django
django.setup()
from pathlib import Path
from django.core.management import call_command
from tests.imports import small_france
call_command("migrate", verbosity=0)
small_france.load(Path(sys.argv[1]))
"""
STATE = (
    "SELECT p.title, p.version_number, v.number, v.origin FROM projects_project p"
    " JOIN projects_version v ON v.project_id = p.id ORDER BY 1, 3",
    "SELECT source_key, state, reason, draft_hash FROM contributions_contribution ORDER BY 1, 4",
    "SELECT kind, key, content_hash FROM projects_sourcedocument ORDER BY 1, 2, 3",
    "SELECT name, country_id, latitude FROM organisations_organisation ORDER BY 1, 2",
    "SELECT verb, object_type, count(*) FROM audit_event GROUP BY 1, 2 ORDER BY 1, 2",
    "SELECT version, count(*) FROM catalogue_projectrecord GROUP BY 1",
)


QUEUE = """
import sys, django
django.setup()
from pathlib import Path
from atlas.imports.spreadsheets.actions import queue_table, receive_table
table = receive_table([Path(sys.argv[1]).read_bytes()], name="list.csv", by="agente", language="fr")
queue_table(table, is_dry=False, by="agente")
"""


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a filled database file and a list to import."""
    folder = tmp_path_factory.mktemp("killed")
    rows = [["Pontcharra", "38", f"Ville {n}", "Mali", str(1950 + n % 70), f"12,{n}", "-8,01"] for n in range(ROWS)]
    write(folder, "list.csv", text([[*TWINS, "Latitude", "Longitude"], *rows]))
    assert _python(folder / "base.sqlite3", "-c", SETUP, str(folder / "data")).wait() == 0
    return folder


def _python(database: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DATABASE_URL": f"sqlite:///{database}",
        "ATLAS_VAR_DIR": str(database.parent / "var"),
        "PYTHONPATH": str(settings.BASE_DIR),
    }
    return subprocess.Popen([sys.executable, *arguments], env=environment, cwd=settings.BASE_DIR)


def _import(database: Path) -> "subprocess.Popen[bytes]":
    return _python(database, "manage.py", "import_table", str(database.parent / "list.csv"), "--commit", "--batch", "5")


def _copy(workplace: Path, name: str) -> Path:
    with (
        closing(sqlite3.connect(workplace / "base.sqlite3")) as base,
        closing(sqlite3.connect(workplace / name)) as new,
    ):
        base.backup(new)
    return workplace / name


def _ask(database: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database, timeout=30)) as connection:
        return connection.execute(query).fetchall()


def _projects(database: Path) -> int:
    return int(str(_ask(database, "SELECT count(*) FROM projects_project")[0][0]))


@pytest.fixture
def killed(workplace: Path) -> Iterator[Path]:
    """A database whose import was killed after some batches."""
    database = _copy(workplace, "killed.sqlite3")
    process = _import(database)
    try:
        while _projects(database) < ROWS // 4:
            assert process.poll() is None, "the import ended before it could be killed"
            time.sleep(0.005)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    yield database
    database.unlink()


def test_killed_and_run_again_is_the_same_as_one_clean_run(workplace: Path, killed: Path) -> None:
    clean = _copy(workplace, "clean.sqlite3")
    assert _import(clean).wait() == 0
    assert ROWS // 4 <= _projects(killed) < ROWS
    assert _import(killed).wait() == 0
    for database in (killed, clean):
        assert _python(database, "manage.py", "rebuild_records").wait() == 0
    assert [_ask(killed, query) for query in STATE] == [_ask(clean, query) for query in STATE]


def test_an_upload_whose_runner_was_killed_is_taken_up_by_another(workplace: Path) -> None:
    database = _copy(workplace, "queued.sqlite3")
    assert _python(database, "-c", QUEUE, str(workplace / "list.csv")).wait() == 0
    process = _python(database, "manage.py", "run_table_imports")
    try:
        while not _projects(database):
            assert process.poll() is None, "the import ended before it could be killed"
            time.sleep(0.005)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert _ask(database, "SELECT state FROM imports_tableimport") == [("running",)]
    assert _python(database, "manage.py", "run_table_imports").wait() == 0
    assert _projects(database) < ROWS, "who died a second ago may still live"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE imports_tableimport SET beat_at = datetime(beat_at, '-2 minutes')")
    assert _python(database, "manage.py", "run_table_imports").wait() == 0
    assert _ask(database, "SELECT state, attempts FROM imports_tableimport") == [("done", 2)]
    assert _projects(database) == ROWS
    assert _ask(database, "SELECT count(*) FROM contributions_contribution") == [(ROWS,)]
    database.unlink()
