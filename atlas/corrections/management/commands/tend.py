"""`manage.py tend`: what must be done without anyone asking — send the mails that wait, forget day-old visitors, erase
the persons whose time is over, keep how complete sheets are, make the lines of files beforehand, have the tables run
that staff put in the queue.

Once, for a timer of the system; or every so many seconds until stopped (started by `make run`).
"""

import os
import signal
import threading
from datetime import date, datetime
from math import inf
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from atlas.catalogue.actions import make_lines
from atlas.catalogue.quality_history import keep_day
from atlas.catalogue.search import IndexUnavailable
from atlas.contributions.retention import Erased, erase_persons
from atlas.duplicates.finding import find_duplicates
from atlas.imports.retention import erase_persons_in_documents
from atlas.imports.spreadsheets.queue import Starter, run_waiting
from atlas.notifications.actions import Sending, send_due
from atlas.visitors.actions import erase_traces

KEEPER = "tend"
MAKING: Final = 2.0
"""Seconds a round for lines of files, so that no mail waits for a large import."""


class Command(BaseCommand):
    """Send and forget."""

    help = (
        "Send the mails that wait, erase the traces of visitors that are a day old and persons kept for 24 months, "
        "keep a day’s numbers on the quality of sheets, make the lines of files that changed projects lack."
    )
    requires_system_checks = ()
    erased_on: date | None = None
    counted_on: date | None = None
    compared_on: date | None = None
    lines_until = 0

    def add_arguments(self, parser: CommandParser) -> None:
        """How often."""
        parser.add_argument("--every", type=float, metavar="SECONDS", help="go on until stopped")

    def handle(self, *args: Any, every: float | None, **options: Any) -> None:
        """One round, or rounds until SIGTERM or Ctrl-C."""
        if every is None:
            self._round(making=inf)
            run_waiting(by=KEEPER)
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        os.nice(10)  # nobody waits for what is done here
        tables = Starter()
        try:
            while not stop.wait(every):
                self._round(making=MAKING)
                tables.look()
        finally:
            tables.stop()

    def _round(self, *, making: float) -> None:
        now = timezone.now()
        erase_traces(by=KEEPER, at=now)
        self._erase_once_a_day(now)
        done = send_due(by=KEEPER, at=now)
        if done != Sending():
            self.stdout.write(f"Mails: {done.sent} sent, {done.put_off} put off, {done.given_up} given up.")
        self._count_once_a_day(now)
        self._compare_once_a_day(now)
        self.lines_until = make_lines(self.lines_until, seconds=making)

    def _erase_once_a_day(self, now: datetime) -> None:
        """Periods of retention are counted in days: the first round of a day is enough."""
        today = timezone.localdate(now)
        if self.erased_on == today:
            return
        self.erased_on = today
        erased = erase_persons(by=KEEPER, at=now)
        documents = erase_persons_in_documents(by=KEEPER, at=now)
        if erased != Erased() or documents:
            kept = f"{erased.contacts} contacts, {erased.contributions} contributions, {erased.mails} mails"
            kept = f"{kept}, {documents} documents"
            self.stdout.write(f"Persons erased: {kept}.")

    def _count_once_a_day(self, now: datetime) -> None:
        """How complete sheets are today, for the trend. Without a sheet in an index, the next round tries."""
        today = timezone.localdate(now)
        if self.counted_on == today:
            return
        try:
            kept = keep_day(today)
        except IndexUnavailable:
            return
        self.counted_on = today if kept is not None else None
        if kept:
            self.stdout.write(f"Quality of sheets: {kept} numbers kept.")

    def _compare_once_a_day(self, now: datetime) -> None:
        """Pairs that may be duplicates, for staff."""
        today = timezone.localdate(now)
        if self.compared_on == today:
            return
        self.compared_on = today
        found = [one for one in find_duplicates(at=now) if one.new]
        if found:
            told = ", ".join(f"{one.new} of {one.kind}" for one in found)
            self.stdout.write(f"Duplicates: {told}.")
