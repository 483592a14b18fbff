"""`manage.py serve`: one node of the Atlas on this machine — prepared, served, following the catalogue. `make run`.

Ctrl-C stops everything. Not for production, where a supervisor of the system runs the same programs.
"""

import socket
import sys
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from atlas.pages.listening import address, refusal
from atlas.pages.supervision import Program, supervise

TENDING = 5  # seconds between two looks at the mails that wait
WORKERS = 2  # processes of the web server on this machine
THREADS = 4  # in each of them: searches and queries let go of the interpreter, the rest does not
INTERRUPTED = 130


def programs(host: str, port: int) -> tuple[Program, ...]:
    """The web server, the follower of the change log and the keeper, as command lines of this environment."""
    binaries = Path(sys.executable).parent
    server = (
        *(str(binaries / "granian"), "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--no-ws", "--log-level", "warning"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "3", "config.wsgi:application"),
    )
    manage = (sys.executable, str(settings.BASE_DIR / "manage.py"))
    return (
        Program("The web server", server, is_vital=True),
        Program("The follower", (*manage, "follow_catalogue"), is_vital=False),
        Program("The keeper", (*manage, "tend", "--every", str(TENDING)), is_vital=False),
    )


def answers(host: str, port: int) -> bool:
    """Somebody accepts connections there."""
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


class Command(BaseCommand):
    """Prepare, then serve until asked to stop."""

    help = "Prepare this machine and serve the Atlas on it until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        """Ends with status 0 when asked to stop, 1 when the server ended by itself, 130 on Ctrl-C while preparing."""
        told = refusal(host, port)
        if told:
            raise CommandError(told)
        try:
            call_command("prepare")
        except KeyboardInterrupt:
            self.stderr.write("Stopped before it was ready; the next start goes on from here.")
            sys.exit(INTERRUPTED)
        connections.close_all()
        sys.exit(
            supervise(
                programs(host, port),
                is_ready=partial(answers, host, port),
                announce=partial(self._announce, address(host, port)),
            )
        )

    def _announce(self, url: str) -> None:
        self.stdout.write(f"The Atlas is at {url} — Ctrl-C stops it.")
        self.stdout.flush()
