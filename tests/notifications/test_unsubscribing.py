"""Optional mails end with one click, without signing in; nothing ends because a program looked at a link."""

import re
from datetime import UTC, datetime

import pytest
from django.core import mail
from django.test import Client

from atlas.audit.models import Event
from atlas.notifications import kinds
from atlas.notifications.actions import notify, send_due
from atlas.notifications.kinds import KINDS, Kind
from atlas.notifications.models import Mail, Refusal
from atlas.notifications.recipients import Recipient

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
SITE = "http://127.0.0.1:8000"
pytestmark = pytest.mark.django_db


@pytest.fixture(params=["fr", "en"])
def link(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The path in the header of an optional mail."""
    kind = Kind(KINDS["relay_sent"].template, "des nouvelles", is_optional=True)
    monkeypatch.setitem(kinds.KINDS, "optional", kind)  # type: ignore[arg-type]  # a mapping that is a dict
    notify(Recipient("lise@example.org", request.param), "optional", {"holder": "Sikoro"}, by="test", at=AT)
    send_due(by="test", at=AT)
    (letter,) = mail.outbox
    headers = letter.message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    (url,) = re.findall(r"<(.*)>", str(headers["List-Unsubscribe"]).replace("\n ", ""))
    assert url in letter.body
    assert url.startswith(f"{SITE}/{request.param}/")
    return url.removeprefix(SITE)


def test_looking_at_the_link_changes_nothing(client: Client, link: str) -> None:
    answer = client.get(link)
    assert (answer.status_code, bool(answer.cookies)) == (200, False)
    assert "des nouvelles" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert client.head(link).status_code == 200
    assert not Refusal.objects.exists()


def test_one_click_of_a_mail_program_is_enough(link: str) -> None:
    """RFC 8058: a POST with this body, no cookie, and no redirection."""
    answer = Client(enforce_csrf_checks=True).post(link, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert Refusal.objects.get().kind == "optional"
    assert notify(Recipient("LISE@example.org", "fr"), "optional", {"holder": "x"}, by="test", at=AT) is None


def test_it_can_be_taken_back_and_done_twice(client: Client, link: str) -> None:
    for _ in range(2):
        assert 'name="again"' in client.post(link).content.decode()
    assert Refusal.objects.count() == 1
    assert 'name="again"' not in client.post(link, {"again": "1"}).content.decode()
    assert not Refusal.objects.exists()


def test_nothing_names_the_person(client: Client, link: str) -> None:
    client.post(link)
    kept = str([list(model.objects.values()) for model in (Mail, Event, Refusal)])
    assert "lise" not in kept
    assert Event.objects.filter(verb="mail.refused", actor="recipient").count() == 1


@pytest.mark.parametrize("change", [lambda t: t[:-2], lambda t: f"x{t}", lambda _: "%00", lambda _: "a:b:c"])
def test_a_link_that_we_did_not_make_is_none(client: Client, link: str, change: object) -> None:
    page, token = link.rstrip("/").rsplit("/", 1)
    forged = f"{page}/{change(token)}/"  # type: ignore[operator]  # a function of the table above
    assert client.get(forged).status_code == 404
    assert client.post(forged).status_code == 404
    assert not Refusal.objects.exists()
