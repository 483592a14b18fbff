"""A program that is killed while it makes a set: the former files stay served, the next run starts clean.

With real processes on a database and an index of their own, as `make run` has them.
"""

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

from atlas.opendata.snapshots.store import Manifest

ROOT = Path(__file__).resolve().parents[3]
FILL = """
import django; django.setup()
from django.core.management import call_command
from atlas.catalogue.index import writer
from tests.catalogue.records import project, publish
call_command("migrate", verbosity=0)
some = [project(number) for number in range(1, 1501)]
writer.build(some, revision=publish(*some))
"""


@pytest.fixture
def environment(tmp_path):
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "ALLOWED_HOSTS"}}
    own = {"ATLAS_VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings.dev", "PYTHONPATH": str(ROOT)}
    return {**kept, **own}


def run(environment, *command):
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )


def served(files):
    """Names of the finished sets, each file of the newest right to its last byte."""
    sets = sorted(path.parent for path in files.glob("20*/manifest.json"))
    made = msgspec.json.decode((sets[-1] / "manifest.json").read_bytes(), type=Manifest)
    for one in made.files:
        assert hashlib.sha256((sets[-1] / one.path).read_bytes()).hexdigest() == one.sha256
    assert len(made.files) > 20
    return [path.name for path in sets]


def test_a_kill_leaves_the_former_files_and_the_next_run_starts_clean(tmp_path, environment):
    files = tmp_path / "files"
    run(environment, "-c", FILL)
    run(environment, "manage.py", "publish_files")
    before = served(files)
    assert len(before) == 1

    command = [sys.executable, "manage.py", "publish_files"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as process:
        limit = time.monotonic() + 60
        while not list(files.glob("building-*/fr/registre.jsonl")):
            assert process.poll() is None
            assert time.monotonic() < limit
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert list(files.glob("building-*"))
    assert served(files) == before

    said = run(environment, "manage.py", "publish_files", "--if-due").stdout
    assert (said, served(files)) == ("", before)
    said = run(environment, "manage.py", "publish_files").stdout
    (after,) = served(files)
    assert after > before[0]
    assert said == f"In service: {after}.\n"
    assert sorted(path.name for path in files.iterdir()) == [after, "lock"]


def test_without_an_index_the_command_says_what_to_do(environment):
    done = subprocess.run(
        [sys.executable, "manage.py", "publish_files", "--if-due"],
        cwd=ROOT, env=environment, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 1
    assert "follow_catalogue" in done.stderr
