"""Once a day, in a process of its own: what needs the index and all names for a minute. The keeper, which lives as long
as its node, would hold that memory until the next day; a process that ends gives it back.
"""

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from typing import Final

from django.conf import settings

COMMAND: Final = "tend_daily"
AGAIN: Final = 600.0
"""Seconds until the next try after one that failed: a new node has no index yet, or no sheet in it."""
Process = subprocess.Popen[bytes]


def start() -> Process:
    """The program."""
    return subprocess.Popen([sys.executable, str(settings.BASE_DIR / "manage.py"), COMMAND])


class Daily:
    """Starts the program on the first round of a day, again when it failed; `stop` ends it."""

    def __init__(self, start: Callable[[], Process] = start) -> None:
        self.start = start
        self.child: Process | None = None
        self.started_on: date | None = None
        self.not_before = 0.0

    def look(self, today: date, now: float) -> None:
        """Once a round. `now`: seconds of a clock that only goes forward."""
        if self.child is not None:
            status = self.child.poll()
            if status is None:
                return
            self.child = None
            if status:
                self.started_on, self.not_before = None, now + AGAIN
        if self.started_on != today and now >= self.not_before:
            self.started_on = today
            self.child = self.start()

    def stop(self) -> None:
        """What it was doing is done again at the next start."""
        if self.child is not None and self.child.poll() is None:
            self.child.terminate()
            self.child.wait()
