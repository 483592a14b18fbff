"""Mails of accounts: the recipient's language, the site's own addresses, what a role is called, digests."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import allauth
import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from atlas.accounts import deciding
from atlas.accounts.adapters import CHANGES
from atlas.accounts.asking import Asked, ask_for_role
from atlas.accounts.mails import role_in
from atlas.accounts.models import User
from atlas.accounts.roles import Role
from atlas.accounts.scopes import scope_of
from atlas.notifications.actions import send_due
from atlas.notifications.models import Mail
from atlas.organisations.models import Organisation
from atlas.reference.models import Territory, TerritoryKind
from tests.factories.accounts import PASSWORD, account, client_of, hold
from tests.factories.world import World

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)


def in_english(user: User) -> User:
    User.objects.filter(pk=user.pk).update(language="en")
    user.refresh_from_db()
    return user


def test_a_decision_made_in_french_is_told_in_the_language_of_the_person(world: World) -> None:
    admin = account("authority_admin", organisation=world.commune)
    person = in_english(account("authority_agent", organisation=world.commune, state="requested"))
    deciding.validate(person.memberships.get().pk, scope=scope_of(admin, AT.date()), at=AT)
    told = Mail.objects.get(recipient=person.email)
    assert (told.kind, told.language, told.subject) == ("account_granted", "en", "Your role in the Atlas is open")
    assert f"→ Open my workspace\n  {settings.ATLAS_SITE}/en/workspace/\n" in told.body
    assert f"– {role_in('en', person.memberships.get())}\n" in told.body


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8099"])
def test_links_bear_the_name_of_the_site_whatever_host_was_asked(world: World, host: str) -> None:
    user = account()
    client = Client(headers={"host": host})
    client.post("/fr/compte/mot-de-passe/oublie/", {"email": user.email})
    client.post("/fr/compte/mot-de-passe/oublie/", {"email": "personne@ailleurs.example"})
    sent = {"role": "authority_agent", "organisation": "Pontcharra", "full_name": "X", "email": "x@ville.example"}
    client.post("/fr/compte/demande/", sent)
    bodies = list(Mail.objects.order_by("pk").values_list("body", flat=True))
    assert len(bodies) == 3
    for body in bodies:
        assert f"{settings.ATLAS_SITE}/fr/compte/" in body
        assert "http" not in body.replace(settings.ATLAS_SITE, "")


def test_every_change_that_the_library_tells_of_has_our_words() -> None:
    folder = Path(allauth.__file__).parent / "templates"
    told = {
        path.relative_to(folder).as_posix().removesuffix("_message.txt")
        for path in folder.rglob("email/*_message.txt")
        if "base_notification" in path.read_text()
    }
    assert told == set(CHANGES)


def test_a_new_password_is_told_in_our_words(world: World) -> None:
    person = in_english(account())
    client = client_of(person)
    client.post("/fr/compte/verification/", {"password": PASSWORD})
    sent = {"oldpassword": PASSWORD, "password1": "une autre phrase longue", "password2": "une autre phrase longue"}
    assert client.post("/fr/compte/mot-de-passe/", sent).status_code == 302
    told = Mail.objects.get()
    assert (told.kind, told.subject) == ("account_changed", "Your password has been changed")
    assert f"→ Open my account\n  {settings.ATLAS_SITE}/en/account/\n" in told.body


def test_requests_of_an_hour_are_one_mail_to_who_decides(world: World) -> None:
    admin = account("authority_admin", organisation=world.commune)
    for minutes in (0, 20):
        asked = Asked(
            role=Role.AUTHORITY_AGENT, email="", full_name="", language="fr", organisation_id=world.commune.pk
        )
        ask_for_role(account(), asked, at=AT + timedelta(minutes=minutes))
    send_due(by="test", at=AT + timedelta(hours=1))
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([admin.email], "2 nouvelles de l’Atlas")
    assert letter.body.count("– Agent d’une collectivité – Pontcharra\n") == 2


def test_what_a_role_is_held_for_is_said(world: World) -> None:
    code = world.region.region_code
    Territory.objects.create(kind=TerritoryKind.REGION, code=code, name="Bretagne", match_key="bretagne")
    prefect = hold(account(), Role.PREFECTURE, region=code)
    agent = hold(account(), Role.POST_AGENT, post=world.post)
    assert role_in("en", agent) == f"{role_in('en', agent).partition(' – ')[0]} – {world.post}"
    assert role_in("fr", prefect) == "Préfecture de région ou de département – Bretagne"
    assert role_in("fr", hold(account(), Role.READER)) == "Lecteur (réseau, opérateur de l’État, autre ministère)"


def test_a_name_that_somebody_typed_goes_into_no_mail(world: World) -> None:
    Organisation.objects.filter(pk=world.commune.pk).update(is_provisional=True)
    role = hold(account(), Role.AUTHORITY_AGENT, organisation=Organisation.objects.get(pk=world.commune.pk))
    assert role_in("fr", role) == "Agent d’une collectivité"
