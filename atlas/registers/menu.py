"""The entry of the posts' pages in the menu of private pages."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from atlas.accounts.menu import Entry
from atlas.accounts.roles import MINISTRY, Role

ENTRIES: Final = (
    Entry(
        "register_countries",
        _("Pages de pays"),
        frozenset({Role.POST_AGENT, *MINISTRY}),
        frozenset({"register_country", "register_entry", "register_new_entry"}),
    ),
    Entry("register_contacts", _("Contacts du poste"), frozenset({Role.POST_AGENT})),
)
