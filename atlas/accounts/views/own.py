"""A person's own account: roles, security, data."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atlas.accounts.access import PrivateRequest, signed_in
from atlas.accounts.deciding import AlreadyDecided, end_membership
from atlas.accounts.models import Membership
from atlas.accounts.personal import data_of, erase
from atlas.accounts.queries import with_places


@signed_in
@require_safe
def home_page(request: PrivateRequest) -> HttpResponse:
    """Who I am for the Atlas, and what I can do about it."""
    roles = request.user.memberships.select_related("organisation", "post").order_by("-requested_at", "pk")
    return render(request, "accounts/home.html", {"roles": with_places(roles)})


@signed_in
@require_POST
def leave_role(request: PrivateRequest, number: int) -> HttpResponse:
    """I no longer hold this role."""
    membership = get_object_or_404(Membership, pk=number, user=request.user)
    try:
        end_membership(membership.pk, scope=request.scope, at=timezone.now())
    except AlreadyDecided:
        messages.warning(request, _("Ce rôle avait déjà pris fin."))
    else:
        messages.success(request, _("Ce rôle a pris fin."))
    return redirect("account_home")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def sessions_page(request: PrivateRequest) -> HttpResponse:
    """Where I am signed in. The session of a button ends, or without one all those elsewhere; this one never does."""
    held = sorted(UserSession.objects.purge_and_list(request.user), key=lambda one: one.created_at)
    elsewhere = [one for one in held if not one.is_current()]
    if request.method == "POST":
        asked = request.POST.get("session")
        ended = [one for one in elsewhere if asked in (None, str(one.pk))]
        for one in ended:
            one.end()
        said = ngettext("%(number)d session est fermée.", "%(number)d sessions sont fermées.", len(ended))
        messages.success(request, said % {"number": len(ended)})
        return redirect("usersessions_list")
    return render(request, "accounts/sessions.html", {"sessions": held, "elsewhere": elsewhere})


@signed_in
@require_safe
def data_file(request: PrivateRequest) -> JsonResponse:
    """Everything that the Atlas keeps about me, as a file (D5.4; RGPD, articles 15 and 20)."""
    headers = {"Content-Disposition": 'attachment; filename="mes-donnees-atlas.json"'}
    params = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(data_of(request.user), json_dumps_params=params, headers=headers)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def erase_page(request: PrivateRequest) -> HttpResponse:
    """Be forgotten; what one did for the register stays, without one's name."""
    if request.method == "POST":
        person = request.user
        logout(request)
        erase(person.pk, by=person.actor, at=timezone.now())
        return redirect("account_erased")
    return render(request, "accounts/erase.html")
