"""Countries, French territories, themes and places of maps: what filters are called, and what each has."""

from collections.abc import Iterator
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Path, Query

from atlas.catalogue.figures import country_figures, projects_by_country
from atlas.catalogue.identity import FRANCE
from atlas.catalogue.index.counting import counts_of_all
from atlas.catalogue.index.reader import snapshot
from atlas.catalogue.queries import register_of
from atlas.catalogue.search import known
from atlas.catalogue.territory_figures import projects_by_territory, territory_figures
from atlas.catalogue.views.links import links
from atlas.catalogue.views.territory import DEPARTMENT, REGION, ground_of, territory
from atlas.opendata.api import answers
from atlas.opendata.api.asked import check_names, counted_at
from atlas.opendata.api.figure_rows import figure_rows
from atlas.opendata.api.formats import CSV, JSON, format_of
from atlas.opendata.api.interface import PLACES, api
from atlas.opendata.api.parameters import DatedAsked, ListAsked
from atlas.opendata.api.problems import language_of
from atlas.opendata.api.register_schemas import (
    Country,
    CountryItem,
    CountryList,
    Territory,
    TerritoryItem,
    TerritoryList,
    ThemeItem,
    ThemeList,
)
from atlas.opendata.api.responses import CSV_ONLY, read
from atlas.opendata.api.row_answers import row_list
from atlas.reference import models as reference
from atlas.reference.queries import (
    countries_by_iso2,
    former_regions,
    predecessors_of,
    regions_and_departments,
    successors_of,
)

OFFERED: Final = (JSON, CSV)
KINDS: Final = {"regions": REGION, "departments": DEPARTMENT}


def _kind(request: HttpRequest) -> str:
    return format_of(request.META.get("HTTP_ACCEPT", ""), OFFERED)


@api.get(
    "/countries",
    url_name="countries",
    operation_id="countries",
    tags=[PLACES],
    response=read(CountryList),
    openapi_extra=CSV_ONLY,
    summary=_("Pays partenaires, avec leur zone et leur nombre de projets"),
)
def countries(request: HttpRequest, asked: Query[ListAsked]) -> HttpResponse:
    """One query."""
    check_names(request, asked)
    numbers = projects_by_country()
    found = sorted(countries_by_iso2().items())
    rows = [_country(request, one, numbers.get(code, 0)) for code, one in found if code != FRANCE]
    return row_list(request, _kind(request), rows, CountryItem, fields=asked.fields)


def _country(request: HttpRequest, one: reference.Country, projects: int) -> dict[str, Any]:
    zone = one.zone
    return {
        "code": one.iso2,
        "label_fr": one.name_fr,
        "label_en": one.name_en,
        "zone": {"code": zone.code, "label_fr": zone.name_fr, "label_en": zone.name_en},
        "projects": projects,
        "permalink": f"{answers.site_of(request)}{links(language_of(request)).country}{one.iso2}/",
    }


@api.get(
    "/countries/{code}",
    url_name="country",
    operation_id="country",
    tags=[PLACES],
    response=read(Country, 404),
    summary=_("Un pays, avec les chiffres de sa page à une date"),
)
def country(request: HttpRequest, code: Path[str], asked: Query[DatedAsked]) -> HttpResponse:
    """Two queries."""
    check_names(request, asked)
    as_of = counted_at(request, asked).as_of
    found = countries_by_iso2([code.upper()]).get(code.upper())
    if found is None or found.iso2 == FRANCE:
        raise Http404(gettext("Aucun pays partenaire n’a le code %(code)s.") % {"code": code})
    register = register_of(found.iso2)
    content = {
        **_country(request, found, projects_by_country().get(found.iso2, 0)),
        "as_of": as_of,
        "figures": figure_rows(request, country_figures(found.iso2, as_of)),
        "data_on": register.data_on,
        "data_by": register.data_by or None,
        "edited_on": register.edited_on,
    }
    return answers.json_answer(request, content)


@api.get(
    "/territories",
    url_name="territories",
    operation_id="territories",
    tags=[PLACES],
    response=read(TerritoryList),
    openapi_extra=CSV_ONLY,
    summary=_("Régions et départements français d’aujourd’hui"),
)
def territories(request: HttpRequest, asked: Query[ListAsked]) -> HttpResponse:
    """Two queries."""
    check_names(request, asked)
    rows = list(_territories(request))
    return row_list(request, _kind(request), rows, TerritoryItem, fields=asked.fields)


def _territories(request: HttpRequest) -> Iterator[dict[str, Any]]:
    numbers = projects_by_territory(former_regions(), snapshot(), localdate())
    for region, departments in regions_and_departments():
        for one in (region, *departments):
            facet = "region" if one is region else "department"
            yield {
                "kind": facet,
                "code": one.code,
                "name": one.name,
                "region": None if one is region else region.code,
                "projects": numbers[facet].get(one.code, 0),
                "permalink": _page(request, facet, one.code),
            }


def _page(request: HttpRequest, name: str, code: str) -> str:
    return answers.site_of(request) + reverse(name, args=[code])


@api.get(
    "/territories/{kind}/{code}",
    url_name="territory",
    operation_id="territory",
    tags=[PLACES],
    response=read(Territory, 404),
    summary=_("Une région ou un département, avec les chiffres de sa page à une date"),
)
def one_territory(request: HttpRequest, kind: Path[str], code: Path[str], asked: Query[DatedAsked]) -> HttpResponse:
    """Three queries; four for a former région."""
    check_names(request, asked)
    as_of = counted_at(request, asked).as_of
    if kind not in KINDS:
        raise Http404(gettext("Les territoires sont sous /territories/regions/ et /territories/departments/."))
    found = territory(KINDS[kind], code.upper())
    name = "region" if found.kind == REGION else "department"
    figures = territory_figures(ground_of(found), as_of) if found.valid_to is None else ()
    content = {
        "kind": name,
        "code": found.code,
        "name": found.name,
        "permalink": _page(request, name, found.code),
        "as_of": as_of,
        "valid_to": found.valid_to,
        "predecessors": predecessors_of(found),
        "successors": successors_of(found),
        "figures": figure_rows(request, figures),
    }
    return answers.json_answer(request, content)


@api.get(
    "/themes",
    url_name="themes",
    operation_id="themes",
    tags=[PLACES],
    response=read(ThemeList),
    openapi_extra=CSV_ONLY,
    summary=_("Thèmes que portent les fiches, sur trois niveaux"),
)
def themes(request: HttpRequest, asked: Query[ListAsked]) -> HttpResponse:
    """No query."""
    check_names(request, asked)
    numbers = counts_of_all(snapshot(), localdate()).of("theme")
    rows = [
        {
            "code": code,
            "level": code.count(".") + 1,
            "parent": label.parent,
            "label_fr": label.fr,
            "label_en": label.en,
            "projects": numbers.get(code, 0),
        }
        for code, label in sorted(known().themes.items())
    ]
    return row_list(request, _kind(request), rows, ThemeItem, fields=asked.fields)
