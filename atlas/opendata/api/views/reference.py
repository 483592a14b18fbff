"""The documentation of the API as a page of the site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def api_reference(request: HttpRequest) -> HttpResponse:
    """Made from the OpenAPI document: no query."""
    return render(request, "api/reference.html", {})
