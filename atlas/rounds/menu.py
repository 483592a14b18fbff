"""The rounds of verification in the menu of private pages, with how many pairs wait for a post."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from atlas.accounts.menu import Entry
from atlas.accounts.roles import MINISTRY, Role
from atlas.accounts.scopes import Scope

from .models import PairCheck


def _waiting(scope: Scope) -> int:
    """Of the countries of one's posts. No query for who has none."""
    if not scope.countries:
        return 0
    waiting = PairCheck.objects.filter(
        alive="", round__country__in=scope.countries, round__started_at__isnull=False, round__closed_at__isnull=True
    )
    return waiting.count()


ENTRIES: Final = (
    Entry(
        "rounds",
        _("Vérifications"),
        frozenset({Role.POST_AGENT, *MINISTRY}),
        frozenset({"round", "round_new", "round_pair"}),
        _waiting,
    ),
)
