"""The pages of moderation as tabs, with what waits in each. The ministry sees all, an authority its suggestions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atlas.accounts.scopes import Scope
from atlas.contributions.queue import Filters, open_proposals, waiting
from atlas.moderation.beside import missing_organisations, open_candidates


@dataclass(frozen=True)
class Tab:
    """`number`: what waits there."""

    url: str
    label: str | Promise
    number: int
    is_current: bool


_TABS: Final[tuple[tuple[str, str | Promise, Callable[[], int]], ...]] = (
    ("moderation_queue", _("Propositions"), lambda: waiting(Filters(), now=timezone.now()).count()),
    (
        "moderation_doubts",
        _("Valeurs douteuses des imports"),
        lambda: open_proposals(Filters(), now=timezone.now()).count(),
    ),
    ("moderation_duplicates", _("Doublons possibles"), lambda: open_candidates().count()),
    ("moderation_missing", _("Organismes à confirmer"), lambda: missing_organisations().count()),
)


def tabs_for(scope: Scope, current: str) -> tuple[Tab, ...]:
    """None for an authority: it has one page."""
    if not scope.is_ministry:
        return ()
    return tuple(Tab(reverse(name), label, count(), name == current) for name, label, count in _TABS)
