"""A folder with a database and an index of its own, and the commands of manage.py that run on it, measured.

Each command is a process as people start it; its memory is read from /proc while it runs (Linux).
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
LOOK_EVERY: Final = 1.0  # seconds between two looks at the memory: a look walks all pages of a process
MIB: Final = 2**20


@dataclass(frozen=True)
class Stage:
    """`folder` becomes ATLAS_VAR_DIR. Without `database_url`: SQLite in the folder."""

    folder: Path
    database_url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """What the programs see: no demonstration data, and no variable of the caller's that moves the database, no
        limit on the API."""
        own = {"DATABASE_URL", "ALLOWED_HOSTS", "ATLAS_DEBUG"}
        kept = {name: value for name, value in os.environ.items() if name not in own}
        return {
            **kept,
            **({"DATABASE_URL": self.database_url} if self.database_url else {}),
            "ATLAS_VAR_DIR": str(self.folder),
            "ATLAS_DEMONSTRATION": "0",
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "ATLAS_API_A_MINUTE": "100000000",
            "PYTHONUNBUFFERED": "1",
        }

    def start(self, *command: str, output: int | None = None) -> subprocess.Popen[str]:
        """A Python program of the project, in the background: `start("manage.py", "follow_catalogue")`."""
        return subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=self.environment, stdout=output, stderr=output, text=True
        )

    def run(self, *command: str) -> str:
        """The program's standard output; raises RuntimeError with what it said when it fails."""
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr[-4000:]}")
        return done.stdout

    def ask(self, verb: str, *arguments: object) -> Any:
        """What a verb of `tests.bench.inside` answers."""
        return json.loads(self.run("-m", "tests.bench.inside", verb, *map(str, arguments)))

    def size(self) -> int:
        """Bytes of the SQLite database with its journal; 0 with another database."""
        return sum(path.stat().st_size for path in self.folder.glob("atlas.sqlite3*"))

    def index_size(self) -> int:
        """Bytes of the index folders."""
        return sum(path.stat().st_size for path in (self.folder / "index").rglob("*") if path.is_file())


@dataclass
class Memory:
    """The highest sums seen over all watched processes and their children, in bytes.

    `private`: the part of `pss` that no file holds. The rest are pages of mapped files, the index above all, which the
    system takes back when it needs the room.
    """

    pss: int = 0
    private: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)

    def watch(self, pids: Sequence[int], besides: str) -> None:
        """Look until stopped."""
        while not self._stop.wait(LOOK_EVERY):
            family = [one for pid in pids for one in family_of(pid, besides)]
            looks = [_memory(pid) for pid in family]
            self.pss = max(self.pss, sum(pss for pss, _ in looks))
            self.private = max(self.private, sum(private for _, private in looks))


@contextmanager
def watched(*pids: int, besides: str = "") -> Iterator[Memory]:
    """Watch these processes and their children while the block runs, without the one called `besides` and its own."""
    memory = Memory()
    thread = threading.Thread(target=memory.watch, args=(pids, besides), daemon=True)
    thread.start()
    try:
        yield memory
    finally:
        memory._stop.set()
        thread.join()


def _name(pid: int) -> str:
    """What a process is called in lists (supervision.py names the programs of a node); "" when it is gone."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def family_of(pid: int, besides: str = "") -> list[int]:
    """A process and all its descendants that are alive, without the one called `besides` and its descendants."""
    if besides and _name(pid) == besides:
        return []
    try:
        tasks = Path(f"/proc/{pid}/task").iterdir()
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []
    return [pid, *(one for child in children for one in family_of(child, besides))]


def _memory(pid: int) -> tuple[int, int]:
    """(PSS, what of it no file holds) of one process in bytes: PSS shares what several processes map."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0, 0
    asked = ("Pss:", "Pss_Anon:")
    found = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines if line.startswith(asked)}
    return found.get("Pss", 0), found.get("Pss_Anon", 0)


def processor_seconds(pid: int) -> float:
    """Processor time that a living process and its living descendants have used."""
    return sum(map(_processor_seconds, family_of(pid)))


def _processor_seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_until(is_true: Callable[[], bool], *, limit: float, what: str) -> float:
    """Seconds until `is_true()`; raises TimeoutError after `limit` seconds."""
    started = time.perf_counter()
    while not is_true():
        if time.perf_counter() - started > limit:
            raise TimeoutError(f"{what}: not within {limit:.0f} s")
        time.sleep(0.05)
    return time.perf_counter() - started
