"""Verbs on roles that somebody asked for or holds: validate, refuse, end, invite, delegate, hand over.

Each checks the scope of whoever decides, locks the row, and writes its audit event in the same transaction: of two
decisions at once one wins, the other is told (`AlreadyDecided`).
"""

from datetime import date, datetime
from typing import Final

from django.db import transaction

from atlas.audit.actions import Entry, record
from atlas.notifications.actions import notify
from atlas.notifications.recipients import Recipient
from atlas.notifications.writing import site_url
from atlas.organisations.models import Organisation

from .asking import show_address
from .grants import can_grant, can_grant_role
from .links import INVITED_FOR, BadLink, digest_of, new_secret
from .mails import role_in, tell
from .models import Delegation, Invitation, MailDomain, Membership, User
from .queries import acting_for
from .roles import PARTNER_KINDS
from .scopes import Scope
from .states import ForbiddenTransition, MembershipState, after

WEBMAIL: Final = frozenset(
    {"gmail.com", "outlook.com", "outlook.fr", "hotmail.com", "hotmail.fr", "live.fr", "yahoo.fr", "yahoo.com"}
    | {"orange.fr", "wanadoo.fr", "free.fr", "sfr.fr", "laposte.net", "icloud.com", "protonmail.com", "proton.me"}
    | {"gmx.fr", "bbox.fr"}
)
"""Domains of everybody: they say nothing of who somebody works for."""
WORKSPACE: Final = "workspace"
"""Name of the page that a role opens: of an app above."""
LONGEST_DELEGATION: Final = 3 * 366  # days: a triennal programme


class NotAllowed(Exception):
    """The scope does not reach there."""


class AlreadyDecided(Exception):
    """Somebody else decided before."""


class BadDelegation(Exception):
    """`code`: `dates`, `too_long` or `not_a_partner`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _locked(number: int, scope: Scope) -> Membership:
    membership = _row(number)
    if not can_grant(scope, membership):
        raise NotAllowed
    return membership


def _decide(membership: Membership, verb: str, scope: Scope, at: datetime) -> None:
    try:
        membership.state = after(membership.state, verb)
    except ForbiddenTransition:
        raise AlreadyDecided from None
    membership.decided_at, membership.decided_by = at, scope.actor


@transaction.atomic
def validate(number: int, *, scope: Scope, at: datetime, keep_domain: bool = False) -> Membership:
    """Grant a role. `keep_domain`: who shows an address of the same domain later is an agent at once (D6.2).

    Raises NotAllowed, AlreadyDecided.
    """
    membership = _locked(number, scope)
    _decide(membership, "validate", scope, at)
    membership.starts_on = at.date()
    membership.save()
    record([Entry("membership.validated", "membership", number, {"role": membership.role})], by=scope.actor, at=at)
    if keep_domain and membership.organisation_id and (domain := own_domain(membership.user.email)):
        keep_mail_domain(membership.organisation_id, domain, scope=scope, at=at)
    _tell_granted(membership, scope, at)
    return membership


def _tell_granted(membership: Membership, scope: Scope, at: datetime) -> None:
    user = membership.user
    context = {"role": role_in(user.language, membership), "url": site_url(user.language, WORKSPACE)}
    tell(user, "account_granted", context, by=scope.actor, at=at)


def own_domain(email: str) -> str:
    """The domain of an address, '' for those of everybody."""
    domain = email.rpartition("@")[2].lower()
    return "" if domain in WEBMAIL else domain


def keep_mail_domain(organisation_id: int, domain: str, *, scope: Scope, at: datetime) -> None:
    """Remember whose domain it is. The caller checked the scope."""
    MailDomain.objects.get_or_create(
        organisation_id=organisation_id, domain=domain, defaults={"added_by": scope.actor, "added_at": at}
    )
    record([Entry("maildomain.kept", "organisation", organisation_id)], by=scope.actor, at=at)


@transaction.atomic
def refuse(number: int, reason: str, *, scope: Scope, at: datetime) -> Membership:
    """Refuse a role; the reason is told to the person. Raises NotAllowed, AlreadyDecided, ValueError without reason."""
    if not reason.strip():
        raise ValueError("a refusal says why")
    membership = _locked(number, scope)
    _decide(membership, "refuse", scope, at)
    membership.refusal = reason.strip()
    membership.save()
    record([Entry("membership.refused", "membership", number, {"role": membership.role})], by=scope.actor, at=at)
    user = membership.user
    context = {
        "role": role_in(user.language, membership),
        "reason": membership.refusal,
        "url": site_url(user.language, "account_ask_role"),
    }
    tell(user, "account_refused", context, by=scope.actor, at=at)
    return membership


def _row(number: int) -> Membership:
    rows = Membership.objects.select_for_update(of=("self",)).select_related("user", "organisation", "post")
    return rows.get(pk=number)


@transaction.atomic
def end_membership(number: int, *, scope: Scope, at: datetime) -> Membership:
    """End a role: one's own, or one that the scope may grant. Raises NotAllowed, AlreadyDecided."""
    membership = _row(number)
    if membership.user_id != scope.user_id and not can_grant(scope, membership):
        raise NotAllowed
    _decide(membership, "end", scope, at)
    membership.ends_on = at.date()
    membership.save()
    record([Entry("membership.ended", "membership", number, {"role": membership.role})], by=scope.actor, at=at)
    if membership.user_id != scope.user_id:
        role = role_in(membership.user.language, membership)
        tell(membership.user, "account_role_ended", {"role": role}, by=scope.actor, at=at)
    return membership


@transaction.atomic
def hand_over(number: int, successor_id: int, *, scope: Scope, at: datetime) -> Membership:
    """Somebody leaves: their role goes to a colleague of the same authority, then theirs ends.

    Nothing that was begun is lost: drafts belong to the authority. Raises NotAllowed, AlreadyDecided.
    """
    leaving = _row(number)
    if leaving.user_id != scope.user_id and not can_grant(scope, leaving):
        raise NotAllowed
    colleague = _colleague(leaving, successor_id)
    held = colleague.memberships.filter(
        role=leaving.role, organisation=leaving.organisation_id, state=MembershipState.ACTIVE
    ).first()
    if held is None:
        held = _granted(colleague, leaving, scope, at)
        _tell_granted(held, scope, at)
    end_membership(number, scope=scope, at=at)
    detail = {"to": colleague.actor, "from": leaving.user.actor}
    record([Entry("membership.handed_over", "membership", held.pk, detail)], by=scope.actor, at=at)
    return held


def _colleague(leaving: Membership, successor_id: int) -> User:
    """Somebody who acts for the same organisation already. Raises NotAllowed."""
    people = User.objects.filter(
        memberships__organisation=leaving.organisation_id, memberships__state=MembershipState.ACTIVE, is_active=True
    )
    colleague = people.exclude(pk=leaving.user_id).filter(pk=successor_id).first()
    if colleague is None or leaving.organisation_id is None:
        raise NotAllowed
    return colleague


def _granted(user: User, like: Membership | Invitation, scope: Scope, at: datetime, by: str = "") -> Membership:
    membership = Membership.objects.create(
        user=user,
        role=like.role,
        organisation_id=like.organisation_id,
        post_id=like.post_id,
        region_code=like.region_code,
        state=MembershipState.ACTIVE,
        starts_on=at.date(),
        requested_at=at,
        decided_at=at,
        decided_by=by or scope.actor,
    )
    record(
        [Entry("membership.validated", "membership", membership.pk, {"role": like.role})], by=by or scope.actor, at=at
    )
    return membership


@transaction.atomic
def invite(
    email: str,
    role: str,
    *,
    scope: Scope,
    at: datetime,
    organisation: Organisation | None = None,
    post_id: int | None = None,
    region_code: str = "",
    language: str = "fr",
) -> Invitation:
    """Invite somebody to hold a role. `language`: of the mail. Raises NotAllowed."""
    region = organisation.region_code if organisation else region_code
    number = organisation.pk if organisation else None
    if not can_grant_role(scope, role, organisation_id=number, region_code=region):
        raise NotAllowed
    secret = new_secret()
    invitation = Invitation.objects.create(
        email=email.strip().lower(),
        role=role,
        organisation=organisation,
        post_id=post_id,
        region_code=region_code,
        digest=digest_of(secret),
        invited_by=scope.actor,
        invited_at=at,
        expires_at=at + INVITED_FOR,
    )
    record([Entry("invitation.sent", "invitation", invitation.pk, {"role": role})], by=scope.actor, at=at)
    context = {
        "role": role_in(language, invitation),
        "url": site_url(language, "account_invitation", secret),
    }
    notify(Recipient(invitation.email, language), "account_invited", context, by=scope.actor, at=at)
    return invitation


def open_invitation(secret: str, *, at: datetime) -> Invitation:
    """The invitation of a link. Raises BadLink when it is unknown, used, withdrawn or too old."""
    found = Invitation.objects.filter(
        digest=digest_of(secret), used_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at
    ).first()
    if found is None:
        raise BadLink
    return found


@transaction.atomic
def accept_invitation(secret: str, *, full_name: str, password: str | None, at: datetime, language: str = "fr") -> User:
    """The invited person takes the role. `password` None: they had an account already; `language`: of a new one.

    Raises BadLink.
    """
    invitation = open_invitation(secret, at=at)
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.used_at or invitation.withdrawn_at:
        raise BadLink
    user = User.objects.filter(email=invitation.email).first()
    if user is None:
        user = User.objects.create_user(invitation.email, full_name=full_name, language=language)
    if not user.is_active:
        raise BadLink
    if password is not None and not user.has_usable_password():
        user.set_password(password)
        user.full_name = full_name or user.full_name
        user.save(update_fields=["password", "full_name"])
    show_address(user)
    invitation.used_at, invitation.email = at, ""
    invitation.save(update_fields=["used_at", "email"])
    _take(user, invitation, at)
    return user


def _take(user: User, invitation: Invitation, at: datetime) -> None:
    """The role of the invitation, unless the person holds it; a request for it is granted."""
    held = user.memberships.filter(
        role=invitation.role,
        organisation=invitation.organisation_id,
        post=invitation.post_id,
        region_code=invitation.region_code,
    )
    if held.filter(state=MembershipState.ACTIVE).exists():
        return
    for waiting in held.filter(state__in=(MembershipState.UNCONFIRMED, MembershipState.REQUESTED)):
        waiting.state, waiting.decided_at, waiting.decided_by = MembershipState.ENDED, at, invitation.invited_by
        waiting.save(update_fields=["state", "decided_at", "decided_by"])
    _granted(user, invitation, Scope(), at, by=invitation.invited_by)


@transaction.atomic
def withdraw_invitation(number: int, *, scope: Scope, at: datetime) -> None:
    """The link no longer works. Raises NotAllowed, AlreadyDecided."""
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=number)
    region = invitation.organisation.region_code if invitation.organisation else invitation.region_code
    if not can_grant_role(scope, invitation.role, organisation_id=invitation.organisation_id, region_code=region):
        raise NotAllowed
    if invitation.used_at or invitation.withdrawn_at:
        raise AlreadyDecided
    invitation.withdrawn_at, invitation.email = at, ""
    invitation.save(update_fields=["withdrawn_at", "email"])
    record([Entry("invitation.withdrawn", "invitation", number)], by=scope.actor, at=at)


@transaction.atomic
def delegate(
    authority_id: int, partner: Organisation, *, starts_on: date, ends_on: date, scope: Scope, at: datetime
) -> Delegation:
    """An authority lets a partner prepare its sheets (D1.5). Raises NotAllowed, BadDelegation."""
    if authority_id not in scope.signs_for and not scope.is_ministry:
        raise NotAllowed
    if partner.kind not in PARTNER_KINDS:
        raise BadDelegation("not_a_partner")
    if ends_on < starts_on or ends_on < at.date():
        raise BadDelegation("dates")
    if (ends_on - starts_on).days > LONGEST_DELEGATION:
        raise BadDelegation("too_long")
    delegation = Delegation.objects.create(
        authority_id=authority_id, partner=partner, starts_on=starts_on, ends_on=ends_on, given_by=scope.actor
    )
    record([Entry("delegation.given", "delegation", delegation.pk, {"partner": partner.pk})], by=scope.actor, at=at)
    _tell_partner("account_delegated", delegation, scope, at)
    return delegation


def _tell_partner(kind: str, delegation: Delegation, scope: Scope, at: datetime) -> None:
    """Whoever writes for the partner learns what it may prepare, or may no more."""
    for user in acting_for(delegation.partner_id):
        context = {
            "authority": delegation.authority.name,
            "ends_on": delegation.ends_on,
            "url": site_url(user.language, WORKSPACE),
        }
        tell(user, kind, context, by=scope.actor, at=at)


@transaction.atomic
def end_delegation(number: int, *, scope: Scope, at: datetime) -> None:
    """From now on the partner prepares nothing more. Raises NotAllowed, AlreadyDecided."""
    delegation = Delegation.objects.select_for_update(of=("self",)).select_related("authority").get(pk=number)
    if delegation.authority_id not in scope.signs_for and not scope.is_ministry:
        raise NotAllowed
    if delegation.ended_at:
        raise AlreadyDecided
    delegation.ended_at = at
    delegation.save(update_fields=["ended_at"])
    record([Entry("delegation.ended", "delegation", number)], by=scope.actor, at=at)
    _tell_partner("account_delegation_ended", delegation, scope, at)
