"""The columns of the file on a round, declared once: label and value. No persons in it."""

from collections.abc import Callable
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atlas.reference.choices import Form
from atlas.ui.formulas import harmless

from .models import PairCheck

_COLUMNS: Final[tuple[tuple[str | Promise, Callable[[PairCheck], object]], ...]] = (
    (_("Pays"), lambda one: one.round.country_id),
    (_("Date de l’élection"), lambda one: one.round.held_on.isoformat()),
    (_("Collectivité française"), lambda one: one.french.name),
    (_("Code INSEE"), lambda one: one.french.insee_code or ""),
    (_("SIREN"), lambda one: one.french.siren or ""),
    (_("Partenaire étranger"), lambda one: one.foreign_name),
    (_("Subdivision"), lambda one: one.area),
    (_("Depuis"), lambda one: one.since_year or ""),
    (_("Forme"), lambda one: Form(one.form).label if one.form else ""),
    (_("Fiches"), lambda one: " ".join(map(str, one.sheets))),
    (_("Relation vivante"), lambda one: one.get_alive_display() if one.alive else ""),
    (_("Constaté le"), lambda one: one.alive_on or ""),
    (_("Contact étranger"), lambda one: one.get_contact_display() if one.contact else ""),
    (_("Contact vérifié le"), lambda one: timezone.localdate(one.contact_at).isoformat() if one.contact_at else ""),
)
LABELS: Final = tuple(label for label, _value in _COLUMNS)


def values_of(pair: PairCheck) -> list[str]:
    """One row; nothing in it is a formula."""
    return [harmless(str(value(pair))) for _label, value in _COLUMNS]
