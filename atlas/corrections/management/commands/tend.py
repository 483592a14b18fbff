"""`manage.py tend`: what must be done without anyone asking — send the mails that wait, forget day-old visitors.

Once, for a timer of the system; or every so many seconds until stopped (started by `make run`).
"""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from atlas.contributions.actions import erase_traces
from atlas.notifications.actions import Sending, send_due

KEEPER = "tend"


class Command(BaseCommand):
    """Send and forget."""

    help = "Send the mails that wait and erase the traces of visitors that are a day old."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """How often."""
        parser.add_argument("--every", type=float, metavar="SECONDS", help="go on until stopped")

    def handle(self, *args: Any, every: float | None, **options: Any) -> None:
        """One round, or rounds until SIGTERM or Ctrl-C."""
        if every is None:
            self._round()
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        while not stop.wait(every):
            self._round()

    def _round(self) -> None:
        now = timezone.now()
        erase_traces(by=KEEPER, at=now)
        done = send_due(by=KEEPER, at=now)
        if done != Sending():
            self.stdout.write(f"Mails: {done.sent} sent, {done.put_off} put off, {done.given_up} given up.")
