"""A file as an HTTP answer: streamed, with its name, its licence, its number of rows and the tag that makes a 304."""

from collections.abc import Iterator
from typing import Final, TypeVar

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from atlas.catalogue.middleware import CACHE_CONTROL, version
from atlas.catalogue.page_cache import tag_of
from atlas.opendata.about import LICENCE_ADDRESS

R = TypeVar("R", bound=HttpResponseBase)
CSV: Final = "text/csv; charset=utf-8; header=present"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF: Final = "application/pdf"


def file_response(
    request: HttpRequest, pieces: Iterator[bytes], content_type: str, name: str, total: int
) -> HttpResponseBase:
    """Sent as it is made; a HEAD makes nothing. `name` with its extension; `total`: rows of data."""
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(content_type=content_type)
    else:
        response = StreamingHttpResponse(pieces, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Link"] = f'<{LICENCE_ADDRESS}>; rel="license"'
    response.headers["X-Total-Count"] = str(total)
    return tagged(request, response)


def too_long(request: HttpRequest, total: int, page: str, csv: str, most: int) -> HttpResponse:
    """422: more rows than a spreadsheet takes. A page that leads to the CSV file (`csv`: its address), without a limit,
    for the question of `page`, the list on the site."""
    params = page.partition("?")[2]
    context = {"total": total, "most": most, "page": page, "csv": f"{csv}?{params}" if params else csv}
    return render(request, "opendata/too_long.html", context, status=422)


def tagged(request: HttpRequest, response: R) -> R:
    """With the tag by which the first middleware answers 304 (ADR 11): it tags texts by itself, not these."""
    response.headers["Cache-Control"] = CACHE_CONTROL
    response.headers["X-Robots-Tag"] = "noindex"
    if (current := version()) is not None:
        response.headers["ETag"] = tag_of(current, f"{request.path}?{request.META.get('QUERY_STRING', '')}")
    return response
