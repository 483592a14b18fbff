"""The campaigns' entry in the menu of private pages."""

from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atlas.accounts.menu import Entry
from atlas.accounts.roles import MINISTRY, OF_AUTHORITY, Role
from atlas.accounts.scopes import Scope

from .queries import waiting_for


def _waiting(scope: Scope) -> int:
    return len(waiting_for(scope, timezone.localdate()))


ROLES: Final = frozenset({*OF_AUTHORITY, Role.PARTNER_EDITOR, Role.PREFECTURE, *MINISTRY})
ENTRIES: Final = (
    Entry(
        "campaigns",
        _("Campagnes"),
        ROLES,
        frozenset({"campaign", "campaign_new", "campaign_edit", "campaign_region", "campaign_update"}),
        _waiting,
    ),
)
