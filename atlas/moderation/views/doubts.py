"""Doubtful values that imports left: equal ones together, taken or left for one sheet or for all."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from atlas.accounts.access import PrivateRequest, for_roles
from atlas.accounts.roles import MINISTRY
from atlas.contributions.models import Proposal
from atlas.contributions.proposals import accept_equal, refuse_equal, refuse_proposal, take_proposal
from atlas.contributions.queries import equal_to
from atlas.contributions.queue import equal_groups, open_proposals
from atlas.moderation.deciding import Refused, refusals
from atlas.moderation.doubts import doubt_of
from atlas.moderation.narrowing import filters_of, narrowed
from atlas.moderation.tabs import tabs_for

AT_ONCE, SHOWN, INVALID = 50, 100, 422


@for_roles(*MINISTRY)
@require_safe
def doubts_page(request: PrivateRequest) -> HttpResponse:
    """One line for all that say the same, the oldest first."""
    now, form = timezone.now(), filters_of(request)
    groups = equal_groups(open_proposals(form.filters(), now=now))
    page = Paginator(groups, AT_ONCE).get_page(request.GET.get("page"))
    firsts = Proposal.objects.select_related("contribution").in_bulk([row["first"] for row in page])
    context = {
        **narrowed(request, form),
        "tabs": tabs_for(request.scope, "moderation_doubts"),
        "page": page,
        "doubts": [doubt_of(firsts[row["first"]], row["number"], now=now) for row in page],
    }
    return render(request, "moderation/doubts.html", context)


@for_roles(*MINISTRY)
@require_http_methods(["GET", "HEAD", "POST"])
def doubt_page(request: PrivateRequest, number: int) -> HttpResponse:
    """What is doubted and on which sheets; four buttons."""
    proposal = get_object_or_404(Proposal.objects.select_related("contribution__project"), pk=number)
    error = ""
    if request.method == "POST":
        try:
            messages.success(request, _decide(request, proposal))
            return redirect("moderation_doubts")
        except Refused as refused:
            error = refused.message
            proposal.refresh_from_db()
    same = equal_to(proposal) if proposal.state == Proposal.State.OPEN else [proposal]
    context = {
        "doubt": doubt_of(proposal, len({one.contribution.project_id for one in same}), now=timezone.now()),
        "sheets": list(dict.fromkeys(one.contribution.project for one in same))[:SHOWN],
        "error": error,
    }
    return render(request, "moderation/doubt.html", context, status=INVALID if error else 200)


def _decide(request: PrivateRequest, proposal: Proposal) -> str:
    """The sentence that says what was done. Raises Refused."""
    verb, choice = request.POST.get("verb", ""), request.POST.get("choice", "")
    now, by = timezone.now(), request.scope.actor
    if verb in {"take_all", "refuse_all"}:
        bulk = (
            accept_equal(proposal, by=by, at=now, choice=choice)
            if verb == "take_all"
            else refuse_equal(proposal, by=by, at=now)
        )
        if not bulk.done:
            raise Refused(_("Rien n’a été fait : choisissez une valeur, ou quelqu’un d’autre a déjà décidé."))
        words = ngettext("%(count)s fiche traitée.", "%(count)s fiches traitées.", len(bulk.done))
        left = ngettext(" %(count)s n’a pas pu l’être.", " %(count)s n’ont pas pu l’être.", len(bulk.left))
        return words % {"count": len(bulk.done)} + (left % {"count": len(bulk.left)} if bulk.left else "")
    if verb == "take":
        refusals(lambda: take_proposal(proposal, by=by, at=now, choice=choice))
        return _("Valeur retenue : la fiche est à jour.")
    if verb != "refuse":
        raise Refused(_("Choisissez ce qu’il faut faire."))
    refusals(lambda: refuse_proposal(proposal, by=by, at=now))
    return _("Valeur écartée : la fiche reste comme elle est.")
