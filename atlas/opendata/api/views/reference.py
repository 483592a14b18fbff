"""The documentation of the API as a page of the site."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from atlas.opendata.api.answers import site_of
from atlas.opendata.api.parameters import MOST, USUAL
from atlas.opendata.api.reference import reference
from atlas.ui.formats import number


@require_safe
def api_reference(request: HttpRequest) -> HttpResponse:
    """Made from the OpenAPI document: no query."""
    language = get_language() or "fr"
    context = {
        "reference": reference(language),
        "base": f"{site_of(request)}/api/v1/",
        "a_minute": number(settings.ATLAS_API_A_MINUTE, language),
        "by_token": number(settings.ATLAS_API_A_MINUTE_BY_TOKEN, language),
        "usual": USUAL,
        "most": MOST,
        "contact": settings.ATLAS_CONTACT,
    }
    return render(request, "api/reference.html", context)
