"""An import of a table that is killed with SIGKILL: run again, it is the same as one that was not."""

import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.imports.killing import ask, copy_base, kill_at, make_base, projects_in, python
from tests.imports.spreadsheets.files import TWINS, text, write

ROWS = 400
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
    make_base(folder)
    return folder


def _import(database: Path) -> "subprocess.Popen[bytes]":
    return python(database, "manage.py", "import_table", str(database.parent / "list.csv"), "--commit", "--batch", "5")


@pytest.fixture
def killed(workplace: Path) -> Iterator[Path]:
    """A database whose import was killed after some batches."""
    database = copy_base(workplace, "killed.sqlite3")
    kill_at(_import(database), database, ROWS // 4)
    yield database
    database.unlink()


def test_killed_and_run_again_is_the_same_as_one_clean_run(workplace: Path, killed: Path) -> None:
    clean = copy_base(workplace, "clean.sqlite3")
    assert _import(clean).wait() == 0
    assert ROWS // 4 <= projects_in(killed) < ROWS
    assert _import(killed).wait() == 0
    for database in (killed, clean):
        assert python(database, "manage.py", "rebuild_records").wait() == 0
    assert [ask(killed, query) for query in STATE] == [ask(clean, query) for query in STATE]


def test_an_upload_whose_runner_was_killed_is_taken_up_by_another(workplace: Path) -> None:
    database = copy_base(workplace, "queued.sqlite3")
    assert python(database, "-c", QUEUE, str(workplace / "list.csv")).wait() == 0
    kill_at(python(database, "manage.py", "run_table_imports"), database, 1)
    assert ask(database, "SELECT state FROM imports_tableimport") == [("running",)]
    assert python(database, "manage.py", "run_table_imports").wait() == 0
    assert projects_in(database) < ROWS, "who died a second ago may still live"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE imports_tableimport SET beat_at = datetime(beat_at, '-2 minutes')")
    assert python(database, "manage.py", "run_table_imports").wait() == 0
    assert ask(database, "SELECT state, attempts FROM imports_tableimport") == [("done", 2)]
    assert projects_in(database) == ROWS
    assert ask(database, "SELECT count(*) FROM contributions_contribution") == [(ROWS,)]
    database.unlink()
