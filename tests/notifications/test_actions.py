"""A mail leaves after the transaction that queued it, is tried until a server takes it, and then forgotten."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.test import override_settings

from atlas.audit.models import Event
from atlas.notifications import actions
from atlas.notifications.actions import LAST_TRY, Sending, queue_mail, send_due
from atlas.notifications.models import Mail

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


class ServerThatHangsUp(BaseEmailBackend):
    """What SMTP does when the server goes away in the middle."""

    def send_messages(self, messages: object) -> int:
        raise SMTPServerDisconnected("gone")


hanging_up = override_settings(EMAIL_BACKEND=f"{__name__}.ServerThatHangsUp")


def queued(**values: str) -> int:
    words = {"recipient": "lectrice@example.org", "subject": "Reçu", "body": "Merci.", **values}
    return queue_mail(**words, by="test", at=AT)


def test_a_queued_mail_is_sent_once_and_its_recipient_forgotten() -> None:
    pk = queued()
    assert mail.outbox == []
    assert send_due(by="test", at=AT) == Sending(sent=1)
    assert [(one.to, one.subject, one.body) for one in mail.outbox] == [(["lectrice@example.org"], "Reçu", "Merci.")]
    row = Mail.objects.get()
    assert (row.pk, row.recipient, row.body, row.sent_at) == (pk, "", "", AT)
    assert send_due(by="test", at=AT + timedelta(days=1)) == Sending()
    assert len(mail.outbox) == 1


def test_events_name_nobody() -> None:
    queued()
    send_due(by="test", at=AT)
    events = list(Event.objects.order_by("pk").values_list("verb", "detail"))
    assert events == [("mail.queued", {}), ("mail.sent", {"tries": 1})]


def test_a_transaction_that_fails_sends_nothing() -> None:
    with transaction.atomic():
        queued()
        transaction.set_rollback(True)
    assert send_due(by="test", at=AT) == Sending()


def test_a_server_that_hangs_up_loses_no_mail() -> None:
    queued()
    with hanging_up:
        assert send_due(by="test", at=AT) == Sending(put_off=1)
    row = Mail.objects.get()
    assert (row.recipient, row.tries, row.last_error) == ("lectrice@example.org", 1, "SMTPServerDisconnected")
    assert send_due(by="test", at=AT + timedelta(seconds=59)) == Sending()
    assert send_due(by="test", at=AT + timedelta(seconds=60)) == Sending(sent=1)


def test_an_address_that_no_mail_may_carry_stops_nobody_else() -> None:
    queued(subject="Deux\nlignes")
    queued()
    assert send_due(by="test", at=AT) == Sending(sent=1, put_off=1)


def test_pauses_grow_and_the_last_try_is_the_last() -> None:
    queued()
    now, rounds = AT, []
    with hanging_up:
        while (done := send_due(by="test", at=now)) != Sending():
            rounds.append(done)
            now = Mail.objects.get().try_at
    assert rounds == [Sending(put_off=1)] * (LAST_TRY - 1) + [Sending(given_up=1)]
    assert timedelta(days=4) < now - AT < timedelta(days=8)
    assert Mail.objects.get().recipient == "lectrice@example.org"


def test_a_mail_that_another_sender_claimed_is_left_to_it() -> None:
    queued()
    claims, others = actions._claimed(AT), actions._claimed(AT)
    assert len(list(claims)) == 1
    assert list(others) == []


def test_claims_are_checked_again_when_the_list_is_old() -> None:
    queued(), queued()
    claims = actions._claimed(AT)
    first = next(claims)
    Mail.objects.exclude(pk=first.pk).update(tries=1)
    assert list(claims) == []
