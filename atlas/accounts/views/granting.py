"""Pages of those who grant roles: requests, members, invitations, delegations."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from atlas.accounts.access import PrivateRequest, for_roles, signed_in
from atlas.accounts.deciding import (
    AlreadyDecided,
    BadDelegation,
    NotAllowed,
    delegate,
    end_delegation,
    end_membership,
    hand_over,
    invite,
    own_domain,
    refuse,
    validate,
    withdraw_invitation,
)
from atlas.accounts.forms import DecisionForm, DelegationForm, InviteForm
from atlas.accounts.grants import can_grant, invitations_of, memberships_in, memberships_to_decide
from atlas.accounts.models import Membership
from atlas.accounts.queries import colleagues_of, delegations_of, place_of, with_places
from atlas.accounts.roles import MINISTRY, Role
from atlas.accounts.typed import gives_back, labels_of
from atlas.organisations.models import Organisation

from .asking import INVALID

GRANTING = (Role.AUTHORITY_ADMIN, Role.PREFECTURE, *MINISTRY)
TOO_LATE = gettext_lazy("Quelqu’un d’autre avait déjà décidé. Voici où en est la demande.")
DELEGATION_WORDS = {
    "dates": gettext_lazy("Le dernier jour est passé."),
    "too_long": gettext_lazy("Une délégation dure trois ans au plus."),
    "not_a_partner": gettext_lazy("Cet organisme ne peut pas recevoir de délégation."),
}


@for_roles(*GRANTING)
@require_http_methods(["GET", "HEAD"])
def requests_page(request: PrivateRequest) -> HttpResponse:
    """Who asks, who is in, who was invited."""
    context = {
        "waiting": with_places(memberships_to_decide(request.scope)[:200]),
        "members": with_places(memberships_in(request.scope)[:500]),
        "invitations": with_places(invitations_of(request.scope, timezone.now())),
        "delegations": delegations_of(request.scope.signs_for),
        "can_delegate": bool(request.scope.signs_for),
    }
    return render(request, "accounts/requests.html", context)


def _membership(request: PrivateRequest, number: int, *, with_own: bool = False) -> Membership:
    """One that this person may decide on, or `with_own` one that it holds; 404 for those of others."""
    found = get_object_or_404(Membership.objects.select_related("user", "organisation", "post"), pk=number)
    if not can_grant(request.scope, found) and not (with_own and found.user_id == request.user.pk):
        raise Http404
    return found


@gives_back(labels_of(DecisionForm))
@for_roles(*GRANTING)
@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request: PrivateRequest, number: int) -> HttpResponse:
    """One request: accept it, or refuse it with a reason."""
    membership = _membership(request, number)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            _decided(request, membership, form)
        except AlreadyDecided:
            messages.warning(request, TOO_LATE)
        return redirect("account_requests")
    domain = own_domain(membership.user.email) if membership.organisation_id else ""
    context = {"membership": membership, "place": place_of(membership), "form": form, "domain": domain}
    return render(request, "accounts/request.html", context, status=INVALID if form.is_bound else 200)


def _decided(request: PrivateRequest, membership: Membership, form: DecisionForm) -> None:
    said, at = form.cleaned_data, timezone.now()
    if "refuse" in form.data:
        refuse(membership.pk, said["reason"], scope=request.scope, at=at)
        messages.success(request, _("La demande a été refusée ; la personne en est prévenue."))
    else:
        validate(membership.pk, scope=request.scope, at=at, keep_domain=said["keep_domain"])
        messages.success(request, _("Le compte est ouvert ; la personne en est prévenue."))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def end_page(request: PrivateRequest, number: int) -> HttpResponse:
    """Somebody leaves, or I do: end the role, or hand it over to a colleague."""
    membership = _membership(request, number, with_own=True)
    is_own = membership.user_id == request.user.pk
    if request.method == "POST":
        try:
            _ended(request, membership)
        except AlreadyDecided:
            messages.warning(request, _("Ce rôle avait déjà pris fin."))
        return redirect("account_home" if is_own else "account_requests")
    context = {"membership": membership, "place": place_of(membership), "is_own": is_own}
    return render(request, "accounts/end.html", {**context, "colleagues": colleagues_of(membership)})


def _ended(request: PrivateRequest, membership: Membership) -> None:
    chosen, at = request.POST.get("successor", ""), timezone.now()
    try:
        if chosen.isdecimal():
            hand_over(membership.pk, int(chosen), scope=request.scope, at=at)
            messages.success(request, _("Le rôle est passé à la personne choisie."))
        else:
            end_membership(membership.pk, scope=request.scope, at=at)
            messages.success(request, _("Ce rôle a pris fin."))
    except NotAllowed:
        raise Http404 from None


@gives_back(labels_of(InviteForm))
@for_roles(*GRANTING)
@require_http_methods(["GET", "HEAD", "POST"])
def invite_page(request: PrivateRequest) -> HttpResponse:
    """Invite somebody to a role."""
    form = InviteForm(request.POST if request.method == "POST" else None, scope=request.scope)
    if form.is_valid():
        try:
            _invited(request, form)
        except NotAllowed:
            form.add_error("organisation", _("Vous ne pouvez pas inviter pour cet organisme : il n’est pas le vôtre."))
        else:
            messages.success(request, _("L’invitation est partie."))
            return redirect("account_requests")
    return render(request, "accounts/invite.html", {"form": form}, status=INVALID if form.is_bound else 200)


def _invited(request: PrivateRequest, form: InviteForm) -> None:
    said = form.cleaned_data
    organisation = Organisation.objects.filter(pk=said["organisation_id"]).first() if said["organisation_id"] else None
    invite(
        said["email"],
        said["role"],
        scope=request.scope,
        at=timezone.now(),
        organisation=organisation,
        post_id=said["post_id"],
        region_code=said["region_code"],
        language=request.user.language,
    )


@for_roles(*GRANTING)
@require_POST
def withdraw_page(request: PrivateRequest, number: int) -> HttpResponse:
    """The link of an invitation no longer works."""
    if not invitations_of(request.scope, timezone.now()).filter(pk=number).exists():
        raise Http404
    withdraw_invitation(number, scope=request.scope, at=timezone.now())
    messages.success(request, _("L’invitation est retirée."))
    return redirect("account_requests")


@gives_back(labels_of(DelegationForm))
@for_roles(Role.AUTHORITY_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def delegate_page(request: PrivateRequest) -> HttpResponse:
    """Let a partner prepare the sheets of one's authority until a day."""
    form = DelegationForm(request.POST if request.method == "POST" else None, scope=request.scope)
    if form.is_valid():
        try:
            _delegated(request, form)
        except BadDelegation as refused:
            form.add_error("ends_on", DELEGATION_WORDS[refused.code])
        else:
            messages.success(request, _("Le partenaire peut désormais préparer vos fiches."))
            return redirect("account_requests")
    return render(request, "accounts/delegate.html", {"form": form}, status=INVALID if form.is_bound else 200)


def _delegated(request: PrivateRequest, form: DelegationForm) -> None:
    said = form.cleaned_data
    delegate(
        int(said["authority"]),
        Organisation.objects.get(pk=said["partner"]),
        starts_on=timezone.localdate(),
        ends_on=said["ends_on"],
        scope=request.scope,
        at=timezone.now(),
    )


@for_roles(Role.AUTHORITY_ADMIN)
@require_POST
def end_delegation_page(request: PrivateRequest, number: int) -> HttpResponse:
    """From now on the partner prepares nothing more."""
    if not delegations_of(request.scope.signs_for).filter(pk=number).exists():
        raise Http404
    end_delegation(number, scope=request.scope, at=timezone.now())
    messages.success(request, _("La délégation est arrêtée."))
    return redirect("account_requests")
