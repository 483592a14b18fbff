"""The pages of a post and of a French authority: own countries and own authority only, each bad input kept and said."""

from html import unescape

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from atlas.accounts.roles import Role
from atlas.audit.models import Event
from atlas.catalogue.queries import register_of
from atlas.organisations.models import Contact
from atlas.rounds.actions import Election, answer_pairs, close_round, record_election
from atlas.rounds.models import VerificationRound
from tests.factories.accounts import account, client_of
from tests.factories.world import World

from .conftest import AT, HELD_ON, contact, pair

ROUNDS = "/fr/espace/verifications/"
NEW = {"held_on": "08/11/2026", "kind": "regional", "source_url": ""}


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def post(world: World) -> Client:
    return client_of(account(Role.POST_AGENT, post=world.post))


@pytest.fixture
def agent(world: World) -> Client:
    return client_of(account(Role.AUTHORITY_AGENT, organisation=world.commune))


def text(response: HttpResponse) -> str:
    return unescape(response.content.decode()).replace("\xa0", " ")


def page(row: VerificationRound) -> str:
    return f"{ROUNDS}{row.pk}/"


def test_from_the_election_to_the_end(post: Client, sheets: tuple[int, int]) -> None:
    assert "Mali" in text(post.get(ROUNDS))
    answer = post.post(f"{ROUNDS}nouvelle/ML/", NEW)
    row = VerificationRound.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, page(row))
    assert (row.country_id, row.held_on, row.kind, row.areas) == ("ML", HELD_ON, "regional", [])
    assert "Commencer la vérification" in text(post.get(page(row)))
    assert "La vérification commence : 3 relations." in text(post.post(page(row), {"do": "start"}, follow=True))
    waiting = text(post.get("/fr/espace/"))
    assert "Relations à vérifier" in waiting
    assert "3 relations sans réponse" in waiting
    numbers = [one.pk for one in row.pairs.order_by("pk")]
    sent = {"do": "answer", "pairs": numbers[:2], "alive": "yes", "alive_on": "20/11/2026"}
    assert "Réponse notée pour 2 relations." in text(post.post(page(row), sent, follow=True))
    shown = text(post.get(f"{page(row)}?reponse=open"))
    assert "2 relations sur 3" in shown
    assert "Relations (1)" in shown
    closed = text(post.post(page(row), {"do": "close"}, follow=True))
    assert "1 relation reste sans réponse" in closed
    assert "Restées sans réponse (1)" in closed
    assert register_of("ML").verified_on == AT.date()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"held_on": ""}, "Donnez la date de l’élection."),
        ({"held_on": "hier"}, "Écrivez une date comme"),
        ({"held_on": "01/01/2099"}, "pas encore venu"),
        ({"held_on": "01/01/1900"}, "trop ancien"),
        ({"kind": ""}, "Dites ce qui a été élu."),
        ({"kind": "papal"}, "papal"),
        ({"source_url": "javascript:alert(1)"}, "elle commence par https://."),
    ],
)
def test_an_election_is_checked(post: Client, sheets: tuple[int, int], sent: dict[str, str], words: str) -> None:
    answer = post.post(f"{ROUNDS}nouvelle/ML/", {**NEW, **sent})
    assert answer.status_code == 422
    assert words in text(answer)
    assert f'<a href="#id_{next(iter(sent))}">' in answer.content.decode()
    assert not VerificationRound.objects.exists()


def test_areas_are_those_of_the_register(post: Client, world: World, sheets: tuple[int, int]) -> None:
    type(world.partner).objects.filter(pk=world.partner.pk).update(admin_area="Kayes")
    assert 'value="Kayes"' in text(post.get(f"{ROUNDS}nouvelle/ML/"))
    assert post.post(f"{ROUNDS}nouvelle/ML/", {**NEW, "areas": ["Atlantide"]}).status_code == 422
    assert post.post(f"{ROUNDS}nouvelle/ML/", {**NEW, "areas": ["Kayes"]}).status_code == 303
    assert VerificationRound.objects.get().areas == ["Kayes"]


def test_noted_twice_and_started_twice_are_said(post: Client, noted: VerificationRound) -> None:
    twice = post.post(f"{ROUNDS}nouvelle/ML/", {**NEW, "kind": "municipal"})
    assert twice.status_code == 422
    assert "déjà notée" in text(twice)
    post.post(page(noted), {"do": "start"})
    assert "déjà en cours" in text(post.post(page(noted), {"do": "start"}, follow=True))
    assert "Rien n’a été changé." in text(post.post(page(noted), {"do": "dance"}, follow=True))


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"pairs": []}, "Cochez au moins une relation."),
        ({"pairs": ["999999"]}, "Cochez des relations de cette liste."),
        ({"pairs": ["x"]}, "Cochez des relations de cette liste."),
        ({"alive": ""}, "Dites si la relation est vivante."),
        ({"alive": "perhaps"}, "perhaps"),
        ({"alive_on": ""}, "Donnez le jour de ce constat."),
        ({"alive_on": "01/01/2099"}, "pas encore venu"),
    ],
)
def test_an_answer_is_checked_and_ticks_stay(
    post: Client, running: VerificationRound, sent: dict[str, object], words: str
) -> None:
    number = str(pair(running, "Pontcharra").pk)
    answer = post.post(
        page(running), {"do": "answer", "pairs": [number], "alive": "no", "alive_on": "20/11/2026", **sent}
    )
    assert answer.status_code == 422
    assert words in text(answer)
    assert (f'value="{number}" checked' in text(answer)) is ("pairs" not in sent)
    assert not running.pairs.exclude(alive="").exists()


def test_who_answers_late_is_told(post: Client, running: VerificationRound) -> None:
    first = pair(running, "Pontcharra")
    seen = AT.isoformat(timespec="microseconds")
    with time_machine.travel(AT.replace(hour=11), tick=False):
        answer_pairs(running, [first.pk], alive="no", on=AT.date(), seen_at=AT, by="user:99", at=AT.replace(hour=11))
    with time_machine.travel(AT.replace(hour=12), tick=False):
        sent = {"do": "answer", "pairs": [first.pk], "alive": "yes", "alive_on": "20/11/2026", "seen_at": seen}
        said = text(post.post(page(running), sent, follow=True))
    assert "Quelqu’un d’autre venait de répondre pour : Pontcharra – Sikoro." in said
    assert pair(running, "Pontcharra").alive == "no"


def test_what_is_closed_stays(post: Client, running: VerificationRound) -> None:
    close_round(running, by="user:9", at=AT)
    sent = {"do": "answer", "pairs": [pair(running, "Pontcharra").pk], "alive": "yes", "alive_on": "20/11/2026"}
    assert "rien n’a été changé" in text(post.post(page(running), sent, follow=True))
    address = f"{page(running)}relations/{pair(running, 'Pontcharra').pk}/"
    add = {"do": "add", "function": "Maire", "last_name": "X", "first_name": "", "email": ""}
    assert "rien n’a été changé" in text(post.post(address, add, follow=True))
    assert not Contact.objects.exists()


def test_contacts_of_a_pair(post: Client, running: VerificationRound, world: World) -> None:
    mayor = contact(world, HELD_ON)
    Contact.objects.filter(pk=mayor.pk).update(verified_on="2026-01-05")
    address = f"{page(running)}relations/{pair(running, 'Pontcharra').pk}/"
    shown = text(post.get(address))
    assert "Inventé" in shown
    assert "vérifié le 05/01/2026, avant l’élection" in shown
    event = Event.objects.get(verb="contacts_seen")
    assert (event.object_type, event.object_id) == ("organisation", world.partner.pk)
    assert post.post(address, {"do": f"confirm:{mayor.pk}"}).status_code == 303
    assert pair(running, "Bretagne").contact == "confirmed"
    assert "Vérifié le 25/11/2026" in text(post.get(address))
    empty = post.post(address, {"do": "add", "function": "", "last_name": "<script>alert(1)</script>"})
    assert empty.status_code == 422
    assert "<script>alert" not in empty.content.decode()
    assert "Donnez la fonction de cette personne." in text(empty)
    assert "au moins un nom" in text(post.post(address, {"do": "add", "function": "Maire"}))
    for wrong in ("confirm:999999", "drop:x", "eat:1"):
        assert post.post(address, {"do": wrong}).status_code == 404
    assert post.post(address, {"do": f"drop:{mayor.pk}"}).status_code == 303
    assert pair(running, "Pontcharra").contact == "gone"
    unknown = f"{page(running)}relations/{pair(running, 'Bretagne', 'Commune de Kita').pk}/"
    assert "n’est qu’un nom" in text(post.get(unknown))
    assert post.post(unknown, {"do": "add", "function": "Maire", "last_name": "X"}).status_code == 404


def test_the_file_names_no_person(post: Client, running: VerificationRound, world: World) -> None:
    contact(world)
    running.pairs.filter(foreign_name="Commune de Kita").update(foreign_name="=1+1")
    answer = post.get(f"{page(running)}relations.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert answer["Content-Type"].startswith("text/csv")
    assert len(lines) == 4
    assert lines[0].startswith("Pays,Date de l’élection,Collectivité française")
    assert "Inventé" not in answer.content.decode()
    assert ",=1+1" not in answer.content.decode()


def test_other_countries_are_not_there(post: Client, running: VerificationRound, world: World) -> None:
    other = record_election(Election(country="SN", held_on=HELD_ON, kind="municipal"), by="user:1", at=AT)
    assert "Sénégal" not in text(post.get(ROUNDS))
    for address in (page(other), f"{page(other)}relations.csv", f"{ROUNDS}nouvelle/SN/", f"{ROUNDS}nouvelle/FR/"):
        assert post.get(address).status_code == 404
    assert post.post(page(other), {"do": "start"}).status_code == 404
    assert post.get(f"{page(running)}relations/999999/").status_code == 404
    assert post.get(f"{page(other)}relations/{pair(running, 'Pontcharra').pk}/").status_code == 404
    officer = client_of(account(Role.MINISTRY_OFFICER))
    assert officer.get(page(other)).status_code == 200
    assert "Sénégal" in text(officer.get(ROUNDS))


def test_an_authority_confirms_its_own_contacts(agent: Client, running: VerificationRound, world: World) -> None:
    mayor, first = contact(world), pair(running, "Pontcharra")
    assert "Contacts à vérifier à l’étranger" in text(agent.get("/fr/espace/"))
    address = f"{ROUNDS}collectivites/{world.commune.pk}/"
    shown = text(agent.get(address))
    assert "Inventé" in shown
    assert "Bretagne" not in shown
    assert Event.objects.filter(verb="contacts_seen").count() == 1
    other = pair(running, "Bretagne")
    assert agent.post(address, {"pair": other.pk, "do": f"confirm:{mayor.pk}"}).status_code == 404
    assert agent.post(address, {"pair": "x", "do": f"confirm:{mayor.pk}"}).status_code == 404
    assert agent.post(address, {"pair": first.pk, "do": "confirm:999"}).status_code == 404
    bad = agent.post(address, {"pair": first.pk, "do": "add", "function": ""})
    assert bad.status_code == 422
    assert f'href="#contact_{first.pk}_function"' in bad.content.decode()
    assert agent.post(address, {"pair": first.pk, "do": f"confirm:{mayor.pk}"}).status_code == 303
    assert pair(running, "Pontcharra").contact == "confirmed"
    assert "Contacts à vérifier à l’étranger" not in text(agent.get("/fr/espace/"))
    close_round(running, by="user:9", at=AT)
    assert "Aucune vérification n’est en cours" in text(agent.get(address))
    assert agent.post(address, {"pair": first.pk, "do": f"drop:{mayor.pk}"}).status_code == 404


def test_roles(agent: Client, post: Client, running: VerificationRound, world: World) -> None:
    for address in (ROUNDS, page(running), f"{page(running)}relations.csv"):
        assert agent.get(address).status_code == 403
        assert Client().get(address).status_code == 302
    own = f"{ROUNDS}collectivites/{world.commune.pk}/"
    assert post.get(own).status_code == 403
    assert agent.get(f"{ROUNDS}collectivites/{world.region.pk}/").status_code == 404
    assert agent.get(f"{ROUNDS}collectivites/999999/").status_code == 404


def test_hostile_names_stay_names(post: Client, agent: Client, running: VerificationRound, world: World) -> None:
    running.pairs.update(foreign_name="<script>alert(1)</script>", area="<b>x</b>")
    running.areas = ["<script>alert(2)</script>"]
    running.save()
    number = running.pairs.order_by("pk")[0].pk
    for address in (page(running), f"{page(running)}relations/{number}/", "/fr/espace/"):
        assert "<script>alert" not in post.get(address).content.decode()
    assert "<script>alert" not in agent.get(f"{ROUNDS}collectivites/{world.commune.pk}/").content.decode()


@pytest.mark.parametrize("kept", ["Pontcharra", ""])
def test_queries_do_not_grow_with_the_pairs(
    post: Client, running: VerificationRound, django_assert_num_queries: DjangoAssertNumQueries, kept: str
) -> None:
    if kept:
        running.pairs.exclude(french__name=kept).delete()
    post.get(page(running))
    with django_assert_num_queries(10):
        post.get(page(running))


def test_english(post: Client, agent: Client, running: VerificationRound, world: World) -> None:
    assert "Verifications after an election" in text(post.get("/en/workspace/verifications/"))
    assert "3 relations" in text(post.get("/en/workspace/verifications/"))
    assert "of 3 have an answer (0%)" in text(post.get(f"/en/workspace/verifications/{running.pk}/"))
    assert "Contacts abroad" in text(agent.get(f"/en/workspace/verifications/authorities/{world.commune.pk}/"))
