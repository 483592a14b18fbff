"""The words of every value of a closed list, in one place: panel, tags, files, feeds, figures, maps and lists ask here.

Values that the register shares are worded in `atlas.reference`; here they meet those that only the search has, and what
is said where a sheet states none. Countries, zones, themes and places are no closed lists: their words come with the
index. Not for what a page shows: that is `search_groups` and `filter_words`.
"""

from collections.abc import Mapping
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atlas.catalogue import wording
from atlas.catalogue.search_facets import DOUBT
from atlas.catalogue.search_values import (
    AUTHORITY_GROUPS,
    NOT_STATED,
    TO_CONFIRM,
    UNIDENTIFIED,
    Answer,
    Criterion,
    FlagCode,
    FunderNature,
    OnePercent,
)
from atlas.catalogue.words import spoken
from atlas.reference.choices import Family, Form, Status
from atlas.reference.kinds import KindGroup

_STATUSES: Mapping[str, str | Promise] = {
    **{one.value: one.label for one in Status},
    NOT_STATED: wording.STATUS_NOT_STATED,
    TO_CONFIRM: _("En cours, à confirmer"),
}
_CLOSED: Mapping[str, Mapping[str, str | Promise]] = {
    "status": _STATUSES,
    DOUBT: _STATUSES,
    "family": {**{one.value: one.label for one in Family}, NOT_STATED: _("Famille non précisée")},
    "form": {**{one.value: one.label for one in Form}, NOT_STATED: _("Forme non précisée")},
    "kind": {
        **{code: KindGroup(code).label for code in AUTHORITY_GROUPS if code != UNIDENTIFIED},
        UNIDENTIFIED: _("Collectivités non identifiées"),
    },
    "cofinancing": {
        Answer.YES.value: _("Cofinancé par l’État"),
        Answer.NO.value: _("Sans cofinancement connu de l’État"),
    },
    "one_percent": {one.value: one.label for one in OnePercent},
    "triennial": {
        Answer.YES.value: _("Convention triennale"),
        Answer.NO.value: _("Convention non triennale"),
        NOT_STATED: _("Durée de convention non précisée"),
    },
    "funder": {one.value: one.label for one in FunderNature},
    "stated": {
        Criterion.THEME.value: _("Thème renseigné"),
        Criterion.DATES.value: _("Dates renseignées"),
        Criterion.PARTNER.value: _("Partenaire étranger identifié"),
        Criterion.PLACE.value: _("Lieu connu"),
        Criterion.FUNDING.value: _("Financement renseigné"),
        Criterion.VERIFICATION.value: _("Vérifiée depuis moins de 24 mois"),
    },
    "lacking": {
        Criterion.THEME.value: _("Thème manquant"),
        Criterion.DATES.value: _("Dates manquantes"),
        Criterion.PARTNER.value: _("Aucun partenaire étranger identifié"),
        Criterion.PLACE.value: _("Lieu inconnu"),
        Criterion.FUNDING.value: _("Financement manquant"),
        Criterion.VERIFICATION.value: _("Non vérifiée depuis 24 mois"),
    },
    "flag": {one.value: one.label for one in FlagCode},
}
"""Words by code, by facet."""


def is_closed(facet: str) -> bool:
    """True for a facet whose words stand here."""
    return facet in _CLOSED


def closed_words(facet: str, code: str) -> str:
    """Words of a closed list's value in the active language. Raises KeyError for a code that is not in it."""
    return _words(spoken(), facet, code)


def family_words(code: str | None) -> str:
    """A family; that none is stated for null and for what is no family."""
    return closed_words("family", code if code in _CLOSED["family"] and code else NOT_STATED)


def group_label(code: str | None) -> str:
    """A group of French authorities, in the plural; those known by a declared name only have none yet."""
    return closed_words("kind", code if code in _CLOSED["kind"] and code else UNIDENTIFIED)


@lru_cache(maxsize=512)
def _words(_language: str | None, facet: str, code: str) -> str:
    return str(_CLOSED[facet][code])
