"""`manage.py load_registers`: the invented mailboxes and texts of data/demonstration, for trials only."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from atlas.registers.demonstration import load_mailboxes

ACTOR = "load_registers"


class Command(BaseCommand):
    """Idempotent."""

    help = "Load the invented mailboxes of posts and authorities. Running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        added = load_mailboxes(settings.DATA_DIR / "demonstration" / "registers" / "mailboxes.csv", by=ACTOR)
        self.stdout.write(f"Mailboxes: {added} added.")
