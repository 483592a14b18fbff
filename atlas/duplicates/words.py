"""The reasons of a pair in words, for staff."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: Final[Mapping[str, str | Promise]] = {
    "title": _("titres semblables à %(value)s %%"),
    "authority": _("même collectivité française"),
    "partner": _("même partenaire étranger"),
    "near_partner": _("noms de partenaires proches"),
    "same_year": _("même année de début (%(value)s)"),
    "years": _("années de début différentes (%(value)s)"),
    "numbers": _("nombres différents dans les titres"),
    "name": _("noms semblables à %(value)s %%"),
    "former_name": _("un ancien ou autre nom de l’une est le nom de l’autre"),
    "kind": _("même nature"),
    "other_kind": _("natures différentes"),
    "area": _("même département ou subdivision"),
    "other_area": _("départements ou subdivisions différents"),
    "near": _("à %(value)s km l’une de l’autre"),
    "far": _("à %(value)s km l’une de l’autre, c’est loin"),
}


def reason_words(reasons: Iterable[tuple[str, str]]) -> str:
    """« titres semblables à 97 %, même partenaire étranger »; a code of another version of the program is left out."""
    return ", ".join(str(REASONS[code]) % {"value": value} for code, value in reasons if code in REASONS)
