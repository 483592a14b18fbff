"""Asking for an account: one page, any order, nothing said of who has one; the link, the password, the domain."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from atlas.accounts.models import MailDomain, Membership, User
from atlas.accounts.states import MembershipState
from atlas.accounts.views.asking import left_until
from atlas.audit.models import Event
from atlas.notifications.models import Mail
from atlas.organisations.models import Organisation
from tests.factories.accounts import PASSWORD, account, client_of
from tests.factories.world import World

ASK = "/fr/compte/demande/"
SENT = {
    "role": "authority_agent",
    "organisation": "Pontcharra",
    "full_name": "Camille Exemple",
    "email": "Camille@Ville.example",
    "function": "Chargée de mission",
}


def link_in(mail: Mail) -> str:
    found = re.search(r"http://127.0.0.1:8000(/\S+)", mail.body)
    assert found
    return found[1]


def ask(client: Client, **changes: str):
    return client.post(ASK, {**SENT, **changes})


def confirm(client: Client, link: str, password: str = PASSWORD):
    return client.post(link, {"password": password, "again": password})


def test_from_the_request_to_the_workspace(world: World, client: Client) -> None:
    assert ask(client).headers["Location"] == "/fr/compte/demande/recue/"
    membership = Membership.objects.get()
    assert (membership.state, membership.organisation_id) == ("unconfirmed", world.commune.pk)
    assert membership.user.email == "camille@ville.example"
    link = link_in(Mail.objects.get())
    assert "Camille" in Mail.objects.get().subject or Mail.objects.get().recipient == "camille@ville.example"
    assert client.get(link).status_code == 200
    assert confirm(client, link).headers["Location"] == "/fr/espace/"
    page = client.get("/fr/compte/").content.decode()
    assert "Pontcharra" in page
    assert "À valider" in page
    membership.refresh_from_db()
    assert membership.state == MembershipState.REQUESTED
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True))[:4] == [
        "account.asked_for", "membership.requested", "mail.queued", "account.confirmed",
    ]  # fmt: skip


def test_a_link_serves_once(world: World, client: Client) -> None:
    ask(client)
    link = link_in(Mail.objects.get())
    confirm(client, link)
    other = Client()
    assert other.get(link).status_code == 410
    assert confirm(other, link, "une autre phrase longue").status_code == 410
    assert User.objects.get().check_password(PASSWORD)


def test_a_link_is_too_old_after_three_days(world: World, client: Client) -> None:
    with time_machine.travel(datetime(2026, 11, 1, 8, tzinfo=UTC), tick=False) as clock:
        ask(client)
        link = link_in(Mail.objects.get())
        clock.shift(timedelta(days=3, minutes=1))
        assert confirm(client, link).status_code == 410


@pytest.mark.parametrize("text", ["x", "1:2:3", "MTI:abc:def", "é"])
def test_a_forged_link_is_refused(world: World, client: Client, text: str) -> None:
    assert client.get(f"/fr/compte/confirmation/{text}/").status_code == 410


def test_the_answer_is_the_same_for_an_address_that_has_an_account(world: World, client: Client) -> None:
    account(email="camille@ville.example")
    unknown = ask(client, email="autre@ville.example")
    known = ask(client)
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    told = Mail.objects.get(recipient="camille@ville.example")
    assert told.subject == "Vous avez déjà un compte de l’Atlas"
    assert not Membership.objects.filter(user__email="camille@ville.example").exists()


def test_nor_do_the_lists_of_organisations_tell_it(world: World, client: Client) -> None:
    account(email="camille@ville.example")
    for address, name in (("camille@ville.example", "Saint-Inventé"), ("autre@ville.example", "Saint-Imaginé")):
        ask(client, email=address, organisation=name, candidate="missing", missing_kind="commune")
        found = client.get("/fr/compte/demande/organismes/", {"q": name}).json()["found"]
        assert [one["label"] for one in found] == [f"{name} – Commune"]


@pytest.mark.parametrize(("passed", "left"), [(0.0, 0.1), (0.04, 0.06), (0.1, 0.0), (3.0, 0.0)])
def test_the_time_of_an_answer_is_the_same(passed: float, left: float) -> None:
    assert left_until(0.1, passed) == pytest.approx(left)


def test_the_page_of_the_link_says_what_was_asked_for(world: World, client: Client) -> None:
    ask(client)
    assert "Agent d’une collectivité – Pontcharra" in client.get(link_in(Mail.objects.get())).content.decode()


def test_the_domain_of_the_authority_validates_its_agents(world: World, client: Client) -> None:
    MailDomain.objects.create(
        organisation=world.commune, domain="ville.example", added_by="test", added_at=datetime.now(UTC)
    )
    ask(client)
    confirm(client, link_in(Mail.objects.get()))
    membership = Membership.objects.get()
    assert (membership.state, membership.decided_by) == ("active", "rule:mail_domain")


def test_the_domain_never_makes_somebody_sign(world: World, client: Client) -> None:
    MailDomain.objects.create(
        organisation=world.commune, domain="ville.example", added_by="test", added_at=datetime.now(UTC)
    )
    ask(client, role="authority_admin")
    confirm(client, link_in(Mail.objects.get()))
    assert Membership.objects.get().state == MembershipState.REQUESTED


def test_a_missing_authority_is_asked_for_in_place(world: World, client: Client) -> None:
    first = ask(client, organisation="Saint-Inventé-sur-Mer")
    assert first.status_code == 422
    assert "Mon organisme n’est pas dans l’Atlas" in first.content.decode()
    again = ask(client, organisation="Saint-Inventé-sur-Mer", candidate="missing")
    assert "Dites ce qu’est l’organisme qui manque" in again.content.decode()
    sent = {"organisation": "Saint-Inventé-sur-Mer", "candidate": "missing", "missing_kind": "commune"}
    assert ask(client, **sent).status_code == 302
    made = Organisation.objects.get(name="Saint-Inventé-sur-Mer")
    assert (made.is_provisional, made.origin, made.country_id) == (True, "person", "FR")
    ask(client, **sent, email="collegue@ville.example")
    assert Organisation.objects.filter(name="Saint-Inventé-sur-Mer").count() == 1


def test_homonyms_are_candidates_to_choose_among(world: World, client: Client) -> None:
    twin = Organisation.objects.create(
        kind="commune", name="Pontcharra", match_key="pontcharra", country_id="FR", insee_code="99001",
        department_code="69", origin="import", created_at=datetime.now(UTC),
    )  # fmt: skip
    page = ask(client).content.decode()
    assert "Pontcharra – Commune (69)" in page
    assert ask(client, candidate=str(twin.pk)).status_code == 302
    assert Membership.objects.get().organisation_id == twin.pk


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"role": ""}, "Dites à quel titre"),
        ({"organisation": ""}, "Donnez le nom de votre organisme"),
        ({"email": "camille"}, "incomplète"),
        ({"full_name": ""}, "Donnez vos prénom et nom"),
        ({"role": "post_agent"}, "Choisissez le poste"),
        ({"role": "prefecture"}, "Choisissez la région"),
        ({"role": "ministry_admin"}, "Sélectionnez un choix valide"),
        ({"candidate": "999999999"}, None),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    world: World, client: Client, changes: dict[str, str], message: str | None
) -> None:
    answer = ask(client, **changes)
    if message is None:
        assert answer.status_code == 302
        return
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not User.objects.exists()


def test_too_many_requests_for_one_mailbox(world: World, client: Client) -> None:
    for _ in range(5):
        assert ask(client).status_code == 302
    assert ask(client).status_code == 429


@pytest.mark.parametrize("password", ["court", "123456789012", "motdepasse", "camille exemple"])
def test_weak_passwords_are_refused(world: World, client: Client, password: str) -> None:
    ask(client)
    link = link_in(Mail.objects.get())
    assert confirm(client, link, password).status_code in (422,)
    assert not User.objects.get().has_usable_password()


def test_somebody_signed_in_asks_for_one_more_role(world: World) -> None:
    user = account("authority_agent", organisation=world.commune)
    client = client_of(user)
    sent = {"role": "authority_admin", "organisation": "Pontcharra"}
    assert client.post("/fr/compte/demande/role/", sent).headers["Location"] == "/fr/compte/"
    assert client.post("/fr/compte/demande/role/", sent).status_code == 302
    assert sorted(user.memberships.values_list("role", "state")) == [
        ("authority_admin", "requested"), ("authority_agent", "active"),
    ]  # fmt: skip


def test_organisations_are_suggested(world: World, client: Client) -> None:
    found = client.get("/fr/compte/demande/organismes/?q=pontch").json()["found"]
    assert [one["label"] for one in found] == ["Pontcharra – Commune (38)"]
    assert client.get("/fr/compte/demande/organismes/?q=p&role=rien").json() == {"found": []}
