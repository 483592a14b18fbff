"""How a search is spelt in an address: the filters with their parameters, sorts and ways of showing, and back to text.

Data and spelling only: what the values mean, and which exist, is for `search_query`.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

MAX_TEXT = 200
YEARS = range(1900, 2101)
SORTS = {"pertinence": "relevance", "maj": "updated", "debut": "start", "montant": "amount"}
"""Sort by value of the parameter `tri`: best match, latest update, latest start year, largest amount."""
VIEWS = {"liste": "list", "tableau": "table"}
"""Way of showing the results, by value of the parameter `vue`."""


@dataclass(frozen=True)
class Filter:
    """A filter that takes several values: its parameter in addresses, its field in SearchQuery, the facet it asks."""

    parameter: str
    attribute: str
    facet: str


FILTERS = (
    Filter("pays", "countries", "country"),
    Filter("zone", "zones", "zone"),
    Filter("partenaire", "partners", "partner"),
    Filter("lieu", "places", "place"),
    Filter("theme", "themes", "theme"),
    Filter("etat", "statuses", "status"),
    Filter("famille", "families", "family"),
    Filter("forme", "forms", "form"),
    Filter("region", "regions", "region"),
    Filter("departement", "departments", "department"),
    Filter("collectivite", "authorities", "authority"),
    Filter("nature", "kinds", "kind"),
    Filter("cofinancement", "cofinancing", "cofinancing"),
    Filter("annee_cofinancement", "cofinancing_years", "cofinancing_year"),
    Filter("un_pour_cent", "one_percent", "one_percent"),
    Filter("triennal", "triennial", "triennial"),
    Filter("financeur", "funders", "funder"),
    Filter("renseigne", "stated", "stated"),
    Filter("manque", "lacking", "lacking"),
    Filter("signalement", "flags", "flag"),
)

_SINGLE = {
    "debut_min": "start_from",
    "debut_max": "start_to",
    "actif_au": "active_on",
    "commence_au": "begun_by",
}
ATTRIBUTES = {"q": "text", **{one.parameter: one.attribute for one in FILTERS}, **_SINGLE}
OF_FACET = {one.facet: one.attribute for one in FILTERS}
PARAMETERS = {
    attribute: parameter
    for parameter, attribute in (*ATTRIBUTES.items(), ("tri", "sort"), ("vue", "view"), ("page", "page"))
}
"""Parameters by field, in the order of addresses."""
_LEFT_OUT: Mapping[str, tuple[object, ...]] = {
    **dict.fromkeys(ATTRIBUTES.values(), ("", None)),
    "sort": ("relevance",),
    "view": ("list",),
    "page": (1,),
}
"""Values that an address does not say, by field."""
_NAMES = {
    "sort": {value: name for name, value in SORTS.items()},
    "view": {value: name for name, value in VIEWS.items()},
}
"""How addresses spell the values of a field, where they do not say them as they are."""


def piece(attribute: str, value: Any) -> str:
    """What a field says in an address, "" for nothing."""
    if value == () or value in _LEFT_OUT[attribute]:
        return ""
    parameter = PARAMETERS[attribute]
    if isinstance(value, tuple):
        return "&".join([_encoded(parameter, str(one)) for one in value])
    return _encoded(parameter, _spelt(attribute, value))


def _spelt(attribute: str, value: Any) -> str:
    return _NAMES[attribute][value] if attribute in _NAMES else str(value)


def sort_name(sort: str) -> str:
    """The value of `tri` for a sort."""
    return _NAMES["sort"][sort]


def view_name(view: str) -> str:
    """The value of `vue` for a way of showing the results."""
    return _NAMES["view"][view]


@lru_cache(maxsize=4096)
def _encoded(parameter: str, value: str) -> str:
    """Kept: a page of results holds twenty addresses that differ in one parameter."""
    return urlencode(((parameter, value),))


def clean_text(raw: str) -> str:
    """One line of composed characters: no control characters, no lone surrogates, single spaces."""
    composed = unicodedata.normalize("NFC", raw.encode("utf-8", "ignore").decode())
    return " ".join("".join(char if char.isprintable() else " " for char in composed).split())
