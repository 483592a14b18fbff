"""The signed ticket of a form page: for which sheet and when it was made. Tells people from programs without a cookie.

It stands in for Django's CSRF cookie too: public pages set none, and a forged request would gain nothing, since nobody
is signed in here and a suggestion changes nothing by itself. Not a limit on how much is sent: see contributions.limits.
"""

from datetime import datetime, timedelta

from django.core import signing

SALT = "atlas.corrections.ticket"
SHORTEST = timedelta(seconds=4)  # nobody reads and fills the form in less
LONGEST = timedelta(hours=24)


def ticket_for(project_id: int, now: datetime) -> str:
    """A ticket for one sheet, made now."""
    return signing.dumps([project_id, now.timestamp()], salt=SALT)


def refusal(ticket: str, project_id: int, now: datetime) -> str:
    """Why a ticket is not good enough: `unknown`, `early`, `late`; '' when it is good."""
    try:
        made_for, made_at = signing.loads(ticket, salt=SALT)
    except signing.BadSignature:
        return "unknown"
    age = timedelta(seconds=now.timestamp() - made_at)
    if made_for != project_id:
        return "unknown"
    return "early" if age < SHORTEST else "late" if age > LONGEST else ""
