"""IATI over HTTP: the activities of a search, the organisation file, and the page of what is left out."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from atlas.catalogue.filter_words import names_of
from atlas.catalogue.index.reader import snapshot
from atlas.catalogue.search import known
from atlas.catalogue.search_query import Known, SearchQuery
from atlas.catalogue.streaming import Selection, select
from atlas.opendata.about import About
from atlas.opendata.iati.context import context, purposes
from atlas.opendata.iati.files import activities, changed_at, organisation_file
from atlas.opendata.iati.gap_page import PARAMETER, address, gap_page
from atlas.opendata.iati.gaps import exportable
from atlas.opendata.responses import file_response, tagged
from atlas.ui.frame import public_page
from atlas.ui.pagination import pager

XML = "application/xml; charset=utf-8"


def activities_file(request: HttpRequest, selection: Selection, facts: About) -> HttpResponseBase:
    """The activities of a search; its page of reasons when none of its projects can be one."""
    chosen = exportable(selection, purposes())
    if not chosen.total:
        return render(request, "opendata/iati.html", _page(request, selection, known()), status=422)
    pieces = activities(chosen, context(_site(request)))
    first = next(pieces) if request.method != "HEAD" else b""
    return file_response(request, _from_the_first(first, pieces), XML, f"{facts.file_name}.iati.xml", chosen.total)


def _from_the_first(first: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """A generator, so that closing it ends what makes the pieces."""
    yield first
    yield from pieces


@require_safe
def iati_page(request: HttpRequest) -> HttpResponse:
    """What the IATI files hold, and what they leave out, for any search. Two queries."""
    values = known()
    query = SearchQuery.from_params(request.GET, known=values)
    return public_page(request, "opendata/iati.html", _page(request, select(query), values))


@require_safe
def organisation(request: HttpRequest) -> HttpResponse:
    """The organisation file. Five queries."""
    with override("fr"):
        page = request.build_absolute_uri(reverse("iati"))
    generated = changed_at(snapshot().revision)
    content = organisation_file(context(_site(request)), generated=generated, page=page)
    return tagged(request, HttpResponse(content, content_type=XML))


def _page(request: HttpRequest, selection: Selection, values: Known) -> dict[str, Any]:
    language, chosen = get_language() or "fr", request.GET.get(PARAMETER, "")
    page = gap_page(selection, purposes(), values.countries, chosen=chosen, language=language)
    params = selection.query.to_params(page=1)
    file = reverse("search_file", args=["iati.xml"])
    return {
        "page": page,
        "chosen": next((row for row in page.rows if row.is_current), None),
        "everything": address(selection),
        "filters": names_of(selection.query, values, language),
        "problems": selection.query.problems,
        "file": f"{file}?{params}" if params else file,
        "pager": pager(page.page, page.pages, lambda number: address(selection, gap=chosen, page=number)),
    }


def _site(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"
