"""The pages of those who grant roles: what waits, one decision, departures, invitations, delegations."""

import pytest
from django.conf import settings

from atlas.accounts.models import Delegation, Invitation, Membership, User
from atlas.accounts.states import MembershipState
from atlas.notifications.models import Mail
from tests.factories.accounts import PASSWORD, account, client_of, hold
from tests.factories.world import World, organisation

TEAM = "/fr/compte/equipe/"


@pytest.fixture
def asked(world: World) -> Membership:
    user = account(full_name="Camille Exemple", email="camille@ville.example")
    return hold(user, "authority_agent", organisation=world.commune, state=MembershipState.REQUESTED)


def test_an_admin_sees_and_validates_the_requests_of_its_authority(world: World, asked: Membership) -> None:
    admin = client_of(account("authority_admin", organisation=world.commune))
    page = admin.get(TEAM).content.decode()
    assert "Camille Exemple" in page
    assert "1<span" in page
    assert "ville.example" in admin.get(f"{TEAM}{asked.pk}/").content.decode()
    assert admin.post(f"{TEAM}{asked.pk}/", {"validate": "1"}).headers["Location"] == TEAM
    asked.refresh_from_db()
    assert asked.state == "active"
    again = admin.post(f"{TEAM}{asked.pk}/", {"refuse": "1", "reason": "Non"}, follow=True)
    assert "Quelqu’un d’autre avait déjà décidé" in again.content.decode()


def test_a_refusal_without_a_reason_comes_back(world: World, asked: Membership) -> None:
    admin = client_of(account("authority_admin", organisation=world.commune))
    answer = admin.post(f"{TEAM}{asked.pk}/", {"refuse": "1"})
    assert answer.status_code == 422
    assert "Donnez le motif" in answer.content.decode()
    asked.refresh_from_db()
    assert asked.state == "requested"


def test_requests_of_others_are_not_there(world: World, asked: Membership) -> None:
    other = client_of(account("authority_admin", organisation=world.region))
    assert "Camille" not in other.get(TEAM).content.decode()
    assert other.get(f"{TEAM}{asked.pk}/").status_code == 404
    assert other.post(f"{TEAM}{asked.pk}/", {"validate": "1"}).status_code == 404


def test_departure(world: World) -> None:
    admin = account("authority_admin", organisation=world.commune)
    leaving = account("authority_agent", organisation=world.commune, full_name="Qui Part")
    colleague = account("authority_agent", organisation=world.commune, full_name="Qui Reste")
    client, role = client_of(admin), leaving.memberships.get()
    page = client.get(f"{TEAM}{role.pk}/fin/").content.decode()
    assert "Qui Reste" in page
    assert client.post(f"{TEAM}{role.pk}/fin/", {"successor": str(colleague.pk)}).status_code == 302
    role.refresh_from_db()
    assert role.state == "ended"
    stranger = account("authority_agent", organisation=world.region)
    own = colleague.memberships.get()
    assert client.post(f"{TEAM}{own.pk}/fin/", {"successor": str(stranger.pk)}).status_code == 404
    assert client.post(f"{TEAM}{own.pk}/fin/", {"successor": ""}).status_code == 302
    own.refresh_from_db()
    assert own.state == "ended"


def test_inviting_and_withdrawing(world: World) -> None:
    client = client_of(account("authority_admin", organisation=world.commune))
    assert client.get(f"{TEAM}inviter/").status_code == 200
    sent = {"email": "nouveau@ville.example", "role": "authority_agent", "organisation": "Pontcharra"}
    assert client.post(f"{TEAM}inviter/", sent).headers["Location"] == TEAM
    link = Mail.objects.get().body.partition(settings.ATLAS_SITE)[2].split()[0]
    assert "Pontcharra" in client_of(account()).get(link).content.decode()
    invitation = Invitation.objects.get()
    assert "nouveau@ville.example" in client.get(TEAM).content.decode()
    assert client.post(f"{TEAM}invitations/{invitation.pk}/retrait/").status_code == 302
    assert client.get(link).status_code == 410
    assert client.post(f"{TEAM}invitations/{invitation.pk}/retrait/").status_code == 404


def test_inviting_for_another_authority_is_said(world: World) -> None:
    client = client_of(account("authority_admin", organisation=world.commune))
    organisation("commune", "Ailleurs", "FR", insee_code="01001", region_code="84")
    sent = {"email": "nouveau@ville.example", "role": "authority_agent", "organisation": "Ailleurs"}
    answer = client.post(f"{TEAM}inviter/", sent)
    assert answer.status_code == 422
    assert "il n’est pas le vôtre" in answer.content.decode()


def test_an_invited_person_enters(world: World, client) -> None:
    admin = client_of(account("authority_admin", organisation=world.commune))
    sent = {"email": "nouveau@ville.example", "role": "authority_agent", "organisation": "Pontcharra"}
    admin.post(f"{TEAM}inviter/", sent)
    link = Mail.objects.get().body.partition(settings.ATLAS_SITE)[2].split()[0]
    bad = client.post(link, {"full_name": "Nouveau", "password": "court", "again": "court"})
    assert bad.status_code == 422
    word = "une phrase assez longue"
    assert (
        client.post(link, {"full_name": "Nouveau", "password": word, "again": word}).headers["Location"]
        == "/fr/espace/"
    )
    assert "Pontcharra" in client.get("/fr/compte/").content.decode()


def test_delegating(world: World) -> None:
    organisation("association", "Eau pour tous", "FR")
    client = client_of(account("authority_admin", organisation=world.commune))
    sent = {"authority": str(world.commune.pk), "partner": "Eau pour tous", "ends_on": "2099-01-01"}
    assert "trois ans au plus" in client.post(f"{TEAM}deleguer/", sent).content.decode()
    assert client.post(f"{TEAM}deleguer/", {**sent, "partner": "Inconnue"}).status_code == 422
    assert client.post(f"{TEAM}deleguer/", {**sent, "ends_on": "2027-06-30"}).headers["Location"] == TEAM
    given = Delegation.objects.get()
    assert "Eau pour tous" in client.get(TEAM).content.decode()
    assert client.post(f"{TEAM}delegations/{given.pk}/fin/").status_code == 302
    assert client.post(f"{TEAM}delegations/{given.pk}/fin/").status_code == 404


def test_leaving_a_role_oneself(world: World) -> None:
    user = account("authority_agent", organisation=world.commune)
    client, role = client_of(user), user.memberships.get()
    assert client.post(f"/fr/compte/roles/{role.pk}/quitter/").headers["Location"] == "/fr/compte/"
    role.refresh_from_db()
    assert role.state == "ended"
    other = account("authority_agent", organisation=world.commune)
    assert client.post(f"/fr/compte/roles/{other.memberships.get().pk}/quitter/").status_code == 404


def test_handing_over_ones_own_role(world: World) -> None:
    admin = account("authority_admin", organisation=world.commune)
    client, role = client_of(admin), admin.memberships.get()
    alone = client.get(f"{TEAM}{role.pk}/fin/").content.decode()
    assert "Personne d’autre n’agit encore pour cet organisme" in alone
    colleague = account("authority_agent", organisation=world.commune, full_name="Qui Reste")
    assert f"{TEAM}{role.pk}/fin/" in client.get("/fr/compte/").content.decode()
    assert "Qui Reste" in client.get(f"{TEAM}{role.pk}/fin/").content.decode()
    answer = client.post(f"{TEAM}{role.pk}/fin/", {"successor": str(colleague.pk)})
    assert answer.headers["Location"] == "/fr/compte/"
    held = set(colleague.memberships.filter(state="active").values_list("role", flat=True))
    assert held == {"authority_agent", "authority_admin"}
    assert not admin.memberships.filter(state="active").exists()


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("inviter/", ["Donnez l’adresse de la personne à inviter.", "Choisissez le rôle proposé."]),
        ("deleguer/", ["Donnez le nom du partenaire.", "Donnez le dernier jour."]),
    ],
)
def test_an_empty_form_says_what_to_give(world: World, page: str, words: list[str]) -> None:
    answer = client_of(account("authority_admin", organisation=world.commune)).post(f"{TEAM}{page}", {})
    told = answer.content.decode()
    assert answer.status_code == 422
    assert all(one in told for one in words)
    assert "Ce champ est obligatoire" not in told


def test_one_decides_on_no_request_of_ones_own(world: World) -> None:
    admin = account("authority_admin", organisation=world.commune)
    own = hold(admin, "authority_agent", organisation=world.commune, state="requested")
    assert client_of(admin).post(f"{TEAM}{own.pk}/", {"validate": "1"}).status_code == 404


def test_an_invited_person_is_written_to_in_the_language_of_the_page(world: World, client) -> None:
    admin = client_of(account("authority_admin", organisation=world.commune))
    sent = {"email": "nouveau@ville.example", "role": "authority_agent", "organisation": "Pontcharra"}
    admin.post(f"{TEAM}inviter/", sent)
    link = Mail.objects.get().body.partition(settings.ATLAS_SITE)[2].split()[0]
    said = {"full_name": "New", "password": PASSWORD, "again": PASSWORD}
    client.post(link.replace("/fr/compte/", "/en/account/"), said)
    assert User.objects.get(email="nouveau@ville.example").language == "en"


def test_an_invitation_asks_what_the_roles_offered_need(world: World) -> None:
    page = client_of(account("authority_admin", organisation=world.commune)).get(f"{TEAM}inviter/").content.decode()
    assert "Région de la préfecture" not in page
    assert "Poste diplomatique" not in page
    assert f'value="{world.commune.name}' in page
    page = client_of(account("ministry_officer")).get(f"{TEAM}inviter/").content.decode()
    assert "Région de la préfecture" in page
    assert "Poste diplomatique" in page
