"""The pages, measured: the server as `manage.py serve` starts it, asked by another process for pages not asked before.

Every case is checked first: a sample of its answers against a count of the records, and all answers must be 200.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from urllib.request import urlopen

from tests.bench.client import Outcome
from tests.bench.stage import ROOT, Stage, wait_until
from tests.browser.site import free_port

WARMING: Final = 24
"""Requests after the first: with two processes, the chance that one of them got none is one in ten million."""
_LONGEST_START: Final = 900.0


@dataclass(frozen=True)
class Case:
    """Lines for the client, each asked once (see `client.request_for`). `status`: what every answer must be."""

    name: str
    lines: Sequence[str]
    connections: int = 8
    status: str = "200"
    is_warm: bool = False
    """Pages asked for again and again: made before, by each process of the server."""


@dataclass(frozen=True)
class Server:
    """A running server. `pid` is the parent of its programs."""

    port: int
    pid: int

    def get(self, path: str) -> str:
        """The page, in this process; raises HTTPError unless its status is 200."""
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=60) as answer:
            return str(answer.read().decode())

    def header(self, path: str, name: str) -> str | None:
        """One header of the page's answer."""
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=60) as answer:
            return str(answer.headers[name]) if name in answer.headers else None

    def warm(self, path: str) -> float:
        """Ask until every process has surely made the page; returns the seconds that the first answer took."""
        started = time.perf_counter()
        self.get(path)
        first = time.perf_counter() - started
        for _ in range(WARMING):
            self.get(path)
        return first

    def ask(self, case: Case, seconds: float) -> Outcome:
        """Run one case in a process of its own; raises RuntimeError when an answer has another status."""
        command = [sys.executable, "-m", "tests.bench.client", str(self.port), str(case.connections), str(seconds)]
        done = subprocess.run(
            command, cwd=ROOT, input="\n".join(case.lines), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{case.name}: {done.stderr[-2000:]}")
        outcome = Outcome(**json.loads(done.stdout))
        if set(outcome.statuses) != {case.status}:
            raise RuntimeError(f"{case.name}: not every answer is {case.status}: {outcome.statuses}")
        return outcome


@contextmanager
def atlas(stage: Stage) -> Iterator[Server]:
    """The Atlas as `make run` starts it, when its index answers. What it says goes to a file beside the stage."""
    port = free_port()
    with stage.folder.with_suffix(".log").open("w") as log:
        process = stage.start("manage.py", "serve", "--port", str(port), output=log.fileno())
    with _running(process):
        server = Server(port, process.pid)
        _wait(server, process, "/fr/recherche/", limit=_LONGEST_START)
        yield server


@contextmanager
def plain_view(stage: Stage) -> Iterator[Server]:
    """The plain Django view behind the same server with the same options."""
    port = free_port()
    command = stage.ask("server_command", port)
    with _running(stage.start("-m", *command)) as process:
        server = Server(port, process.pid)
        _wait(server, process, "/", limit=30)
        yield server


@contextmanager
def _running(process: subprocess.Popen[str]) -> Iterator[subprocess.Popen[str]]:
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(server: Server, process: subprocess.Popen[str], path: str, *, limit: float) -> None:
    """Until the path answers; raises RuntimeError when the server ends instead, TimeoutError after `limit` seconds."""
    wait_until(lambda: process.poll() is not None or _answers(server, path), limit=limit, what=f"{path} answers")
    if process.poll() is not None:
        raise RuntimeError(f"the server ended with status {process.returncode}: see the log beside the stage")


def _answers(server: Server, path: str) -> bool:
    try:
        server.get(path)
    except OSError:
        return False
    return True
