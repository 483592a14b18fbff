"""A filled database file of SQLite, an import of another process, and its death at a moment chosen by what it wrote."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from django.conf import settings

SETUP = """
import sys, django
django.setup()
from pathlib import Path
from django.core.management import call_command
from tests.imports import small_france
call_command("migrate", verbosity=0)
small_france.load(Path(sys.argv[1]))
"""


def make_base(folder: Path) -> Path:
    """A migrated database with the small France of the tests, as `base.sqlite3` in `folder`."""
    base = folder / "base.sqlite3"
    assert python(base, "-c", SETUP, str(folder / "data")).wait() == 0
    return base


def python(database: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    """Python on that database, at the project's root; what it keeps in files stands beside the database."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DATABASE_URL": f"sqlite:///{database}",
        "ATLAS_VAR_DIR": str(database.parent / "var"),
        "PYTHONPATH": str(settings.BASE_DIR),
    }
    return subprocess.Popen([sys.executable, *arguments], env=environment, cwd=settings.BASE_DIR)


def copy_base(folder: Path, name: str) -> Path:
    """A copy of `base.sqlite3` of that folder, with what its log still holds."""
    with closing(sqlite3.connect(folder / "base.sqlite3")) as base, closing(sqlite3.connect(folder / name)) as new:
        base.backup(new)
    return folder / name


def ask(database: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database, timeout=30)) as connection:
        return connection.execute(query).fetchall()


def projects_in(database: Path) -> int:
    return int(str(ask(database, "SELECT count(*) FROM projects_project")[0][0]))


def kill_at(process: "subprocess.Popen[bytes]", database: Path, number: int) -> None:
    """SIGKILL as soon as the database holds so many projects. AssertionError when the import ended before."""
    try:
        while projects_in(database) < number:
            assert process.poll() is None, "the import ended before it could be killed"
            time.sleep(0.005)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
