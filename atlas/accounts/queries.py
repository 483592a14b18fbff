"""Reads of accounts: how actors are shown, who acts for an organisation."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext

from atlas.reference.queries import region_names

from .models import Delegation, Invitation, Membership, User
from .states import MembershipState

PREFIX = "user:"
HeldT = TypeVar("HeldT", Membership, Invitation)


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


def with_places(rows: Iterable[HeldT]) -> list[tuple[HeldT, str]]:
    """Each role with what it is held for, in words; one query for the régions of all. Organisations and posts are read
    with the rows by whoever asks."""
    held = list(rows)
    regions = region_names(one.region_code for one in held)
    return [(one, _place(one, regions)) for one in held]


def place_of(like: Membership | Invitation) -> str:
    """What a role is held for: « Rezé », « Bamako », « Bretagne »; "" for the whole Atlas."""
    return _place(like, region_names([like.region_code]))


def _place(like: Membership | Invitation, regions: Mapping[str, str]) -> str:
    if like.organisation:
        return str(like.organisation.display_name)
    return str(like.post) if like.post else regions.get(like.region_code, like.region_code)


def asked_by(user: User) -> QuerySet[Membership]:
    """Roles that wait for the person to confirm its address."""
    waiting = user.memberships.filter(state=MembershipState.UNCONFIRMED)
    return waiting.select_related("organisation", "post").order_by("requested_at", "pk")


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
    return acting_for(membership.organisation_id).exclude(pk=membership.user_id)


def acting_for(organisation_id: int) -> QuerySet[User]:
    """People who hold a role for this organisation, by name."""
    active = Membership.objects.filter(organisation=organisation_id, state=MembershipState.ACTIVE)
    people = User.objects.filter(pk__in=active.values("user_id"), is_active=True)
    return people.order_by("full_name", "pk")
