"""Keep the programs of one node running together, and stop them together.

A node is a web server and the follower of the change log. This is what `make run` needs on one machine; in production
the system's own supervisor (systemd, a container platform) does the same. Even a supervisor that is killed leaves no
program behind: a shell that outlives it (`_heir`) ends them.
"""

import contextlib
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import IO, cast

GRACE = 5.0  # seconds between asking a program to stop and stopping it
TICK = 0.2  # seconds between two looks at the programs
LONGEST_PAUSE = 30.0  # seconds before another start of a program that keeps dying
# Reads the process groups that run now, one line a time; when nobody is left to write, ends those of the last line.
_HEIR = """
while read -r line; do groups=$line; done
[ -n "$groups" ] || exit 0
kill -s TERM -- $groups; sleep "$1"; kill -s KILL -- $groups
"""


@dataclass(frozen=True)
class Program:
    """`is_vital`: when it ends, everything ends; another program is started again after a pause that doubles.

    `every`: seconds from the good end of a program that is done with its work to its next start; 0 = it never is.
    """

    name: str
    command: tuple[str, ...]
    is_vital: bool
    every: float = 0.0


@dataclass
class _Running:
    program: Program
    process: subprocess.Popen[bytes]
    pause: float = 1.0
    restart_at: float | None = None


Tell = Callable[[Sequence[_Running]], None]
Announce = Callable[[], None]


def supervise(programs: Sequence[Program], *, is_ready: Callable[[], bool], announce: Announce) -> int:
    """Run all programs until a signal (Ctrl-C, SIGTERM, SIGHUP) or the end of a vital one. Returns the exit status.

    `announce` is called once, when `is_ready` first says so. 0 = asked to stop, 1 = a vital program ended by itself.
    """
    running: list[_Running] = []
    with _stop_signals() as stop, _heir() as tell:
        try:
            for program in programs:
                running.append(_Running(program, _start(program)))
                tell(running)
            return _watch(running, stop, tell, is_ready, announce)
        finally:
            _stop(running)


def _watch(
    running: Sequence[_Running], stop: threading.Event, tell: Tell, is_ready: Callable[[], bool], announce: Announce
) -> int:
    announced = False
    while not stop.wait(TICK):
        for each in running:
            if each.process.poll() is None:
                continue
            if each.program.is_vital:
                _say(f"{each.program.name} ended with status {each.process.returncode}: stopping.")
                return 1
            if _revive(each):
                tell(running)
        if not announced and is_ready():
            announced = True
            announce()
    return 0


def _revive(each: _Running) -> bool:
    """Plan another start at the first look, do it when the pause is over. Was it started?"""
    now = time.monotonic()
    if each.restart_at is None and each.program.every and each.process.returncode == 0:
        each.restart_at, each.pause = now + each.program.every, 1.0
    elif each.restart_at is None:
        _say(f"{each.program.name} ended with status {each.process.returncode}: again in {each.pause:.0f} s.")
        each.restart_at = now + each.pause
        each.pause = min(2 * each.pause, LONGEST_PAUSE)
    elif now >= each.restart_at:
        each.process, each.restart_at = _start(each.program), None
        return True
    return False


def _start(program: Program) -> subprocess.Popen[bytes]:
    """In a session of its own: Ctrl-C reaches the supervisor only, which then stops the programs in order."""
    return subprocess.Popen(program.command, start_new_session=True)


def _stop(running: Sequence[_Running]) -> None:
    """Ask all, wait for all, end what did not listen."""
    alive = [each.process for each in running if each.process.poll() is None]
    for process in alive:
        process.terminate()
    limit = time.monotonic() + GRACE
    for process in alive:
        try:
            process.wait(timeout=max(0.0, limit - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def _heir() -> Iterator[Tell]:
    """Who ends the programs when this process cannot: told which of them run, it waits for the end of the pipe.

    Each program leads a process group, so that what it started ends with it. A shell, because it costs next to nothing
    and every system that sends these signals has one.
    """
    shell = subprocess.Popen(
        ["/bin/sh", "-c", _HEIR, "heir", str(GRACE)],
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    pipe = cast(IO[bytes], shell.stdin)

    def tell(running: Sequence[_Running]) -> None:
        groups = " ".join(f"-{each.process.pid}" for each in running if each.process.poll() is None)
        with contextlib.suppress(BrokenPipeError):
            pipe.write(f"{groups}\n".encode())
            pipe.flush()

    try:
        yield tell
    finally:
        shell.kill()
        shell.communicate()


@contextmanager
def _stop_signals() -> Iterator[threading.Event]:
    """An event that the usual requests to stop set, while the block runs."""
    stop = threading.Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    wanted = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, ask) for number in wanted}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
