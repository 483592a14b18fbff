"""The entry of the API: what it has, and where its documentation is."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from ninja import Query

from atlas.opendata.api import answers
from atlas.opendata.api.asked import check_names
from atlas.opendata.api.interface import ENTRY, VERSION, api
from atlas.opendata.api.parameters import Spoken
from atlas.opendata.api.register_schemas import Root
from atlas.opendata.api.responses import read

NAMES = ("projects", "organisations", "countries", "territories", "themes", "figures", "places")


@api.get("/", url_name="root", operation_id="root", tags=[ENTRY], response=read(Root), summary=_("Les adresses"))
def root(request: HttpRequest, asked: Query[Spoken]) -> HttpResponse:
    """No query."""
    check_names(request, asked)
    site = answers.site_of(request)
    content = {
        "version": VERSION,
        "documentation": site + reverse("api_reference"),
        "openapi": f"{site}/api/v1/openapi.json",
        "licence": answers.licence(),
        "items": [{"name": name, "url": f"{site}/api/v1/{name}"} for name in NAMES],
    }
    return answers.json_answer(request, content)
