"""`manage.py find_duplicates`: compares all projects and all organisations, keeps the pairs that may be one.

The keeper (`tend`) does the same once a day. Decisions that persons took are left as they are.
"""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from atlas.duplicates.finding import find_duplicates


class Command(BaseCommand):
    """Find them again."""

    help = "Compare projects and organisations, keep the pairs that may be duplicates; what was decided stays."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Says how many of each kind."""
        for one in find_duplicates(at=timezone.now()):
            self.stdout.write(f"{one.kind}: {one.pairs} pairs, {one.new} new, {one.gone} no longer alike")
