"""The entry of the dashboard in the menu of private pages."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from atlas.accounts.menu import Entry
from atlas.accounts.roles import MINISTRY

ENTRIES: Final = (Entry("dashboard", _("Tableau de bord"), frozenset(MINISTRY), frozenset({"dashboard_list"})),)
