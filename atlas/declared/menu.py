"""The entries of authorities that declared themselves, in the menu of private pages, with how many wait."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from atlas.accounts.menu import Entry
from atlas.accounts.roles import MINISTRY, Role

from .queries import waiting_count

ENTRIES: Final = (
    Entry(
        "declared_entries",
        _("Inscriptions"),
        frozenset({Role.POST_AGENT, *MINISTRY}),
        frozenset({"declared_entry"}),
        waiting_count,
    ),
)
