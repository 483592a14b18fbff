"""Verbs on mail: `queue_mail` in the caller's transaction, `send_due` by the one process that sends.

A mail may be sent twice (the sender was killed after the server took it), never none: it stays queued until a
server took it. Not for the words of a mail: those stand with the feature that sends it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db.models import F, QuerySet

from atlas.audit.actions import Entry, record

from .models import Mail

FIRST_PAUSE = timedelta(minutes=1)  # before the second try; doubled each time
LONGEST_PAUSE = timedelta(hours=12)
LOST_KEPT = timedelta(days=30)  # a mail that no server took, whether it was tried or not
LAST_TRY = 20  # about a week; the mail then stays in the table, with its error


@dataclass(frozen=True)
class Sending:
    """Numbers of one round: mails that a server took, that will be tried again, that will not."""

    sent: int = 0
    put_off: int = 0
    given_up: int = 0


def queue_mail(*, recipient: str, subject: str, body: str, by: str, at: datetime, reply_to: str = "") -> int:
    """Keep a mail to be sent after the caller's transaction. Returns its id; `by` is named in the audit event.

    Mails too old to be sent go on this occasion, in case nothing sends or forgets here.
    """
    forget_unsent(by=by, at=at)
    mail = Mail.objects.create(
        recipient=recipient, reply_to=reply_to, subject=subject, body=body, queued_at=at, try_at=at
    )
    record([Entry("mail.queued", "mail", mail.pk)], by=by, at=at)
    return mail.pk


def send_due(*, by: str, at: datetime) -> Sending:
    """Try each mail whose time has come, once. Several senders share the work: each mail is claimed first.

    Those that are too old to be sent are forgotten before.
    """
    forget_unsent(by=by, at=at)
    results = [_send(mail, by, at) for mail in _claimed(at)]
    return Sending(results.count("sent"), results.count("put_off"), results.count("given_up"))


def forget_unsent(*, by: str, at: datetime) -> int:
    """Erase the mails that no server took, a month after they were queued: their recipient must not stay for ever.

    One that was never tried goes too: nothing ran that sends, and what it says is no news any more.
    """
    ids = list(_too_old(at).order_by("pk").values_list("pk", flat=True))
    record((Entry("mail.forgotten", "mail", pk) for pk in ids), by=by, at=at)
    if ids:
        Mail.objects.filter(pk__in=ids).delete()
    return len(ids)


def _too_old(at: datetime) -> QuerySet[Mail]:
    return Mail.objects.filter(sent_at__isnull=True, queued_at__lt=at - LOST_KEPT)


def _claimed(at: datetime) -> Iterator[Mail]:
    """Each waiting mail, its next try planned already: whoever dies while sending leaves it to be tried again."""
    waiting = Mail.objects.filter(sent_at__isnull=True, try_at__lte=at, tries__lt=LAST_TRY).order_by("try_at", "pk")
    for mail in waiting:
        mine = Mail.objects.filter(pk=mail.pk, sent_at__isnull=True, tries=mail.tries)
        if mine.update(tries=F("tries") + 1, try_at=at + _pause(mail.tries)):
            mail.tries += 1
            yield mail


def _pause(tries: int) -> timedelta:
    return min(FIRST_PAUSE * (1 << tries), LONGEST_PAUSE)


def _send(mail: Mail, by: str, at: datetime) -> str:
    try:
        reply_to = [mail.reply_to] if mail.reply_to else None
        EmailMessage(mail.subject, mail.body, to=[mail.recipient], reply_to=reply_to).send()
    except (SMTPException, OSError, ValueError) as error:  # ValueError: an address or subject that no mail may carry
        Mail.objects.filter(pk=mail.pk).update(last_error=type(error).__name__)
        return "given_up" if mail.tries >= LAST_TRY else "put_off"
    Mail.objects.filter(pk=mail.pk).update(sent_at=at, recipient="", reply_to="", body="", last_error="")
    record([Entry("mail.sent", "mail", mail.pk, {"tries": mail.tries})], by=by, at=at)
    return "sent"
