"""The verbs on what is kept of visitors: that one of them sent a form today, and forgetting it."""

from collections.abc import Mapping
from datetime import datetime

from .limits import KEPT, reached, traces_of
from .models import VisitorTrace


class TooMany(Exception):
    """`limit`: which one was reached, `visitor`, `mailbox`, `target` or one of the form's own."""

    def __init__(self, limit: str) -> None:
        super().__init__(limit)
        self.limit = limit


def take_turn(
    purpose: str, *, visitor: str, mailbox: str, a_day: Mapping[str, int], by: str, at: datetime, target: str = ""
) -> None:
    """Count one sending of a form, in the caller's transaction. `a_day`: how many of each kind. Raises TooMany."""
    erase_traces(by=by, at=at)
    traces = traces_of(purpose, visitor=visitor, mailbox=mailbox, target=target, at=at)
    if limit := reached(traces, a_day):
        raise TooMany(limit)
    VisitorTrace.objects.bulk_create(traces)


def erase_traces(*, by: str, at: datetime) -> int:
    """Forget which visitors and mailboxes sent forms more than a day ago. Returns how many traces went.

    No audit event: what is forgotten leaves no mark. `by` is whoever asks.
    """
    old = VisitorTrace.objects.filter(at__lt=at - KEPT)
    return old.delete()[0] if old.exists() else 0
