"""The workspace's entries in the menu of private pages."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from atlas.accounts.menu import Entry

ENTRIES: Final = (
    Entry(
        "workspace",
        _("Mes projets"),
        pages=frozenset(
            {
                "workspace_new",
                "workspace_edit",
                "workspace_sheet",
                "workspace_section",
                "workspace_preview",
                "workspace_send",
                "workspace_copy",
            }
        ),
    ),
)
