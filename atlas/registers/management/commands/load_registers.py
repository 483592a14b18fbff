"""`manage.py load_registers`: the invented mailboxes and texts of data/demonstration, for trials only."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from atlas.declared.demonstration import declare_example
from atlas.registers.demonstration import load_mailboxes, load_networks, load_register
from atlas.rounds.demonstration import open_example

ACTOR = "load_registers"


class Command(BaseCommand):
    """Idempotent."""

    help = "Load invented mailboxes and registers of countries. Running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.DATA_DIR / "demonstration" / "registers"
        mailboxes = load_mailboxes(folder / "mailboxes.csv", by=ACTOR)
        networks = load_networks(folder / "networks.csv", by=ACTOR)
        registers = sum(load_register(path, by=ACTOR) for path in sorted(folder.glob("*.toml")))
        now = timezone.now()
        entries, rounds = declare_example(by=ACTOR, at=now), open_example(by=ACTOR, at=now)
        added = f"{mailboxes} mailboxes, {networks} networks, {registers} registers"
        added = f"{added}, {int(entries)} entries, {int(rounds)} rounds"
        self.stdout.write(f"Added: {added}.")
