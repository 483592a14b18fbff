"""`manage.py load_reference`: bring countries, themes and territories up to the files of `data/`, say what changed."""

from pathlib import Path
from typing import Any, Never

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from tqdm import tqdm

from atlas.reference.loading import LoadReport, Progress, TableReport, load_reference, silent
from atlas.reference.reading import DataFileError


class Command(BaseCommand):
    """Idempotent: a second run changes nothing."""

    help = "Load countries, themes and French territories from data/. Running it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--data-dir", type=Path, default=settings.DATA_DIR, help="folder of the data files")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit status 1, and nothing changed, when a file cannot be read."""
        progress = bars() if self.stderr.isatty() else silent
        try:
            report = load_reference(data_dir=options["data_dir"], progress=progress)
        except DataFileError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(told(report))


def bars() -> Progress:
    """Progress bars on standard error, one for each table."""
    open_bars: dict[str, tqdm[Never]] = {}

    def show(label: str, done: int, total: int) -> None:
        bar = open_bars.get(label) or open_bars.setdefault(label, tqdm(total=total, desc=label, leave=False))
        bar.update(done - bar.n)
        if done >= total:
            open_bars.pop(label).close()

    return show


def told(report: LoadReport) -> str:
    """The report in words: one line a table, one for the folders that had not changed."""
    lines = [_line(table) for table in report.tables]
    if report.skipped:
        lines.append(_("Déjà à jour : %(folders)s.") % {"folders": ", ".join(report.skipped)})
    return "\n".join(lines)


def _line(table: TableReport) -> str:
    """Counts that are zero are left out."""
    counts = (
        (_("ajouts"), table.added),
        (_("modifications"), table.updated),
        (_("clôtures"), table.closed),
        (_("inchangés"), table.unchanged),
        (_("conservés hors fichier"), table.kept),
    )
    return f"{table.table} : " + (", ".join(f"{count} {label}" for label, count in counts if count) or "0")
