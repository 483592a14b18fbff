"""Reads of accounts: how actors are shown, who acts for an organisation."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext

from .models import Delegation, Membership, User
from .states import MembershipState

PREFIX = "user:"


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """Each actor → the name to show to those who may see it. Rules and commands keep theirs; one query."""
    asked = set(actors)
    numbers = {int(actor.removeprefix(PREFIX)) for actor in asked if _is_person(actor)}
    people = {user.actor: user for user in User.objects.filter(pk__in=numbers)} if numbers else {}
    return {actor: _shown(actor, people.get(actor)) for actor in asked}


def _is_person(actor: str) -> bool:
    return actor.startswith(PREFIX) and actor.removeprefix(PREFIX).isdecimal()


def _shown(actor: str, user: User | None) -> str:
    if not _is_person(actor):
        return actor
    if user is None or user.erased_on:
        return gettext("Compte supprimé")
    return str(user)


def members_of(organisation_id: int) -> QuerySet[Membership]:
    """Active roles held for an organisation, by name."""
    active = Membership.objects.filter(organisation=organisation_id, state=MembershipState.ACTIVE)
    return active.select_related("user").order_by("user__full_name", "pk")


def delegations_of(organisation_ids: Iterable[int]) -> QuerySet[Delegation]:
    """Delegations that these authorities gave and did not end, the one that lasts longest first."""
    given = Delegation.objects.filter(authority__in=organisation_ids, ended_at=None)
    return given.select_related("authority", "partner").order_by("-ends_on", "pk")


def colleagues_of(membership: Membership) -> QuerySet[User]:
    """Others who act for the same organisation, by name: whom a role may be handed over to."""
    if membership.organisation_id is None:
        return User.objects.none()
    active = Membership.objects.filter(organisation=membership.organisation_id, state=MembershipState.ACTIVE)
    people = User.objects.filter(pk__in=active.values("user_id"), is_active=True).exclude(pk=membership.user_id)
    return people.order_by("full_name", "pk")
