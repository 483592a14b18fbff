"""Keep the programs of one node running together, and stop them together.

Each program is a fork of this process, in a group of its own: what the process loaded before stands once in the
machine's memory, for all of them (ADR 12). This process must have no thread then. A node is a web server and the
follower of the change log. This is what `make run` needs on one machine; in production the system's own supervisor
(systemd, a container platform) does the same. Even a supervisor that is killed leaves no program behind: a shell that
outlives it (`_heir`) ends them.
"""

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType
from typing import IO, Final, cast

GRACE = 5.0  # seconds between asking a program to stop and stopping it
TICK = 0.2  # seconds between two looks at the programs
LONGEST_PAUSE = 30.0  # seconds before another start of a program that keeps dying
_FORK: Final = multiprocessing.get_context("fork")
_STOPS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # the usual requests to stop
# Reads the process groups that run now, one line a time; when nobody is left to write, ends those of the last line.
_HEIR = """
while read -r line; do groups=$line; done
[ -n "$groups" ] || exit 0
kill -s TERM -- $groups; sleep "$1"; kill -s KILL -- $groups
"""


@dataclass(frozen=True)
class Program:
    """`main` runs it, as the entry point of a console script does: it reads `sys.argv`, which `command` becomes.

    `is_vital`: when it ends, everything ends; another program is started again after a pause that doubles.
    `every`: seconds from the good end of a program that is done with its work to its next start; 0 = it never is.
    """

    name: str
    main: Callable[[], object]
    command: tuple[str, ...]
    is_vital: bool
    every: float = 0.0


@dataclass
class _Running:
    program: Program
    process: BaseProcess
    pause: float = 1.0
    restart_at: float | None = None


@dataclass(frozen=True)
class _Heir:
    """Who ends the programs when this process cannot: `told` is the pipe on which it is told which of them run."""

    told: IO[bytes]

    def tell(self, running: Sequence[_Running]) -> None:
        groups = " ".join(f"-{each.process.pid}" for each in running if each.process.is_alive())
        with contextlib.suppress(BrokenPipeError):
            self.told.write(f"{groups}\n".encode())
            self.told.flush()


Announce = Callable[[], None]


def supervise(programs: Sequence[Program], *, is_ready: Callable[[], bool], announce: Announce) -> int:
    """Run all programs until a signal (Ctrl-C, SIGTERM, SIGHUP) or the end of a vital one. Returns the exit status.

    `announce` is called once, when `is_ready` first says so. 0 = asked to stop, 1 = a vital program ended by itself.
    """
    running: list[_Running] = []
    with _stop_signals() as stop, _heir() as heir:
        try:
            for program in programs:
                running.append(_Running(program, _start(program, heir)))
                heir.tell(running)
            return _watch(running, stop, heir, is_ready, announce)
        finally:
            _stop(running)


def _watch(
    running: Sequence[_Running], stop: threading.Event, heir: _Heir, is_ready: Callable[[], bool], announce: Announce
) -> int:
    announced = False
    while not stop.wait(TICK):
        for each in running:
            if each.process.is_alive():
                continue
            if each.program.is_vital:
                _say(f"{each.program.name} ended with status {each.process.exitcode}: stopping.")
                return 1
            if _revive(each, heir):
                heir.tell(running)
        if not announced and is_ready():
            announced = True
            announce()
    return 0


def _revive(each: _Running, heir: _Heir) -> bool:
    """Plan another start at the first look, do it when the pause is over. Was it started?"""
    now = time.monotonic()
    if each.restart_at is None and each.program.every and each.process.exitcode == 0:
        each.restart_at, each.pause = now + each.program.every, 1.0
    elif each.restart_at is None:
        _say(f"{each.program.name} ended with status {each.process.exitcode}: again in {each.pause:.0f} s.")
        each.restart_at = now + each.pause
        each.pause = min(2 * each.pause, LONGEST_PAUSE)
    elif now >= each.restart_at:
        each.process, each.restart_at = _start(each.program, heir), None
        return True
    return False


def _start(program: Program, heir: _Heir) -> BaseProcess:
    process = _FORK.Process(target=_begin, args=(program, heir), name=program.name)
    process.start()
    return process


def _begin(program: Program, heir: _Heir) -> None:
    """In the fork, in a group of its own: Ctrl-C reaches the supervisor only, which stops the programs in order.

    Not in a session of its own: Linux shares the processor out by session first, and the keeper, which is nice, would
    get as much as the server.
    """
    os.setpgrp()
    heir.told.close()  # the heir waits for the last of those who hold it: that must be the supervisor
    for number in _STOPS:
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    with contextlib.suppress(OSError):  # lists of processes tell the programs apart, where the system has this file
        Path("/proc/self/comm").write_text(program.name.removeprefix("The "))
    sys.argv = list(program.command)
    program.main()


def _stop(running: Sequence[_Running]) -> None:
    """Ask all, wait for all, end what did not listen."""
    alive = [each.process for each in running if each.process.is_alive()]
    for process in alive:
        process.terminate()
    limit = time.monotonic() + GRACE
    for process in alive:
        process.join(max(0.0, limit - time.monotonic()))
        if process.is_alive():
            process.kill()
            process.join()


@contextmanager
def _heir() -> Iterator[_Heir]:
    """A shell that waits for the end of its pipe, because it costs next to nothing and every system that sends these
    signals has one. Each program leads a process group, so that what it started ends with it.
    """
    shell = subprocess.Popen(
        ["/bin/sh", "-c", _HEIR, "heir", str(GRACE)],
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield _Heir(cast(IO[bytes], shell.stdin))
    finally:
        shell.kill()
        shell.communicate()


@contextmanager
def _stop_signals() -> Iterator[threading.Event]:
    """An event that the usual requests to stop set, while the block runs."""
    stop = threading.Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, ask) for number in _STOPS}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
