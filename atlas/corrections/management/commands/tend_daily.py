"""`manage.py tend_daily`: keep how complete sheets are today, for the trend; find the pairs that may be duplicates, for
staff. The keeper (`tend`) starts it once a day, and it may be run at any time: twice on a day changes nothing.
"""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from atlas.audit.jobs import recorded
from atlas.catalogue.quality_history import keep_day
from atlas.catalogue.search import IndexUnavailable
from atlas.duplicates.finding import find_duplicates
from atlas.uploads.tidying import remove_orphans


class Command(BaseCommand):
    """Count and compare."""

    help = (
        "Keep a day’s numbers on the quality of sheets, find the pairs that may be duplicates. Exit status 1 without "
        "an index or without a sheet in it: the numbers are then not kept."
    )
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Says what is new."""
        with recorded("tend_daily"):
            self._count_and_compare()

    def _count_and_compare(self) -> None:
        now = timezone.now()
        if removed := remove_orphans(at=now):
            self.stdout.write(f"Files that nothing names: {removed} removed.")
        if found := [one for one in find_duplicates(at=now) if one.new]:
            told = ", ".join(f"{one.new} of {one.kind}" for one in found)
            self.stdout.write(f"Duplicates: {told}.")
        try:
            kept = keep_day(timezone.localdate(now))
        except IndexUnavailable:
            kept = None
        if kept:
            self.stdout.write(f"Quality of sheets: {kept} numbers kept.")
        if kept is None:
            sys.exit(1)
