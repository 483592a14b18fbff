"""Projects: the list of the search page, one project, its versions."""

from dataclasses import replace
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query

from atlas.catalogue.confirmation import doubtful_from
from atlas.catalogue.queries import is_withdrawn, moved_to, project_by_id
from atlas.catalogue.record import PublicProject, encode
from atlas.catalogue.search_query import SearchQuery
from atlas.opendata.api import answers
from atlas.opendata.api.asked import check_names, search_query, words_of
from atlas.opendata.api.bodies import chosen, full_body, instant, origin_of
from atlas.opendata.api.formats import CSV, GEOJSON, JSON, format_of
from atlas.opendata.api.interface import PROJECTS, Merged, api
from atlas.opendata.api.paging import page_of
from atlas.opendata.api.parameters import ProjectAsked, ProjectsAsked, Spoken
from atlas.opendata.api.problems import WITHDRAWN, Refused
from atlas.opendata.api.project_answers import project_list
from atlas.opendata.api.responses import FORMATS, read
from atlas.opendata.api.schemas import ALL_FIELDS, FullProject, ProjectList, VersionList

LIST_FORMATS: Final = (JSON, GEOJSON, CSV)


@api.get(
    "/projects",
    url_name="projects",
    operation_id="projects",
    tags=[PROJECTS],
    response=read(ProjectList, 410),
    openapi_extra=FORMATS,
    summary=_("Liste des projets, avec les filtres de la page de recherche"),
    description=_(
        "Les mêmes projets et les mêmes comptes que la page de recherche pour les mêmes paramètres. Par numéro de "
        "fiche, sauf si « tri » dit autre chose ; suivez « next » jusqu’à ce qu’il soit vide."
    ),
)
def projects(request: HttpRequest, asked: Query[ProjectsAsked]) -> HttpResponse:
    """One query, whatever the number of projects."""
    return list_within(request, asked)


def list_within(request: HttpRequest, asked: ProjectsAsked, within: SearchQuery | None = None) -> HttpResponse:
    """The projects that the filters of the address leave, of an organisation where `within` names one."""
    kind = format_of(request.META.get("HTTP_ACCEPT", ""), LIST_FORMATS)
    query = search_query(request, asked)
    if within is not None:
        query = replace(query, authorities=within.authorities)
    return project_list(request, asked, page_of(query, asked), kind)


@api.get(
    "/projects/{int:number}",
    url_name="project",
    operation_id="project",
    tags=[PROJECTS],
    response=read(FullProject, 404, 410),
    summary=_("Un projet, avec toutes ses rubriques publiques"),
)
def project(request: HttpRequest, number: int, asked: Query[ProjectAsked]) -> HttpResponse:
    """One query."""
    check_names(request, asked)
    answers.check_json(request)
    found = _project(number)
    day = doubtful_from(found)
    whole = full_body(
        encode(found).encode(),
        f"{answers.sheets_of(request)}{number}/",
        is_doubtful=day is not None and day <= localdate(),
    )
    keys = words_of(asked.fields, "fields", ALL_FIELDS)
    return answers.answer(request, chosen(whole, keys) if asked.fields else whole)


@api.get(
    "/projects/{int:number}/versions",
    url_name="project_versions",
    operation_id="project_versions",
    tags=[PROJECTS],
    response=read(VersionList, 404, 410),
    summary=_("Les versions publiées d’un projet : quand, d’où, quels champs publics"),
)
def project_versions(request: HttpRequest, number: int, asked: Query[Spoken]) -> HttpResponse:
    """One query."""
    check_names(request, asked)
    items = [
        {
            "number": one.number,
            "at": instant(one.at),
            "origin": origin_of(one.origin),
            "changed": one.changed,
        }
        for one in _project(number).history_lines
    ]
    content = {"project": number, "permalink": f"{answers.sheets_of(request)}{number}/", "items": items}
    return answers.json_answer(request, content)


def _project(number: int) -> PublicProject:
    found = project_by_id(number)
    if found is None:
        if (into := moved_to("project", number)) is not None:
            raise Merged(number, into)
        if is_withdrawn(number):
            said = gettext("La fiche numéro %(number)s a été retirée : elle n’est plus publiée.")
            raise Refused(WITHDRAWN, said % {"number": number})
        raise Http404(gettext("Aucune fiche publiée ne porte le numéro %(number)s.") % {"number": number})
    return found
