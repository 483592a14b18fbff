"""Rights of a person over its own data (D5.4; RGPD, articles 15, 17 and 20): see it, take it away, be forgotten.

Being forgotten empties the account and keeps its number: what the person did for the register stays told of
« Compte supprimé ». Idle accounts are forgotten too. Apps above that keep something of the person say so in
`settings.ATLAS_PERSONAL`: modules with `data_for(user)` → JSON by name, and `forget(user, by, at)`.
"""

from datetime import date, datetime, timedelta
from importlib import import_module
from typing import Any, Final

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from atlas.audit.actions import Entry, record
from atlas.audit.models import Event
from atlas.notifications.writing import site_url

from .mails import tell
from .models import Invitation, User
from .states import MembershipState

IDLE: Final = timedelta(days=3 * 365)
WARNED_BEFORE: Final = timedelta(days=30)
UNCONFIRMED_FOR: Final = timedelta(days=7)
"""An address that nobody confirmed may be somebody else's: the account that waits for it goes."""


def data_of(user: User) -> dict[str, Any]:
    """JSON-able: the account, its roles, its ways to sign in, and the numbers of what the person did."""
    memberships = user.memberships.select_related("organisation", "post").order_by("pk")
    events = Event.objects.filter(actor=user.actor).order_by("pk")
    return {
        **{name: value for module in _elsewhere() for name, value in module.data_for(user).items()},
        "account": {
            "email": user.email,
            "full_name": user.full_name,
            "language": user.language,
            "created_at": user.date_joined.isoformat(),
            "last_visit": user.seen_on.isoformat() if user.seen_on else None,
        },
        "roles": [
            {
                "role": one.role,
                "organisation": one.organisation.name if one.organisation else None,
                "post": str(one.post) if one.post else None,
                "region": one.region_code or None,
                "function": one.function,
                "message": one.message,
                "state": one.state,
                "requested_at": one.requested_at.isoformat(),
                "refusal": one.refusal or None,
            }
            for one in memberships
        ],
        "second_factors": list(
            Authenticator.objects.filter(user=user).order_by("pk").values_list("type", flat=True)
        ),
        "sessions": [
            {"since": one.created_at.isoformat(), "address": str(one.ip), "browser": one.user_agent}
            for one in UserSession.objects.filter(user=user).order_by("pk")
        ],
        "events": [
            {"at": at.isoformat(), "verb": verb, "object": f"{kind} {number}"}
            for at, verb, kind, number in events.values_list("at", "verb", "object_type", "object_id")
        ],
    }  # fmt: skip


def _elsewhere() -> list[Any]:
    """The modules of apps above, which this one must not import."""
    return [import_module(name) for name in settings.ATLAS_PERSONAL]


@transaction.atomic
def erase(user_id: int, *, by: str, at: datetime) -> None:
    """Forget a person; idempotent. The number stays, and what was recorded of `user:<number>`."""
    user = User.objects.select_for_update().get(pk=user_id)
    if user.erased_on:
        return
    for module in _elsewhere():
        module.forget(user, by=by, at=at)
    Invitation.objects.filter(email=user.email).update(email="", withdrawn_at=at)
    user.memberships.filter(state=MembershipState.UNCONFIRMED).delete()
    for one in user.memberships.filter(state__in=(MembershipState.REQUESTED, MembershipState.ACTIVE)):
        one.state, one.ends_on = MembershipState.ENDED, at.date()
        one.decided_at, one.decided_by = one.decided_at or at, one.decided_by or by
        one.save(update_fields=["state", "ends_on", "decided_at", "decided_by"])
    user.memberships.update(function="", message="", refusal="")
    for session in UserSession.objects.filter(user=user):
        session.end()
    for model in (EmailAddress, Authenticator, SocialAccount, UserSession):
        model.objects.filter(user=user).delete()
    user.email, user.full_name = f"erased-{user.pk}@invalid", ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.erased_on = timezone.localdate(at)
    user.set_unusable_password()
    user.save()
    record([Entry("account.erased", "user", user.pk)], by=by, at=at)


def forget_idle(*, by: str, at: datetime) -> tuple[int, int]:
    """Warn accounts that did not serve for three years, forget those that were warned a month ago and never came back,
    and those whose address nobody confirmed. Returns (warned, forgotten)."""
    today = timezone.localdate(at)
    warned = sum(_warn(user, by, at) for user in _idle_since(today - IDLE + WARNED_BEFORE))
    gone = [*_not_back(today), *_never_confirmed(at)]
    for user in gone:
        erase(user.pk, by=by, at=at)
    return warned, len(gone)


@transaction.atomic
def forget_sessions(*, at: datetime) -> int:
    """Erase the sessions that are over, and from where they were opened. Returns how many."""
    number, _each = Session.objects.filter(expire_date__lt=at).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return number


def _idle_since(day: date) -> list[User]:
    idle = User.objects.filter(is_active=True, is_superuser=False, warned_on=None, seen_on__lt=day)
    return list(idle.order_by("pk"))


@transaction.atomic
def _warn(user: User, by: str, at: datetime) -> bool:
    User.objects.filter(pk=user.pk).update(warned_on=timezone.localdate(at))
    tell(user, "account_unused", {"url": site_url(user.language, "account_login")}, by=by, at=at)
    return True


def _not_back(today: date) -> list[User]:
    told = User.objects.filter(is_active=True, warned_on__lte=today - WARNED_BEFORE)
    return list(told.order_by("pk"))


def _never_confirmed(at: datetime) -> list[User]:
    old = User.objects.filter(is_active=True, date_joined__lt=at - UNCONFIRMED_FOR, seen_on=None, is_superuser=False)
    shown = EmailAddress.objects.filter(verified=True).values("user_id")
    return list(old.exclude(pk__in=shown).filter(password__startswith=UNUSABLE_PASSWORD_PREFIX).order_by("pk"))
