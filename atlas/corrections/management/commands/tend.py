"""`manage.py tend`: what must be done without anyone asking — send the mails that wait, forget day-old visitors, erase
the persons whose time is over.

Once, for a timer of the system; or every so many seconds until stopped (started by `make run`).
"""

import signal
import threading
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from atlas.contributions.retention import Erased, erase_persons
from atlas.notifications.actions import Sending, send_due
from atlas.visitors.actions import erase_traces

KEEPER = "tend"


class Command(BaseCommand):
    """Send and forget."""

    help = "Send the mails that wait, erase the traces of visitors that are a day old and persons kept for 24 months."
    requires_system_checks = ()
    erased_on: date | None = None

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
        self._erase_once_a_day(now)
        done = send_due(by=KEEPER, at=now)
        if done != Sending():
            self.stdout.write(f"Mails: {done.sent} sent, {done.put_off} put off, {done.given_up} given up.")

    def _erase_once_a_day(self, now: datetime) -> None:
        """Periods of retention are counted in days: the first round of a day is enough."""
        today = timezone.localdate(now)
        if self.erased_on == today:
            return
        self.erased_on = today
        erased = erase_persons(by=KEEPER, at=now)
        if erased != Erased():
            kept = f"{erased.contacts} contacts, {erased.contributions} contributions, {erased.mails} mails"
            self.stdout.write(f"Persons erased: {kept}.")
