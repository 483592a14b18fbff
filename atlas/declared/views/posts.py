"""The entries of a country as its post keeps them: the list by state, and one of them with what may be done to it.

An entry of another country answers 404. Whoever opens one sees who declared it, which is noted in the journal.
"""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from atlas.accounts.access import PrivateRequest, for_roles
from atlas.accounts.roles import MINISTRY, Role
from atlas.accounts.typed import gives_back, labels_of
from atlas.declared.actions import note_seen
from atlas.declared.deciding import Late, carry_out
from atlas.declared.entry_page import EntryPage, page_of
from atlas.declared.forms import CheckForm, DoubleForm, RefuseForm, SheetForm
from atlas.declared.models import DeclaredEntry
from atlas.declared.queries import entries_for
from atlas.declared.states import State
from atlas.ui.pagination import pager

KEEPERS = (Role.POST_AGENT, *MINISTRY)
INVALID, AT_ONCE, WIDEST = 422, 50, 6


@require_safe
@for_roles(*KEEPERS)
def entries_page(request: PrivateRequest) -> HttpResponse:
    """All of one's countries, the newest first. `etat`: only those in that state."""
    state = request.GET.get("etat", "")
    found = entries_for(request.scope)
    if state in State.values:
        found = found.filter(state=state)
    total, asked = found.count(), request.GET.get("page", "1")
    last = max(1, -(-total // AT_ONCE))
    number = min(last, max(1, int(asked))) if asked.isascii() and asked.isdigit() and len(asked) <= WIDEST else 1
    context = {
        "entries": list(found[(number - 1) * AT_ONCE : number * AT_ONCE]),
        "total": total,
        "states": State.choices,
        "state": state,
        "pager": pager(number, last, lambda one: f"{request.path}?etat={state}&page={one}"),
    }
    return render(request, "declared/entries.html", context)


@gives_back(labels_of(CheckForm, SheetForm, RefuseForm, DoubleForm))
@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*KEEPERS)
def entry_page(request: PrivateRequest, number: int) -> HttpResponse:
    """What was declared, by whom, what the register knows already; `do` is a verb of `states`."""
    page = _page(request, number)
    if request.method != "POST":
        note_seen(page.entry, by=request.scope.actor, at=timezone.now())
        return render(request, "declared/entry.html", {"page": page})
    try:
        words = carry_out(page, by=request.scope.actor, at=timezone.now())
    except Late as late:
        messages.warning(request, str(late))
        return HttpResponseRedirect(reverse("declared_entry", args=[number]), status=303)
    if words is None:
        return render(request, "declared/entry.html", {"page": page}, status=INVALID)
    messages.success(request, words)
    return HttpResponseRedirect(reverse("declared_entry", args=[number]), status=303)


def _page(request: PrivateRequest, number: int) -> EntryPage:
    found = DeclaredEntry.objects.select_related("country", "authority", "double_of", "proposal", "declarer")
    entry = found.filter(pk=number).first()
    if entry is None or not request.scope.follows(entry.country_id):
        raise Http404(_("Cette page n’existe pas, ou elle n’est pas à vous."))
    return page_of(entry, request.POST if request.method == "POST" else None, today=timezone.localdate())
