"""Who may grant which role (D6.2): the domain of the mail, the authority's own admin, the prefecture of the region, the
ministry. Reads only; the verbs are in `deciding`.
"""

from datetime import datetime

from django.db.models import Q, QuerySet

from .models import Invitation, Membership, User
from .roles import MINISTRY, RULES, Holding, Role
from .scopes import Scope
from .states import MembershipState


def can_grant(scope: Scope, membership: Membership) -> bool:
    """May the person of this scope decide on that request? Nobody decides on their own."""
    if membership.user_id == scope.user_id:
        return False
    return can_grant_role(
        scope,
        membership.role,
        organisation_id=membership.organisation_id,
        region_code=membership.organisation.region_code if membership.organisation else "",
    )


def can_grant_role(scope: Scope, role: str, *, organisation_id: int | None = None, region_code: str = "") -> bool:
    """May the person of this scope give that role, for that organisation of that region?"""
    granting = RULES[Role(role)].granted_by & scope.roles
    return bool(
        granting & MINISTRY
        or (Role.AUTHORITY_ADMIN in granting and organisation_id in scope.signs_for)
        or (Role.PREFECTURE in granting and region_code and region_code in scope.regions)
    )


def memberships_to_decide(scope: Scope) -> QuerySet[Membership]:
    """Requests that wait for somebody of this scope, the oldest first."""
    waiting = Membership.objects.filter(state=MembershipState.REQUESTED).exclude(user=scope.user_id)
    return _within(scope, waiting).order_by("requested_at", "pk").select_related("user", "organisation", "post")


def memberships_in(scope: Scope) -> QuerySet[Membership]:
    """Active roles that somebody of this scope may end, by organisation and name."""
    active = Membership.objects.filter(state=MembershipState.ACTIVE)
    return _within(scope, active).order_by("organisation__name", "user__full_name", "pk").select_related(
        "user", "organisation", "post"
    )  # fmt: skip


def _within(scope: Scope, memberships: QuerySet[Membership]) -> QuerySet[Membership]:
    """Those whose role and place the scope may grant; the same rule as `can_grant_role`, in SQL."""
    allowed = Q(pk__in=())
    for role, rule in RULES.items():
        granting = rule.granted_by & scope.roles
        if granting & MINISTRY:
            allowed |= Q(role=role)
            continue
        if Role.AUTHORITY_ADMIN in granting:
            allowed |= Q(role=role, organisation__in=scope.signs_for)
        if Role.PREFECTURE in granting:
            allowed |= Q(role=role, organisation__region_code__in=scope.regions)
    return memberships.filter(allowed)


def deciders_of(membership: Membership) -> list[User]:
    """Persons to be told of a request: the nearest who may decide. The ministry only when nobody nearer may."""
    nearest = Q(pk__in=())
    rule = RULES[Role(membership.role)]
    if rule.holding == Holding.ORGANISATION and membership.organisation:
        if Role.AUTHORITY_ADMIN in rule.granted_by:
            nearest |= _holding(Role.AUTHORITY_ADMIN, organisation=membership.organisation)
        if Role.PREFECTURE in rule.granted_by and membership.organisation.region_code:
            nearest |= _holding(Role.PREFECTURE, region_code=membership.organisation.region_code)
    people = User.objects.filter(is_active=True).exclude(pk=membership.user_id)
    ministry = Q(memberships__role__in=rule.granted_by & MINISTRY, memberships__state=MembershipState.ACTIVE)
    return list(people.filter(nearest).order_by("pk").distinct() or people.filter(ministry).order_by("pk").distinct())


def _holding(role: Role, **place: object) -> Q:
    held = {f"memberships__{name}": value for name, value in place.items()}
    return Q(memberships__role=role, memberships__state=MembershipState.ACTIVE, **held)


def invitations_of(scope: Scope, at: datetime) -> QuerySet[Invitation]:
    """Invitations that wait for their answer and that this scope may withdraw, the latest first."""
    waiting = Invitation.objects.filter(used_at=None, withdrawn_at=None, expires_at__gt=at)
    if scope.is_ministry_admin:
        allowed = waiting
    else:
        allowed = waiting.filter(
            Q(organisation__in=scope.signs_for) | Q(organisation__region_code__in=scope.regions)
            | Q(invited_by=scope.actor)
        )  # fmt: skip
    return allowed.select_related("organisation", "post").order_by("-invited_at", "pk")
