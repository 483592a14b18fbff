"""The one verb on what is kept of visitors: forget it."""

from datetime import datetime

from .limits import KEPT
from .models import VisitorTrace


def erase_traces(*, by: str, at: datetime) -> int:
    """Forget which visitors and mailboxes sent forms more than a day ago. Returns how many traces went.

    No audit event: what is forgotten leaves no mark. `by` is whoever asks.
    """
    old = VisitorTrace.objects.filter(at__lt=at - KEPT)
    return old.delete()[0] if old.exists() else 0
