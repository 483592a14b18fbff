"""Sets on the disk: swapped whole, cleared after a death, kept by rule."""

import subprocess
import sys
from datetime import date, timedelta

import pytest

from atlas.opendata.snapshots import store
from atlas.opendata.snapshots.retention import DAYS, REST, is_due, kept
from atlas.opendata.snapshots.store import Manifest, Progress, PublishedFile
from tests.opendata.snapshots.conftest import NOON


def manifest(**changes) -> Manifest:
    given = {
        "day": NOON.date(), "made_at": NOON, "revision": 7, "recipe": "r", "site": "", "projects": 1,
        "first_year": None, "files": (),
    }  # fmt: skip
    return Manifest(**{**given, **changes})


def file_of(path: str, **changes) -> PublishedFile:
    given = {"dataset": "register", "extension": "csv", "language": "fr", "names": {"fr": "registre.csv"}, "rows": 1}
    return PublishedFile(**{**given, "path": path, "size": 3, "sha256": "0" * 64, **changes})


def a_set(day: date | None = None, **changes) -> str:
    with store.building(NOON) as folder:
        (folder / "registre.csv").write_text("abc")
        (folder / "registre.csv.gz").write_text("gz")
        return store.put_in_service(folder, manifest(day=day or NOON.date(), **changes))


def test_there_is_nothing_before_the_first_set():
    assert (store.set_names(), store.current(), store.progress()) == ([], None, None)
    assert store.manifest("2026-11-25-0001") is None


def test_the_newest_set_is_in_service_and_sets_of_a_day_are_counted():
    names = [a_set(), a_set(), a_set(date(2026, 11, 24))]
    assert names == ["2026-11-25-0001", "2026-11-25-0002", "2026-11-24-0001"]
    assert store.current() == "2026-11-25-0002"
    assert store.set_of(date(2026, 11, 24)) == "2026-11-24-0001"
    assert store.set_of(date(2026, 11, 23)) is None
    assert sorted(path.name for path in (store.root() / names[0]).iterdir()) == [
        "manifest.json", "registre.csv", "registre.csv.gz",
    ]  # fmt: skip


def test_the_ten_thousandth_set_of_a_day_comes_after_the_one_before(files_dir):
    for number in ("9999", "10000"):
        (files_dir / f"2026-11-25-{number}").mkdir(parents=True)
    assert store.current() == "2026-11-25-10000"


def _break_off():
    with store.building(NOON) as folder:
        (folder / "half").write_text("x")
        raise ZeroDivisionError


def test_a_set_that_breaks_off_leaves_the_former_one_and_nothing_else(files_dir):
    a_set()
    with pytest.raises(ZeroDivisionError):
        _break_off()
    assert sorted(path.name for path in files_dir.iterdir()) == ["2026-11-25-0001", "lock"]


def test_what_dead_processes_left_is_cleared_by_the_next(files_dir):
    for name in ("building-20261124T000000", "removed-2026-11-01-0001"):
        (files_dir / name).mkdir(parents=True)
        (files_dir / name / "half").write_text("x")
    (files_dir / "something-else").mkdir()
    a_set()
    assert sorted(path.name for path in files_dir.iterdir()) == ["2026-11-25-0001", "lock", "something-else"]


HOLDER = """
import fcntl, sys
file = open(sys.argv[1], "w"); fcntl.flock(file, fcntl.LOCK_EX); print("held", flush=True); sys.stdin.read()
"""


def test_two_processes_do_not_make_sets_at_the_same_time_and_progress_is_seen_while_one_lives(files_dir):
    with store.building(NOON) as folder:
        store.tell(folder, Progress(started_at=NOON, done=3, total=9, name="registre.csv"))
        assert store.progress() == Progress(started_at=NOON, done=3, total=9, name="registre.csv")
    left = files_dir / "building-20261125T000000"
    left.mkdir()
    store.tell(left, Progress(started_at=NOON, done=1, total=9, name="x"))
    assert store.progress() is None
    command = [sys.executable, "-c", HOLDER, str(files_dir / "lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        assert store.progress().done == 1
        with store.building(NOON) as folder:
            assert folder is None
        assert left.exists()
        other.stdin.close()


def test_older_sets_keep_compressed_copies_only():
    files = (file_of("registre.csv", compressed_size=2), file_of("other", compressed_size=0))
    name = a_set(files=files)
    (store.root() / name / "other").write_text("x")
    store.pack(name)
    store.pack(name)
    assert sorted(path.name for path in (store.root() / name).iterdir()) == [
        "manifest.json",
        "other",
        "registre.csv.gz",
    ]


def test_a_set_is_taken_out_whole(files_dir):
    store.remove(a_set())
    assert [path.name for path in files_dir.iterdir()] == ["lock"]


@pytest.mark.parametrize(
    ("last", "minutes", "expected"),
    [
        (None, 0, True),
        ({}, 0, False),
        ({"revision": 6}, 59, False),
        ({"revision": 6}, 60, True),
        ({"recipe": "other"}, 59, False),
        ({"recipe": "other"}, 60, True),
        ({}, 600, False),
        ({"day": date(2026, 11, 24)}, 1, True),
    ],
)
def test_when_a_set_is_due(last, minutes, expected):
    assert timedelta(minutes=60) == REST
    made = None if last is None else manifest(**last)
    now = NOON + timedelta(minutes=minutes)
    assert is_due(made, now=now, today=NOON.date(), revision=7, recipe="r") is expected


def test_which_sets_are_kept():
    days = [date(2026, 9, 2) + timedelta(days=n) for n in range(85)]
    names = [f"{day.isoformat()}-000{number}" for day in days for number in (1, 2)]
    last_week = [f"{day.isoformat()}-0002" for day in days[-DAYS:]]
    assert kept(names) == {"2026-09-02-0002", "2026-10-01-0002", "2026-11-01-0002", *last_week}
    assert kept(names[:1]) == set(names[:1])
    assert kept([]) == set()
