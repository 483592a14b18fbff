"""What follows when a round began, done by the keeper: French authorities are asked about contacts, posts reminded.

Every notice is a line of a digest and can be refused. Killed anywhere, the next round of the keeper goes on.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from atlas.accounts.models import Membership, User
from atlas.accounts.roles import OF_AUTHORITY, Role
from atlas.accounts.states import MembershipState
from atlas.notifications.actions import notify
from atlas.notifications.recipients import Recipient
from atlas.notifications.writing import site_url
from atlas.organisations.queries import posts_for_country

from .models import VerificationRound
from .rules import reminder_is_due


@dataclass(frozen=True)
class Tended:
    """Numbers of one round of the keeper: persons asked, persons reminded."""

    asked: int = 0
    reminded: int = 0


def tend_rounds(*, by: str, at: datetime) -> Tended:
    """One round of the keeper: nothing to do costs one query."""
    running = list(VerificationRound.objects.filter(started_at__isnull=False, closed_at__isnull=True).order_by("pk"))
    asked = sum(_ask(row.pk, by=by, at=at) for row in running if row.told_at is None)
    today = timezone.localdate(at)
    due = [one for one in running if one.started_at and _is_due(one, today)]
    return Tended(asked, sum(_remind(row.pk, today, by=by, at=at) for row in due))


def _is_due(row: VerificationRound, today: date) -> bool:
    started = timezone.localdate(row.started_at) if row.started_at else today
    return reminder_is_due(started, row.reminded_on, today)


@transaction.atomic
def _ask(number: int, *, by: str, at: datetime) -> int:
    """The agents of the French authorities of the round, one line an authority."""
    row = _locked(number)
    if row.told_at is not None or not row.is_open:
        return 0
    row.told_at = at
    row.save(update_fields=["told_at"])
    authorities = set(row.pairs.filter(foreign__isnull=False).values_list("french_id", flat=True))
    held = Membership.objects.filter(organisation__in=authorities, role__in=OF_AUTHORITY, state=MembershipState.ACTIVE)
    people = _people(held, timezone.localdate(at), "organisation_id")
    for (_user, authority), user in people.items():
        url = site_url(user.language, "round_contacts", authority)
        _tell(user, "round_contacts", row, {"url": url}, by=by, at=at)
    return len(people)


@transaction.atomic
def _remind(number: int, today: date, *, by: str, at: datetime) -> int:
    """The agents of the posts that follow the country, as long as pairs are open."""
    row = _locked(number)
    left = row.pairs.filter(alive="").count()
    if not row.is_open or not left or not _is_due(row, today):
        return 0
    row.reminded_on = today
    row.save(update_fields=["reminded_on"])
    posts = posts_for_country(row.country_id, today).values("pk")
    held = Membership.objects.filter(post__in=posts, role=Role.POST_AGENT, state=MembershipState.ACTIVE)
    people = _people(held, today, "post_id")
    for user in {user.pk: user for user in people.values()}.values():
        url = site_url(user.language, "round", row.pk)
        _tell(user, "round_reminder", row, {"url": url, "left": left}, by=by, at=at)
    return len(people)


def _locked(number: int) -> VerificationRound:
    return VerificationRound.objects.select_for_update(of=("self",)).select_related("country").get(pk=number)


def _people(held: QuerySet[Membership], on: date, of: str) -> dict[tuple[int, int], User]:
    """(person, what for) → the person, of roles held on that day."""
    rows = held.filter(user__is_active=True).select_related("user").order_by("pk")
    return {(one.user_id, getattr(one, of)): one.user for one in rows if one.holds_on(on)}


def _tell(user: User, kind: str, row: VerificationRound, more: dict[str, object], *, by: str, at: datetime) -> None:
    name = row.country.name_en if user.language == "en" else row.country.name_fr
    context = {"country": name, "held_on": row.held_on, **more}
    notify(Recipient(user.email, user.language, user.actor), kind, context, by=by, at=at)
