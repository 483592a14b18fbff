"""With real programs, in a process of their own: signals belong to a main thread."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

LIVES = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); time.sleep(60)"
DIES = "import os, sys; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); sys.exit(3)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + LIVES
SUPERVISOR = """
import sys
from pathlib import Path
from atlas.pages import supervision
supervision.GRACE = 0.3
first, first_vital, second, folder = sys.argv[1:]
main = lambda: exec(sys.argv[0], {})
programs = [
    supervision.Program(
        "first", main, (first, folder + "/first"), first_vital == "vital",
        every=0.3 if first_vital == "often" else 0.0,
    ),
    supervision.Program("second", main, (second, folder + "/second"), True),
]
ready = lambda: all((Path(folder) / name).exists() for name in ("first", "second"))
sys.exit(supervision.supervise(programs, is_ready=ready, announce=lambda: print("ready", flush=True)))
"""
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def supervise(tmp_path):
    started = []

    def start(first: str, second: str = LIVES, *, first_is: str = "vital") -> subprocess.Popen[str]:
        command = [sys.executable, "-c", SUPERVISOR, first, first_is, second, str(tmp_path)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield start
    for process in started:
        process.terminate()
        process.communicate()


def pids(folder: Path, name: str) -> list[int]:
    path = folder / name
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def nothing_left(folder: Path) -> bool:
    started = pids(folder, "first") + pids(folder, "second")
    return bool(started) and not any(is_alive(pid) for pid in started)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_request_to_stop_ends_everything_with_status_0(supervise, tmp_path, number):
    process = supervise(LIVES)
    assert process.stdout.readline() == "ready\n"
    process.send_signal(number)
    assert process.wait(timeout=20) == 0
    assert nothing_left(tmp_path)


def test_a_program_that_does_not_listen_is_ended(supervise, tmp_path):
    process = supervise(STUBBORN)
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 0
    assert nothing_left(tmp_path)


def test_the_end_of_a_vital_program_ends_the_others_and_says_so(supervise, tmp_path):
    process = supervise(DIES)
    _, told = process.communicate(timeout=20)
    assert (process.returncode, told) == (1, "first ended with status 3: stopping.\n")
    assert nothing_left(tmp_path)


def test_another_program_is_started_again(supervise, tmp_path):
    process = supervise(DIES, first_is="spare")
    assert process.stderr.readline() == "first ended with status 3: again in 1 s.\n"
    limit = time.monotonic() + 20
    while len(pids(tmp_path, "first")) < 2 and time.monotonic() < limit:
        time.sleep(0.05)
    assert len(pids(tmp_path, "first")) == 2
    assert process.poll() is None


DONE = "import os, sys; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n')"


def test_a_program_that_is_done_is_started_again_in_its_time_without_a_word(supervise, tmp_path):
    process = supervise(DONE, first_is="often")
    limit = time.monotonic() + 20
    while len(pids(tmp_path, "first")) < 4 and time.monotonic() < limit:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=20)
    assert len(pids(tmp_path, "first")) >= 4
    assert (process.returncode, told) == (0, "")


def test_a_program_that_should_come_again_and_fails_is_started_after_a_pause(supervise, tmp_path):
    process = supervise(DIES, first_is="often")
    assert process.stderr.readline() == "first ended with status 3: again in 1 s.\n"
    limit = time.monotonic() + 20
    while len(pids(tmp_path, "first")) < 2 and time.monotonic() < limit:
        time.sleep(0.05)
    assert len(pids(tmp_path, "first")) == 2


FATHER = f"import subprocess, sys; subprocess.Popen([sys.executable, '-S', '-c', {LIVES!r}, sys.argv[1]]); " + LIVES


@pytest.mark.parametrize("first", [LIVES, STUBBORN, FATHER], ids=["plain", "stubborn", "with a child"])
def test_a_killed_supervisor_leaves_nothing_behind(supervise, tmp_path, first):
    process = supervise(first)
    assert process.stdout.readline() == "ready\n"
    process.kill()
    limit = time.monotonic() + 20
    while not nothing_left(tmp_path) and time.monotonic() < limit:
        time.sleep(0.05)
    assert nothing_left(tmp_path)


def test_a_program_started_again_is_not_left_behind_either(supervise, tmp_path):
    once = f"import pathlib, sys; pathlib.Path(sys.argv[1]).exists() or exec({DIES!r}); " + LIVES
    process = supervise(once, first_is="spare")
    limit = time.monotonic() + 20
    while len(pids(tmp_path, "first")) < 2 and time.monotonic() < limit:
        time.sleep(0.05)
    time.sleep(0.5)
    process.kill()
    while not nothing_left(tmp_path) and time.monotonic() < limit:
        time.sleep(0.05)
    assert nothing_left(tmp_path)
