"""The old Atlas's address of a sheet leads to the sheet, for good (D1.1)."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from atlas.catalogue.queries import project_id_for_legacy

MAX_DIGITS = 9  # The old identifiers seen run to 15781; longer numbers would not fit the column.


@require_safe
def legacy_project(request: HttpRequest) -> HttpResponse:
    """301 to the French sheet; an unknown or malformed identifier gives a 404 that explains and offers the search."""
    asked = request.GET.get("criteres.prjId", "").strip()
    readable = asked.isascii() and asked.isdigit() and len(asked) <= MAX_DIGITS
    project_id = project_id_for_legacy(int(asked)) if readable else None
    with override("fr"):
        if project_id is not None:
            return HttpResponsePermanentRedirect(reverse("project", args=[project_id]))
        return render(request, "catalogue/legacy_unknown.html", {"asked": asked[:40]}, status=404)
