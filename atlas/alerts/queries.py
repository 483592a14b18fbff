"""Reads of alerts."""

from datetime import datetime, timedelta
from typing import Final

from .models import Alert

CONFIRM_WITHIN: Final = timedelta(hours=48)


def alert_by_key(key: str, *, at: datetime) -> Alert | None:
    """An alert, confirmed or not yet and still in time."""
    alert = Alert.objects.filter(key=key).first()
    is_late = alert is not None and alert.confirmed_at is None and at - alert.requested_at > CONFIRM_WITHIN
    return None if is_late else alert
