"""Asking for an account or a role, confirming an address, accepting an invitation."""

from time import monotonic, sleep
from typing import Any, Final

from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from atlas.accounts.access import PrivateRequest, signed_in
from atlas.accounts.asking import Asked, ask_for_account, ask_for_role, confirm_address
from atlas.accounts.deciding import accept_invitation, open_invitation
from atlas.accounts.forms import AskForm, InvitedForm, PasswordForm, RoleForm
from atlas.accounts.links import BadLink, confirmed_user
from atlas.accounts.models import User
from atlas.accounts.organisations_found import candidates
from atlas.accounts.queries import asked_by, place_of, with_places
from atlas.accounts.roles import RULES, Role
from atlas.accounts.typed import gives_back, labels_of
from atlas.visitors.actions import TooMany
from atlas.visitors.origin import visitor_of

INVALID, TOO_MANY, GONE = 422, 429, 410
SOONEST: Final = 0.1
"""Seconds before a request is answered: its time must not tell whether the address has an account (an account that is
made takes some milliseconds more)."""


def _asked(request: HttpRequest, form: RoleForm) -> Asked:
    said = form.cleaned_data
    return Asked(
        role=said["role"],
        email=said.get("email", ""),
        full_name=said.get("full_name", ""),
        language=get_language() or "fr",
        function=said["function"],
        message=said["message"],
        organisation_id=said["organisation_id"],
        missing_name=said["missing_name"],
        missing_kind=said["missing_kind"],
        post_id=said["post_id"],
        region_code=said["region_code"],
        visitor=visitor_of(request),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_page(request: HttpRequest) -> HttpResponse:
    """One page, any order (D6.2). The answer never says whether the address has an account."""
    form = AskForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        try:
            began = monotonic()
            ask_for_account(_asked(request, form), by="visitor", at=timezone.now())
            sleep(left_until(SOONEST, monotonic() - began))
        except TooMany:
            form.add_error(None, _("Trop de demandes ont été envoyées aujourd’hui. Réessayez demain."))
            status = TOO_MANY
        else:
            return redirect("account_asked")
    elif form.is_bound:
        status = INVALID
    return render(request, "accounts/ask.html", {"form": form}, status=status)


def left_until(soonest: float, passed: float) -> float:
    """Seconds still to wait; none when more have passed."""
    return max(0.0, soonest - passed)


@never_cache
@require_safe
def asked_page(request: HttpRequest) -> HttpResponse:
    """What happens next, and when."""
    return render(request, "accounts/asked.html")


@gives_back(labels_of(RoleForm))
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ask_role_page(request: PrivateRequest) -> HttpResponse:
    """One more role for whoever is signed in."""
    form = RoleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        ask_for_role(request.user, _asked(request, form), at=timezone.now())
        messages.success(request, _("Votre demande attend la réponse de la personne qui valide ce rôle."))
        return redirect("account_home")
    return render(request, "accounts/ask_role.html", {"form": form}, status=INVALID if form.is_bound else 200)


@never_cache
@require_safe
def organisations_page(request: HttpRequest) -> JsonResponse:
    """Names for the field « votre organisme » while somebody types. Public facts only."""
    role = request.GET.get("role", "")
    kinds = RULES[Role(role)].kinds if role in Role.values else RULES[Role.AUTHORITY_AGENT].kinds
    found = candidates(request.GET.get("q", "")[:200], kinds)
    return JsonResponse({"found": [{"id": one.id, "label": one.label} for one in found]})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_page(request: HttpRequest, text: str) -> HttpResponseBase:
    """The link of the first mail: a password is chosen, then the person is in."""
    try:
        user = confirmed_user(text)
        form = PasswordForm(request.POST if request.method == "POST" else None, user=user)
        if form.is_valid():
            user = confirm_address(text, form.cleaned_data["password"], at=timezone.now())
            return _enter(request, user)
    except BadLink:
        return render(request, "accounts/bad_link.html", status=GONE)
    context = {"form": form, "email": user.email, "asked": with_places(asked_by(user))}
    return render(request, "accounts/confirm.html", context, status=INVALID if form.is_bound else 200)


def _enter(request: HttpRequest, user: User) -> HttpResponseBase:
    """Signed in with a new session, as after a password."""
    response: HttpResponseBase = perform_login(request, user, email_verification="none")
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_page(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The link of an invitation: who has an account takes the role by one click, others choose a password."""
    try:
        invitation = open_invitation(secret, at=timezone.now())
        known = User.objects.filter(email=invitation.email).first()
        has_password = known is not None and known.has_usable_password()
        form = None if has_password else InvitedForm(request.POST if request.method == "POST" else None, user=known)
        if request.method == "POST" and (form is None or form.is_valid()):
            said: dict[str, Any] = form.cleaned_data if form else {}
            user = accept_invitation(
                secret,
                full_name=said.get("full_name", ""),
                password=said.get("password"),
                at=timezone.now(),
                language=get_language() or "fr",
            )
            return redirect("account_home") if has_password else _enter(request, user)
    except BadLink:
        return render(request, "accounts/bad_link.html", status=GONE)
    status = INVALID if form is not None and form.is_bound else 200
    context = {"form": form, "invitation": invitation, "place": place_of(invitation)}
    return render(request, "accounts/invitation.html", context, status=status)
