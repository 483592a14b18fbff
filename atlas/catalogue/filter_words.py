"""Each filter of a search in the words of a reader: « Mali », « à partir de 1990 », « collectivités : Bretagne ».

For the tags of the search page, for files and for feeds, so that a list is described the same way wherever it goes.
Reads no database: names come from the index (`Known`). Not for the panel, which lists what could be chosen.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from django.utils.translation import gettext

from atlas.catalogue.closed_words import closed_words, is_closed
from atlas.catalogue.listing import country_name
from atlas.catalogue.search_query import FILTERS, Known, Label, SearchQuery
from atlas.catalogue.search_values import UNIDENTIFIED
from atlas.ui.formats import day


def filter_words(parameter: str, value: str, known: Known, language: str) -> str:
    """One active filter (see `SearchQuery.active`), in the active language."""
    worded = _WORDED.get(parameter)
    return worded(value) if worded else _named(parameter, value, known, language)


def names_of(query: SearchQuery, known: Known, language: str) -> tuple[str, ...]:
    """Every active filter of a query, in the order of the form."""
    return tuple(filter_words(parameter, value, known, language) for parameter, value in query.active())


def _named(parameter: str, value: str, known: Known, language: str) -> str:
    """Filters whose values have names in the index."""
    if parameter == "pays":
        return country_name(value, known.countries, language)
    if parameter in ("collectivite", "partenaire"):
        return known.organisation_name(int(value)) or value
    if parameter == "lieu":
        return _place_name(value, known, language)
    if parameter == "actif_au":
        return gettext("actif au %(day)s") % {"day": day(date.fromisoformat(value), language)}
    if parameter == "commence_au":
        return gettext("commencé au plus tard en %(year)s") % {"year": value[:4]}
    lists: Mapping[str, Mapping[str, Label]] = {
        "zone": known.zones,
        "theme": known.themes,
        "region": known.regions,
        "departement": known.departments,
    }
    label = lists[parameter].get(value)
    return value if label is None else label.en if language == "en" else label.fr


def _place_name(code: str, known: Known, language: str) -> str:
    country = country_name(code[:2], known.countries, language)
    if ":" not in code:
        return gettext("%(country)s, lieu non précisé") % {"country": country}
    return f"{known.place_name(code) or code} ({country})"


def _kind(code: str) -> str:
    words = closed_words("kind", code)
    return words if code == UNIDENTIFIED else gettext("collectivités : %(value)s") % {"value": words}


def _funder(code: str) -> str:
    return gettext("financeurs : %(value)s") % {"value": closed_words("funder", code)}


_WORDED: Mapping[str, Callable[[str], str]] = {
    **{one.parameter: partial(closed_words, one.facet) for one in FILTERS if is_closed(one.facet)},
    "q": lambda text: gettext("« %(value)s »") % {"value": text},
    "nature": _kind,
    "annee_cofinancement": lambda year: gettext("cofinancement de l’État en %(year)s") % {"year": year},
    "financeur": _funder,
    "debut_min": lambda year: gettext("à partir de %(value)s") % {"value": year},
    "debut_max": lambda year: gettext("jusqu’en %(value)s") % {"value": year},
}
"""Filters whose values need no index to be said. A nature alone would not say of what."""
