"""How many corrections one visitor, mailbox or sheet may send a day. Protects mailboxes and moderators.

An address of the network is never kept: only its digest, salted with the day, so that two days cannot be compared; the
rows go after 24 hours. Counts are of the day in UTC.
"""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network

from django.utils.crypto import salted_hmac

from .models import Contribution, Origin, SuggestionTrace

KEPT = timedelta(hours=24)
A_DAY = {"visitor": 20, "mailbox": 5}  # a school or an office is one visitor
A_DAY_FOR_ONE_PROJECT = 30


def digest(value: str, day: str) -> str:
    """32 hexadecimal digits that stand for a value during one day, on this installation."""
    return salted_hmac(f"atlas.contributions.limits {day}", value.lower(), algorithm="sha256").hexdigest()[:32]


def network_of(address: str) -> str:
    """An IPv6 visitor owns a whole /64; anything else stands for itself."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(ip_network(f"{found}/64", strict=False)) if found.version == 6 else str(found)


def traces_of(*, visitor: str, mailbox: str, at: datetime) -> list[SuggestionTrace]:
    """What is kept of one suggestion for a day, not saved yet. `visitor`: address of the network."""
    day = at.astimezone(UTC).date().isoformat()
    values = {"visitor": network_of(visitor), "mailbox": mailbox}
    return [SuggestionTrace(kind=kind, digest=digest(value, day), at=at) for kind, value in values.items()]


def reached(traces: list[SuggestionTrace], project_id: int, at: datetime) -> str:
    """Which limit stands in the way: `visitor`, `mailbox`, `project`, or ''."""
    for trace in traces:
        if SuggestionTrace.objects.filter(kind=trace.kind, digest=trace.digest).count() >= A_DAY[trace.kind]:
            return trace.kind
    recent = Contribution.objects.filter(
        project_id=project_id, origin=Origin.SUGGESTION, created_at__gt=at - timedelta(days=1)
    )
    return "project" if recent.count() >= A_DAY_FOR_ONE_PROJECT else ""
