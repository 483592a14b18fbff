"""`manage.py publish_registers`: make the public registers of all countries anew from what the posts entered."""

from typing import Any

from django.core.management.base import BaseCommand

from atlas.registers.publishing import publish_all


class Command(BaseCommand):
    """What did not change costs no revision."""

    help = "Publish the registers of all countries that a post follows. What did not change stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Registers: {publish_all()} changed.")
