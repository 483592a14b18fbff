"""Who runs what waits in the queue: a process of its own, started by the keeper when there is something to run.

The index of names takes memory that a node should not hold for a table a month; a process that ends gives it back.
"""

import subprocess
import sys
from typing import Final

from django.conf import settings
from django.utils import timezone

from .actions import claim_table, is_one_waiting, run_table

COMMAND: Final = "run_table_imports"


def run_waiting(*, by: str) -> int:
    """Run all that waits, one after the other. Returns how many."""
    done = 0
    while (table := claim_table(by=by, at=timezone.now())) is not None:
        run_table(table, by=by)
        done += 1
    return done


class Starter:
    """Starts the process when something waits and none of its own runs; `stop` ends it."""

    def __init__(self) -> None:
        self.child: subprocess.Popen[bytes] | None = None

    def look(self) -> None:
        """Once a round."""
        if self.child is not None and self.child.poll() is None:
            return
        self.child = None
        if is_one_waiting(timezone.now()):
            self.child = subprocess.Popen([sys.executable, str(settings.BASE_DIR / "manage.py"), COMMAND])

    def stop(self) -> None:
        """What it was doing is taken up at the next start."""
        if self.child is not None and self.child.poll() is None:
            self.child.terminate()
            self.child.wait()
