"""`manage.py demo_accounts`: one account a role, to try the Atlas out. Refuses where the data is not for demonstration.

Invented persons at an invented domain. Second factors of the ministry are real: it prints a code of the moment.
"""

import time
from datetime import date
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from atlas.accounts.asking import show_address
from atlas.accounts.demonstration import PLACES, Place, places_on
from atlas.accounts.models import Membership, User
from atlas.accounts.roles import MINISTRY, Role
from atlas.accounts.states import MembershipState

DOMAIN = "demonstration.example"
BY = "command:demo_accounts"
STEP = 30


class Command(BaseCommand):
    """Makes what is missing; a new password only where asked for."""

    help = "Make one demonstration account a role, and print how to sign in."

    def add_arguments(self, parser: Any) -> None:
        """Accounts that exist keep their password unless it is given."""
        parser.add_argument("--password", default="", help="the password of every demonstration account")

    @transaction.atomic
    def handle(self, *args: Any, password: str, **options: Any) -> None:
        """Prints a line an account."""
        if not settings.ATLAS_DEMONSTRATION:
            raise CommandError("Demonstration accounts belong to demonstration data only (ATLAS_DEMONSTRATION).")
        places = places_on(timezone.localdate())
        for role in PLACES:
            self._make(role, places.get(role), password or get_random_string(16), bool(password))

    def _make(self, role: Role, place: Place | None, password: str, is_given: bool) -> None:
        email = f"{role.value.replace('_', '-')}@{DOMAIN}"
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(email, full_name=PLACES[role])
            is_given = True
        if is_given:
            user.set_password(password)
            user.save(update_fields=["password"])
        show_address(user)
        if place is None:
            self.stdout.write(f"{role.label}: {email} — nothing in this register to act for")
            return
        _hold(user, role, place, timezone.localdate())
        code = f", code of the second factor now: {_code(user)}" if role in MINISTRY else ""
        self.stdout.write(f"{role.label}: {email}, {'password ' + password if is_given else 'same password'}{code}")


def _hold(user: User, role: Role, place: Place, today: date) -> None:
    at = timezone.now()
    if not any(row.holds_on(today) for row in user.memberships.filter(role=role)):
        Membership.objects.create(
            user=user,
            role=role,
            organisation_id=place.organisation_id,
            post_id=place.post_id,
            region_code=place.region_code,
            state=MembershipState.ACTIVE,
            starts_on=today,
            requested_at=at,
            decided_at=at,
            decided_by=BY,
        )


def _code(user: User) -> str:
    found = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if found is None:
        found = TOTP.activate(user, generate_totp_secret()).instance
    secret = get_adapter().decrypt(found.data["secret"])
    code: str = format_hotp_value(hotp_value(secret, int(time.time()) // STEP))
    return code
