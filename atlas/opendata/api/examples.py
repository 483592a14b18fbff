"""Requests that the documentation shows. A test sends each of them; their values are those of the demonstration too."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Example:
    """`operation`: the id of the operation that it shows; `address`: path and query string below `/api/v1/`."""

    operation: str
    words: Promise
    address: str


EXAMPLES: Final = (
    Example("projects", _("Les projets au Mali, les plus récents d’abord"), "projects?pays=ML&tri=maj"),
    Example(
        "projects",
        _("Le nombre de projets sur l’eau, par pays et par état"),
        "projects?q=eau&limit=1&fields=id&facets=country,status",
    ),
    Example("projects", _("Les mêmes en CSV, quelques colonnes"), "projects.csv?q=eau&fields=id,title,country_codes"),
    Example("projects", _("Les partenaires sur une carte"), "projects.geojson?pays=ML&fields=id,title,permalink"),
    Example("organisations", _("Une collectivité par son nom"), "organisations?q=lyon&role=french"),
    Example("countries", _("Les codes des pays et des zones"), "countries.csv?fields=code,label_fr,zone"),
    Example("country", _("Les chiffres du Mali à la fin de 2015"), "countries/ML?au=2015-12-31"),
    Example("territories", _("Les codes des régions et départements"), "territories?fields=code,name,region"),
    Example("themes", _("Les codes des thèmes"), "themes"),
    Example("figures", _("Ce qui est en cours aujourd’hui, famille par famille"), "figures?regle=en-cours"),
    Example("places", _("Les lieux des projets au Mali"), "places.geojson?pays=ML"),
)
