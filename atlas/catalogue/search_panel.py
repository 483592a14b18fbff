"""The search page's filters, tags and ways out of an empty list, from a SearchPage: labels, counts, addresses.

Reads no database: labels come with the facets and from the index (`Known`). Which filters there are: `search_groups`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import msgspec
from django.utils.text import get_text_list
from django.utils.translation import gettext_lazy as _

from atlas.catalogue.closed_words import closed_words, is_closed
from atlas.catalogue.filter_words import filter_words
from atlas.catalogue.index.facets import ORGANISATIONS
from atlas.catalogue.search import FacetValue, SearchPage
from atlas.catalogue.search_facets import Facets
from atlas.catalogue.search_groups import GROUPS, Group
from atlas.catalogue.search_loosening import Loosening
from atlas.catalogue.search_query import FILTERS, Known, SearchQuery, sort_name, view_name
from atlas.catalogue.words import gettext, ngettext
from atlas.ui.formats import number

ATTRIBUTES = {one.parameter: one.attribute for one in FILTERS}
"""Fields of SearchQuery by parameter, of the filters that take several values."""

SORT_WORDS = {
    "relevance": _("Pertinence"),
    "updated": _("Mise à jour récente"),
    "start": _("Année de début récente"),
    "amount": _("Montant le plus élevé"),
}
VIEW_WORDS = {"list": _("Liste"), "table": _("Tableau")}
"""Ways of showing the same results, in the order of the switch; `_search_results.html` shows each."""


class Option(msgspec.Struct, frozen=True, gc=False):
    """A value of a filter; `level` 1 to 3 indents themes. A page has hundreds: a value that is made fast."""

    value: str
    label: str
    count: str
    selected: bool
    level: int


@dataclass(frozen=True, slots=True)
class Link:
    """Words and where they lead; `count` is "" when no number belongs there."""

    label: str
    url: str
    count: str = ""


@dataclass(frozen=True, slots=True)
class WayOut:
    """A criterion to drop and what that gives, as the two halves of a sentence; `url` is "" when it gives nothing."""

    label: str
    url: str
    said: str


@dataclass(frozen=True, slots=True)
class Filter:
    """A group of the panel. `everything` leads to the page of all its values, null when they all stand here."""

    parameter: str
    legend: str
    is_open: bool
    options: tuple[Option, ...]
    chosen: int
    everything: Link | None = None


def filters_of(result: SearchPage, path: str, language: str) -> tuple[Filter, ...]:
    """Every group that has values, with the number of sheets behind each value. `path`: of the search page."""
    found = [_filter(group, result, path, language) for group in GROUPS]
    return tuple([each for each in found if each.options or each.everything])


def _filter(group: Group, result: SearchPage, path: str, language: str) -> Filter:
    options: list[Option] = []
    left = 0
    for facet in group.facets:
        values, more = _shown(facet, group, result.facets)
        options += options_of(facet, values, language)
        left += more
    chosen = sum([option.selected for option in options])
    is_open = group.is_open or chosen > 0
    link = _everything(group, left, left + len(options), result, path=path, language=language)
    return Filter(group.parameter, _words(group.parameter, language)[0], is_open, tuple(options), chosen, link)


@lru_cache(maxsize=64)
def _words(parameter: str, _language: str) -> tuple[str, str]:
    """Legend of a group, and what its page of all values is called. `_language` is the active one."""
    group = next(one for one in GROUPS if one.parameter == parameter)
    return str(group.legend), str(group.everything)


def _shown(facet: str, group: Group, facets: Facets) -> tuple[Sequence[FacetValue], int]:
    if group.shown is None:
        return facets[facet], 0
    return facets.top_themes(group.shown) if facet == "theme" else facets.first(facet, group.shown)


def _everything(group: Group, left: int, total: int, result: SearchPage, *, path: str, language: str) -> Link | None:
    """Nobody knows how many organisations there are: they are counted when they are asked for."""
    is_counted = group.facets[0] not in ORGANISATIONS
    name = _words(group.parameter, language)[1]
    if not (left if is_counted else name and result.total):
        return None
    url = address(f"{path}{group.parameter}/", result.query)
    return Link(name, url, number(total, language) if is_counted else "")


def options_of(facet: str, values: Sequence[FacetValue], language: str) -> list[Option]:
    """The values of a facet as a reader sees them, in their order."""
    if is_closed(facet):
        return [Option(v.code, closed_words(facet, v.code), number(v.count, language), v.selected, 1) for v in values]
    if language == "en":
        return [Option(v.code, v.label_en or v.code, number(v.count, language), v.selected, v.level) for v in values]
    return [Option(v.code, v.label_fr or v.code, number(v.count, language), v.selected, v.level) for v in values]


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


def ways_out(result: SearchPage, known: Known, path: str, language: str) -> tuple[WayOut, ...]:
    """What each criterion of a search without result shuts out, in words, and the list without it."""
    return tuple(_way_out(each, known, path, language) for each in result.loosen)


def _way_out(found: Loosening, known: Known, path: str, language: str) -> WayOut:
    if not found.parts:
        label = gettext("Avec le seul mot %(word)s") % {"word": filter_words("q", found.query.text, known, language)}
        return WayOut(label, address(path, found.query), _sheets(found.total, language))
    words = [filter_words(parameter, value, known, language) for parameter, value in found.parts]
    what = get_text_list(words, gettext("et"))
    if found.parts[0][0] == "q":
        label = gettext("Sans %(word)s") % {"word": what}
    else:
        quoted = get_text_list([gettext("« %(value)s »") % {"value": word} for word in words], gettext("et"))
        label = ngettext("Sans le filtre %(filters)s", "Sans les filtres %(filters)s", len(words)) % {"filters": quoted}
    if not found.total:
        return WayOut(label, "", gettext("toujours aucune fiche, un autre critère les écarte"))
    count = {"count": number(found.total, language)}
    said = ngettext("%(count)s fiche répond à tout le reste", "%(count)s fiches répondent à tout le reste", found.total)
    return WayOut(label, address(path, found.query), said % count)


def _sheets(total: int, language: str) -> str:
    return ngettext("%(count)s fiche", "%(count)s fiches", total) % {"count": number(total, language)}


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


def shown(result: SearchPage, language: str) -> str:
    """Which of the sheets stand on the page."""
    return gettext("Résultats %(first)s à %(last)s sur %(total)s") % {
        "first": number(result.first, language),
        "last": number(result.last, language),
        "total": number(result.total, language),
    }


def suggestion_of(result: SearchPage, path: str) -> Link | None:
    """The nearest spelling that finds something."""
    return Link(result.suggestion.text, address(path, result.suggestion)) if result.suggestion else None


def hidden_fields(query: SearchQuery, filters: Sequence[Filter], *, has_sorts: bool) -> Iterator[tuple[str, str]]:
    """Parameters that the form does not show, kept when it is sent. An empty list offers no sorts."""
    shown = {each.parameter for each in filters}
    for one in FILTERS:
        if one.parameter not in shown:
            yield from ((one.parameter, str(value)) for value in getattr(query, one.attribute))
    if query.active_on is not None:
        yield "actif_au", query.active_on.isoformat()
    if query.begun_by is not None:
        yield "commence_au", query.begun_by.isoformat()
    if query.view != "list":
        yield "vue", view_name(query.view)
    if query.sort != "relevance" and not has_sorts:
        yield "tri", sort_name(query.sort)


def views_of(query: SearchQuery, path: str) -> tuple[tuple[Link, bool], ...]:
    """The same results shown in other ways, and which way is in use."""
    return tuple(
        (Link(str(words), address(path, query, view=view, page=query.page)), view == query.view)
        for view, words in VIEW_WORDS.items()
    )


def others(query: SearchQuery, parameter: str) -> Iterator[tuple[str, str]]:
    """Every parameter of a query but one filter's: what the form of that filter alone must send too."""
    yield from ((name, value) for name, value in query.active() if name != parameter)
    if query.sort != "relevance":
        yield "tri", sort_name(query.sort)
    if query.view != "list":
        yield "vue", view_name(query.view)


def address(path: str, query: SearchQuery, **changes: object) -> str:
    """Address of the first page of a query, with `changes` to its fields."""
    params = query.to_params(**{"page": 1, **changes})
    return f"{path}?{params}" if params else path
