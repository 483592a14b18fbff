"""The form for everyone: what is kept, what is refused and how the sender mends it; the page behind the mail's link."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils.html import escape

from atlas.accounts.personal import data_of, erase
from atlas.declared.actions import refuse_entry
from atlas.declared.forms import subject_of
from atlas.declared.links import link_for
from atlas.declared.models import DeclaredEntry, Declarer
from atlas.visitors.models import VisitorTrace
from atlas.visitors.ticket import ticket_for
from tests.factories.accounts import account
from tests.factories.world import World, organisation
from tests.visitors.errors import error_beside

from .conftest import AT

SENT_AT = AT + timedelta(minutes=2)
SAID = {
    "authority": "Pontcharra",
    "partner": "Sikoro",
    "place": "Cercle de Kita",
    "since": "2019",
    "form": "twinning",
    "words": "Un forage et une école.",
    "name": "Lise Inventée",
    "function": "Adjointe au maire",
    "email": "lise@example.org",
}


def send(client: Client, address: str = "/fr/pays/ML/inscrire/", **values: str) -> HttpResponse:
    with time_machine.travel(SENT_AT, tick=False):
        return client.post(address, {**SAID, "ticket": ticket_for(subject_of("ML"), AT), **values})


def text(response: HttpResponse) -> str:
    return unescape(response.content.decode()).replace("\xa0", " ")


def test_a_page_without_cookie_that_nobody_keeps(client: Client, world: World) -> None:
    answer = client.get("/fr/pays/ML/inscrire/")
    assert answer.status_code == 200
    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]
    assert "Inscrire une collectivité" in text(answer)
    assert "Register an authority" in text(client.get("/en/countries/ML/register/"))


def test_what_is_sent_waits(client: Client, world: World) -> None:
    answer = send(client)
    assert (answer.status_code, answer["Location"]) == (303, "/fr/pays/ML/inscrire/recu/")
    kept = DeclaredEntry.objects.get()
    assert (kept.country_id, kept.authority_name, kept.authority) == ("ML", "Pontcharra", world.commune)
    assert (kept.partner_name, kept.partner_place, kept.since_year, kept.form, kept.words) == (
        "Sikoro", "Cercle de Kita", 2019, "twinning", "Un forage et une école.",
    )  # fmt: skip
    who = Declarer.objects.get()
    assert (who.name, who.function, who.email, who.language) == (
        "Lise Inventée", "Adjointe au maire", "lise@example.org", "fr",
    )  # fmt: skip
    assert client.get("/fr/pays/ML/inscrire/recu/").status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("authority", " ", "Donnez le nom de la collectivité française."),
        ("partner", "", "Donnez le nom du partenaire étranger."),
        ("partner", "x" * 301, "300"),
        ("since", "hier", "quatre chiffres"),
        ("since", "1066", "pas vraisemblable"),
        ("since", "2199", "pas encore venue"),
        ("form", "mariage", "mariage"),
        ("words", "x" * 2001, "2000 caractères au plus, il en a 2001"),
        ("name", "", "Donnez votre nom"),
        ("email", "", "l’accusé de réception y sera envoyé."),
        ("email", "lise@", "est incomplète"),
        ("email", "lise@example.org\nBcc: x@example.org", "est incomplète"),
    ],
)
def test_an_error_stands_beside_its_field_and_what_was_typed_survives(
    client: Client, world: World, field: str, value: str, words: str
) -> None:
    answer = send(client, **{field: value})
    assert words in error_beside(answer, field)
    kept = next(one for name, one in SAID.items() if name not in (field, "form"))
    assert escape(kept) in answer.content.decode()
    assert not DeclaredEntry.objects.exists()


def test_several_of_that_name_are_asked_about(client: Client, world: World) -> None:
    other = organisation("commune", "Pontcharra", "FR", department_code="69", region_code="84")
    asked = send(client)
    assert asked.status_code == 422
    assert "Laquelle ?" in text(asked)
    assert "Pontcharra – Commune (69)" in text(asked)
    assert send(client, which="999999").status_code == 422
    assert send(client, which=str(other.pk)).status_code == 303
    assert DeclaredEntry.objects.get().authority == other
    assert send(client, which="none").status_code == 303
    assert DeclaredEntry.objects.latest("pk").authority is None


def test_one_that_is_missing_is_named(client: Client, world: World) -> None:
    assert send(client, authority="Syndicat des Trois Vallées").status_code == 303
    kept = DeclaredEntry.objects.get()
    assert (kept.authority, kept.authority_name) == (None, "Syndicat des Trois Vallées")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"website": "http://spam.example"}, "réservé aux robots"),
        ({"ticket": "forged"}, "pas été reconnu"),
        ({"ticket": ""}, "pas été reconnu"),
    ],
)
def test_a_program_is_refused_and_a_person_can_send_again(
    client: Client, world: World, values: dict[str, str], words: str
) -> None:
    refused = send(client, **values)
    assert refused.status_code == 422
    assert words in text(refused)
    assert "http://spam.example" not in text(refused)
    assert not VisitorTrace.objects.exists()
    (ticket,) = re.findall(r'name="ticket" value="([^"]*)"', refused.content.decode())
    with time_machine.travel(SENT_AT + timedelta(seconds=10), tick=False):
        assert client.post("/fr/pays/ML/inscrire/", {**SAID, "ticket": ticket}).status_code == 303


def test_a_ticket_is_good_for_its_country_only(client: Client, world: World) -> None:
    with time_machine.travel(SENT_AT, tick=False):
        other = client.post("/fr/pays/SN/inscrire/", {**SAID, "ticket": ticket_for(subject_of("ML"), AT)})
    assert other.status_code == 422


def test_the_sixth_of_a_mailbox_in_a_day_is_refused(client: Client, world: World) -> None:
    for _ in range(5):
        assert send(client).status_code == 303
    refused = send(client, email="LISE@example.org")
    assert refused.status_code == 429
    assert "avec cette adresse. Réessayez demain." in text(refused)
    assert "Un forage et une école." in text(refused)


@pytest.mark.parametrize("field", ["authority", "partner", "place", "words", "name", "function"])
def test_hostile_words_stay_words(client: Client, world: World, field: str) -> None:
    words = '</textarea><script>alert("x")</script>'
    assert "<script>alert" not in send(client, **{field: words, "email": ""}).content.decode()
    assert send(client, **{field: words}).status_code == 303
    page = client.get(link_for(Declarer.objects.get()).removeprefix("http://127.0.0.1:8000")).content.decode()
    assert "<script>alert" not in page


@pytest.mark.parametrize("iso2", ["FR", "XX", "MLI"])
def test_no_country_no_form(client: Client, world: World, iso2: str) -> None:
    assert client.get(f"/fr/pays/{iso2}/inscrire/").status_code == 404
    assert client.get(f"/fr/pays/{iso2}/inscrire/recu/").status_code == 404


def path_of(entry: DeclaredEntry) -> str:
    return link_for(entry.declarer).removeprefix("http://127.0.0.1:8000")


def test_the_link_shows_the_state_and_forgets_the_person(client: Client, entry: DeclaredEntry) -> None:
    with time_machine.travel(SENT_AT, tick=False):
        refuse_entry(entry, reason="Déjà inscrite ailleurs.", by="user:1", at=SENT_AT)
        path = path_of(entry)
        page = client.get(path)
        assert not page.cookies
        assert all(one in text(page) for one in ("Refusée", "Déjà inscrite ailleurs.", "Lise Inventée"))
        assert "Coordonnées effacées" in text(client.post(path))
        assert not Declarer.objects.exists()
        assert client.get(path).status_code == 410
        assert client.post(path).status_code == 410


def test_a_link_that_is_forged_or_too_old_is_nothing(client: Client, entry: DeclaredEntry) -> None:
    with time_machine.travel(SENT_AT, tick=False):
        path = path_of(entry)
    assert client.get(path.replace(f"/{entry.declarer.pk}:", f"/{entry.declarer.pk + 1}:")).status_code == 410
    assert client.get("/fr/inscriptions/faux/").status_code == 410
    with time_machine.travel(SENT_AT + timedelta(days=729), tick=False):
        assert client.get(path).status_code == 200
    with time_machine.travel(SENT_AT + timedelta(days=731), tick=False):
        assert client.get(path).status_code == 410


def test_an_account_of_that_address_takes_it_away_and_is_forgotten_with_it(entry: DeclaredEntry) -> None:
    user, other = account(email="lise@example.org"), account()
    (told,) = data_of(user)["declared_authorities"]
    assert (told["authority"], told["name"], told["state"]) == ("Pontcharra", "Lise Inventée", "pending")
    assert data_of(other)["declared_authorities"] == []
    erase(other.pk, by=other.actor, at=SENT_AT)
    assert Declarer.objects.exists()
    erase(user.pk, by=user.actor, at=SENT_AT)
    assert not Declarer.objects.exists()
    assert DeclaredEntry.objects.exists()
