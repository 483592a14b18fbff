"""The Atlas as `make run` starts it, in a folder of its own, for tests and screenshots."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST_START = 300.0  # seconds: everything is loaded into an empty folder, on a machine that does other things too


@dataclass(frozen=True)
class Site:
    """`url` without a slash at its end; `environment` for commands that must meet the same database."""

    url: str
    environment: dict[str, str]
    process: subprocess.Popen[bytes]
    log: Path
    provider: int
    """Port at which it looks for ProConnect: nobody is there unless a test puts a provider there."""

    def manage(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a command of manage.py beside the running site."""
        command = [sys.executable, "manage.py", *map(str, arguments)]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True)

    def stop(self) -> int:
        """As Ctrl-C does; the exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=20)


def free_port() -> int:
    """A port that nobody listens at just now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def environment(folder: Path, provider: int = 9) -> dict[str, str]:
    """What `make run` gives to the program, with its data under `folder` and a database that no variable moves; and a
    provider of identities at that port of this machine."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "ALLOWED_HOSTS"}}
    return {
        **kept,
        "ATLAS_VAR_DIR": str(folder),
        "ATLAS_PROCONNECT_SERVER": f"http://127.0.0.1:{provider}",
        "ATLAS_PROCONNECT_CLIENT_ID": "atlas",
        "ATLAS_PROCONNECT_SECRET": "invented",
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "PYTHONUNBUFFERED": "1",
    }


@contextmanager
def running(folder: Path, port: int | None = None) -> Iterator[Site]:
    """Start in `folder`, wait for the announcement, stop at the end."""
    port = port or free_port()
    log, provider = folder.with_suffix(".log"), free_port()
    variables = environment(folder, provider)
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=output, stderr=subprocess.STDOUT)
    site = Site(f"http://127.0.0.1:{port}", variables, process, log, provider)
    try:
        _wait(site)
        yield site
    finally:
        if process.poll() is None:
            site.stop()


def _wait(site: Site) -> None:
    limit = time.monotonic() + LONGEST_START
    while "The Atlas is at" not in site.log.read_text():
        if site.process.poll() is not None or time.monotonic() > limit:
            raise RuntimeError(f"The site does not start:\n{site.log.read_text()[-4000:]}")
        time.sleep(0.05)
