"""The groups of filters that the search page offers, and the words of every value: data, and nothing that counts.

Values of closed lists have their words here; those of countries, zones, themes and places come with the index.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from atlas.catalogue import wording
from atlas.catalogue.search_facets import DOUBT
from atlas.catalogue.search_values import (
    AUTHORITY_GROUPS,
    NOT_STATED,
    TO_CONFIRM,
    UNIDENTIFIED,
    Answer,
    FunderNature,
    OnePercent,
)
from atlas.reference.choices import Family, Form, Status
from atlas.reference.kinds import KindGroup

Text = str | Promise

_CLOSED: Mapping[str, Mapping[str, Text]] = {
    "status": {
        **{one.value: one.label for one in Status},
        NOT_STATED: wording.STATUS_NOT_STATED,
        TO_CONFIRM: _("En cours, à confirmer"),
    },
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
}
_CLOSED = {**_CLOSED, DOUBT: _CLOSED["status"]}
"""Words by code, by facet."""


@dataclass(frozen=True)
class Group:
    """A group of the panel. `facets`: counted with one parameter; `shown`: how many values stand in the panel (null =
    all; the others have a page of their own, named `everything`); `is_open`: unfolded before anything is chosen."""

    parameter: str
    facets: tuple[str, ...]
    legend: Text
    shown: int | None = None
    is_open: bool = False
    everything: Text = ""


MANY = 8
"""Values shown at once of a list that has hundreds."""

GROUPS = (
    Group("pays", ("country",), _("Pays partenaire"), MANY, is_open=True, everything=_("Tous les pays")),
    Group("theme", ("theme",), _("Thème"), MANY, is_open=True, everything=_("Tous les thèmes")),
    Group("etat", ("status", DOUBT), _("État"), is_open=True),
    Group("famille", ("family",), _("Famille")),
    Group("forme", ("form",), _("Forme")),
    Group("zone", ("zone",), _("Zone du monde")),
    Group("partenaire", ("partner",), _("Partenaire étranger"), MANY, everything=_("Tous les partenaires étrangers")),
    Group("nature", ("kind",), _("Nature de la collectivité française")),
    Group("region", ("region",), _("Région française"), MANY, everything=_("Toutes les régions")),
    Group("departement", ("department",), _("Département français"), MANY, everything=_("Tous les départements")),
    Group("collectivite", ("authority",), _("Collectivité française"), MANY, everything=_("Toutes les collectivités")),
    Group("cofinancement", ("cofinancing",), _("Cofinancement de l’État")),
    Group(
        "annee_cofinancement",
        ("cofinancing_year",),
        _("Année du cofinancement"),
        MANY,
        everything=_("Toutes les années"),
    ),
    Group("financeur", ("funder",), pgettext_lazy("filtre", "Financeurs")),
    Group("un_pour_cent", ("one_percent",), _("Dispositifs « 1 % »")),
    Group("triennal", ("triennial",), _("Durée de la convention")),
)


LONG = {group.parameter: group for group in GROUPS if group.everything}
"""Groups whose values have a page of their own, by parameter."""


def is_closed(facet: str) -> bool:
    """True for a facet whose words stand here."""
    return facet in _CLOSED


@lru_cache(maxsize=512)
def _words(_language: str | None, facet: str, code: str) -> str:
    return str(_CLOSED[facet][code])


def closed_words(facet: str, code: str) -> str:
    """Words of a closed list's value in the active language. Raises KeyError for a code that is not in it."""
    return _words(get_language(), facet, code)
