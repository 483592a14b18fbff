"""When an alert writes. Pure."""

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from .models import Frequency

PARIS: Final = ZoneInfo("Europe/Paris")
MORNING: Final = timedelta(hours=7)
"""Days begin at 7 in Paris: what a day found is there when work begins on the next one. Weeks begin on Monday."""
SHORTEST: Final = timedelta(hours=1)
"""Between two mails of an alert that writes at once: an import of a thousand sheets is not a thousand mails."""


def is_due(frequency: str, *, found_at: datetime, sent_at: datetime | None, at: datetime) -> bool:
    """Is it time to tell what was first found at `found_at`? `sent_at`: of the alert's last mail."""
    if frequency == Frequency.AT_ONCE:
        return sent_at is None or at - sent_at >= SHORTEST
    return _period(frequency, at) > _period(frequency, found_at)


def _period(frequency: str, moment: datetime) -> date:
    day = (moment.astimezone(PARIS).replace(tzinfo=None) - MORNING).date()
    return day - timedelta(days=day.weekday()) if frequency == Frequency.WEEKLY else day
