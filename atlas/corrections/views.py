"""« Suggérer une correction »: a form without an account, and the page that says it was received.

They stand above the catalogue, whose record gives the sheet's public title, and may call contributions, which public
pages may not. No cookie and no CSRF cookie: see `visitors.ticket`. Never cached: each page holds a ticket of its own.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from atlas.catalogue.queries import moved_to, project_by_id
from atlas.catalogue.record import PublicProject
from atlas.catalogue.views.elsewhere import sheet_elsewhere
from atlas.catalogue.views.links import source_language
from atlas.contributions.actions import Suggestion, suggest_correction
from atlas.notifications.writing import site_url
from atlas.visitors.actions import TooMany
from atlas.visitors.origin import visitor_of

from .forms import LIMITS, SEVERAL, CorrectionForm

READER = "reader"
INVALID, TOO_MANY = 422, 429


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correction_page(request: HttpRequest, project_id: int) -> HttpResponse:
    """The form; what is valid is kept and answered by a redirection, the rest comes back as typed with its errors."""
    project = project_by_id(project_id) or (_survivor(project_id) if request.method == "POST" else None)
    if project is None:
        return sheet_elsewhere(request, project_id)
    now = timezone.now()
    form = CorrectionForm(request.POST if request.method == "POST" else None, project_id=project.id, now=now)
    if not form.is_valid():
        return _form_page(request, project, form, INVALID if form.is_bound else 200)
    try:
        suggest_correction(_suggestion(request, form), by=READER, at=now)
    except TooMany as refused:
        form.add_error(None, LIMITS[refused.limit])
        return _form_page(request, project, form, TOO_MANY)
    response = HttpResponseRedirect(reverse("correction_received", args=[project.id]))
    response.status_code = 303
    return response


@require_safe
def received_page(request: HttpRequest, project_id: int) -> HttpResponse:
    """What happens next. Says nothing of what was sent, so that it is the same page for everyone."""
    project = project_by_id(project_id)
    if project is None:
        return sheet_elsewhere(request, project_id)
    return render(request, "corrections/received.html", _context(project))


def _survivor(project_id: int) -> PublicProject | None:
    """The sheet into which this one was merged while a reader wrote: what was typed comes back on its form."""
    number = moved_to("project", project_id)
    return project_by_id(number) if number is not None else None


def _context(project: PublicProject) -> dict[str, object]:
    return {
        "title": project.title or _("Fiche sans titre"),
        "sheet_url": reverse("project", args=[project.id]),
        "source": source_language(get_language() or "fr") if project.title else "",
    }


def _form_page(request: HttpRequest, project: PublicProject, form: CorrectionForm, status: int) -> HttpResponse:
    return render(request, "corrections/form.html", {**_context(project), "form": form}, status=status)


def _suggestion(request: HttpRequest, form: CorrectionForm) -> Suggestion:
    said = form.cleaned_data
    return Suggestion(
        project_id=form.project_id,
        field="" if said["rubric"] == SEVERAL else said["rubric"],
        problem=said["problem"],
        proposed=said["proposed"],
        source=said["source"],
        name=said["name"],
        email=said["email"],
        address=site_url(get_language() or "fr", "project", form.project_id),
        visitor=visitor_of(request),
    )
