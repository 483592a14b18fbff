"""What all answers of the API share: addresses, headers, JSON, CSV. Not for what stands in them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import override

from atlas.catalogue.views.links import links
from atlas.opendata.about import LICENCE, LICENCE_ADDRESS
from atlas.opendata.api.bodies import encode
from atlas.opendata.api.formats import CONTENT_TYPES, CSV, JSON, format_of
from atlas.opendata.api.problems import language_of
from atlas.opendata.csv_fields import quoted
from atlas.opendata.csv_file import BYTE_ORDER_MARK, END
from atlas.ui.formulas import harmless

NAMES: Final = "atlas-api"


def site_of(request: HttpRequest) -> str:
    """Scheme and host, without a slash."""
    return request.build_absolute_uri("/")[:-1]


def sheets_of(request: HttpRequest) -> str:
    """The address of a sheet up to its number, in the language asked."""
    return site_of(request) + links(language_of(request)).project


def list_on_site(request: HttpRequest, params: str) -> str:
    """The same list on the site."""
    path = links(language_of(request)).search
    return f"{site_of(request)}{path}?{params}" if params else site_of(request) + path


def next_address(request: HttpRequest, cursor: str | None) -> str | None:
    """The address of what follows: the same one with a cursor."""
    if cursor is None:
        return None
    params = request.GET.copy()
    params["cursor"] = cursor
    return f"{site_of(request)}{request.path}?{params.urlencode()}"


def licence() -> dict[str, str]:
    """The licence, as each list names it."""
    return {"name": LICENCE, "url": LICENCE_ADDRESS}


def today() -> str:
    """The day of an answer."""
    return localdate().isoformat()


def answer(request: HttpRequest, content: bytes, kind: str = JSON, *, following: str | None = None) -> HttpResponse:
    """An answer with its links: what follows, licence, documentation, OpenAPI document."""
    response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    site = site_of(request)
    with override(language_of(request)):
        documentation = reverse("api_reference")
    found = [
        *([(following, "next")] if following else []),
        (LICENCE_ADDRESS, "license"),
        (site + documentation, "service-doc"),
        (f"{site}/api/v1/openapi.json", "service-desc"),
    ]
    response.headers["Link"] = ", ".join(f'<{address}>; rel="{name}"' for address, name in found)
    response.headers["Content-Language"] = language_of(request)
    return response


def json_answer(request: HttpRequest, content: Mapping[str, Any], *, following: str | None = None) -> HttpResponse:
    """An object as JSON. Raises Refused for who takes nothing else than another format."""
    check_json(request)
    return answer(request, encode(content), following=following)


def check_json(request: HttpRequest) -> None:
    """Raise Refused unless the client takes JSON, the only format of most objects."""
    format_of(request.META.get("HTTP_ACCEPT", ""), (JSON,))


Row = Mapping[str, Any]


def csv_answer(
    request: HttpRequest, keys: Sequence[str], rows: Iterable[Row], *, following: str | None = None
) -> HttpResponse:
    """Rows as CSV under their keys; a list in a cell is parted by « | », null is an empty cell."""
    lines = [",".join(keys), *(",".join(_field(row[key]) for key in keys) for row in rows)]
    return csv_lines(request, lines, following=following)


def csv_lines(request: HttpRequest, lines: Sequence[str], *, following: str | None = None) -> HttpResponse:
    """Lines of fields as a file (RFC 4180)."""
    content = f"{BYTE_ORDER_MARK}{END.join(lines)}{END}".encode()
    response = answer(request, content, CSV, following=following)
    name = request.path.rpartition("/")[2].partition(".")[0]
    response.headers["Content-Disposition"] = f'attachment; filename="{NAMES}-{name}.csv"'
    return response


def _field(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return quoted(harmless(" | ".join(map(str, value))))
    return str(value) if isinstance(value, (int, float)) else quoted(harmless(str(value)))
