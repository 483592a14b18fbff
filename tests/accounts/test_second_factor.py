"""A lost telephone: an administrator takes the second factor away, the person is told, nobody takes their own."""

from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from atlas.accounts.models import User
from atlas.accounts.second_factor import VERB, OwnAccount, take_second_factor
from atlas.audit.models import Event
from atlas.notifications.models import Mail
from tests.factories.accounts import PASSWORD, account, client_of, code_of, second_factor, superuser
from tests.factories.world import World

AT = datetime(2026, 11, 26, 9, tzinfo=UTC)


@pytest.fixture
def lost(world: World) -> User:
    """An agent whose telephone is at the bottom of a river."""
    user = account("authority_agent", organisation=world.commune, full_name="Camille Exemple")
    second_factor(user)
    return user


def ask(client: Client, *users: User) -> str:
    """What the administration says after the action on these accounts."""
    url = reverse("admin:accounts_user_changelist")
    data = {"action": "take_second_factor", "_selected_action": [user.pk for user in users]}
    answer = client.post(url, data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def factors(user: User) -> int:
    return Authenticator.objects.filter(user=user).count()


def test_it_is_gone_with_the_sessions_and_the_person_is_told(lost: User) -> None:
    theirs, chef = Client(), superuser()
    theirs.post(reverse("account_login"), {"login": lost.email, "password": PASSWORD})
    theirs.post(reverse("mfa_authenticate"), {"code": code_of(lost.email)})
    assert theirs.get("/fr/compte/").status_code == 200
    assert "prévenue par courriel" in ask(client_of(chef), lost)
    assert factors(lost) == 0
    assert theirs.get("/fr/compte/").status_code == 302, "the session ended"
    event = Event.objects.get(verb=VERB)
    assert (event.actor, event.object_type, event.object_id) == (chef.actor, "user", lost.pk)
    mail = Mail.objects.get()
    assert mail.recipient == lost.email
    assert "retiré le second facteur" in " ".join(mail.body.split())
    assert factors(chef) == 1


def test_an_account_without_one_is_left_as_it_is(world: World) -> None:
    user = account("authority_agent", organisation=world.commune)
    theirs = client_of(user)
    assert "rien n’a changé" in ask(client_of(superuser()), user)
    assert theirs.get("/fr/compte/").status_code == 200
    assert not Event.objects.filter(verb=VERB).exists()
    assert not Mail.objects.exists()


def test_one_account_at_a_time(lost: User, world: World) -> None:
    other = account("authority_agent", organisation=world.commune)
    second_factor(other)
    assert "Un compte à la fois" in ask(client_of(superuser()), lost, other)
    assert (factors(lost), factors(other)) == (1, 1)


def test_nobody_takes_their_own(db: None) -> None:
    chef = superuser()
    assert "Mon compte" in ask(client_of(chef), chef)
    with pytest.raises(OwnAccount):
        take_second_factor(chef.pk, by=chef.actor, at=AT)
    assert factors(chef) == 1


def test_officers_of_the_ministry_cannot(lost: User) -> None:
    """Accounts are the administrators' matter: for others the list is not there."""
    officer = account("ministry_officer")
    url = reverse("admin:accounts_user_changelist")
    data = {"action": "take_second_factor", "_selected_action": [lost.pk]}
    assert client_of(officer).post(url, data).status_code == 403
    assert factors(lost) == 1
