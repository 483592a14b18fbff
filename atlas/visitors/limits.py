"""How many forms one visitor or mailbox may send a day. Protects mailboxes and moderators.

An address of the network is never kept: only its digest, salted with the day and the form's purpose, so that two days
or two forms cannot be compared; the rows go after 24 hours. Counts are of the day in UTC.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network

from django.utils.crypto import salted_hmac

from .models import VisitorTrace

KEPT = timedelta(hours=24)


def digest(value: str, purpose: str, day: str) -> str:
    """32 hexadecimal digits that stand for a value during one day, on this installation, for one form."""
    return salted_hmac(f"atlas.visitors.limits {purpose} {day}", value.lower(), algorithm="sha256").hexdigest()[:32]


def network_of(address: str) -> str:
    """An IPv6 visitor owns a whole /64; anything else stands for itself."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(ip_network(f"{found}/64", strict=False)) if found.version == 6 else str(found)


def traces_of(purpose: str, *, visitor: str, mailbox: str, at: datetime, target: str = "") -> list[VisitorTrace]:
    """What is kept of one sending for a day, not saved yet. `visitor`: address of the network; `target`: '' = none."""
    day = at.astimezone(UTC).date().isoformat()
    values = {"visitor": network_of(visitor), "mailbox": mailbox} | ({"target": target} if target else {})
    return [VisitorTrace(kind=kind, digest=digest(value, purpose, day), at=at) for kind, value in values.items()]


def reached(traces: Iterable[VisitorTrace], a_day: Mapping[str, int]) -> str:
    """Which limit stands in the way: `visitor`, `mailbox`, `target`, or ''. `a_day`: how many of each kind."""
    for trace in traces:
        if VisitorTrace.objects.filter(kind=trace.kind, digest=trace.digest).count() >= a_day[trace.kind]:
            return trace.kind
    return ""
