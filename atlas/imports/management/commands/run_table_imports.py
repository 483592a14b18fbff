"""`manage.py run_table_imports`: run the tables that staff put in the queue, then end. The keeper starts it."""

from typing import Any

from django.core.management.base import BaseCommand

from atlas.audit.jobs import recorded
from atlas.imports.spreadsheets.queue import COMMAND, run_waiting


class Command(BaseCommand):
    """Safe to kill and to start again, several at once too."""

    help = "Run the tables that wait in the queue, and take up those whose runner died."

    def handle(self, *args: Any, **options: Any) -> None:
        """Until nothing waits."""
        with recorded(COMMAND):
            self.stdout.write(f"{run_waiting(by=COMMAND)} tables run.")
