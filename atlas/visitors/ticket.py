"""The signed ticket of a form page: for what and when it was made. Tells people from programs without a cookie.

It stands in for Django's CSRF cookie too: public pages set none, and a forged request would gain nothing, since nobody
is signed in here and what is sent changes nothing by itself. Not a limit on how much is sent: see `limits`.
"""

from datetime import datetime, timedelta

from django.core import signing

SALT = "atlas.visitors.ticket"
SHORTEST = timedelta(seconds=4)  # nobody reads and fills the form in less
LONGEST = timedelta(hours=24)


def ticket_for(subject: str, now: datetime) -> str:
    """A ticket for one form about one thing (`correction 12`), made now."""
    return signing.dumps([subject, now.timestamp()], salt=SALT)


def refusal(ticket: str, subject: str, now: datetime) -> str:
    """Why a ticket is not good enough: `unknown`, `early`, `late`; '' when it is good."""
    try:
        made_for, made_at = signing.loads(ticket, salt=SALT)
    except signing.BadSignature:
        return "unknown"
    age = timedelta(seconds=now.timestamp() - made_at)
    if made_for != subject:
        return "unknown"
    return "early" if age < SHORTEST else "late" if age > LONGEST else ""
