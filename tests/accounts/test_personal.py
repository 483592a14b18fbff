"""What a person may ask of its own data, and what happens to accounts that serve nobody."""

from datetime import UTC, date, datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from atlas.accounts.models import User
from atlas.accounts.personal import data_of, erase, forget_idle, forget_sessions
from atlas.accounts.queries import names_of
from atlas.audit.actions import Entry, record
from atlas.audit.models import Event
from atlas.notifications.models import Mail
from atlas.reference.models import Territory, TerritoryKind
from tests.factories.accounts import PASSWORD, account, client_of, hold
from tests.factories.world import World

AT = datetime(2026, 11, 25, 9, tzinfo=UTC)


def test_data_as_a_file(world: World) -> None:
    user = account("authority_agent", organisation=world.commune, full_name="Camille Exemple")
    record([Entry("project.updated", "project", 12)], by=user.actor, at=AT)
    answer = client_of(user).get("/fr/compte/mes-donnees.json")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="mes-donnees-atlas.json"'
    told = answer.json()
    assert told["account"]["full_name"] == "Camille Exemple"
    assert told["roles"][0]["organisation"] == "Pontcharra"
    assert told["events"] == [{"at": AT.isoformat(), "verb": "project.updated", "object": "project 12"}]
    assert data_of(account())["roles"] == []


def test_a_prefecture_is_named_by_its_region(db: None) -> None:
    name = "Auvergne-Rhône-Alpes"
    Territory.objects.create(kind=TerritoryKind.REGION, code="84", name=name, match_key="auvergne rhone alpes")
    here = text_of(account("prefecture", region="84"))
    assert name in here
    assert "99" in text_of(account("prefecture", region="99"))


def test_regions_of_many_roles_are_one_query(world: World, django_assert_num_queries) -> None:
    user = account("prefecture", region="84")
    text_of(user)  # the first visit of a day is noted
    with django_assert_num_queries(22):
        text_of(user)
    for region in ("53", "75"):
        hold(user, "prefecture", region=region)
    with django_assert_num_queries(22):
        text_of(user)


def text_of(user: User) -> str:
    return client_of(user).get("/fr/compte/").content.decode()


def test_being_forgotten_keeps_the_trail(world: World) -> None:
    user = account("authority_agent", organisation=world.commune, full_name="Camille Exemple")
    record([Entry("project.updated", "project", 12)], by=user.actor, at=AT)
    client = client_of(user)
    assert client.get("/fr/compte/effacer/").status_code == 200
    assert client.post("/fr/compte/effacer/").headers["Location"] == "/fr/compte/efface/"
    assert client.get("/fr/compte/efface/").status_code == 200
    assert client.get("/fr/compte/").status_code == 302
    user.refresh_from_db()
    assert (user.full_name, user.is_active, user.has_usable_password()) == ("", False, False)
    assert "ville.example" not in user.email
    assert not EmailAddress.objects.filter(user=user).exists()
    assert user.memberships.get().state == "ended"
    assert Event.objects.filter(actor=user.actor, verb="project.updated").exists()
    assert names_of([user.actor, "rule:x"]) == {user.actor: "Compte supprimé", "rule:x": "rule:x"}


def test_erasing_twice_is_erasing_once(world: World) -> None:
    user = account()
    for _ in range(2):
        erase(user.pk, by=user.actor, at=AT)
    assert Event.objects.filter(verb="account.erased").count() == 1


def test_idle_accounts_are_warned_then_forgotten(world: World) -> None:
    today = AT.date()
    idle, busy = account(), account()
    User.objects.filter(pk=idle.pk).update(seen_on=today - timedelta(days=3 * 365))
    User.objects.filter(pk=busy.pk).update(seen_on=today)
    assert forget_idle(by="test", at=AT) == (1, 0)
    assert f"{settings.ATLAS_SITE}/fr/compte/connexion/" in Mail.objects.get().body
    assert forget_idle(by="test", at=AT + timedelta(days=29)) == (0, 0)
    assert forget_idle(by="test", at=AT + timedelta(days=30)) == (0, 1)
    idle.refresh_from_db()
    busy.refresh_from_db()
    assert (idle.is_active, busy.is_active) == (False, True)


def test_who_comes_back_is_kept(world: World) -> None:
    user = account()
    User.objects.filter(pk=user.pk).update(seen_on=date(2020, 1, 1), warned_on=date(2026, 10, 1))
    client_of(user).get("/fr/compte/")
    assert forget_idle(by="test", at=AT) == (0, 0)


def test_sessions_that_are_over_go_with_where_they_were_opened(world: World) -> None:
    ended, going_on = account(), account()
    for user in (ended, going_on):
        Client().post("/fr/compte/connexion/", {"login": user.email, "password": PASSWORD})
    assert UserSession.objects.count() == 2
    over = UserSession.objects.get(user=ended).session_key
    Session.objects.filter(session_key=over).update(expire_date=AT - timedelta(hours=1))
    Session.objects.exclude(session_key=over).update(expire_date=AT + timedelta(hours=1))
    assert forget_sessions(at=AT) == 1
    assert [one.user for one in UserSession.objects.all()] == [going_on]


def test_an_address_that_nobody_confirmed_goes(world: World) -> None:
    user = User.objects.create_user("inconnu@ville.example")
    User.objects.filter(pk=user.pk).update(date_joined=AT - timedelta(days=8))
    hold(user, "authority_agent", organisation=world.commune, state="unconfirmed")
    assert forget_idle(by="test", at=AT) == (0, 1)
    user.refresh_from_db()
    assert not user.is_active
    assert not user.memberships.exists()
