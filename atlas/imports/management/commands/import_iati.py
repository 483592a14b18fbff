"""`manage.py import_iati FILE… [--commit] [--json]`: IATI activities → contributions."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from atlas.contributions.actions import Delivery, Outcome
from atlas.contributions.models import Origin
from atlas.imports.iati import setup
from atlas.imports.iati.beside import ReadingEnded, read_beside
from atlas.imports.iati.files import ReadActivity
from atlas.imports.iati.source import ActivityResolver
from atlas.imports.items import Refused
from atlas.imports.pipeline import BATCH, Run

ACTOR = "import_iati"
_encoder = msgspec.json.Encoder(decimal_format="number")


class Command(BaseCommand):
    """Killed anywhere, the same command goes on: what was received before changes nothing."""

    help = (
        "Reads IATI activities, versions 2.01 to 2.03, from files of any size. A dry run unless --commit is given. "
        "Exit status 1 when a file or an activity was refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--commit", action="store_true", help="write; without it nothing is kept")
        parser.add_argument("--batch", type=int, default=BATCH, metavar="N", help="activities in one transaction")
        parser.add_argument("--json", action="store_true", help="one JSON object an activity on standard output")

    def handle(self, *args: Any, files: list[Path], commit: bool, json: bool, batch: int, **options: Any) -> None:
        """The report goes to standard error, the objects to standard output."""
        resolver = setup.resolver(by=ACTOR, commit=commit)
        each = self._printer(resolver) if json else None
        run = Run(Origin.IATI, resolver, by=ACTOR, commit=commit, each=each, batch_size=batch)
        try:
            report = run.over(_with_progress(read_beside(files)))
        except ReadingEnded as ended:
            raise CommandError(str(ended)) from ended
        for line in report.lines(committed=commit):
            self.stderr.write(line)
        if report.failures:
            sys.exit(1)

    def _printer(self, resolver: ActivityResolver) -> Any:
        def show(read: ReadActivity, delivery: Delivery, outcome: Outcome) -> None:
            content = {
                "identifier": read.activity.identifier,
                "draft": msgspec.to_builtins(delivery.draft),
                "matches": [resolved.as_json() for resolved in resolver.parties[id(read)]],
                "flags": sorted({finding.code for finding in outcome.findings or delivery.findings}),
                "outcome": outcome.kind,
                "reason": outcome.reason,
            }
            self.stdout.write(_encoder.encode(content).decode())

        return show


def _with_progress(items: Iterable[ReadActivity | Refused]) -> Iterator[ReadActivity | Refused]:
    """How many activities there are is known at the end only."""
    yield from tqdm(items, unit=" activities", file=sys.stderr, disable=not sys.stderr.isatty())
