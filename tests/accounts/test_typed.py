"""A form that comes after the session's end, or from a page older than the last sign-in: what was typed is not lost."""

from datetime import datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from tests.factories.accounts import PASSWORD, account, client_of
from tests.factories.world import World, make_world

pytestmark = pytest.mark.django_db
TYPED = "Un texte de trois lignes,\n  tapé <longtemps> & perdu nulle part."


@pytest.fixture
def world() -> World:
    return make_world()


def test_after_the_end_of_the_session_the_text_is_given_back(client: Client) -> None:
    answer = client.post("/fr/espace/poste/contacts/", {"do": "add", "last_name": TYPED, "csrfmiddlewaretoken": "x"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Votre session est terminée" in page
    assert f">\n{TYPED}</textarea>" in unescape(page)
    assert "/fr/compte/connexion/?next=%2Ffr%2Fespace%2Fposte%2Fcontacts%2F" in page
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    assert not Session.objects.exists()


def test_nothing_typed_leads_straight_to_the_sign_in(client: Client) -> None:
    for data in ({}, {"csrfmiddlewaretoken": "x", "title": " "}, {"do": "add", "was-title": "0123"}):
        answer = client.post("/fr/espace/poste/contacts/", data)
        assert answer.status_code == 302
    answer = client.post("/fr/espace/poste/contacts/", {"title": "x"}, content_type="application/json")
    assert answer.status_code == 302


def test_a_page_older_than_the_last_sign_in_gives_the_text_back_and_saves_nothing(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(account("authority_agent", organisation=world.commune))
    with override("en"):
        address = reverse("workspace_new")
    answer = client.post(address, {"title": TYPED, "password": PASSWORD, "csrfmiddlewaretoken": "old"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "This page was too old" in page
    assert TYPED in unescape(page)
    assert PASSWORD not in page
    assert "no-store" in answer["Cache-Control"]


def expiry(client: Client) -> datetime:
    return Session.objects.get(pk=client.session.session_key).expire_date


def test_a_session_is_prolonged_when_its_person_asks(world: World) -> None:
    client, now = (
        client_of(account("authority_agent", organisation=world.commune)),
        timezone.now().replace(microsecond=0),
    )
    with time_machine.travel(now, tick=False):
        page = client.get("/fr/compte/").content.decode()
        assert 'id="session-end"' in page
        assert 'data-seconds="43200"' in page
        first = expiry(client)
    with time_machine.travel(now + timedelta(hours=11), tick=False):
        client.get("/fr/compte/")
        assert expiry(client) == first
        assert client.head("/fr/compte/", headers={"X-Atlas-Prolong": "1"}).status_code == 200
        assert expiry(client) >= first + timedelta(hours=10, minutes=59)
    with time_machine.travel(now + timedelta(hours=13), tick=False):
        assert 'data-seconds="36000"' in client.get("/fr/compte/").content.decode()
    with time_machine.travel(now + timedelta(hours=24), tick=False):
        assert client.get("/fr/compte/").status_code == 302


def test_every_private_page_of_a_person_warns(world: World) -> None:
    """They all stand on one frame."""
    client = client_of(account("post_agent", post=world.post))
    for path in (
        "/fr/compte/",
        "/fr/espace/",
        "/fr/espace/poste/contacts/",
        reverse("account_email"),
        reverse("mfa_index"),
    ):
        assert 'id="session-end"' in client.get(path, follow=True).content.decode(), path
    assert 'id="session-end"' not in Client().get("/fr/compte/connexion/").content.decode()
