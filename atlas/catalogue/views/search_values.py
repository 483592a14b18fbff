"""All values of one filter on a page of its own: the panel of the search page shows the most frequent ones."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from atlas.catalogue import search_panel
from atlas.catalogue.search import known, values
from atlas.catalogue.search_groups import LONG, Group
from atlas.catalogue.search_panel import Option
from atlas.catalogue.search_query import MAX_TEXT, SearchQuery, clean_text
from atlas.catalogue.views.links import links
from atlas.reference.match import match_key

CALLED = "nom"
"""Parameter that narrows the page to values whose name holds these words. Not a filter of the search."""


@require_safe
def values_page(request: HttpRequest, parameter: str) -> HttpResponse:
    """Checkboxes for every value of a filter; the form leads back to the list. 404 for a filter without such a page."""
    group = LONG.get(parameter)
    if group is None:
        raise Http404
    query = SearchQuery.from_params(request.GET, known=known())
    called = clean_text(request.GET.get(CALLED, ""))[:MAX_TEXT]
    return render(request, "catalogue/search_values.html", _context(group, query, called))


def _context(group: Group, query: SearchQuery, called: str) -> dict[str, Any]:
    language = get_language() or "fr"
    asked, facets = values(query, group.facets[0])
    everything = search_panel.options_of(group.facets[0], facets[group.facets[0]], language)
    found = _called(everything, called)
    return {
        "group": group,
        "options": found if group.parameter == "theme" else sorted(found, key=_name),
        "total": len(everything),
        "called": called,
        "narrowing": CALLED,
        "others": tuple(search_panel.others(asked, group.parameter)),
        "chosen": getattr(asked, search_panel.ATTRIBUTES[group.parameter]),
        "back": search_panel.address(links(language).search, asked),
    }


def _name(option: Option) -> str:
    return match_key(option.label)


def _called(options: list[Option], words: str) -> list[Option]:
    """Those whose name holds all the words, in any order, and those chosen, which the form must send again."""
    wanted = match_key(words).split()
    return [one for one in options if one.selected or all(word in match_key(one.label) for word in wanted)]
