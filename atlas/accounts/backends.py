"""What roles of the ministry may do in the administration. Persons of other roles never enter it."""

from typing import Any, Final

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from .models import User
from .roles import MINISTRY, Role
from .states import MembershipState

OF_OFFICERS: Final = frozenset(
    {"audit", "catalogue", "contributions", "duplicates", "imports", "notifications", "opendata_api", "organisations"}
    | {"projects", "reference", "registers"}
)
"""Apps whose tables an officer of the ministry keeps. Accounts are the administrators' matter."""


class RoleBackend(BaseBackend):
    """Permissions by role; signs nobody in."""

    def has_perm(self, user_obj: User | AnonymousUser, perm: str, obj: Any = None) -> bool:
        """`perm`: `app.verb_model`."""
        app = perm.partition(".")[0]
        roles = roles_of(user_obj)
        return Role.MINISTRY_ADMIN in roles or (Role.MINISTRY_OFFICER in roles and app in OF_OFFICERS)

    def has_module_perms(self, user_obj: User | AnonymousUser, app_label: str) -> bool:
        """Whether the app is shown at all."""
        return self.has_perm(user_obj, f"{app_label}.view")


def may_enter(request: HttpRequest) -> bool:
    """Whether the administration opens: to roles of the ministry while they last, and to who was let in by hand."""
    user = request.user
    return user.is_active and (user.is_staff or bool(roles_of(user)))


def roles_of(user: User | AnonymousUser) -> frozenset[str]:
    """Roles of the ministry that the person holds; one query a request."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    if user.ministry_roles is None:
        active = user.memberships.filter(state=MembershipState.ACTIVE, role__in=MINISTRY)
        user.ministry_roles = frozenset(active.values_list("role", flat=True))
    return user.ministry_roles
