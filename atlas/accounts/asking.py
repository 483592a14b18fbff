"""Asking for an account: one sending, whatever its order of fields, and the mail that shows whose address it is (D6.2).

The answer is the same whether the address has an account or not; the mail says which. An authority that is missing is
registered as provisional at once, so that work goes on; the ministry confirms or merges it later (D5.1).
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from atlas.audit.actions import Entry, record
from atlas.notifications.writing import site_url
from atlas.organisations.actions import register_organisation
from atlas.organisations.models import Organisation, Origin
from atlas.visitors.actions import take_turn

from .grants import deciders_of
from .links import confirmation_for, confirmed_user
from .mails import role_in, tell
from .models import MailDomain, Membership, User
from .roles import Role
from .states import MembershipState, after

PURPOSE = "account"
A_DAY = {"visitor": 30, "mailbox": 5}
"""Whole town halls share one address of the network."""
BY_DOMAIN = "rule:mail_domain"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A role that somebody asks for. `missing_name`, `missing_kind`: an organisation that the register lacks, in the
    place of `organisation_id`. `visitor`: of the network, never kept as such."""

    role: str
    email: str
    full_name: str
    language: str
    function: str = ""
    message: str = ""
    organisation_id: int | None = None
    missing_name: str = ""
    missing_kind: str = ""
    missing_country: str = "FR"
    post_id: int | None = None
    region_code: str = ""
    visitor: str = ""


@transaction.atomic
def ask_for_account(asked: Asked, *, by: str, at: datetime) -> None:
    """Keep what was asked and write to the address. Says nothing of what it found. Raises visitors.TooMany."""
    take_turn(PURPOSE, visitor=asked.visitor, mailbox=asked.email.lower(), a_day=A_DAY, by=by, at=at)
    user = User.objects.filter(email=asked.email.strip().lower()).first()
    if user is None:
        user = User.objects.create_user(asked.email, full_name=asked.full_name, language=asked.language)
        record([Entry("account.asked_for", "user", user.pk)], by=user.actor, at=at)
    if user.has_usable_password() or not user.is_active:
        _missing(asked, by)  # nor do the lists of organisations tell whether the address has an account
        tell(user, "account_known", {"url": site_url(user.language, "account_login")}, by=by, at=at)
        return
    role = role_in(user.language, _keep_request(user, asked, at))
    url = site_url(user.language, "account_confirm", confirmation_for(user))
    tell(user, "account_to_confirm", {"role": role, "url": url}, by=by, at=at)


@transaction.atomic
def ask_for_role(user: User, asked: Asked, *, at: datetime) -> Membership:
    """One more role for a person who is signed in: its address is known already."""
    membership = _keep_request(user, asked, at)
    return _confirm(membership, at) if membership.state == MembershipState.UNCONFIRMED else membership


def _keep_request(user: User, asked: Asked, at: datetime) -> Membership:
    """The same request twice is one."""
    organisation = asked.organisation_id or _missing(asked, user.actor)
    same = user.memberships.filter(
        Q(organisation=organisation) if organisation else Q(organisation=None),
        Q(post=asked.post_id) if asked.post_id else Q(post=None),
        role=asked.role,
        region_code=asked.region_code,
        state__in=(MembershipState.UNCONFIRMED, MembershipState.REQUESTED, MembershipState.ACTIVE),
    ).first()
    if same:
        return same
    membership = Membership.objects.create(
        user=user,
        role=asked.role,
        organisation_id=organisation,
        post_id=asked.post_id,
        region_code=asked.region_code,
        function=asked.function,
        message=asked.message,
        state=MembershipState.UNCONFIRMED,
        requested_at=at,
    )
    record([Entry("membership.requested", "membership", membership.pk, {"role": asked.role})], by=user.actor, at=at)
    return membership


def _missing(asked: Asked, by: str) -> int | None:
    """The provisional organisation of that name, registered once whatever the number of people who ask."""
    if not asked.missing_name:
        return None
    kind, country = asked.missing_kind, asked.missing_country
    known = Organisation.objects.filter(
        kind=kind, name__iexact=asked.missing_name.strip(), country_id=country, valid_to__isnull=True
    ).first()
    if known is None:
        known = register_organisation(
            kind=kind, name=asked.missing_name, country_id=country, by=by, origin=Origin.PERSON
        )
    return known.pk


@transaction.atomic
def confirm_address(text: str, password: str, *, at: datetime) -> User:
    """The person of the link chooses a password; what it asked for now waits, or is granted by the domain of its mail.

    Raises links.BadLink.
    """
    user = User.objects.select_for_update().get(pk=confirmed_user(text).pk)
    confirmed_user(text)  # again, behind the lock: two clicks at once are one
    user.set_password(password)
    user.save(update_fields=["password"])
    show_address(user)
    record([Entry("account.confirmed", "user", user.pk)], by=user.actor, at=at)
    for membership in user.memberships.filter(state=MembershipState.UNCONFIRMED).order_by("pk"):
        _confirm(membership, at)
    return user


def show_address(user: User) -> None:
    """The library that signs people in asks its own table whether an address was shown to be theirs."""
    from allauth.account.models import EmailAddress  # noqa: PLC0415  (its models load after ours)

    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})


def _confirm(membership: Membership, at: datetime) -> Membership:
    membership.state = after(membership.state, "confirm")
    membership.save(update_fields=["state"])
    if _granted_by_domain(membership):
        membership.state = after(membership.state, "validate")
        membership.starts_on, membership.decided_at, membership.decided_by = at.date(), at, BY_DOMAIN
        membership.save(update_fields=["state", "starts_on", "decided_at", "decided_by"])
        record([Entry("membership.validated", "membership", membership.pk)], by=BY_DOMAIN, at=at)
    else:
        _tell_those_who_decide(membership, at)
    return membership


def _granted_by_domain(membership: Membership) -> bool:
    """An agent whose mail is at its authority's own domain (D6.2). Who signs for it is always granted by a person."""
    domain = membership.user.email.rpartition("@")[2]
    owned = MailDomain.objects.filter(organisation=membership.organisation_id, domain=domain)
    return membership.role == Role.AUTHORITY_AGENT and owned.exists()


def _tell_those_who_decide(membership: Membership, at: datetime) -> None:
    for user in deciders_of(membership):
        url = site_url(user.language, "account_request", membership.pk)
        context = {"role": role_in(user.language, membership), "url": url}
        tell(user, "account_to_decide", context, by=membership.user.actor, at=at)
