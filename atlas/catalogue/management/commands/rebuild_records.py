"""`manage.py rebuild_records`: records of all organisations, and of the projects that differ from the register."""

from typing import Any

from django.core.management.base import BaseCommand

from atlas.catalogue.actions import rebuild_organisations, reconcile


class Command(BaseCommand):
    help = "Makes the public records equal to the register. Safe to run at any time; unchanged records cost nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stderr.write(f"{rebuild_organisations()} organisations, {reconcile()} projects")
