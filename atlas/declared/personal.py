"""What is kept of a person who declared an authority and has an account at the same address (`accounts.personal`)."""

from datetime import datetime
from typing import Any

from atlas.accounts.models import User

from .actions import forget_declarer
from .models import Declarer


def data_for(user: User) -> dict[str, Any]:
    """JSON-able, by name."""
    found = Declarer.objects.filter(email__iexact=user.email).select_related("entry").order_by("pk")
    return {
        "declared_authorities": [
            {
                "number": one.entry_id,
                "country": one.entry.country_id,
                "authority": one.entry.authority_name,
                "partner": one.entry.partner_name,
                "words": one.entry.words,
                "state": one.entry.state,
                "declared_at": one.entry.declared_at.isoformat(),
                "name": one.name,
                "function": one.function,
                "email": one.email,
                "erased_after": one.expires_on.isoformat(),
            }
            for one in found
        ]
    }


def forget(user: User, *, by: str, at: datetime) -> None:
    """The account goes, and who declared with it; the entries stay."""
    for one in Declarer.objects.filter(email__iexact=user.email).order_by("pk"):
        forget_declarer(one, by=by, at=at)
