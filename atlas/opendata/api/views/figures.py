"""Figures of any search at a date, and the places of any search for maps: the numbers of the site's own pages."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_noop as _
from ninja import Query

from atlas.catalogue.figures import FIGURES, Figure, figures_of
from atlas.catalogue.index.places import place_from
from atlas.catalogue.index.reader import snapshot
from atlas.catalogue.map_arcs import point_of
from atlas.catalogue.map_counts import MapCounts, map_counts
from atlas.catalogue.map_table import Told, address, place_name
from atlas.catalogue.search import known
from atlas.catalogue.search_query import SearchQuery
from atlas.catalogue.search_values import FAMILIES
from atlas.catalogue.tally import Rule, Scope, tally
from atlas.opendata.api import answers, interface
from atlas.opendata.api.asked import check_problems, counted_at, search_query
from atlas.opendata.api.bodies import precision
from atlas.opendata.api.figure_rows import figure_rows
from atlas.opendata.api.formats import CSV, GEOJSON, JSON, format_of
from atlas.opendata.api.interface import api
from atlas.opendata.api.parameters import FiguresAsked, PlacesAsked
from atlas.opendata.api.problems import language_of
from atlas.opendata.api.register_schemas import Figure as FigureRow
from atlas.opendata.api.register_schemas import FigureList, Place, PlaceList
from atlas.opendata.api.responses import CSV_ONLY, FORMATS, read
from atlas.opendata.api.row_answers import row_list


@api.get(
    "/figures",
    url_name="figures",
    operation_id="figures",
    tags=[interface.FIGURES],
    response=read(FigureList),
    openapi_extra=CSV_ONLY,
    summary=_("Chiffres d’une recherche à une date, selon une règle"),
    description=_(
        "Famille par famille : projets, collectivités françaises (aussi par nature), partenariats, partenaires "
        "étrangers, pays. Une date passée se compte sur les fiches telles que l’Atlas les connaît aujourd’hui."
    ),
)
def figures(request: HttpRequest, asked: Query[FiguresAsked]) -> HttpResponse:
    """No query."""
    query, counted = search_query(request, asked), counted_at(request, asked)
    found = list(_figures(query, counted.as_of, counted.rule or Rule.RECORDED))
    return row_list(
        request,
        format_of(request.META.get("HTTP_ACCEPT", ""), (JSON, CSV)),
        figure_rows(request, found),
        FigureRow,
        as_of=counted.as_of,
        page=answers.list_on_site(request, query.to_params()),
    )


def _figures(query: SearchQuery, as_of: Any, rule: Rule) -> Iterator[Figure]:
    """Families without a project are left out, unless they were asked for."""
    for family in query.families or FAMILIES:
        counted = tally(Scope(replace(query, families=()), family, as_of, rule))
        if counted.projects or query.families:
            yield from figures_of(counted, FIGURES)


@api.get(
    "/places",
    url_name="places",
    operation_id="places",
    tags=[interface.FIGURES],
    response=read(PlaceList),
    openapi_extra=FORMATS,
    summary=_("Lieux à l’étranger d’une recherche, avec leurs projets, pour dessiner une carte"),
)
def places(request: HttpRequest, asked: Query[PlacesAsked]) -> HttpResponse:
    """No query. As many items as there are places, however many projects."""
    query, current = search_query(request, asked), snapshot()
    counts = map_counts(query, current, localdate())
    check_problems(counts.query.problems, asked)
    told = Told(counts, known(), current.places, "", "", language_of(request))
    return row_list(
        request,
        format_of(request.META.get("HTTP_ACCEPT", ""), (JSON, GEOJSON, CSV)),
        [_place(code, counts, told) for code in sorted(counts.places)],
        Place,
        projects=counts.total,
        page=answers.site_of(request) + address(reverse("map"), query),
    )


def _place(code: str, counts: MapCounts, told: Told) -> dict[str, Any]:
    point, label = point_of(code), told.labels.get(code)
    lat, lon = point or (None, None)
    is_approximate = ":" not in code or (label is not None and label.is_approximate)
    numbers = dict(zip(counts.families, counts.places[code], strict=True))
    return {
        "code": code,
        "name": label.name if label else place_name(code, told),
        "country": place_from(code).country,
        "lat": lat,
        "lon": lon,
        "precision": precision(lat, lon, is_approximate=is_approximate),
        **{family: numbers.get(family, 0) for family in FAMILIES},
    }
