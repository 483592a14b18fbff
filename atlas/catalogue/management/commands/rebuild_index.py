"""`manage.py rebuild_index`: a new index beside the one in service, put in its place when it is whole."""

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from atlas.catalogue import follow
from atlas.catalogue.models import ProjectRecord


class Command(BaseCommand):
    help = "Reconstruit l’index à partir des fiches publiques. L’index en service répond jusqu’à la fin."

    requires_system_checks: tuple[str, ...] = ()  # neither addresses nor templates are needed here

    def handle(self, **_options: Any) -> None:
        started = time.monotonic()
        total = ProjectRecord.objects.count()
        records = follow.all_records()
        follow.rebuild(tqdm(records, total=total, unit="fiche", desc="Index", disable=not sys.stderr.isatty()))
        self.stdout.write(f"{total} fiches indexées en {time.monotonic() - started:.1f} s")
