"""One sheet, one organisation: what happened, and the verbs on the object itself. The journal as a file."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from atlas.accounts.access import PrivateRequest, for_roles
from atlas.accounts.roles import MINISTRY, OF_AUTHORITY, Role
from atlas.accounts.typed import gives_back, labels_of
from atlas.audit.exports import csv_lines
from atlas.audit.models import Event
from atlas.audit.queries import history_of
from atlas.contributions.merging import confirm_organisation, separate_organisations, separate_projects
from atlas.contributions.rules import can_edit, may_with_sheet
from atlas.contributions.sheets import restore_project, undo, withdraw_project
from atlas.contributions.states import SHEET_VERBS
from atlas.moderation.beside import missing_organisations
from atlas.moderation.deciding import Refused, refusals
from atlas.moderation.forms import ReasonForm
from atlas.moderation.merges import alike
from atlas.moderation.narrowing import filters_beside, narrowed
from atlas.moderation.tabs import tabs_for
from atlas.moderation.timelines import events_of_sheet, timeline_of_organisation, timeline_of_sheet, version_sides
from atlas.organisations.models import Organisation
from atlas.projects.models import Project
from atlas.projects.queries import projects_citing, stakes_of

AT_ONCE, INVALID, LONGEST = 50, 422, 16
DONE: Mapping[str, str | Promise] = {
    "withdraw": _("La fiche n’est plus publiée. Son numéro et son historique restent."),
    "restore": _("La fiche est publiée de nouveau."),
    "unmerge": _("La fusion est défaite : les deux fiches sont publiées."),
    "undo": _("Changement annulé : la fiche a une nouvelle version."),
}


@gives_back(labels_of(ReasonForm))
@for_roles(*MINISTRY, *OF_AUTHORITY, Role.PARTNER_EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_page(request: PrivateRequest, number: int) -> HttpResponse:
    """The history of a sheet, for those concerned; undo, withdraw, publish again for the ministry."""
    project = get_object_or_404(Project, pk=number)
    if not can_edit(request.scope, stakes_of([number])[number]):
        raise Http404
    verbs = [verb for verb in SHEET_VERBS if may_with_sheet(request.scope, project.publication_state, verb)]
    form = ReasonForm(request.POST if request.method == "POST" else None, verb=request.POST.get("verb", ""))
    error = ""
    if request.method == "POST" and request.scope.is_ministry and form.is_valid():
        try:
            messages.success(request, str(DONE[_act(request, project, verbs, form.cleaned_data["reason"])]))
            return redirect("moderation_sheet", number)
        except Refused as refused:
            error = refused.message
    context = {
        **_version(request, number),
        "project": project,
        "verbs": [(verb, SHEET_VERBS[verb]) for verb in verbs if verb != "merge"],
        "can_merge": "merge" in verbs,
        "moments": timeline_of_sheet(number),
        "can_undo": request.scope.is_ministry and project.publication_state == "published",
        "form": form,
        "error": error,
    }
    return render(request, "moderation/sheet.html", context, status=INVALID if form.is_bound else 200)


def _version(request: PrivateRequest, number: int) -> dict[str, object]:
    """What the version of the address changed; who may have the journal as a file."""
    version = _number(request, "version")
    sides = version_sides(number, version, get_language() or "fr") if version else ()
    return {"asked_version": version, "sides": sides, "has_journal": request.scope.is_ministry}


def _act(request: PrivateRequest, project: Project, verbs: list[str], reason: str) -> str:
    """The verb that was done. Raises Refused."""
    by, at, verb = request.scope.actor, timezone.now(), request.POST.get("verb", "")
    calls: Mapping[str, Callable[[], Any]] = {
        "withdraw": lambda: withdraw_project(project_id=project.pk, reason=reason, by=by, at=at),
        "restore": lambda: restore_project(project_id=project.pk, reason=reason, by=by, at=at),
        "unmerge": lambda: separate_projects(drop_id=project.pk, reason=reason, by=by, at=at),
    }
    if verb.startswith("undo-") and verb.removeprefix("undo-").isdecimal():
        number = int(verb.removeprefix("undo-"))
        refusals(lambda: undo(project_id=project.pk, number=number, reason=reason, by=by, at=at))
        return "undo"
    if verb not in verbs or verb not in calls:
        raise Refused(str(_("Ce n’est plus possible : l’état de la fiche a changé.")))
    refusals(calls[verb])
    return verb


@for_roles(*MINISTRY)
@require_safe
def missing_page(request: PrivateRequest) -> HttpResponse:
    """Organisations that people asked for and that nobody confirmed yet."""
    form = filters_beside(request)
    found = missing_organisations(form.filters(), now=timezone.now())
    page = Paginator(found, AT_ONCE).get_page(request.GET.get("page"))
    context = {**narrowed(request, form), "tabs": tabs_for(request.scope, "moderation_missing"), "page": page}
    return render(request, "moderation/missing.html", context)


@gives_back(labels_of(ReasonForm))
@for_roles(*MINISTRY)
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_page(request: PrivateRequest, number: int) -> HttpResponse:
    """The history of an organisation; confirm it, or merge it with a known one."""
    organisation = get_object_or_404(Organisation.objects.select_related("country", "merged_into"), pk=number)
    if request.method == "POST":
        _confirm_or_separate(request, organisation)
        return redirect("moderation_organisation", number)
    context = {
        "organisation": organisation,
        "sheets": len(projects_citing([number])),
        "moments": timeline_of_organisation(number),
        "alike": alike(organisation) if organisation.is_provisional else [],
    }
    return render(request, "moderation/organisation.html", context)


def _confirm_or_separate(request: PrivateRequest, organisation: Organisation) -> None:
    by, at, reason = request.scope.actor, timezone.now(), request.POST.get("reason", "")[:1000]
    if organisation.merged_into_id is None:
        if confirm_organisation(organisation_id=organisation.pk, by=by, at=at):
            messages.success(request, str(_("Organisme confirmé : il n’est plus provisoire.")))
        return
    try:
        refusals(lambda: separate_organisations(drop_id=organisation.pk, reason=reason, by=by, at=at))
        messages.success(request, str(_("La fusion est défaite : les deux organismes ont leurs fiches.")))
    except Refused as refused:
        messages.warning(request, refused.message)


def _events(request: PrivateRequest) -> QuerySet[Event]:
    """All, or those of one object; nonsense is no object."""
    if "fiche" in request.GET:
        return events_of_sheet(_number(request, "fiche"))
    if "organisme" in request.GET:
        return history_of(("organisation", _number(request, "organisme")))
    return Event.objects.all()


def _number(request: PrivateRequest, name: str) -> int:
    """0 for nonsense, which is no object’s."""
    asked = request.GET.get(name, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < LONGEST else 0


@for_roles(*MINISTRY)
@require_safe
def journal(request: PrivateRequest) -> StreamingHttpResponse:
    """Every event, oldest first, as a file that is written while it is read; `fiche`, `organisme`: of one only."""
    response = StreamingHttpResponse(csv_lines(_events(request).order_by("pk")), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="journal.csv"'
    return response
