"""What every address of a sheet or organisation answers when nothing stands under its number any more.

The same address of what it was merged into, for good (301); 410 for a sheet that was withdrawn; else 404.
"""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from atlas.catalogue.queries import is_withdrawn, moved_to

GONE = 410


def sheet_elsewhere(request: HttpRequest, project_id: int) -> HttpResponse:
    """Two queries. Raises Http404."""
    if (number := moved_to("project", project_id)) is not None:
        return _same_page(request, "project_id", number)
    if is_withdrawn(project_id):
        reason = _("La fiche numéro %(number)s a été retirée : elle n’est plus publiée.") % {"number": project_id}
        return render(request, "pages/not_found.html", {"reason": reason, "is_gone": True}, status=GONE)
    raise Http404(_("Aucune fiche publiée ne porte le numéro %(number)s.") % {"number": project_id})


def organisation_elsewhere(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """One query. Raises Http404."""
    if (number := moved_to("organisation", organisation_id)) is not None:
        return _same_page(request, "organisation_id", number)
    raise Http404(_("Aucune organisation ne porte le numéro %(number)s.") % {"number": organisation_id})


def _same_page(request: HttpRequest, argument: str, number: int) -> HttpResponse:
    match = request.resolver_match
    if match is None or not match.url_name:
        raise TypeError("a page has an address with a name")
    address = reverse(match.url_name, kwargs={**match.kwargs, argument: number})
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
