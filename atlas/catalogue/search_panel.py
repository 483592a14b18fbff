"""The search page's filters, tags and ways out of an empty list, from a SearchPage: labels, counts, addresses.

Reads no database: labels come with the facets and from the index (`Known`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from atlas.catalogue.filter_words import family_words, filter_words, status_words
from atlas.catalogue.search import FacetValue, SearchPage
from atlas.catalogue.search_query import FILTERS, Known, SearchQuery
from atlas.reference.match import match_key
from atlas.ui.formats import number

SHORT_LIST = 8
SORT_WORDS = {
    "relevance": _("Pertinence"),
    "updated": _("Mise à jour récente"),
    "start": _("Année de début récente"),
    "amount": _("Montant le plus élevé"),
}


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a filter; `level` 1 to 3 indents themes."""

    value: str
    label: str
    count: str
    selected: bool
    level: int


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of the panel: `shown` at once, `more` behind « Tous les … »."""

    parameter: str
    legend: str
    shown: tuple[Option, ...]
    more: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """Words and where they lead; `count` is "" when no number belongs there."""

    label: str
    url: str
    count: str = ""


def filters_of(result: SearchPage, language: str) -> tuple[Filter, ...]:
    """Country, theme, status and family, with the number of sheets behind each value; those without values left out."""
    countries = _options(result.facets.get("country", ()), language)
    statuses = [_option(value, status_words(value.code), language) for value in result.facets.get("status", ())]
    families = [_option(value, family_words(value.code), language) for value in result.facets.get("family", ())]
    found = (
        Filter("pays", gettext("Pays partenaire"), *_shortened(countries)),
        Filter("theme", gettext("Thème"), tuple(_options(result.facets.get("theme", ()), language))),
        Filter("etat", gettext("État"), tuple(statuses)),
        Filter("famille", gettext("Famille"), tuple(families)),
    )
    return tuple(each for each in found if each.shown)


def _options(values: Sequence[FacetValue], language: str) -> list[Option]:
    return [
        _option(value, (value.label_en if language == "en" else value.label_fr) or value.code, language)
        for value in values
    ]


def _option(value: FacetValue, label: str, language: str) -> Option:
    return Option(value.code, label, number(value.count, language), value.selected, value.level)


def _shortened(options: list[Option]) -> tuple[tuple[Option, ...], tuple[Option, ...]]:
    """What is chosen and the most frequent values first; the others in alphabetical order, all of them."""
    chosen = [option for option in options if option.selected]
    others = [option for option in options if not option.selected]
    room = max(SHORT_LIST - len(chosen), 0)
    rest = others[room:]
    if len(rest) <= 2:
        return (*chosen, *others), ()
    return (*chosen, *others[:room]), tuple(sorted(rest, key=lambda option: match_key(option.label)))


def decades_of(result: SearchPage, path: str, language: str) -> tuple[Link, ...]:
    """Start years by decade, newest first: each leads to the list narrowed to it."""
    return tuple(
        Link(
            gettext("%(first)s à %(last)s") % {"first": value.code, "last": int(value.code) + 9},
            address(path, result.query, start_from=int(value.code), start_to=int(value.code) + 9),
            number(value.count, language),
        )
        for value in sorted(result.facets.get("decade", ()), key=lambda value: value.code, reverse=True)
        if value.count
    )


def tags_of(query: SearchQuery, known: Known, path: str, language: str) -> tuple[Link, ...]:
    """The active filters in words, each with the address of the list without it."""
    return tuple(
        Link(filter_words(parameter, value, known, language), address(path, query.without(parameter, value)))
        for parameter, value in query.active()
    )


def ways_out(result: SearchPage, known: Known, path: str, language: str) -> tuple[Link, ...]:
    """What to drop from a search that finds nothing, and how many sheets that gives."""
    return tuple(
        Link(
            _without_words(each.parameter, filter_words(each.parameter, each.value, known, language)),
            address(path, each.query),
            number(each.total, language),
        )
        for each in result.loosen
    )


def _without_words(parameter: str, words: str) -> str:
    if parameter == "q":
        return gettext("Sans le mot %(word)s") % {"word": words}
    return gettext("Sans le filtre « %(filter)s »") % {"filter": words}


def headline(result: SearchPage, language: str) -> str:
    """The page's title: how many sheets, and for which words."""
    count = {"count": number(result.total, language), "text": result.query.text}
    if not result.total:
        words = gettext("Aucun projet pour « %(text)s »") if result.query.text else gettext("Aucun projet trouvé")
    elif result.query.text:
        words = ngettext("%(count)s projet pour « %(text)s »", "%(count)s projets pour « %(text)s »", result.total)
    elif result.query.is_filtered:
        words = ngettext("%(count)s projet trouvé", "%(count)s projets trouvés", result.total)
    else:
        words = ngettext("%(count)s projet dans l’Atlas", "%(count)s projets dans l’Atlas", result.total)
    return words % count


def suggestion_of(result: SearchPage, path: str) -> Link | None:
    """The nearest spelling that finds something."""
    if not result.suggestion:
        return None
    return Link(result.suggestion, address(path, result.query, text=result.suggestion))


def hidden_fields(query: SearchQuery) -> Iterator[tuple[str, str]]:
    """Parameters without a field of their own in the form, kept when it is sent."""
    for one in FILTERS:
        if one.parameter not in ("pays", "theme", "etat", "famille"):
            yield from ((one.parameter, str(value)) for value in getattr(query, one.attribute))
    if query.active_on is not None:
        yield "actif_au", query.active_on.isoformat()


def address(path: str, query: SearchQuery, **changes: object) -> str:
    """Address of the first page of a query, with `changes` to its fields."""
    params = query.to_params(**{"page": 1, **changes})
    return f"{path}?{params}" if params else path
