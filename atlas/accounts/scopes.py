"""What one person may act for, as one value: the rules of every app are predicates over it.

Not who may do what: that is in the `rules.py` of each app.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone

from atlas.organisations.models import PostCountry

from .models import Delegation, Membership, User
from .roles import MINISTRY, OF_AUTHORITY, Role
from .states import MembershipState

_NONE: Final[frozenset[int]] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Scope:
    """`authorities`: organisations that the person is an agent of; `signs_for`: those it signs for; `delegated`:
    authorities that let the person's organisation prepare their sheets; `regions`: INSEE codes (prefecture); `posts`,
    `countries` (ISO 2): of a diplomatic post. `awaited`: authorities asked for and not granted yet: the person may
    prepare, not send (D6.2: work goes on).
    """

    user_id: int = 0
    actor: str = ""
    roles: frozenset[str] = frozenset()
    authorities: frozenset[int] = _NONE
    signs_for: frozenset[int] = _NONE
    partners: frozenset[int] = _NONE
    delegated: frozenset[int] = _NONE
    regions: frozenset[str] = frozenset()
    posts: frozenset[int] = _NONE
    countries: frozenset[str] = frozenset()
    awaited: frozenset[int] = _NONE

    @property
    def is_signed_in(self) -> bool:
        """Somebody, whatever they may do."""
        return bool(self.user_id)

    @property
    def is_ministry(self) -> bool:
        """An officer or an administrator of the ministry."""
        return not self.roles.isdisjoint(MINISTRY)

    @property
    def is_ministry_admin(self) -> bool:
        """May grant the roles of the ministry."""
        return Role.MINISTRY_ADMIN in self.roles

    def follows(self, iso2: str) -> bool:
        """Keeps what posts say of a country: the posts that follow it, and the ministry."""
        return self.is_ministry or iso2 in self.countries

    @property
    def prepares_for(self) -> frozenset[int]:
        """Authorities whose sheets the person may write: its own and those that delegate."""
        return self.authorities | self.delegated


NOBODY: Final = Scope()
"""A visitor."""


def scope_of(user: User, on: date | None = None) -> Scope:
    """What the person may act for on that day (default: today). At most three queries."""
    on = on or timezone.localdate()
    if not user.is_active:
        return NOBODY
    rows = list(user.memberships.filter(state__in=(MembershipState.ACTIVE, MembershipState.REQUESTED)).order_by("pk"))
    held = [row for row in rows if row.holds_on(on)]
    awaited = [row for row in rows if row.state == MembershipState.REQUESTED]
    posts = _posts(held)
    partners = _organisations(held, {Role.PARTNER_EDITOR})
    return Scope(
        user_id=user.pk,
        actor=user.actor,
        roles=frozenset(row.role for row in held),
        authorities=_organisations(held, OF_AUTHORITY),
        signs_for=_organisations(held, {Role.AUTHORITY_ADMIN}),
        partners=partners,
        delegated=_delegated(partners, on),
        regions=frozenset(row.region_code for row in held if row.role == Role.PREFECTURE),
        posts=posts,
        countries=_countries(posts, on),
        awaited=_organisations(awaited, OF_AUTHORITY),
    )


def _organisations(rows: list[Membership], roles: set[Role] | frozenset[Role]) -> frozenset[int]:
    return frozenset(row.organisation_id for row in rows if row.role in roles and row.organisation_id)


def _posts(rows: list[Membership]) -> frozenset[int]:
    return frozenset(row.post_id for row in rows if row.post_id)


def _delegated(partners: frozenset[int], on: date) -> frozenset[int]:
    if not partners:
        return _NONE
    given = Delegation.objects.filter(partner__in=partners, starts_on__lte=on, ends_on__gte=on, ended_at=None)
    return frozenset(given.values_list("authority_id", flat=True))


def _countries(posts: frozenset[int], on: date) -> frozenset[str]:
    """Countries that the posts follow on that day: jurisdictions are dated (D5.3)."""
    if not posts:
        return frozenset()
    followed = PostCountry.objects.filter(post__in=posts).order_by("pk")
    rows = followed.values_list("country_id", "valid_from", "valid_to")
    return frozenset(
        country for country, start, end in rows if (start is None or start <= on) and (end is None or on < end)
    )
