"""Real processes on a real database of their own, for what threads and transactions of a test cannot show: two people
who decide at the same moment, a process that is killed. SQLite: a file; PostgreSQL: one more database of the server."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.db import connection

SETUP = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""


def make_database(folder: Path, name: str) -> str:
    """The address of an empty database with all tables."""
    if connection.vendor == "sqlite":
        address = f"sqlite:///{folder / name}.sqlite3"
    else:
        _create(name)
        address = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
    process = python(address, folder, SETUP)
    told = process.communicate(timeout=120)
    assert process.returncode == 0, told
    return address


def _create(name: str) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        server.execute(f'CREATE DATABASE "{name}"')


def python(address: str, folder: Path, code: str, *arguments: str) -> "subprocess.Popen[str]":
    """A process that runs this code on that database; what it prints can be read."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DATABASE_URL": address,
        "ATLAS_VAR_DIR": str(folder / "var"),
        "PYTHONPATH": str(settings.BASE_DIR),
    }
    command = [sys.executable, "-c", code, *arguments]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, text=True, **pipes)
