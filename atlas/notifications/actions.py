"""Verbs on mail: `notify` and `queue_mail` in the caller's transaction, `send_due` by the one process that sends.

A mail may be sent twice (the sender was killed after the server took it), never none: it stays queued until a
server took it. Not for the words of a mail: those stand with the feature that sends it (`kinds`).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import get_language

from atlas.audit.actions import Entry, record

from .digests import keep_notice, one_letter, persons_due, take_notices
from .kinds import KINDS
from .models import Mail
from .recipients import Recipient
from .unsubscribing import is_refused, unsubscribe_url
from .writing import html_of, signed, write

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


def notify(
    to: Recipient,
    kind: str,
    context: Mapping[str, object],
    *,
    by: str,
    at: datetime,
    reply_to: str = "",
    is_urgent: bool = False,
    stop_url: str = "",
) -> int | None:
    """Tell somebody something: `kind` is a key of `kinds.KINDS`, `context` what its template needs.

    Written in the recipient's language. A kind that may be digested waits up to an hour for others to the same person,
    unless `is_urgent`; one that is optional is not written to who refused it. `stop_url`: where one click ends these
    mails, if not at the kind's own address. Returns the id of the mail; null when there is none (yet).
    """
    asked = KINDS[kind]
    if asked.is_optional and is_refused(to.key, kind):
        return None
    letter = write(asked.template, to.language, context)
    if asked.is_digested and not is_urgent:
        keep_notice(to, kind, letter, at=at)
        return None
    url = stop_url or (unsubscribe_url(to.key, [kind], to.language) if asked.is_optional else "")
    return queue_mail(
        recipient=to.address,
        subject=letter.subject,
        body=signed(letter.text, to.language, unsubscribe_url=url),
        by=by,
        at=at,
        reply_to=reply_to,
        kind=kind,
        language=to.language,
        unsubscribe_url=url,
    )


def queue_mail(
    *,
    recipient: str,
    subject: str,
    body: str,
    by: str,
    at: datetime,
    reply_to: str = "",
    kind: str = "",
    language: str = "",
    unsubscribe_url: str = "",
) -> int:
    """Keep a mail to be sent after the caller's transaction. Returns its id; `by` is named in the audit event.

    `body`: the whole text, of which the HTML part is made (`writing`). `language` "" = the active one. Mails too old to
    be sent go on this occasion, in case nothing sends or forgets here.
    """
    forget_unsent(by=by, at=at)
    mail = Mail.objects.create(
        kind=kind,
        language=language or get_language() or "fr",
        recipient=recipient,
        reply_to=reply_to,
        subject=subject,
        body=body,
        unsubscribe_url=unsubscribe_url,
        queued_at=at,
        try_at=at,
    )
    record([Entry("mail.queued", "mail", mail.pk)], by=by, at=at)
    return mail.pk


def send_due(*, by: str, at: datetime) -> Sending:
    """Try each mail whose time has come, once. Several senders share the work: each mail is claimed first.

    Those that are too old to be sent are forgotten before; notices that have waited for an hour become mails.
    """
    forget_unsent(by=by, at=at)
    for key in persons_due(at):
        _gather(key, by=by, at=at)
    results = [_send(mail, by, at) for mail in _claimed(at)]
    return Sending(results.count("sent"), results.count("put_off"), results.count("given_up"))


def retry_mails(ids: Collection[int], *, by: str, at: datetime) -> int:
    """Try these mails again at the next round, as if for the first time; what was sent is left alone. How many."""
    waiting = Mail.objects.filter(pk__in=ids, sent_at__isnull=True)
    found = list(waiting.order_by("pk").values_list("pk", flat=True))
    waiting.update(try_at=at, tries=0)
    record((Entry("mail.retried", "mail", pk) for pk in found), by=by, at=at)
    return len(found)


def forget_unsent(*, by: str, at: datetime) -> int:
    """Erase the mails that no server took, a month after they were queued: their recipient must not stay for ever.

    One that was never tried goes too: nothing ran that sends, and what it says is no news any more.
    """
    ids = list(_too_old(at).order_by("pk").values_list("pk", flat=True))
    record((Entry("mail.forgotten", "mail", pk) for pk in ids), by=by, at=at)
    if ids:
        Mail.objects.filter(pk__in=ids).delete()
    return len(ids)


@transaction.atomic
def _gather(key: str, *, by: str, at: datetime) -> None:
    """Make one mail of all that waits for a person, unless another sender just did."""
    notices = take_notices(key)
    if not notices:
        return
    newest = notices[-1]
    letter, kind = one_letter(notices)
    optional = sorted({one.kind for one in notices if KINDS[one.kind].is_optional})
    url = unsubscribe_url(key, optional, newest.language) if optional else ""
    queue_mail(
        recipient=newest.recipient,
        subject=letter.subject,
        body=signed(letter.text, newest.language, unsubscribe_url=url),
        by=by,
        at=at,
        kind=kind,
        language=newest.language,
        unsubscribe_url=url,
    )


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
        _message(mail).send()
    except (SMTPException, OSError, ValueError) as error:  # ValueError: an address or subject that no mail may carry
        Mail.objects.filter(pk=mail.pk).update(last_error=type(error).__name__)
        return "given_up" if mail.tries >= LAST_TRY else "put_off"
    Mail.objects.filter(pk=mail.pk).update(
        sent_at=at, recipient="", reply_to="", body="", unsubscribe_url="", last_error=""
    )
    record([Entry("mail.sent", "mail", mail.pk, {"tries": mail.tries})], by=by, at=at)
    return "sent"


def _message(mail: Mail) -> EmailMultiAlternatives:
    """Text and HTML; RFC 8058: mail programs show a button that ends optional mails."""
    headers = {}
    if mail.unsubscribe_url:
        headers = {
            "List-Unsubscribe": f"<{mail.unsubscribe_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    reply_to = [mail.reply_to] if mail.reply_to else None
    message = EmailMultiAlternatives(mail.subject, mail.body, to=[mail.recipient], reply_to=reply_to, headers=headers)
    message.attach_alternative(html_of(mail.subject, mail.body, mail.language), "text/html")
    return message
