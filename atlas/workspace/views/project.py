"""A sheet of the register as its officer meets it, before writing; a new one; a copy of one."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from atlas.accounts.access import PrivateRequest, refused, signed_in
from atlas.accounts.scopes import Scope
from atlas.accounts.typed import gives_back, labels_of
from atlas.contributions.drafting import start_draft
from atlas.contributions.locking import SheetGone
from atlas.contributions.rules import can_edit, origin_for
from atlas.contributions.sheets import say_alive
from atlas.organisations.models import Organisation
from atlas.projects.queries import Stakes, current_draft
from atlas.reference.choices import Alive
from atlas.workspace.form import SECTIONS
from atlas.workspace.forms import AliveForm, LightForm
from atlas.workspace.lists import load_lists
from atlas.workspace.overview import Overview, overview_of

INVALID = 422


def _overview(scope: Scope, project_id: int) -> Overview:
    found = overview_of(scope, project_id, today=timezone.localdate())
    if found is None:
        raise Http404(_("Aucune fiche publiée ne porte le numéro %(number)s.") % {"number": project_id})
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def project_page(request: PrivateRequest, project_id: int) -> HttpResponse:
    """How a sheet stands and what may be done; sent, it begins a draft or goes on with the one begun."""
    found = _overview(request.scope, project_id)
    if request.method != "POST":
        return render(request, "workspace/project.html", _context(found))
    try:
        draft = start_draft(
            project_id=project_id,
            by=request.scope.actor,
            at=timezone.now(),
            authority_id=_acting_for(request.scope, found.stakes),
            origin=origin_for(request.scope, found.stakes),
        )
    except SheetGone:
        raise Http404(_("Cette fiche n’est plus publiée.")) from None
    return _to_first_section(draft.pk)


def _context(found: Overview, form: AliveForm | None = None) -> dict[str, object]:
    today = timezone.localdate()
    first = {"alive": found.record.alive or Alive.YES, "alive_on": today}
    return {"sheet": found, "form": form or AliveForm(today=today, initial=first)}


@gives_back(labels_of(AliveForm))
@require_POST
@signed_in
def say_alive_page(request: PrivateRequest, project_id: int) -> HttpResponse:
    """« Relation vivante », said by a post for a day."""
    found = _overview(request.scope, project_id)
    if not found.can_say_alive:
        raise Http404(_("Cette page n’existe pas, ou elle n’est pas à vous."))
    form = AliveForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return render(request, "workspace/project.html", _context(found, form), status=INVALID)
    said = form.cleaned_data
    say_alive(
        project_id=project_id, alive=said["alive"], on=said["alive_on"], by=request.scope.actor, at=timezone.now()
    )
    messages.success(request, _("C’est noté. La fiche publique le dira dans un instant."))
    return HttpResponseRedirect(reverse("workspace_edit", args=[project_id]), status=303)


def _acting_for(scope: Scope, stakes: Stakes) -> int | None:
    """The authority of the person that the sheet concerns: its colleagues write on the same draft."""
    own = stakes.authorities & scope.prepares_for
    return min(own) if own else None


def _to_first_section(contribution_id: int) -> HttpResponseRedirect:
    response = redirect("workspace_section", contribution_id, SECTIONS[0].slug)
    response.status_code = 303
    return response


@gives_back(labels_of(LightForm))
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new_page(request: PrivateRequest) -> HttpResponseBase:
    """The light form. What it makes is a draft, in which one may go on at once."""
    authorities = authorities_of(request.scope)
    if not authorities:
        return refused(request)
    lists = load_lists()
    form = LightForm(request.POST if request.method == "POST" else None, lists=lists, authorities=authorities)
    if not form.is_valid():
        status = INVALID if form.is_bound else 200
        return render(request, "workspace/new.html", {"form": form}, status=status)
    draft = start_draft(
        project_id=None,
        by=request.scope.actor,
        at=timezone.now(),
        authority_id=form.cleaned_data["authority"],
        draft=form.draft(),
    )
    return HttpResponseRedirect(reverse("workspace_sheet", args=[draft.pk]), status=303)


def authorities_of(scope: Scope) -> list[tuple[int, str]]:
    """Those for which the person may write a new sheet, by name."""
    found = Organisation.objects.filter(pk__in=scope.prepares_for | scope.awaited).order_by("name", "pk")
    return [(one.pk, str(one.name)) for one in found]


@require_POST
@signed_in
def copy_sheet(request: PrivateRequest, project_id: int) -> HttpResponseBase:
    """A new draft that begins with what another sheet holds; that sheet stays as it is."""
    found, authorities = _overview(request.scope, project_id), authorities_of(request.scope)
    if not authorities:
        return refused(request)
    own = _acting_for(request.scope, found.stakes) if can_edit(request.scope, found.stakes) else None
    draft = start_draft(
        project_id=None,
        by=request.scope.actor,
        at=timezone.now(),
        authority_id=own or authorities[0][0],
        draft=current_draft(project_id),
    )
    return _to_first_section(draft.pk)
