"""`manage.py publish_attestations`: make the public « à jour » of all authorities anew from what they signed."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from atlas.campaigns.publishing import publish_all


class Command(BaseCommand):
    """After the public records were lost, or an older copy of the database came back."""

    help = "Publish the last attestation of each authority. What did not change stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Attestations: {publish_all(timezone.localdate())} changed.")
