"""Persons with a role, as if somebody had validated them, and clients that are signed in as they are."""

import time
from datetime import UTC, date, datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt
from django.test import Client

from atlas.accounts.models import Membership, User
from atlas.accounts.roles import MINISTRY
from atlas.accounts.states import MembershipState
from atlas.organisations.models import Organisation, Post

LONG_AGO = datetime(2026, 1, 5, 9, tzinfo=UTC)
PASSWORD = "une phrase assez longue"  # noqa: S105  (invented)


def account(
    role: str = "",
    *,
    organisation: Organisation | None = None,
    post: Post | None = None,
    region: str = "",
    email: str = "",
    full_name: str = "",
    state: str = MembershipState.ACTIVE,
    password: str = PASSWORD,
    ends_on: date | None = None,
) -> User:
    """A person with that role; those of the ministry have their second factor. Without `role`: nobody in particular."""
    number = User.objects.count() + 1
    user = User.objects.create_user(
        email or f"personne{number}@ville.example", password, full_name=full_name or f"Personne {number}"
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if role:
        hold(user, role, organisation=organisation, post=post, region=region, state=state, ends_on=ends_on)
    if role in MINISTRY:
        second_factor(user)
    return user


def hold(
    user: User,
    role: str,
    *,
    organisation: Organisation | None = None,
    post: Post | None = None,
    region: str = "",
    state: str = MembershipState.ACTIVE,
    ends_on: date | None = None,
) -> Membership:
    """One more role of the person."""
    is_decided = state not in (MembershipState.UNCONFIRMED, MembershipState.REQUESTED)
    return Membership.objects.create(
        user=user,
        role=role,
        organisation=organisation,
        post=post,
        region_code=region,
        state=state,
        starts_on=LONG_AGO.date() if is_decided else None,
        ends_on=ends_on,
        requested_at=LONG_AGO,
        decided_at=LONG_AGO if is_decided else None,
        decided_by="test" if is_decided else "",
    )


def second_factor(user: User) -> Authenticator:
    """An application on the person's phone."""
    return TOTP.activate(user, generate_totp_secret()).instance


def superuser(email: str = "chef@atlas.example") -> User:
    """Somebody who may do everything in the administration, with the second factor that it asks for."""
    user = User.objects.create_superuser(email, PASSWORD, full_name="Chef")
    second_factor(user)
    return user


def staff_member(email: str) -> User:
    """Somebody who enters the administration, without any permission of their own."""
    user = User.objects.create_user(email, PASSWORD, is_staff=True)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    second_factor(user)
    return user


def client_of(user: User) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def code_of(email: str) -> str:
    """What the application of that person shows now."""
    secret = decrypt(Authenticator.objects.get(user__email=email, type=Authenticator.Type.TOTP).data["secret"])
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))
