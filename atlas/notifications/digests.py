"""Several notices to one person within an hour become one mail. Keeps and joins them; `actions` queues the mail."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Min

from .kinds import DIGEST
from .models import Notice
from .recipients import Recipient
from .writing import Letter, write

WAIT: Final = timedelta(hours=1)
"""From the first notice that waits for a person to the mail."""
LOST_KEPT: Final = timedelta(days=30)
"""A notice of which nothing made a mail, because nothing that sends was running: no news any more."""


def keep_notice(to: Recipient, kind: str, letter: Letter, *, at: datetime) -> None:
    """Keep what will be told. What waited for a month goes on this occasion."""
    Notice.objects.filter(noted_at__lt=at - LOST_KEPT).delete()
    Notice.objects.create(
        key=to.key,
        kind=kind,
        language=to.language,
        recipient=to.address,
        subject=letter.subject,
        body=letter.text,
        noted_at=at,
    )


def persons_due(at: datetime) -> list[str]:
    """Keys of the persons whose first notice has waited long enough, longest first."""
    waiting = Notice.objects.values("key").annotate(since=Min("noted_at")).filter(since__lte=at - WAIT)
    return [one["key"] for one in waiting.order_by("since", "key")]


def take_notices(key: str) -> list[Notice]:
    """All that waits for a person, oldest first, taken out of the table in the transaction that queues the mail."""
    notices = list(Notice.objects.select_for_update().filter(key=key).order_by("noted_at", "pk"))
    Notice.objects.filter(pk__in=[one.pk for one in notices]).delete()
    return notices


def one_letter(notices: Sequence[Notice]) -> tuple[Letter, str]:
    """What the mail says, and its kind: a single notice is its own mail."""
    newest = notices[-1]
    if len(notices) == 1:
        return Letter(newest.subject, newest.body), newest.kind
    told = [{"number": place, "subject": one.subject, "body": one.body} for place, one in enumerate(notices, start=1)]
    return write("notifications/digest.txt", newest.language, {"notices": told}), DIGEST
