"""Reads of mail: what has become of it, without what it says."""

from collections.abc import Mapping
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .actions import LAST_TRY
from .models import Mail

STATES: Final[Mapping[str, str | Promise]] = {
    "waiting": _("en attente"),
    "failing": _("refusé, sera réessayé"),
    "given_up": _("abandonné"),
    "sent": _("parti"),
}
_UNSENT = Q(sent_at__isnull=True)
CONDITIONS: Final[Mapping[str, Q]] = {
    "waiting": _UNSENT & Q(tries=0),
    "failing": _UNSENT & Q(tries__gt=0, tries__lt=LAST_TRY),
    "given_up": _UNSENT & Q(tries__gte=LAST_TRY),
    "sent": ~_UNSENT,
}


def state_of(mail: Mail) -> str:
    """A key of STATES."""
    if mail.sent_at is not None:
        return "sent"
    return "given_up" if mail.tries >= LAST_TRY else "failing" if mail.tries else "waiting"


def domain_of(address: str) -> str:
    """« …@example.org »: enough to see which server does not take mails."""
    return f"…@{address.rpartition('@')[2]}" if address else "–"


def mails_in(state: str) -> QuerySet[Mail]:
    """Mails in a state of STATES, the latest first."""
    return Mail.objects.filter(CONDITIONS[state]).order_by("-queued_at", "-pk")


def unsent_by_state() -> Mapping[str, int]:
    """How many mails of each state have not left. One query."""
    counts = {name: Count("pk", filter=Q(CONDITIONS[name])) for name in STATES if name != "sent"}
    return Mail.objects.aggregate(**counts)
