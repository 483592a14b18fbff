"""The pages of a post: its own countries only, each verb from the page, each bad input with what was typed."""

from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from atlas.accounts.roles import Role
from atlas.audit.models import Event
from atlas.catalogue.actions import rebuild_records
from atlas.contributions.models import Contribution
from atlas.declared.actions import declare, refuse_entry
from atlas.declared.models import DeclaredEntry
from atlas.organisations.models import Organisation
from atlas.projects.draft import decode_draft, place_of
from tests.contributions.people import published
from tests.factories.accounts import account, client_of
from tests.factories.drafts import full_draft
from tests.factories.world import World

from .conftest import AT, said

LIST = "/fr/espace/inscriptions/"
SHEET = {
    "do": "propose", "title": "Jumelage avec Sikoro", "partner": "Sikoro", "partner_is": "", "since": "2019",
    "form": "twinning", "status": "ongoing", "description": "Un forage.", "place": "Kita",
}  # fmt: skip


@pytest.fixture
def post(world: World) -> Client:
    return client_of(account(Role.POST_AGENT, post=world.post))


def text(response: HttpResponse) -> str:
    return unescape(response.content.decode()).replace("\xa0", " ")


def page(entry: DeclaredEntry) -> str:
    return f"{LIST}{entry.pk}/"


def state(entry: DeclaredEntry) -> str:
    return DeclaredEntry.objects.get(pk=entry.pk).state


def test_the_list_holds_one_s_own_countries(post: Client, entry: DeclaredEntry, world: World) -> None:
    elsewhere = declare(said(world, country="SN", partner_name="Dakar"), by="reader", at=AT)
    shown = text(post.get(LIST))
    assert "Pontcharra – Sikoro" in shown
    assert "Dakar" not in shown
    assert "1 inscription" in shown
    assert "Aucune inscription dans cet état" in text(post.get(f"{LIST}?etat=refused"))
    assert post.get(f"{LIST}?etat=x&page=99999999999").status_code == 200
    assert post.get(page(elsewhere)).status_code == 404
    assert post.post(page(elsewhere), {"do": "refuse", "reason": "x"}).status_code == 404
    assert post.get(f"{LIST}999999/").status_code == 404
    officer = client_of(account(Role.MINISTRY_OFFICER))
    assert "Dakar" in text(officer.get(LIST))
    assert officer.get(page(elsewhere)).status_code == 200


def test_others_are_refused(entry: DeclaredEntry, world: World) -> None:
    agent = client_of(account(Role.AUTHORITY_AGENT, organisation=world.commune))
    assert agent.get(LIST).status_code == 403
    assert agent.get(page(entry)).status_code == 403
    assert Client().get(page(entry)).status_code == 302


def test_each_look_at_who_declared_is_told(post: Client, entry: DeclaredEntry) -> None:
    shown = text(post.get(page(entry)))
    assert "Lise Inventée, Adjointe au maire – lise@example.org" in shown
    event = Event.objects.get(verb="entry.person_seen")
    assert event.object_id == entry.pk
    assert "lise" not in str(event.detail).lower()


def test_it_waits_first_in_one_s_projects_and_in_the_menu(post: Client, entry: DeclaredEntry) -> None:
    shown = text(post.get("/fr/espace/"))
    assert "Inscriptions à vérifier" in shown
    assert page(entry) in shown


def test_checked_linked(post: Client, entry: DeclaredEntry, world: World) -> None:
    sheet = published(full_draft(world))
    rebuild_records([sheet])
    assert post.post(page(entry), {"do": "check", "candidate": str(world.commune.pk)}).status_code == 303
    shown = text(post.get(page(entry)))
    assert "Réseaux d’eau potable de Sikoro" in shown
    assert post.post(page(entry), {"do": "link", "sheet": "999999"}).status_code == 303
    assert post.post(page(entry), {"do": "link", "sheet": "x"}).status_code == 303
    assert state(entry) == "checked"
    assert post.post(page(entry), {"do": "link", "sheet": str(sheet)}).status_code == 303
    assert state(entry) == "linked"
    assert f"/fr/projets/{sheet}/" in text(post.get(page(entry)))


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Dites quelle collectivité est déclarée."),
        ({"candidate": "999999"}, "Choisissez une collectivité de la liste"),
        ({"candidate": "other", "other": "Zzyzx"}, "Ce nom ne suffit pas"),
        ({"candidate": "missing"}, "Dites ce qu’est la collectivité qui manque."),
    ],
)
def test_checking_wants_an_authority(post: Client, entry: DeclaredEntry, sent: dict[str, str], words: str) -> None:
    answer = post.post(page(entry), {"do": "check", **sent})
    assert answer.status_code == 422
    assert words in text(answer)
    assert 'href="#check_' in text(answer)
    assert state(entry) == "pending"


def test_another_authority_is_named_or_a_missing_one_registered(post: Client, world: World) -> None:
    first = declare(said(world, authority_name="Le comité", authority_id=None), by="reader", at=AT)
    assert post.post(page(first), {"do": "check", "candidate": "other", "other": "Bretagne"}).status_code == 303
    assert DeclaredEntry.objects.get(pk=first.pk).authority == world.region
    second = declare(said(world, authority_name="Syndicat des Trois Vallées", authority_id=None), by="reader", at=AT)
    sent = {"do": "check", "candidate": "missing", "missing_kind": "syndicate"}
    assert post.post(page(second), sent).status_code == 303
    made = Organisation.objects.get(name="Syndicat des Trois Vallées")
    assert (made.is_provisional, made.kind, made.origin) == (True, "syndicate", "person")
    assert DeclaredEntry.objects.get(pk=second.pk).authority == made


def test_a_sheet_is_proposed_and_the_authority_accepts_it(post: Client, entry: DeclaredEntry, world: World) -> None:
    post.post(page(entry), {"do": "check", "candidate": str(world.commune.pk)})
    assert "Partenariat entre Pontcharra et Sikoro" in text(post.get(page(entry)))
    assert 'value="Cercle de Kita"' in text(post.get(page(entry)))
    bad = post.post(page(entry), {**SHEET, "title": "", "since": "2999", "partner_is": "999"})
    assert bad.status_code == 422
    assert all(one in text(bad) for one in ("Donnez un titre", "pas encore venue", "Choisissez un partenaire"))
    assert "Un forage." in text(bad)
    assert post.post(page(entry), {**SHEET, "partner_is": str(world.partner.pk)}).status_code == 303
    assert state(entry) == "proposed"
    proposal = Contribution.objects.get()
    assert decode_draft(proposal.draft).places == (place_of("ML", "Kita"),)
    assert post.get(f"/fr/espace/fiches/{proposal.pk}/").status_code == 200
    stranger = client_of(account(Role.AUTHORITY_ADMIN, organisation=world.region))
    assert stranger.get(f"/fr/espace/moderation/{proposal.pk}/").status_code == 404
    agent = client_of(account(Role.AUTHORITY_AGENT, organisation=world.commune))
    assert "Jumelage avec Sikoro" in text(agent.get("/fr/espace/"))
    shown = agent.get(f"/fr/espace/moderation/{proposal.pk}/")
    assert shown.status_code == 200
    fields = proposal.fields.split()
    answer = agent.post(f"/fr/espace/moderation/{proposal.pk}/", {"verb": "accept", "fields_": fields, "version": "0"})
    assert answer.status_code == 302
    proposal.refresh_from_db()
    assert (proposal.state, proposal.taken != []) == ("accepted", True)


def test_a_decision_that_comes_late_is_said(post: Client, entry: DeclaredEntry) -> None:
    refuse_entry(entry, reason="Non.", by="user:9", at=AT)
    answer = post.post(page(entry), {"do": "check", "candidate": "1"}, follow=True)
    assert "l’inscription est maintenant dans l’état « Refusée »" in text(answer)
    assert "Motif du refus : Non." in text(answer)
    assert post.post(page(entry), {"do": "settle"}).status_code == 303
    assert post.post(page(entry), {}).status_code == 303
    assert state(entry) == "refused"
    assert post.post(page(entry), {"do": "reopen"}).status_code == 303
    assert state(entry) == "pending"


def test_refused_with_its_reason(post: Client, entry: DeclaredEntry) -> None:
    empty = post.post(page(entry), {"do": "refuse", "reason": " "})
    assert empty.status_code == 422
    assert "Dites pourquoi" in text(empty)
    assert post.post(page(entry), {"do": "refuse", "reason": "<b>Non</b>"}).status_code == 303
    assert "motif : <b>Non</b>" in text(post.get(LIST))
    assert "<b>Non</b>" not in post.get(LIST).content.decode()


def test_a_double_is_named(post: Client, entry: DeclaredEntry, world: World) -> None:
    same = declare(said(world), by="reader", at=AT)
    assert post.post(page(same), {"do": "double", "of": "999"}).status_code == 422
    assert post.post(page(same), {"do": "double", "of": str(entry.pk)}).status_code == 303
    assert f"en double de n° {entry.pk} (Pontcharra – Sikoro)" in text(post.get(LIST))


@pytest.mark.parametrize("field", ["authority_name", "partner_name", "partner_place", "words", "name", "function"])
def test_hostile_words_stay_words(post: Client, world: World, field: str) -> None:
    entry = declare(said(world, **{field: "<script>alert(1)</script>"}), by="reader", at=AT)
    for address in (LIST, page(entry), "/fr/espace/"):
        assert "<script>alert" not in post.get(address).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_the_list(
    post: Client, world: World, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for _ in range(number):
        declare(said(world), by="reader", at=AT)
    post.get(LIST)
    with django_assert_num_queries(8):
        post.get(LIST)


def test_english(post: Client, entry: DeclaredEntry) -> None:
    assert "Registrations" in text(post.get("/en/workspace/registrations/"))
    assert "Who declares" in text(post.get(f"/en/workspace/registrations/{entry.pk}/"))
