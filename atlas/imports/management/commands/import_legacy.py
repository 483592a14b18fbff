"""`manage.py import_legacy PATH… [--commit] [--json]`: sheets of the old Atlas → contributions."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from atlas.contributions.actions import Delivery, Outcome
from atlas.imports.items import Refused
from atlas.imports.legacy_pages import setup
from atlas.imports.legacy_pages.as_json import as_json
from atlas.imports.legacy_pages.files import ReadPage, files_under, read_pages
from atlas.imports.legacy_pages.source import PageResolver
from atlas.imports.pipeline import BATCH, Run

ACTOR = "import_legacy"
_encoder = msgspec.json.Encoder(decimal_format="number")


class Command(BaseCommand):
    help = (
        "Reads pages of the old Atlas (text or HTML; files or folders). The old identifier is taken from the page, or "
        "from the file's name (12480_title.html, sheet_12480.txt). A dry run unless --commit is given. Exit status 1 "
        "when an item failed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--commit", action="store_true", help="write; without it nothing is kept")
        parser.add_argument("--batch", type=int, default=BATCH, metavar="N", help="pages in one transaction")
        parser.add_argument("--json", action="store_true", help="one JSON object a page on standard output")

    def handle(self, *args: Any, paths: list[Path], commit: bool, json: bool, batch: int, **options: Any) -> None:
        names = setup.names(by=ACTOR, commit=commit)
        resolver = PageResolver(names, setup.codes())
        each = self._printer(resolver) if json else None
        run = Run("legacy_page", resolver, by=ACTOR, commit=commit, each=each, batch_size=batch)
        files = files_under(paths)
        report = run.over(self._with_progress(read_pages(files, setup.reader(names)), total=len(files)))
        for line in report.lines(committed=commit):
            self.stderr.write(line)
        if report.failures:
            sys.exit(1)

    def _with_progress(self, items: Iterable[ReadPage | Refused], *, total: int) -> Iterator[ReadPage | Refused]:
        yield from tqdm(items, total=total, unit=" pages", file=sys.stderr, disable=not sys.stderr.isatty())

    def _printer(self, resolver: PageResolver) -> Any:
        def show(page: ReadPage, delivery: Delivery, outcome: Outcome) -> None:
            matches = [resolved.as_json() for resolved in resolver.parties[id(page)].all()]
            content = as_json(page.sheet, source=page.name, matches=matches)
            content["flags"] = sorted({finding.code for finding in outcome.findings or delivery.findings})
            content["outcome"] = outcome.kind
            self.stdout.write(_encoder.encode(content).decode())

        return show
