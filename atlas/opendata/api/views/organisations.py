"""Organisations that act in public projects: search by name, one of them, its projects."""

import zlib
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query

from atlas.catalogue.figures import Figure, figures_of
from atlas.catalogue.identity import FRANCE
from atlas.catalogue.index.counting import acting
from atlas.catalogue.index.reader import snapshot
from atlas.catalogue.queries import moved_to, organisation_by_id, organisations_by_id, partners_of_organisation
from atlas.catalogue.record import PublicOrganisation
from atlas.catalogue.search_query import SearchQuery
from atlas.catalogue.search_values import FAMILIES
from atlas.catalogue.suggestion_source import book
from atlas.catalogue.suggestions import find
from atlas.catalogue.tally import Rule, Scope, tally
from atlas.catalogue.views.links import links
from atlas.opendata.api import answers, cursors
from atlas.opendata.api.asked import check_names, counted_at
from atlas.opendata.api.bodies import labelled, labels_of, precision
from atlas.opendata.api.cursors import Cursor
from atlas.opendata.api.figure_rows import figure_rows
from atlas.opendata.api.formats import CSV, GEOJSON, JSON, format_of
from atlas.opendata.api.interface import ORGANISATIONS, Merged, api
from atlas.opendata.api.parameters import DatedAsked, OrganisationsAsked, ProjectsAsked
from atlas.opendata.api.problems import language_of
from atlas.opendata.api.register_schemas import Organisation, OrganisationItem, OrganisationList
from atlas.opendata.api.responses import FORMATS, read
from atlas.opendata.api.row_answers import row_list
from atlas.opendata.api.schemas import ProjectList
from atlas.opendata.api.views.projects import list_within
from atlas.reference.kinds import Kind

SIDES: Final = {"french": ("authority", "collectivite"), "foreign": ("partner", "partenaire")}
"""Facet of the index and parameter of the search, by value of `role`."""


@api.get(
    "/organisations",
    url_name="organisations",
    operation_id="organisations",
    tags=[ORGANISATIONS],
    response=read(OrganisationList, 410),
    openapi_extra=FORMATS,
    summary=_("Organisations qui agissent dans au moins un projet public"),
    description=_(
        "Par numéro ; avec « q », la plus vraisemblable d’abord, et la suite n’est donnée que tant que les noms ne "
        "changent pas."
    ),
)
def organisations(request: HttpRequest, asked: Query[OrganisationsAsked]) -> HttpResponse:
    """One query; a second one now and then to renew the names."""
    check_names(request, asked)
    kind = format_of(request.META.get("HTTP_ACCEPT", ""), (JSON, GEOJSON, CSV))
    ids = _named(asked) if asked.q else _acting(asked)
    shown, then = (_by_place if asked.q else _by_number)(ids, asked)
    following = answers.next_address(request, then)
    rows = [_row(request, one) for one in organisations_by_id(shown)]
    return row_list(request, kind, rows, OrganisationItem, following=following, total=len(ids), next=following)


def _sides(asked: OrganisationsAsked) -> Sequence[tuple[str, str]]:
    return [SIDES[asked.role]] if asked.role else list(SIDES.values())


def _acting(asked: OrganisationsAsked) -> Sequence[int]:
    current, facets = snapshot(), [facet for facet, _parameter in _sides(asked)]
    found = [current.keep(("acting", facet), lambda facet=facet: acting(current, facet)) for facet in facets]  # type: ignore[misc]  # mypy reads no defaults of lambdas
    return current.keep(("acting, sorted", tuple(facets)), lambda: sorted(frozenset().union(*found)))


def _named(asked: OrganisationsAsked) -> Sequence[int]:
    names = book()
    parameters = [parameter for _facet, parameter in _sides(asked)]
    return [int(one.value) for one in find(names, asked.q or "", len(names.entries), parameters)]


def _by_number(ids: Sequence[int], asked: OrganisationsAsked) -> tuple[Sequence[int], str | None]:
    name = f"organisations {asked.role}"
    after = cursors.read(asked.cursor, name).after if asked.cursor else 0
    shown = [number for number in ids if number > after][: asked.limit + 1]
    is_more = len(shown) > asked.limit
    return shown[: asked.limit], cursors.written(Cursor(shown[asked.limit - 1]), name) if is_more else None


def _by_place(ids: Sequence[int], asked: OrganisationsAsked) -> tuple[Sequence[int], str | None]:
    """The likeliest first has no key: a cursor holds as long as the same names are found in the same order."""
    name, found = f"organisations {asked.role} {asked.q}", zlib.crc32(repr(ids).encode()) or 1
    cursor = cursors.read(asked.cursor, name) if asked.cursor else Cursor(0, found)
    cursors.check_revision(cursor, found)
    done = cursor.after + asked.limit
    return ids[cursor.after : done], cursors.written(Cursor(done, found), name) if done < len(ids) else None


def _row(request: HttpRequest, one: PublicOrganisation) -> dict[str, Any]:
    names = ("name", "country", "insee_code", "siren", "department", "region", "admin_area", "population", "lat", "lon")
    return {
        "id": one.id,
        "permalink": f"{answers.site_of(request)}{links(language_of(request)).authority}{one.id}/",
        "kind": labelled(one.kind, labels_of(Kind)),
        "precision": precision(one.lat, one.lon, is_approximate=one.is_approximate),
        **{name: getattr(one, name) for name in names},
    }


@api.get(
    "/organisations/{int:number}",
    url_name="organisation",
    operation_id="organisation",
    tags=[ORGANISATIONS],
    response=read(Organisation, 404),
    summary=_("Une organisation, son histoire, ses partenaires et ses chiffres à une date"),
)
def organisation(request: HttpRequest, number: int, asked: Query[DatedAsked]) -> HttpResponse:
    """One query."""
    check_names(request, asked)
    as_of, one = counted_at(request, asked).as_of, _organisation(number)
    content = {
        **_row(request, one),
        "as_of": as_of,
        "projects": f"{answers.site_of(request)}/api/v1/organisations/{number}/projects",
        "names": [_fields(name, "name", "kind", "valid_from", "valid_to") for name in one.names],
        "predecessors": [_fields(link, "id", "name", "kind", "occurred_on") for link in one.predecessors],
        "successors": [_fields(link, "id", "name", "kind", "occurred_on") for link in one.successors],
        "partners": [_fields(row, "id", "name", "country", "projects") for row in partners_of_organisation(number)],
        "figures": figure_rows(request, _figures(one, as_of)),
    }
    return answers.json_answer(request, content)


def _organisation(number: int) -> PublicOrganisation:
    found = organisation_by_id(number)
    if found is None:
        if (into := moved_to("organisation", number)) is not None:
            raise Merged(number, into)
        raise Http404(gettext("Aucune organisation ne porte le numéro %(number)s.") % {"number": number})
    return found


def _fields(one: object, *names: str) -> dict[str, Any]:
    return {name: getattr(one, name) for name in names}


def _figures(one: PublicOrganisation, as_of: date) -> Iterator[Figure]:
    """Those of its page."""
    codes = ("projects", "foreign_partners", "countries") if one.country == FRANCE else ("projects", "authorities")
    query = SearchQuery(authorities=(one.id,))
    for family in FAMILIES:
        if tally(Scope(query, family, as_of, Rule.RECORDED)).projects:
            for rule in Rule:
                yield from figures_of(tally(Scope(query, family, as_of, rule)), codes)


@api.get(
    "/organisations/{int:number}/projects",
    url_name="organisation_projects",
    operation_id="organisation_projects",
    tags=[ORGANISATIONS],
    response=read(ProjectList, 404, 410),
    openapi_extra=FORMATS,
    summary=_("Les projets d’une organisation, avec les mêmes filtres que /projects"),
)
def organisation_projects(request: HttpRequest, number: int, asked: Query[ProjectsAsked]) -> HttpResponse:
    """Two queries."""
    return list_within(request, asked, SearchQuery(authorities=(_organisation(number).id,)))
