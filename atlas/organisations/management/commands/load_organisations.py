"""`manage.py load_organisations`: reference data → organisations, posts, other names. Any number of times."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from atlas.organisations.loading import LoadReport, load_organisations
from atlas.reference.loading import silent
from atlas.reference.management.commands.load_reference import bars


class Command(BaseCommand):
    """Idempotent: a second run changes nothing."""

    help = "Bring organisations, posts and other names up to the reference data. Run load_reference first."

    def handle(self, *args: Any, **options: Any) -> None:
        """Progress bars on a terminal, then one line a table."""
        report = load_organisations(data_dir=settings.DATA_DIR, progress=bars() if self.stderr.isatty() else silent)
        if options["verbosity"]:
            self.stdout.write(told(report))


def told(report: LoadReport) -> str:
    """The report in words, one line a table; counts that are zero are left out."""
    return "\n".join(
        _("%(table)s : %(counts)s") % {"table": table, "counts": _counts(added, updated, unchanged)}
        for table, added, updated, unchanged in report.tables()
    )


def _counts(added: int, updated: int, unchanged: int) -> str:
    counts = ((_("ajouts"), added), (_("modifications"), updated), (_("inchangés"), unchanged))
    return ", ".join(f"{count} {label}" for label, count in counts if count) or "0"
