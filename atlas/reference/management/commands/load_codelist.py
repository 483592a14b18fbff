"""`manage.py load_codelist FILE… [--year N]`: official code lists, CSV or IATI XML."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from atlas.reference.loading_codes import ListReport, load_code_lists
from atlas.reference.reading import DataFileError


class Command(BaseCommand):
    """Idempotent: a second run changes nothing."""

    help = (
        "Load official code lists: purpose codes, aid types, goals (CSV or IATI XML), recipients of aid by year (CSV). "
        "All files or none. Which list a file is, is read in it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--year", type=int, help="data year of a list of recipients that does not say it")

    def handle(self, *args: Any, files: list[Path], year: int | None, **options: Any) -> None:
        """Exit status 1, and nothing changed, when a file cannot be read."""
        try:
            reports = load_code_lists(files, year=year)
        except DataFileError as error:
            raise CommandError(str(error)) from error
        for report in reports:
            self.stdout.write(told(report))


def told(report: ListReport) -> str:
    """One line a file; counts that are zero are left out; one line more for each thing to look at."""
    counts = (
        (_("ajouts"), report.added),
        (_("modifications"), report.updated),
        (_("inchangés"), report.unchanged),
        (_("conservés hors fichier"), report.kept),
    )
    said = ", ".join(f"{count} {label}" for label, count in counts if count) or "0"
    lines = [f"{report.file} ({report.table}) : {said}"]
    if report.skipped:
        lines.append(_("  pays que l’Atlas ne connaît pas : %(codes)s") % {"codes": ", ".join(report.skipped)})
    if report.doubtful:
        lines.append(
            _("  thèmes qui proposent un code hors de la liste : %(codes)s") % {"codes": ", ".join(report.doubtful)}
        )
    return "\n".join(lines)
