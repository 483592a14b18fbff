"""One node of the Atlas while it runs: its programs, watched by the process that they are forks of.

`manage.py serve` prepares the machine and then becomes this program (`python -m atlas.pages.node HOST PORT`): what
preparing took of memory is given back, and what every program needs is loaded once (ADR 12).
"""

import socket
import sys
from functools import partial
from pkgutil import resolve_name
from typing import Final

from granian.cli import entrypoint as serve

from atlas.pages.listening import address
from atlas.pages.supervision import Program, supervise
from config.settings.memory import limit_memory, name_site

TENDING: Final = 5  # seconds between two looks at the mails that wait
PUBLISHING: Final = 300  # seconds between two looks whether a new set of files is due
WORKERS: Final = 2  # processes of the web server on this machine
THREADS: Final = 3  # in each of them: searches and queries let go of the interpreter, a fourth would only wait for it


def programs(host: str, port: int) -> tuple[Program, ...]:
    """The web server, the follower of the change log, the keeper and the publisher of files, as command lines."""
    server = (
        *("granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--no-ws", "--log-level", "warning"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "3", "config.wsgi:application"),
    )
    follower = ("manage.py", "follow_catalogue")
    keeper = ("manage.py", "tend", "--every", str(TENDING))
    publisher = ("manage.py", "publish_files", "--if-due")
    return (
        Program("The web server", serve, server, is_vital=True),
        Program("The follower", _manage, follower, is_vital=False),
        Program("The keeper", _manage, keeper, is_vital=False),
        Program("The publisher", _manage, publisher, is_vital=False, every=PUBLISHING),
    )


def _manage() -> None:
    resolve_name("django.core.management:execute_from_command_line")(sys.argv)


def _load() -> None:
    """The whole application, whose settings read what `main` tells; without a connection to the database: forks must
    not share one."""
    resolve_name("config.wsgi:application")
    resolve_name("django.db:connections").close_all()


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
    _load()
    return supervise(
        programs(host, port),
        is_ready=partial(answers, host, port),
        announce=partial(_announce, address(host, port)),
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
