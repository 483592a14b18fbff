"""The menu of the workspace. Each app declares its entries; `settings.ATLAS_MENUS` names the modules, in order."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from .grants import memberships_to_decide
from .roles import MINISTRY, Role
from .scopes import Scope


@dataclass(frozen=True)
class Entry:
    """A page of the workspace. `roles`: who sees it, none = whoever is signed in; `pages`: URL names that belong to it.

    `waiting`: how many things wait there for that scope, shown beside the label.
    """

    url_name: str
    label: str | Promise
    roles: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()
    waiting: Callable[[Scope], int] | None = None


@dataclass(frozen=True)
class Shown:
    """An entry as one person sees it from one page; `current` is the value of aria-current."""

    url: str
    label: str | Promise
    current: str
    waiting: int


def _requests(scope: Scope) -> int:
    return memberships_to_decide(scope).count()


ENTRIES: Final = (
    Entry(
        "account_requests",
        _("Comptes"),
        frozenset({Role.AUTHORITY_ADMIN, Role.PREFECTURE, *MINISTRY}),
        frozenset({"account_request", "account_invite", "account_end"}),
        _requests,
    ),
    Entry("admin:index", _("Administration"), MINISTRY),
    Entry("account_home", _("Mon compte"), frozenset(), frozenset({"account_ask_role", "account_erase"})),
)


@cache
def entries() -> tuple[Entry, ...]:
    """All entries, in the order of the settings."""
    return tuple(entry for module in settings.ATLAS_MENUS for entry in import_string(f"{module}.ENTRIES"))


def menu_for(scope: Scope, page: str) -> tuple[Shown, ...]:
    """What this person sees from the page of that URL name."""
    return tuple(
        Shown(
            reverse(entry.url_name),
            entry.label,
            "page" if page == entry.url_name else "true" if page in entry.pages else "",
            entry.waiting(scope) if entry.waiting else 0,
        )
        for entry in entries()
        if not entry.roles or not entry.roles.isdisjoint(scope.roles)
    )
