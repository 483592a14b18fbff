"""One node of the Atlas while it runs: its programs, watched by a process that never starts Django.

`manage.py serve` prepares the machine and then becomes this program (`python -m atlas.pages.node HOST PORT`): what
preparing took of memory is given back, and the watcher itself costs a tenth of a Django process.
"""

import socket
import sys
from functools import partial
from pathlib import Path
from typing import Final

from atlas.pages.listening import address
from atlas.pages.supervision import Program, supervise
from config.settings.memory import limit_memory, name_site

ROOT: Final = Path(__file__).resolve().parents[2]
TENDING: Final = 5  # seconds between two looks at the mails that wait
PUBLISHING: Final = 300  # seconds between two looks whether a new set of files is due
WORKERS: Final = 2  # processes of the web server on this machine
THREADS: Final = 3  # in each of them: searches and queries let go of the interpreter, a fourth would only wait for it


def programs(host: str, port: int) -> tuple[Program, ...]:
    """The web server, the follower of the change log, the keeper and the publisher of files, as command lines of this
    environment."""
    binaries = Path(sys.executable).parent
    server = (
        *(str(binaries / "granian"), "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--no-ws", "--log-level", "warning"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "3", "config.wsgi:application"),
    )
    manage = (sys.executable, str(ROOT / "manage.py"))
    return (
        Program("The web server", server, is_vital=True),
        Program("The follower", (*manage, "follow_catalogue"), is_vital=False),
        Program("The keeper", (*manage, "tend", "--every", str(TENDING)), is_vital=False),
        Program("The publisher", (*manage, "publish_files", "--if-due"), is_vital=False, every=PUBLISHING),
    )


def answers(host: str, port: int) -> bool:
    """Somebody accepts connections there."""
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def _announce(url: str) -> None:
    sys.stdout.write(f"The Atlas is at {url} — Ctrl-C stops it.\n")
    sys.stdout.flush()


def main(host: str, port: int) -> int:
    """Run the node until asked to stop: 0; 1 when the server ended by itself."""
    limit_memory()
    name_site(address(host, port))
    return supervise(
        programs(host, port),
        is_ready=partial(answers, host, port),
        announce=partial(_announce, address(host, port)),
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
