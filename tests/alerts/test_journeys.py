"""From « M'alerter » under a search to a mail with the new sheet, and to its end."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client

from atlas.alerts.models import Alert, Found
from atlas.audit.models import Event
from atlas.notifications.models import Mail
from atlas.visitors.models import VisitorTrace
from tests.catalogue.records import withdraw

from .conftest import AT, SITE, Publish, ask, confirmed, link_in, mails, sheet, tended

pytestmark = pytest.mark.django_db


def test_the_search_leads_to_the_form(client: Client, published: Publish) -> None:
    for page, link in (("/fr/recherche/", "/fr/alertes/nouvelle/"), ("/en/search/", "/en/alerts/new/")):
        html = client.get(f"{page}?pays=ML&tri=maj").content.decode()
        assert f'href="{link}?pays=ML&amp;tri=maj"' in html
        assert f'href="{link}"' in client.get(page).content.decode()
    assert "/fr/alertes/nouvelle/?q=zzyzxqw" in client.get("/fr/recherche/?q=zzyzxqw").content.decode()


@pytest.mark.parametrize(
    ("language", "title", "criterion"), [("fr", "1 nouvelle fiche", "Mali"), ("en", "1 new sheet", "Mali")]
)
def test_an_alert_from_the_wish_to_the_end(
    client: Client, published: Publish, language: str, title: str, criterion: str
) -> None:
    tended()  # the keeper runs
    answer = ask(client, "pays=ML&tri=maj&page=3&vue=tableau", language)
    assert answer.status_code == 303
    assert client.get(answer["Location"]).status_code == 200
    (text,) = mails()
    alert = Alert.objects.get()
    assert (alert.query, alert.language, alert.confirmed_at) == ("pays=ML", language, None)
    confirm = link_in(text, "/confirm")
    with time_machine.travel(AT, tick=False):
        assert criterion in client.get(confirm).content.decode()
        assert client.post(confirm).status_code == 200
    published(sheet(3), sheet(4, "SN"))
    assert (tended().found, Found.objects.count()) == (1, 0)
    (news,) = mails()
    letter = mail.outbox[0]
    assert letter.subject.startswith(title)
    assert "– Fiche 3 (Mali)\n" in news
    assert "Fiche 4" not in news
    sheets = {"fr": "/fr/projets/3/", "en": "/en/projects/3/"}[language]
    assert f"{SITE}{sheets}\n" in news
    assert client.get(link_in(news, "tri=maj")).status_code == 200
    stop = link_in(news, "/arreter" if language == "fr" else "/stop")
    assert letter.extra_headers["List-Unsubscribe"] == f"<{SITE}{stop}>"
    assert client.get(stop).status_code == 200
    assert Alert.objects.count() == 1
    ended = Client(enforce_csrf_checks=True).post(stop, {"List-Unsubscribe": "One-Click"})
    assert (ended.status_code, bool(ended.cookies), Alert.objects.count()) == (200, False, 0)
    published(sheet(5))
    assert tended().found == 0


def test_nothing_of_the_mailbox_is_left(client: Client, published: Publish) -> None:
    confirmed(client)
    published(sheet(3))
    tended()
    (news,) = mails()
    client.post(link_in(news, "/arreter"))
    kept = str([list(model.objects.values()) for model in (Alert, Found, Mail, Event, VisitorTrace)])
    assert "lise" not in kept
    verbs = Event.objects.filter(object_type="alert").order_by("pk").values_list("verb", "actor")
    assert list(verbs) == [("alert.requested", "reader"), ("alert.confirmed", "mailbox"), ("alert.stopped", "mailbox")]


def test_what_nobody_confirms_is_erased_after_48_hours(client: Client, published: Publish) -> None:
    ask(client)
    (text,) = mails()
    confirm = link_in(text, "/confirmer")
    assert tended(AT + timedelta(hours=47)).forgotten == 0
    with time_machine.travel(AT + timedelta(hours=49), tick=False):
        assert client.get(confirm).status_code == 410  # whether the keeper ran or not
        assert client.post(confirm).status_code == 410
    assert Alert.objects.get().confirmed_at is None
    assert tended(AT + timedelta(hours=49)).forgotten == 1
    assert not Alert.objects.exists()


def test_a_confirmed_alert_stays(client: Client, published: Publish) -> None:
    confirmed(client)
    assert tended(AT + timedelta(days=400)).forgotten == 0


def test_a_link_that_was_used_does_nothing_again(client: Client, published: Publish) -> None:
    ask(client)
    (text,) = mails()
    confirm = link_in(text, "/confirmer")
    with time_machine.travel(AT, tick=False):
        client.post(confirm)
        published(sheet(3))
        assert "Alerte en service" in client.post(confirm).content.decode()
    assert tended().found == 1  # the second click did not make it « seen »
    (news,) = mails()
    stop = link_in(news, "/arreter")
    for _ in range(2):
        assert "Alerte arrêtée" in client.post(stop).content.decode()
    with time_machine.travel(AT, tick=False):
        assert client.post(confirm).status_code == 410
    assert not Alert.objects.exists()


def test_a_link_serves_one_purpose_of_one_alert(client: Client, published: Publish) -> None:
    ask(client)
    (text,) = mails()
    token = link_in(text, "/confirmer").split("/")[-2]
    key = Alert.objects.get().key
    forged = (token[:-1], f"{token}x", key, f"{key}:{'x' * 43}", "%00", "a" * 500, "..%2f..")
    for page in ("/fr/alertes/arreter/{}/", "/fr/alertes/confirmer/{}/"):
        for one in (*forged, *([token] if "arreter" in page else [])):
            assert client.get(page.format(one)).status_code == 404
            assert client.post(page.format(one)).status_code == 404
    assert Alert.objects.get().confirmed_at is None


def test_the_same_answer_whoever_the_mailbox_is_of(client: Client, published: Publish) -> None:
    confirmed(client)
    known = ask(client)
    other = ask(client, email="paul@example.org")
    assert (known.status_code, known["Location"]) == (other.status_code, other["Location"])
    texts = mails()
    assert [text.replace(link_in(text, "/confirmer"), "") for text in texts] == [
        texts[0].replace(link_in(texts[0], "/confirmer"), "")
    ] * 2


def test_a_second_alert_on_the_same_search_replaces_the_first(client: Client, published: Publish) -> None:
    confirmed(client, frequency="weekly")
    published(sheet(3))
    assert tended().found == 1
    confirmed(client, frequency="at_once", email="LISE@example.org")
    assert Alert.objects.get().frequency == "at_once"
    tended()
    (news,) = mails()
    assert "Fiche 3" in news  # what the first had not told yet
    confirmed(client, "pays=SN")
    assert Alert.objects.count() == 2


def test_a_sheet_withdrawn_meanwhile_is_not_told(client: Client, published: Publish) -> None:
    confirmed(client, frequency="daily")
    published(sheet(3))
    tended()
    withdraw(3)
    assert tended(AT + timedelta(days=1)).told == 0
    assert mails(AT + timedelta(days=1)) == []
    assert not Found.objects.exists()
