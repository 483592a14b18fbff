"""Staff see that mails leave, not what is written to whom, and can have one tried again."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from atlas.audit.models import Event
from atlas.notifications.actions import queue_mail, send_due
from atlas.notifications.digests import keep_notice
from atlas.notifications.models import Mail
from atlas.notifications.recipients import Recipient
from atlas.notifications.writing import Letter
from tests.factories.accounts import client_of, staff_member, superuser

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(db: None) -> Client:
    for name in ("parti", "secret"):
        queue_mail(recipient=f"{name}@example.org", subject=f"Objet {name}", body="Des mots privés.", by="test", at=AT)
        if name == "parti":
            send_due(by="test", at=AT)
    Mail.objects.filter(sent_at=None).update(tries=20, last_error="SMTPServerDisconnected")
    keep_notice(Recipient("attend@example.org", "fr"), "relay_sent", Letter("Avis", "Des mots privés."), at=AT)
    return client_of(superuser())


@pytest.mark.parametrize("model", ["mail", "notice"])
def test_lists_and_rows_tell_no_address_and_no_text(staff: Client, model: str) -> None:
    page = staff.get(reverse(f"admin:notifications_{model}_changelist")).content.decode()
    number = page.split('name="_selected_action" value="')[1].split('"')[0] if model == "mail" else None
    row = staff.get(reverse("admin:notifications_mail_change", args=[number])).content.decode() if number else ""
    assert "…@example.org" in page
    for html in (page, row):
        assert not any(words in html for words in ("secret@", "attend@", "mots privés"))


def test_what_was_given_up_can_be_found_and_tried_again(staff: Client) -> None:
    url = reverse("admin:notifications_mail_changelist")
    page = staff.get(url, {"state": "given_up"}).content.decode()
    assert "Objet secret" in page
    assert "Objet parti" not in page
    assert "SMTPServerDisconnected" in page
    (number,) = Mail.objects.filter(sent_at=None).values_list("pk", flat=True)
    answer = staff.post(url, {"action": "retry", "_selected_action": [number]}, follow=True)
    assert "1 courriel sera réessayé." in answer.content.decode()
    assert Mail.objects.get(pk=number).tries == 0
    assert Event.objects.filter(verb="mail.retried", object_id=number).count() == 1


def test_looking_is_not_retrying(staff: Client) -> None:
    user = staff_member("reader@example.org")
    user.user_permissions.add(Permission.objects.get(codename="view_mail"))
    client = client_of(user)
    url = reverse("admin:notifications_mail_changelist")
    assert client.get(url).status_code == 200
    client.post(url, {"action": "retry", "_selected_action": [Mail.objects.latest("pk").pk]})
    assert Mail.objects.latest("pk").tries == 20
