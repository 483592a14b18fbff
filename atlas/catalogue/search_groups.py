"""The groups of filters that the search page offers: data, and nothing that counts. Words of values: `closed_words`."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from atlas.catalogue.search_facets import DOUBT

Text = str | Promise


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
