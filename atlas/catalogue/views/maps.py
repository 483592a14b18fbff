"""The map of a search: the same query string as the search page, drawn; and its places as data. No database."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from atlas.catalogue import map_page, search_panel
from atlas.catalogue.index.reader import snapshot
from atlas.catalogue.map_arcs import hubs_of
from atlas.catalogue.map_counts import map_counts
from atlas.catalogue.map_data import map_data
from atlas.catalogue.map_table import Told, scale_of
from atlas.catalogue.search import known
from atlas.catalogue.search_query import SearchQuery
from atlas.ui.formats import day


@require_safe
def map_view(request: HttpRequest) -> HttpResponse:
    """The picture of a query at one scale, with a table of the same numbers.

    A form sends its empty fields too: the reader is led to the short address, as on the search page.
    """
    told, asked = _told(request), request.GET.get("echelle", "")
    query, scale = told.counts.query, scale_of(asked, told.counts.query)
    if "" in request.GET.values() and not query.problems:
        return HttpResponseRedirect(map_page.address(request.path, query, scale))
    return render(request, "catalogue/map.html", _context(told, scale))


@require_safe
def map_places(request: HttpRequest) -> HttpResponse:
    """JSON of `map_data.MapData` for a query."""
    told, current = _told(request), snapshot()
    content = map_data(told, hubs_of(told.counts, current), current, localdate())
    return HttpResponse(content, content_type="application/json")


def _told(request: HttpRequest) -> Told:
    current, values = snapshot(), known()
    query = SearchQuery.from_params(request.GET, known=values)
    return Told(
        counts=map_counts(query, current, localdate()),
        known=values,
        labels=current.places,
        search_path=reverse("search"),
        map_path=reverse("map"),
        language=get_language() or "fr",
    )


def _context(told: Told, scale: map_page.Scale) -> dict[str, Any]:
    query, current = told.counts.query, snapshot()
    return {
        "map": map_page.page_of(told, scale, hubs_of(told.counts, current)),
        "query": query,
        "tags": search_panel.tags_of(query, told.known, told.map_path, told.language),
        "hidden": map_page.hidden_fields(query),
        "authorities": map_page.authorities(told, current, localdate()),
        "as_of": day(localdate(), told.language),
        "data_url": map_page.address(reverse("map_places"), query),
        "canonical_query": query.to_params(page=1),
    }
