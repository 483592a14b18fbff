"""`manage.py publish_files`: make the files of the whole register and put them in service (docs/operations.md).

By hand, at any time; with `--if-due` by a timer (`make run` starts it every few minutes): then only when a set is due.
"""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from atlas.audit.jobs import recorded
from atlas.catalogue.index.reader import IndexUnavailable
from atlas.opendata.snapshots.build import is_due, publish
from atlas.opendata.snapshots.store import Progress


class Command(BaseCommand):
    """One set of files."""

    help = "Make the files of the whole register, its zones and its tables, and put them in service."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to look first."""
        parser.add_argument(
            "--if-due", action="store_true", help="only after a change that has waited, or on a new day"
        )

    def handle(self, *args: Any, if_due: bool, **options: Any) -> None:
        """Says which set is in service; fails while there is no index."""
        with recorded("publish_files"):
            self._publish(if_due=if_due)

    def _publish(self, *, if_due: bool) -> None:
        now = timezone.now()
        try:
            if if_due:
                os.nice(10)  # nobody waits for what is done here
                if not is_due(now):
                    return
            with tqdm(desc="Files", unit="file", disable=None) as bar:
                name = publish(now, lambda progress: _show(bar, progress))
        except IndexUnavailable as problem:
            raise CommandError("There is no search index on this machine: run follow_catalogue first.") from problem
        self.stdout.write(f"In service: {name}." if name else "Another process is making a set just now.")


def _show(bar: "tqdm[Any]", progress: Progress) -> None:
    bar.total = progress.total
    bar.update(progress.done - bar.n)
