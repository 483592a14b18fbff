"""What the keeper does for alerts each round: look, tell, forget. The keeper itself: `manage.py tend`."""

from dataclasses import dataclass
from datetime import datetime

from atlas.catalogue.watching import IndexUnavailable

from .actions import forget_unconfirmed
from .looking import look
from .telling import tell_due


@dataclass(frozen=True)
class Tended:
    """Numbers of one round: sheets found for alerts, mails queued, requests that nobody confirmed."""

    found: int = 0
    told: int = 0
    forgotten: int = 0


def tend_alerts(*, by: str, at: datetime) -> Tended:
    """One round. Without an index, what changes is looked at later."""
    try:
        found = look(at=at)
    except IndexUnavailable:
        return Tended(forgotten=forget_unconfirmed(by=by, at=at))
    return Tended(found, tell_due(by=by, at=at), forget_unconfirmed(by=by, at=at))
