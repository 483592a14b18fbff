"""`manage.py load_demonstration`: facts and example pages of data/demonstration, through the real importers."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from tqdm import tqdm

from atlas.imports.demonstration import PlacedPages, read_places
from atlas.imports.facts import FactResolver, read_facts
from atlas.imports.legacy_pages import setup
from atlas.imports.legacy_pages.files import files_under, read_pages
from atlas.imports.pipeline import Run
from atlas.imports.places import contexts_by_place
from atlas.imports.report import Report

ACTOR = "load_demonstration"


class Command(BaseCommand):
    help = "Loads the demonstration data: published facts with their sources, and invented pages in the old format."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.DATA_DIR / "demonstration"
        for report in (
            self._facts(sorted((folder / "facts").glob("*.csv"))),
            self._pages(folder / "pages", folder / "places.csv"),
        ):
            for line in report.lines(committed=True):
                self.stderr.write(line)

    def _facts(self, files: list[Any]) -> Report:
        groups = read_facts(files)
        resolver = FactResolver(setup.names(by=ACTOR, commit=True), setup.codes().themes, contexts_by_place())
        return Run("facts", resolver, by=ACTOR, commit=True).over(_with_progress(groups, "facts"))

    def _pages(self, folder: Any, places: Any) -> Report:
        names = setup.names(by=ACTOR, commit=True)
        files = files_under([folder])
        pages = read_pages(files, setup.reader(names))
        run = Run("legacy_page", PlacedPages(names, setup.codes(), places=read_places(places)), by=ACTOR, commit=True)
        return run.over(_with_progress(pages, "pages", len(files)))


def _with_progress(items: Any, unit: str, total: int | None = None) -> Any:
    return tqdm(items, unit=f" {unit}", total=total, file=sys.stderr, disable=not sys.stderr.isatty())
