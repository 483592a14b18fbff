"""French territories: the list of régions and départements, and the page of one of them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atlas.catalogue import figure_cards, listing, territory_lists
from atlas.catalogue.index.reader import snapshot
from atlas.catalogue.map_counts import map_counts
from atlas.catalogue.map_picture import world_picture
from atlas.catalogue.map_table import Scale, Told, address, items_of, spots_of
from atlas.catalogue.search import SearchPage, known, search
from atlas.catalogue.territory_figures import Ground, authorities_by_group, projects_by_territory, territory_figures
from atlas.reference.models import Territory, TerritoryKind
from atlas.reference.queries import (
    TerritoryLink,
    former_regions,
    predecessors_of,
    regions_and_departments,
    successors_of,
    territory_by_code,
)
from atlas.ui.formats import day

from .links import links

SHOWN = 10
REGION, DEPARTMENT = TerritoryKind.REGION, TerritoryKind.DEPARTMENT


@require_safe
def territories_page(request: HttpRequest) -> HttpResponse:
    """Today's régions with their départements. Two queries; numbers from the index."""
    language, current, today = get_language() or "fr", snapshot(), localdate()
    by_facet = projects_by_territory(former_regions(), current, today)
    prefixes = (_prefix("region"), _prefix("department"))
    regions = territory_lists.region_lists(regions_and_departments(), by_facet, prefixes, language)
    context = {"regions": regions, "as_of": day(today, language), "map_url": f"{reverse('map')}?echelle=france"}
    return render(request, "catalogue/territories.html", context)


@require_safe
def region_page(request: HttpRequest, code: str) -> HttpResponse:
    """A région; one that was merged in 2016 leads to its successor. Two queries."""
    region = territory(REGION, code)
    if region.valid_to is not None:
        return _former(request, region)
    former = predecessors_of(region)
    ground = _region_ground(region, former)
    return render(request, "catalogue/territory.html", {**_context(region, ground), "former": former})


@require_safe
def department_page(request: HttpRequest, code: str) -> HttpResponse:
    """A département. One query. Small letters (2a) lead to the right address."""
    if code != code.upper():
        return redirect("department", code.upper(), permanent=True)
    department = territory(DEPARTMENT, code)
    context = _context(department, Ground("department", (department.code,)))
    return render(request, "catalogue/territory.html", {**context, "former": ()})


def ground_of(found: Territory) -> Ground:
    """The projects of a territory. One query for a région."""
    is_region = found.kind == REGION
    return _region_ground(found, predecessors_of(found)) if is_region else Ground("department", (found.code,))


def _region_ground(region: Territory, former: Sequence[TerritoryLink]) -> Ground:
    return Ground("region", (region.code, *(one.code for one in former)))


def territory(kind: str, code: str) -> Territory:
    """One query. Raises Http404 for no such territory."""
    found = territory_by_code(kind, code)
    if found is None:
        raise Http404(_("Aucun territoire n’a le code %(code)s.") % {"code": code})
    return found


def _former(request: HttpRequest, region: Territory) -> HttpResponse:
    ended = day(region.valid_to, get_language() or "fr") if region.valid_to else ""
    context = {"territory": region, "ended": ended, "successors": successors_of(region), "prefix": _prefix("region")}
    return render(request, "catalogue/former_region.html", context)


def _prefix(name: str) -> str:
    """The beginning of the addresses of régions or départements."""
    return reverse(name, args=["0"]).removesuffix("0/")


def _context(territory: Territory, ground: Ground) -> dict[str, Any]:
    language, today = get_language() or "fr", localdate()
    path, query = links(language).search, ground.query
    result = search(replace(query, sort="updated"), page_size=SHOWN)
    lists = territory_lists
    return {
        "territory": territory,
        "is_region": territory.kind == REGION,
        "as_of": day(today, language),
        "cards": figure_cards.cards(tuple(territory_figures(ground, today)), path, language),
        "groups": lists.acting_groups(authorities_by_group(query, today), links(language).authority, language),
        **_lists(result, ground, territory, language),
        "rows": listing.rows_of(result.hits, known().countries, language),
        "total": result.total,
        "list_url": f"{path}?{query.to_params()}",
        "map_url": address(reverse("map"), query),
        "authorities_url": f"{reverse(f'{ground.facet}_list', args=[territory.code])}?regle=recenses",
        "files": {one: reverse(f"{ground.facet}_file", args=[territory.code, one]) for one in ("csv", "xlsx", "pdf")},
        "picture": _picture(ground, language),
        "prefix": _prefix("region"),
        "links": links(language),
    }


def _lists(result: SearchPage, ground: Ground, territory: Territory, language: str) -> dict[str, Any]:
    path, query, lists = links(language).search, ground.query, territory_lists
    departments = {value.code: value.count for value in result.facets.get("department", ())}
    return {
        "countries": lists.country_lines(result.facets.get("country", ()), query, path, language),
        "themes": lists.theme_lines(result.facets.get("theme", ()), query, path, language),
        "departments": lists.department_lines(territory.code, departments, _prefix("department"), language)
        if territory.kind == REGION
        else (),
    }


def _picture(ground: Ground, language: str) -> Any:
    """The world with the countries of its projects."""
    current = snapshot()
    counts = map_counts(ground.query, current, localdate())
    told = Told(counts, known(), current.places, links(language).search, reverse("map"), language)
    return world_picture(spots_of(items_of(told, Scale.WORLD)), ())
