"""The search page: the query string in, one page of results out. No database."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from atlas.catalogue import listing, search_panel
from atlas.catalogue.search import SearchPage, known, search
from atlas.catalogue.search_query import SORTS, Known, SearchQuery
from atlas.catalogue.words import speaking
from atlas.ui.frame import public_page
from atlas.ui.pagination import pager


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Results for the query string; whatever is wrong with it is said on the page.

    A form sends its empty fields too: the reader is led to the short address, which is the one to keep and to share.
    """
    values = known()
    query = SearchQuery.from_params(request.GET, known=values)
    if "" in request.GET.values() and not query.problems:
        return HttpResponseRedirect(search_panel.address(request.path, query))
    language = get_language() or "fr"
    with speaking(language):
        context = _context(search(query), values, language, request.path)
        return public_page(request, "catalogue/search.html", context)


def _context(result: SearchPage, values: Known, language: str, path: str) -> dict[str, Any]:
    query = result.query
    filters = search_panel.filters_of(result, path, language)
    return {
        "result": result,
        "query": query,
        "headline": search_panel.headline(result, language),
        "shown": search_panel.shown(result, language),
        "rows": listing.rows_of(result.hits, values.countries, language),
        "filters": filters,
        "decades": search_panel.decades_of(result, path, language),
        "tags": search_panel.tags_of(query, values, path, language),
        "suggestion": search_panel.suggestion_of(result, path),
        "ways_out": search_panel.ways_out(result, values, path, language),
        "hidden": tuple(search_panel.hidden_fields(query, filters, has_sorts=bool(result.hits))),
        "sorts": tuple((value, search_panel.SORT_WORDS[sort], sort == query.sort) for value, sort in SORTS.items()),
        "views": search_panel.views_of(query, path),
        "pager": pager(query.page, result.pages, lambda page: f"{path}?{query.to_params(page=page)}"),
        "map_url": search_panel.address(reverse("map"), query, view="list"),
        "canonical_query": query.to_params(),
        "export_params": query.to_params(page=1),
    }
