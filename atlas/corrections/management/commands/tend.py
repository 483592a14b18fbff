"""`manage.py tend`: what must be done without anyone asking — find what alerts wait for, send the mails that wait,
forget day-old visitors, erase the persons whose time is over, make the lines of files beforehand; have the tables run
that staff put in the queue, and once a day the sheets counted and compared (`tend_daily`).

Once, for a timer of the system; or every so many seconds until stopped (started by `make run`).
"""

import os
import signal
import threading
import time
from contextlib import suppress
from datetime import date, datetime
from math import inf
from typing import Any, Final

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from atlas.accounts.personal import forget_idle, forget_sessions
from atlas.alerts.tending import Tended, tend_alerts
from atlas.audit.jobs import recorded
from atlas.campaigns.preparing import Prepared, tend_campaigns
from atlas.catalogue.actions import make_lines
from atlas.contributions.retention import Erased, Forgotten, erase_persons, forget_steps
from atlas.corrections.daily import COMMAND, Daily
from atlas.declared.actions import erase_expired_declarers, settle_proposals
from atlas.imports.retention import erase_persons_in_documents
from atlas.imports.spreadsheets.queue import Starter, run_waiting
from atlas.notifications.actions import Sending, send_due
from atlas.rounds.preparing import Tended as TendedRounds
from atlas.rounds.preparing import tend_rounds
from atlas.visitors.actions import erase_traces

KEEPER = "tend"
NOTED_EVERY: Final = 60.0
"""Seconds: a round that does nothing must not write to the database each time."""
MAKING: Final = 2.0
"""Seconds a round for lines of files, so that no mail waits for a large import."""


class Command(BaseCommand):
    """Send and forget."""

    help = (
        "Send the mails that wait, erase the traces of visitors that are a day old and persons kept for 24 months, "
        "make the lines of files that changed projects lack, count and compare the sheets once a day."
    )
    requires_system_checks = ()
    erased_on: date | None = None
    lines_until = 0

    def add_arguments(self, parser: CommandParser) -> None:
        """How often."""
        parser.add_argument("--every", type=float, metavar="SECONDS", help="go on until stopped")

    def handle(self, *args: Any, every: float | None, **options: Any) -> None:
        """One round, or rounds until SIGTERM or Ctrl-C."""
        if every is None:
            with recorded(KEEPER):
                self._round(making=inf)
            run_waiting(by=KEEPER)
            with suppress(SystemExit):  # a register without sheets has nothing to count
                call_command(COMMAND, stdout=self.stdout)
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        os.nice(10)  # nobody waits for what is done here
        tables, daily = Starter(), Daily()
        try:
            while not stop.wait(every):
                with recorded(KEEPER, seldom=NOTED_EVERY):
                    self._round(making=MAKING)
                tables.look()
                daily.look(timezone.localdate(), time.monotonic())
        finally:
            tables.stop()
            daily.stop()

    def _round(self, *, making: float) -> None:
        now = timezone.now()
        erase_traces(by=KEEPER, at=now)
        self._erase_once_a_day(now)
        alerts = tend_alerts(by=KEEPER, at=now)
        if alerts != Tended():
            told = f"{alerts.found} sheets found, {alerts.told} mails, {alerts.forgotten} requests forgotten"
            self.stdout.write(f"Alerts: {told}.")
        campaigns = tend_campaigns(by=KEEPER, at=now)
        if campaigns != Prepared():
            told = f"{campaigns.rows} authorities asked, {campaigns.told} told, {campaigns.reminded} reminded"
            self.stdout.write(f"Campaigns: {told}.")
        rounds = tend_rounds(by=KEEPER, at=now)
        if rounds != TendedRounds():
            self.stdout.write(f"Rounds: {rounds.asked} persons asked, {rounds.reminded} reminded.")
        if settled := settle_proposals(by=KEEPER, at=now):
            self.stdout.write(f"Entries: {settled} settled.")
        done = send_due(by=KEEPER, at=now)
        if done != Sending():
            self.stdout.write(f"Mails: {done.sent} sent, {done.put_off} put off, {done.given_up} given up.")
        self.lines_until = make_lines(self.lines_until, seconds=making)

    def _erase_once_a_day(self, now: datetime) -> None:
        """Periods of retention are counted in days: the first round of a day is enough."""
        today = timezone.localdate(now)
        if self.erased_on == today:
            return
        self.erased_on = today
        erased = erase_persons(by=KEEPER, at=now)
        documents = erase_persons_in_documents(by=KEEPER, at=now)
        declarers = erase_expired_declarers(by=KEEPER, at=now)
        forget_idle(by=KEEPER, at=now)
        forget_sessions(at=now)
        steps = forget_steps(by=KEEPER, at=now)
        if steps != Forgotten():
            self.stdout.write(f"Old drafts: {steps.saves} saves emptied, {steps.remarks} remarks erased.")
        if erased != Erased() or documents or declarers:
            kept = f"{erased.contacts} contacts, {erased.contributions} contributions, {erased.mails} mails"
            kept = f"{kept}, {documents} documents, {declarers} declarers"
            self.stdout.write(f"Persons erased: {kept}.")
