"""`manage.py serve`: one node of the Atlas on this machine — prepared, served, following the catalogue. `make run`.

Ctrl-C stops everything. Not for production, where a supervisor of the system runs the same programs.
"""

import os
import sys
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from atlas.pages.listening import refusal
from config.settings.memory import limit_memory

INTERRUPTED = 130


class Command(BaseCommand):
    """Prepare, then serve until asked to stop."""

    help = "Prepare this machine and serve the Atlas on it until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        """Becomes the watcher of the programs (node.py). Before that: status 130 on Ctrl-C while preparing."""
        told = refusal(host, port)
        if told:
            raise CommandError(told)
        try:
            call_command("prepare")
        except KeyboardInterrupt:
            self.stderr.write("Stopped before it was ready; the next start goes on from here.")
            sys.exit(INTERRUPTED)
        connections.close_all()
        limit_memory()  # before the start: the allocator reads its part once
        sys.stdout.flush()
        sys.stderr.flush()
        os.execv(sys.executable, [sys.executable, "-m", "atlas.pages.node", host, str(port)])  # noqa: S606  (no shell)
