"""Files of a search, for the same query string as its page. What they hold stands in the other modules."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from atlas.catalogue.presentation import sheet_of
from atlas.catalogue.queries import project_by_id
from atlas.catalogue.record import decode
from atlas.catalogue.search import known
from atlas.catalogue.search_query import SearchQuery
from atlas.catalogue.similar import similar_to
from atlas.catalogue.streaming import Selection, records, select
from atlas.catalogue.views.elsewhere import sheet_elsewhere
from atlas.opendata.about import About, about
from atlas.opendata.csv_file import csv_file
from atlas.opendata.feed import PAGE, feed
from atlas.opendata.geojson import geojson
from atlas.opendata.iati.views import activities_file
from atlas.opendata.list_pdf import list_pdf
from atlas.opendata.responses import CSV, PDF, XLSX, file_response, tagged, too_long
from atlas.opendata.sheet_pdf import sheet_pdf
from atlas.opendata.spreadsheet import MOST_ROWS, spreadsheet

Write = Callable[..., Iterator[bytes]]
COLUMNS, ALL = "colonnes", "toutes"
IATI: Final = "iati.xml"


@dataclass(frozen=True)
class Format:
    """How a file is written (selection, about, is_full → pieces) and what HTTP says of it."""

    write: Write
    content_type: str


FORMATS: Final = {
    "csv": Format(csv_file, CSV),
    "xlsx": Format(spreadsheet, XLSX),
    "geojson": Format(geojson, "application/geo+json"),
    "pdf": Format(list_pdf, PDF),
}


@require_safe
def search_file(request: HttpRequest, extension: str) -> HttpResponseBase:
    """Every project that the query string asks for, whatever its page, streamed. What is wrong with it is ignored,
    and said inside."""
    if extension not in (*FORMATS, IATI):
        raise Http404(gettext("L’Atlas n’écrit pas de fichier « .%(extension)s ».") % {"extension": extension})
    selection, facts = _asked(request)
    if extension == IATI:
        return activities_file(request, selection, facts)
    if extension == "xlsx" and facts.total > MOST_ROWS:
        return too_long(request, facts.total, facts.page, reverse("search_file", args=["csv"]), MOST_ROWS)
    made = FORMATS[extension]
    pieces = made.write(selection, facts, is_full=request.GET.get(COLUMNS) == ALL)
    return file_response(request, pieces, made.content_type, f"{facts.file_name}.{extension}", facts.total)


@require_safe
def search_feed(request: HttpRequest) -> HttpResponse:
    """The projects updated last, PAGE at a time. One query."""
    selection, facts = _asked(request, sort="updated")
    page = max(1, selection.query.page)
    ids = selection.first_ids(page * PAGE)[(page - 1) * PAGE :]
    address = request.build_absolute_uri()
    is_last = page * PAGE >= selection.total
    following = f"{request.path}?{selection.query.to_params(page=page + 1, sort='relevance')}"
    text = feed(
        facts,
        records(ids, decode, revision=selection.revision),
        address=address,
        next_address="" if is_last else request.build_absolute_uri(following),
    )
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


def _asked(request: HttpRequest, **changes: str) -> tuple[Selection, About]:
    """The selection of a query string, and what its file says of itself."""
    values = known()
    query = SearchQuery.from_params(request.GET, known=values)
    columns = request.GET.get(COLUMNS, ALL)
    if columns != ALL:
        query = query.with_problem(COLUMNS, columns, _("la seule valeur possible est « toutes »"))
    selection = select(replace(query, **changes))  # type: ignore[arg-type]  # only texts are changed
    return selection, about(request, selection, values)


@require_safe
def project_pdf(request: HttpRequest, project_id: int) -> HttpResponse:
    """One sheet to print and to send. One query."""
    project = project_by_id(project_id)
    if project is None:
        return sheet_elsewhere(request, project_id)
    language, today = get_language() or "fr", localdate()
    sheet = sheet_of(project, language=language, today=today, similar=similar_to(project))
    permalink = request.build_absolute_uri(reverse("project", args=[project_id]))
    made = sheet_pdf(sheet, permalink=permalink, language=language, today=today)
    response = HttpResponse(made, content_type=PDF)
    name = gettext("atlas-fiche-%(number)s") % {"number": project_id}
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return tagged(request, response)
