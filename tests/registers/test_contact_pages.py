"""A post keeps its own contacts: confirmed, erased, added; those of others are not there; each look is told."""

from datetime import date
from html import unescape

import pytest
from django.test import Client

from atlas.accounts.roles import Role
from atlas.audit.models import Event
from atlas.organisations.actions import NewContact, keep_contacts
from atlas.organisations.models import Contact, Post
from tests.factories.accounts import account, client_of, hold
from tests.factories.world import World

ADDRESS = "/fr/espace/poste/contacts/"


@pytest.fixture
def post(world: World) -> Client:
    other = Post.objects.create(kind="embassy", city="Dakar", name="Ambassade de France à Dakar", match_key="dakar")
    new = [
        NewContact(post=world.post, last_name="Inventé", function="Conseiller", email="a@poste.example"),
        NewContact(post=other, last_name="Ailleurs", function="Conseiller"),
    ]
    keep_contacts(new, by="test", today=date(2026, 1, 1))
    return client_of(account(Role.POST_AGENT, post=world.post))


def contact(name: str) -> Contact:
    return Contact.objects.get(last_name=name)


def test_own_contacts_only_and_each_look_is_told(post: Client) -> None:
    shown = unescape(post.get(ADDRESS).content.decode())
    assert "Inventé" in shown
    assert "Ailleurs" not in shown
    assert "À vérifier" in shown
    event = Event.objects.get(verb="contacts_seen")
    assert "Inventé" not in str(event.detail)
    for verb in ("confirm", "forget"):
        for number in (contact("Ailleurs").pk, 999_999, "x"):
            assert post.post(ADDRESS, {"do": f"{verb}:{number}"}).status_code == 404


def test_confirm_erase_and_add(post: Client, world: World) -> None:
    assert post.post(ADDRESS, {"do": f"confirm:{contact('Inventé').pk}"}).status_code == 303
    assert contact("Inventé").is_verified
    assert post.post(ADDRESS, {"do": f"forget:{contact('Inventé').pk}"}).status_code == 303
    assert not Contact.objects.filter(last_name="Inventé").exists()
    new = {"do": "add", "function": "Attachée", "last_name": "Nouvelle", "first_name": "", "email": "n@poste.example"}
    assert post.post(ADDRESS, new).status_code == 303
    assert (contact("Nouvelle").post, contact("Nouvelle").is_verified) == (world.post, True)
    assert post.post(ADDRESS, {"do": "add", "function": "Attachée"}).status_code == 422
    assert post.post(ADDRESS, {"do": "unknown"}).status_code == 303


def test_for_agents_of_posts_only(world: World) -> None:
    for role in (Role.MINISTRY_OFFICER, Role.READER):
        assert client_of(account(role)).get(ADDRESS).status_code == 403
    assert Client().get(ADDRESS).status_code == 302


def test_whoever_holds_two_posts_says_at_which(post: Client, world: World) -> None:
    dakar = Post.objects.get(match_key="dakar")
    agent = account(Role.POST_AGENT, post=world.post)
    hold(agent, Role.POST_AGENT, post=dakar)
    client = client_of(agent)
    page = unescape(client.get(ADDRESS).content.decode())
    assert "Ambassade de France à Dakar · " in page
    new = {"do": "add", "function": "Attachée", "last_name": "Nouvelle"}
    answer = client.post(ADDRESS, new)
    assert answer.status_code == 422
    assert "Choisissez le poste où cette personne travaille." in unescape(answer.content.decode())
    elsewhere = Post.objects.create(kind="embassy", city="Lomé", name="Ambassade de France à Lomé", match_key="lome")
    assert client.post(ADDRESS, {**new, "post": elsewhere.pk}).status_code == 422
    assert client.post(ADDRESS, {**new, "post": dakar.pk}).status_code == 303
    assert contact("Nouvelle").post == dakar
    assert 'name="post"' not in post.get(ADDRESS).content.decode()
