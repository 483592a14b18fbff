"""Each filter of a search in the words of a reader: « Mali », « à partir de 1990 », « collectivités : Bretagne ».

For the tags of the search page, for files and for feeds, so that a list is described the same way wherever it goes.
Reads no database: names come from the index (`Known`). Not for the panel, which lists what could be chosen.
"""

from collections.abc import Callable, Mapping
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext

from atlas.catalogue import wording
from atlas.catalogue.listing import country_name
from atlas.catalogue.search_query import Known, Label, SearchQuery
from atlas.catalogue.search_values import NOT_STATED, TO_CONFIRM, UNIDENTIFIED, Answer, FunderNature, OnePercent
from atlas.reference.choices import Family, Form, Status
from atlas.reference.kinds import KindGroup
from atlas.ui.formats import day


def filter_words(parameter: str, value: str, known: Known, language: str) -> str:
    """One active filter (see `SearchQuery.active`), in the active language."""
    closed = _CLOSED.get(parameter)
    return closed(value) if closed else _named(parameter, value, known, language)


def names_of(query: SearchQuery, known: Known, language: str) -> tuple[str, ...]:
    """Every active filter of a query, in the order of the form."""
    return tuple(filter_words(parameter, value, known, language) for parameter, value in query.active())


def status_words(code: str) -> str:
    """A value of the filter on status, « à confirmer » included."""
    if code == TO_CONFIRM:
        return gettext("État à confirmer")
    return str(wording.STATUS_NOT_STATED) if code == NOT_STATED else wording.label_of(Status, code)


def family_words(code: str) -> str:
    """A family, or that none is stated."""
    return gettext("Famille non précisée") if code == NOT_STATED else wording.label_of(Family, code)


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


def _form(code: str) -> str:
    return gettext("Forme non précisée") if code == NOT_STATED else wording.label_of(Form, code)


def _kind(code: str) -> str:
    words = gettext("Non identifiées") if code == UNIDENTIFIED else wording.label_of(KindGroup, code)
    return gettext("collectivités : %(value)s") % {"value": words}


def _cofinancing(code: str) -> str:
    return gettext("cofinancé par l’État") if code == Answer.YES else gettext("sans cofinancement de l’État connu")


def _triennial(code: str) -> str:
    if code == NOT_STATED:
        return gettext("caractère triennal non précisé")
    return gettext("triennal") if code == Answer.YES else gettext("non triennal")


def _funder(code: str) -> str:
    return gettext("financeurs : %(value)s") % {"value": wording.label_of(FunderNature, code)}


def _labels(choices: type[TextChoices]) -> Callable[[str], str]:
    return lambda code: wording.label_of(choices, code)


_CLOSED: dict[str, Callable[[str], str]] = {
    "q": lambda text: gettext("« %(value)s »") % {"value": text},
    "etat": status_words,
    "famille": family_words,
    "forme": _form,
    "nature": _kind,
    "cofinancement": _cofinancing,
    "annee_cofinancement": lambda year: gettext("cofinancement de l’État en %(year)s") % {"year": year},
    "un_pour_cent": _labels(OnePercent),
    "triennal": _triennial,
    "financeur": _funder,
    "debut_min": lambda year: gettext("à partir de %(value)s") % {"value": year},
    "debut_max": lambda year: gettext("jusqu’en %(value)s") % {"value": year},
}
