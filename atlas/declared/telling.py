"""Mails about entries: to who declared, at each outcome; to the agents of the posts, that one waits.

Nothing that a stranger typed goes into a mail to a third person; the reason of a refusal was written by an account.
"""

from datetime import datetime
from typing import Final

from django.utils import timezone

from atlas.accounts.models import Membership
from atlas.accounts.roles import Role
from atlas.accounts.states import MembershipState
from atlas.notifications.actions import notify
from atlas.notifications.recipients import Recipient
from atlas.notifications.writing import site_url
from atlas.organisations.queries import posts_for_country

from .links import link_for
from .models import DeclaredEntry, Declarer

OUTCOMES: Final = frozenset({"check", "propose", "settle", "link", "refuse", "double", "give_back"})
"""Verbs that whoever declared is told."""


def tell_received(declarer: Declarer, *, by: str, at: datetime) -> None:
    """The acknowledgement, with the link to follow it."""
    _write(declarer, "entry_received", {}, by=by, at=at)


def tell_outcome(entry: DeclaredEntry, verb: str, *, by: str, at: datetime) -> None:
    """What became of it; nobody is told when the person was erased."""
    declarer = Declarer.objects.filter(entry=entry).first()
    if declarer is None or verb not in OUTCOMES:
        return
    sheet = site_url(declarer.language, "project", entry.project_id) if entry.project_id else ""
    _write(declarer, "entry_outcome", {"verb": verb, "reason": entry.reason, "sheet": sheet}, by=by, at=at)


def _write(declarer: Declarer, kind: str, more: dict[str, object], *, by: str, at: datetime) -> None:
    country = declarer.entry.country
    name = country.name_en if declarer.language == "en" else country.name_fr
    context = {"number": declarer.entry_id, "country": name, "url": link_for(declarer), **more}
    notify(Recipient(declarer.email, declarer.language), kind, context, by=by, at=at)


def tell_posts(entry: DeclaredEntry, *, by: str, at: datetime) -> None:
    """The agents of the posts that follow the country: a digest of the hour, which can be refused."""
    today = timezone.localdate(at)
    posts = posts_for_country(entry.country_id, today).values("pk")
    held = Membership.objects.filter(
        post__in=posts, role=Role.POST_AGENT, state=MembershipState.ACTIVE, user__is_active=True
    )
    people = {one.user_id: one.user for one in held.select_related("user").order_by("pk") if one.holds_on(today)}
    for user in people.values():
        name = entry.country.name_en if user.language == "en" else entry.country.name_fr
        url = site_url(user.language, "declared_entry", entry.pk)
        context = {"number": entry.pk, "country": name, "url": url}
        notify(Recipient(user.email, user.language, user.actor), "entry_to_check", context, by=by, at=at)
