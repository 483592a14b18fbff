"""The pages of moderation as tabs, with what waits in each. The ministry sees all, an authority its suggestions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atlas.accounts.scopes import Scope
from atlas.contributions.queue import Filters, open_proposals, waiting
from atlas.duplicates.models import Candidate, Decision
from atlas.organisations.models import Organisation, Origin


@dataclass(frozen=True)
class Tab:
    """`number`: what waits there."""

    url: str
    label: str | Promise
    number: int
    is_current: bool


def open_candidates() -> QuerySet[Candidate]:
    """Pairs that may be one and that nobody decided of, the most alike first."""
    return Candidate.objects.filter(decision=Decision.OPEN, is_current=True).order_by("-score", "pk")


def missing_organisations() -> QuerySet[Organisation]:
    """Provisional organisations that people asked for (an account, a draft), oldest first."""
    found = Organisation.objects.filter(is_provisional=True, merged_into=None, origin=Origin.PERSON)
    return found.select_related("country").order_by("created_at", "pk")


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
