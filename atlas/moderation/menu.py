"""The entry of the queue in the menu of the workspace, with how many wait."""

from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atlas.accounts.menu import Entry
from atlas.accounts.roles import MINISTRY, OF_AUTHORITY
from atlas.accounts.scopes import Scope
from atlas.contributions.queue import Filters, suggestions_to, waiting


def waiting_for(scope: Scope) -> int:
    """Contributions that this account may decide."""
    if scope.is_ministry:
        return waiting(Filters(), now=timezone.now()).count()
    return suggestions_to(scope.authorities).count() if scope.authorities else 0


ENTRIES: Final = (
    Entry(
        "moderation_queue",
        _("À décider"),
        frozenset({*MINISTRY, *OF_AUTHORITY}),
        frozenset(
            {"moderation_item", "moderation_doubts", "moderation_doubt", "moderation_duplicates", "moderation_missing"}
            | {"moderation_sheet", "moderation_organisation", "moderation_merge_sheets"}
            | {"moderation_merge_organisations"}
        ),
        waiting_for,
    ),
)
