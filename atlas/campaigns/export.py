"""The columns of the file on a campaign, declared once: label and value."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from atlas.ui.formulas import harmless

from .progress import Line

_COLUMNS: Final[tuple[tuple[str | Promise, Callable[[Line], object]], ...]] = (
    (_("Collectivité"), lambda line: line.name),
    (_("Nature"), lambda line: line.kind),
    (_("Code INSEE"), lambda line: line.code),
    (_("SIREN"), lambda line: line.siren),
    (_("Région"), lambda line: line.region),
    (_("Département"), lambda line: line.department),
    (_("Mise à jour"), lambda line: line.state_words),
    (_("Commencée le"), lambda line: _day(line.started_at)),
    (_("Attestée le"), lambda line: _day(line.signed_at)),
    (_("Fiches avec une réponse"), lambda line: line.answers),
    (_("A un compte"), lambda line: gettext("oui") if line.has_account else gettext("non")),
    (_("Dernière relance"), lambda line: line.reminded_on or ""),
)
LABELS: Final = tuple(label for label, _value in _COLUMNS)


def values_of(line: Line) -> list[str]:
    """One row; nothing in it is a formula."""
    return [harmless(str(value(line))) for _label, value in _COLUMNS]


def _day(moment: datetime | None) -> str:
    return timezone.localtime(moment).date().isoformat() if moment else ""
