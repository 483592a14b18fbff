"""What is kept of a person who asked for alerts at the address of its account (`accounts.personal`)."""

from datetime import datetime
from typing import Any

from atlas.accounts.models import User

from .actions import stop_alert
from .models import Alert


def data_for(user: User) -> dict[str, Any]:
    """JSON-able, by name."""
    found = Alert.objects.filter(address__iexact=user.email).defer("seen").order_by("pk")
    return {
        "alerts": [
            {
                "email": one.address,
                "search": one.query,
                "frequency": one.frequency,
                "requested_at": one.requested_at.isoformat(),
                "confirmed_at": one.confirmed_at.isoformat() if one.confirmed_at else None,
            }
            for one in found
        ]
    }


def forget(user: User, *, by: str, at: datetime) -> None:
    """The account goes, and the alerts of its mailbox."""
    for one in Alert.objects.filter(address__iexact=user.email).defer("seen").order_by("pk"):
        stop_alert(one.key, by=by, at=at)
