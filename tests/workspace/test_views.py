"""The pages of the workspace: the way of a sheet from « Mes projets » to the public, and each refusal."""

import re

import pytest
from django.test import Client

from atlas.accounts.roles import Role
from atlas.accounts.states import MembershipState
from atlas.catalogue.actions import rebuild_records
from atlas.contributions.deciding import accept, ask
from atlas.contributions.models import Contribution, Origin
from atlas.contributions.states import State
from atlas.projects.models import Project
from tests.factories.accounts import account, client_of
from tests.workspace.conftest import AT, Stage
from tests.workspace.pages import autosave, begun, inputs, saved, section, text


def test_from_my_projects_to_the_public(agent: Client, stage: Stage, django_capture_on_commit_callbacks) -> None:
    home = text(agent.get("/fr/espace/"))
    assert "Réseaux d’eau potable de Sikoro" in home
    assert 'Mes fiches <span class="ws-count">(1)</span>' in home
    draft = begun(agent, stage)
    assert (draft.origin, draft.authority_id, draft.created_by) == (
        Origin.PERSON,
        stage.world.commune.pk,
        stage.agent.actor,
    )
    page = agent.get(section(draft, "essentiel"))
    answer = agent.post(section(draft, "essentiel"), {**inputs(page), "title": "Eau potable à Sikoro", "do": "next"})
    assert (answer.status_code, answer["Location"]) == (303, section(draft, "partenaires"))
    send = text(agent.get(f"/fr/espace/fiches/{draft.pk}/envoyer/"))
    assert 'Ce qui change <span class="ws-count">(1)</span>' in send
    assert re.search(r"<ins>.*Eau potable à Sikoro</ins>", send)
    answer = agent.post(f"/fr/espace/fiches/{draft.pk}/envoyer/", {"message": "Délibération du 3 mai"})
    assert (answer.status_code, answer["Location"]) == (303, f"/fr/espace/fiches/{draft.pk}/")
    state = text(agent.get(f"/fr/espace/fiches/{draft.pk}/"))
    assert "En attente" in state
    assert "Une personne du ministère compare" in state
    assert "Délibération du 3 mai" in state
    with django_capture_on_commit_callbacks(execute=True):
        accept(Contribution.objects.get(pk=draft.pk), by=stage.officer.actor, at=AT)
    rebuild_records([stage.project_id])
    assert "Eau potable à Sikoro" in text(Client().get(f"/fr/projets/{stage.project_id}/"))


def test_a_form_sent_back_untouched_changes_nothing(agent: Client, stage: Stage) -> None:
    draft = begun(agent, stage)
    before = saved(draft)
    for slug in ("essentiel", "partenaires", "themes", "recit", "actions", "financement", "suivi", "documents"):
        page = agent.get(section(draft, slug))
        assert page.status_code == 200
        assert agent.post(section(draft, slug), {**inputs(page), "do": "save"}).status_code == 303
    assert saved(draft) == before
    assert not draft.edits.exists()


def test_colleagues_write_on_the_same_draft(agent: Client, stage: Stage) -> None:
    draft, colleague = begun(agent, stage), client_of(stage.colleague)
    answer = colleague.post(f"/fr/espace/projets/{stage.project_id}/")
    assert answer["Location"] == section(draft, "essentiel")
    assert Contribution.objects.filter(state=State.DRAFT).count() == 1


def test_strangers_do_not_see_a_draft(agent: Client, stage: Stage) -> None:
    draft = begun(agent, stage)
    for person in (stage.stranger, stage.post_agent, stage.officer):
        other = client_of(person)
        for address in ("", "essentiel/", "envoyer/", "apercu/"):
            assert other.get(f"/fr/espace/fiches/{draft.pk}/{address}").status_code == 404
        assert other.post(section(draft, "essentiel"), {"title": "x", "was-title": "x"}).status_code == 404
    visitor = Client().get(section(draft, "essentiel"))
    assert visitor.status_code == 302


def test_what_cannot_be_read_is_shown_as_typed(agent: Client, stage: Stage) -> None:
    draft = begun(agent, stage)
    sent = {
        **inputs(agent.get(section(draft, "essentiel"))),
        "start_year": "20x",
        "title": "Un nouveau titre",
        "do": "save",
    }
    page = agent.post(section(draft, "essentiel"), sent)
    assert page.status_code == 422
    assert inputs(page)["start_year"] == ["20x"]
    assert '<a href="#start_year">Écrivez une année sur quatre chiffres' in text(page)
    assert saved(draft).title == "Un nouveau titre"


def test_two_people_without_a_script(agent: Client, stage: Stage) -> None:
    draft, colleague = begun(agent, stage), client_of(stage.colleague)
    mine, theirs = (inputs(one.get(section(draft, "recit"))) for one in (agent, colleague))
    assert (
        colleague.post(section(draft, "recit"), {**theirs, "objective": "De Camille", "do": "save"}).status_code == 303
    )
    page = agent.post(section(draft, "recit"), {**mine, "objective": "D’Alix", "do": "save"})
    assert page.status_code == 409
    assert "Camille Durand a enregistré" in text(page)
    assert "De Camille" in text(page)
    assert inputs(page)["objective"] == ["D’Alix"]
    assert agent.post(section(draft, "recit"), {**inputs(page), "do": "save"}).status_code == 303
    assert saved(draft).objective == "D’Alix"
    again = colleague.post(section(draft, "recit"), {**theirs, "objective": "Encore Camille", "do": "save"})
    assert again.status_code == 409
    chosen = colleague.post(section(draft, "recit"), {**inputs(again), "do": "theirs:objective"})
    assert chosen.status_code == 303
    assert saved(draft).objective == "D’Alix"


def test_autosave_says_what_became_of_each_field(agent: Client, stage: Stage) -> None:
    draft = begun(agent, stage)
    typed = inputs(agent.get(section(draft, "essentiel")))
    answer = autosave(agent, section(draft, "essentiel"), {**typed, "title": ["EAU"], "start_year": ["x"]})
    said = answer.json()
    assert answer.status_code == 200
    assert (said["edit"], said["is_whole"], said["said"]) == (1, False, "Un champ n’a pas pu être enregistré.")
    assert [one["anchor"] for one in said["problems"]] == ["start_year"]
    assert "start_year" not in said["was"]
    assert said["findings"]["title"][0].startswith("Ce titre dit peu de chose")
    said = autosave(
        agent,
        section(draft, "essentiel"),
        {**typed, "was-title": [said["was"]["title"]], "title": ["Eau de Sikoro, Mali"]},
    ).json()
    assert said["is_whole"]
    assert re.fullmatch(r"Enregistré à \d{1,2}\u00a0h\u00a0\d\d", said["said"])


@pytest.mark.parametrize(
    "body", [" ", "[]", "{}", '{"pairs": 1}', '{"pairs": [["a"]]}', '{"pairs": [["a", 1]]}', "[" * 5000]
)
def test_autosave_of_nonsense(agent: Client, stage: Stage, body: str) -> None:
    draft = begun(agent, stage)
    answer = agent.post(section(draft, "recit"), body, content_type="application/json")
    assert (answer.status_code, list(answer.json())) == (400, ["error"])


def test_autosave_of_what_was_sent_meanwhile(agent: Client, stage: Stage) -> None:
    draft = begun(agent, stage)
    typed = inputs(agent.get(section(draft, "recit")))
    autosave(agent, section(draft, "recit"), {**typed, "objective": ["Autre"]})
    agent.post(f"/fr/espace/fiches/{draft.pk}/envoyer/", {"message": ""})
    answer = autosave(agent, section(draft, "recit"), {**typed, "objective": ["Encore"]})
    assert (answer.status_code, answer.json()["url"]) == (409, f"/fr/espace/fiches/{draft.pk}/")
    assert agent.get(section(draft, "recit")).status_code == 303


def test_mass_assignment(agent: Client, stage: Stage) -> None:
    draft = begun(agent, stage)
    before = saved(draft)
    typed = {
        "was-legacy_prj_id": ["x"],
        "legacy_prj_id": ["7"],
        "was-extra": ["x"],
        "extra": ["y"],
        "was-status_declared": [""],
        "status_declared": ["x"],
        "project_id": ["3"],
        "state": ["accepted"],
    }
    autosave(agent, section(draft, "essentiel"), typed)
    assert saved(draft) == before


def test_rows_without_a_script(agent: Client, stage: Stage) -> None:
    draft = begun(agent, stage)
    address = section(draft, "partenaires")
    page = agent.post(address, {**inputs(agent.get(address)), "do": "add:parties"})
    assert page.status_code == 200
    assert inputs(page)["parties-4-name"] == [""]
    page = agent.post(
        address, {**inputs(page), "parties-4-name": "Sikoro", "parties-4-country": "SN", "do": "search:parties"}
    )
    assert "Sikoro – Autorité locale étrangère (ML)" in text(page)
    page = agent.post(address, {**inputs(page), "do": f"pick:parties-4-name:{stage.world.partner.pk}"})
    party = saved(draft).parties[4]
    assert (party.name, party.organisation_id, party.country) == ("Sikoro", stage.world.partner.pk, "ML")
    page = agent.post(address, {**inputs(page), "do": "remove:parties:4"})
    assert len(saved(draft).parties) == 4
    cells = "Nom\tRôle\tPays\nSegou\tPartenaire\tMali\nTombouctou\tPartenaire\tAtlantide"
    page = agent.post(address, {**inputs(page), "coller-parties": cells, "do": "paste:parties"})
    assert "Ligne 3\u00a0: «\u00a0Atlantide\u00a0»" in text(page)
    assert [one.name for one in saved(draft).parties[4:]] == ["Segou", "Tombouctou"]


def test_unknown_buttons_only_save(agent: Client, stage: Stage) -> None:
    draft = begun(agent, stage)
    for do in (
        "pick:parties-9-name:x",
        "pick:parties-0-name:999999",
        "delete:parties",
        "add:nothing",
        ":",
        "pick:parties-0-name:" + "9" * 30,
    ):
        page = inputs(agent.get(section(draft, "partenaires")))
        assert agent.post(section(draft, "partenaires"), {**page, "do": do}).status_code in (200, 303)


def test_the_light_form(agent: Client, stage: Stage) -> None:
    page = agent.get("/fr/espace/fiches/nouvelle/")
    assert page.status_code == 200
    empty = agent.post("/fr/espace/fiches/nouvelle/", {})
    assert empty.status_code == 422
    assert '<a href="#id_title">Donnez un titre à la fiche.</a>' in text(empty)
    answers = {
        "title": "École de Sikoro",
        "authority": stage.world.commune.pk,
        "partner": "Sikoro",
        "partner_link": f"{stage.world.partner.pk}|Sikoro",
        "country": "ML",
        "start_year": "2024",
        "status": "ongoing",
        "theme": "env.eau",
    }
    answer = agent.post("/fr/espace/fiches/nouvelle/", answers)
    draft = Contribution.objects.get(state=State.DRAFT)
    assert (answer.status_code, answer["Location"]) == (303, f"/fr/espace/fiches/{draft.pk}/")
    found = saved(draft)
    assert [one.organisation_id for one in found.parties] == [stage.world.commune.pk, stage.world.partner.pk]
    assert agent.post(f"/fr/espace/fiches/{draft.pk}/envoyer/", {"message": ""}).status_code == 303
    assert Contribution.objects.get(pk=draft.pk).state == State.SUBMITTED


def test_nobody_creates_for_others(agent: Client, stage: Stage) -> None:
    answers = {
        "title": "École",
        "authority": stage.world.region.pk,
        "partner": "Sikoro",
        "country": "ML",
        "status": "ongoing",
        "theme": "env",
    }
    assert agent.post("/fr/espace/fiches/nouvelle/", answers).status_code == 422
    assert client_of(account(Role.READER)).get("/fr/espace/fiches/nouvelle/").status_code == 403
    assert not Contribution.objects.filter(state=State.DRAFT).exists()


def test_a_role_that_waits_prepares_and_does_not_send(stage: Stage) -> None:
    person = account(Role.AUTHORITY_AGENT, organisation=stage.world.commune, state=MembershipState.REQUESTED)
    client = client_of(person)
    answers = {
        "title": "École de Sikoro",
        "authority": stage.world.commune.pk,
        "partner": "Sikoro",
        "country": "ML",
        "status": "ongoing",
        "theme": "env",
    }
    assert client.post("/fr/espace/fiches/nouvelle/", answers).status_code == 303
    draft = Contribution.objects.get(state=State.DRAFT)
    assert "n’est pas encore accordé" in text(client.get(f"/fr/espace/fiches/{draft.pk}/envoyer/"))
    client.post(f"/fr/espace/fiches/{draft.pk}/envoyer/", {"message": ""})
    assert Contribution.objects.get(pk=draft.pk).state == State.DRAFT


def test_a_copy_is_a_new_sheet(agent: Client, stage: Stage) -> None:
    answer = agent.post(f"/fr/espace/projets/{stage.project_id}/dupliquer/")
    draft = Contribution.objects.get(state=State.DRAFT)
    assert answer["Location"] == section(draft, "essentiel")
    assert (draft.project_id, saved(draft).legacy_prj_id) == (None, None)
    assert saved(draft).title == "Réseaux d’eau potable de Sikoro"
    assert client_of(stage.post_agent).post(f"/fr/espace/projets/{stage.project_id}/dupliquer/").status_code == 403


def test_a_post_suggests_and_the_authority_accepts(
    agent: Client, stage: Stage, django_capture_on_commit_callbacks
) -> None:
    post = client_of(stage.post_agent)
    assert "Suggérer une modification" in text(post.get(f"/fr/espace/projets/{stage.project_id}/"))
    draft = begun(post, stage)
    assert (draft.origin, draft.authority_id) == (Origin.SUGGESTED_EDIT, None)
    page = inputs(post.get(section(draft, "recit")))
    post.post(section(draft, "recit"), {**page, "beneficiaries": "15 000 habitants", "do": "save"})
    post.post(f"/fr/espace/fiches/{draft.pk}/envoyer/", {"message": "Vu sur place"})
    assert "Des modifications vous sont suggérées" in text(agent.get("/fr/espace/"))
    address = f"/fr/espace/fiches/{draft.pk}/"
    assert 'value="accept"' in text(agent.get(address))
    assert agent.get(section(draft, "recit")).status_code == 303
    assert agent.post(address, {"do": "reject", "text": ""}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        assert agent.post(address, {"do": "accept", "text": "Merci"}).status_code == 303
    assert Contribution.objects.get(pk=draft.pk).state == State.ACCEPTED
    assert Project.objects.get(pk=stage.project_id).text.beneficiaries == "15 000 habitants"
    late = agent.post(address, {"do": "reject", "text": "Non"}, follow=True)
    assert "Ce n’est plus possible" in text(late)
    assert client_of(stage.stranger).post(address, {"do": "accept"}).status_code == 404


def test_a_post_says_whether_a_relation_lives(stage: Stage, django_capture_on_commit_callbacks) -> None:
    post, address = client_of(stage.post_agent), f"/fr/espace/projets/{stage.project_id}/relation-vivante/"
    assert "Aucun poste ne l’a encore dit" in text(post.get(f"/fr/espace/projets/{stage.project_id}/"))
    late = post.post(address, {"alive": "no", "alive_on": "01/01/2099"})
    assert (late.status_code, "pas encore venu" in text(late)) == (422, True)
    with django_capture_on_commit_callbacks(execute=True):
        assert post.post(address, {"alive": "no", "alive_on": "03/05/2026"}).status_code == 303
    rebuild_records([stage.project_id])
    assert "Non, constaté par un poste le 3 mai 2026" in text(Client().get(f"/fr/projets/{stage.project_id}/"))
    assert Project.objects.get(pk=stage.project_id).status == "ongoing"
    for person in (stage.agent, stage.stranger):
        assert client_of(person).post(address, {"alive": "yes", "alive_on": "03/05/2026"}).status_code == 404


def test_a_question_is_answered_with_the_change(agent: Client, stage: Stage) -> None:
    draft = begun(agent, stage)
    page = inputs(agent.get(section(draft, "recit")))
    agent.post(section(draft, "recit"), {**page, "objective": "Autre", "do": "save"})
    agent.post(f"/fr/espace/fiches/{draft.pk}/envoyer/", {"message": ""})
    ask(Contribution.objects.get(pk=draft.pk), question="Depuis quand ?", by=stage.officer.actor, at=AT)
    home = text(agent.get("/fr/espace/"))
    assert "On attend votre réponse" in home
    assert "Depuis quand ?" in text(agent.get(section(draft, "recit")))
    assert agent.post(f"/fr/espace/fiches/{draft.pk}/envoyer/", {"message": ""}).status_code == 422
    assert agent.post(f"/fr/espace/fiches/{draft.pk}/envoyer/", {"message": "Depuis 2019"}).status_code == 303
    assert Contribution.objects.get(pk=draft.pk).state == State.SUBMITTED


def test_withdraw_and_take_up_again(agent: Client, stage: Stage) -> None:
    draft = begun(agent, stage)
    for verb, state in (("withdraw", State.WITHDRAWN), ("reopen", State.DRAFT)):
        agent.post(f"/fr/espace/fiches/{draft.pk}/", {"do": verb, "text": ""})
        assert Contribution.objects.get(pk=draft.pk).state == state


def test_nothing_to_send(agent: Client, stage: Stage) -> None:
    draft = begun(agent, stage)
    assert "il n’y a rien à envoyer" in text(agent.get(f"/fr/espace/fiches/{draft.pk}/envoyer/"))
    assert agent.post(f"/fr/espace/fiches/{draft.pk}/envoyer/", {"message": ""}).status_code == 422


def test_what_keeps_a_sheet_from_being_sent_leads_to_its_field(agent: Client, stage: Stage) -> None:
    draft = begun(agent, stage)
    page = inputs(agent.get(section(draft, "essentiel")))
    agent.post(section(draft, "essentiel"), {**page, "title": "", "do": "save"})
    answer = agent.post(f"/fr/espace/fiches/{draft.pk}/envoyer/", {"message": ""})
    assert answer.status_code == 422
    assert f'href="{section(draft, "essentiel")}#champ-title"' in text(answer)


def test_preview_is_the_public_page_of_the_draft(agent: Client, stage: Stage) -> None:
    draft = begun(agent, stage)
    page = inputs(agent.get(section(draft, "recit")))
    agent.post(section(draft, "recit"), {**page, "objective": "<b>Objectif</b> nouveau", "do": "save"})
    for language, address in (("fr", "/fr/espace/fiches/{}/apercu/"), ("en", "/en/workspace/sheets/{}/preview/")):
        shown = agent.get(address.format(draft.pk)).content.decode()
        assert "&lt;b&gt;Objectif&lt;/b&gt; nouveau" in shown
        assert ("Aperçu" if language == "fr" else "Preview") in shown
    assert Project.objects.get(pk=stage.project_id).text.objective == "Un objectif."


def test_html_in_every_text_is_text(agent: Client, stage: Stage) -> None:
    draft = begun(agent, stage)
    evil = "<script>alert(1)</script>\"'><img src=x>"
    for slug in ("essentiel", "partenaires", "recit", "actions", "financement", "suivi"):
        page = inputs(agent.get(section(draft, slug)))
        typed = {
            name: (
                [evil] if (not name.startswith("was-") and values == [""]) or name in ("title", "objective") else values
            )
            for name, values in page.items()
        }
        shown = agent.post(section(draft, slug), {**typed, "do": "add:parties"})
        assert "<script>alert(1)" not in shown.content.decode()
    for address in ("", "envoyer/", "apercu/"):
        assert "<script>alert(1)" not in agent.get(f"/fr/espace/fiches/{draft.pk}/{address}").content.decode()
    assert "<script>alert(1)" not in agent.get("/fr/espace/").content.decode()


def test_names_are_suggested_to_whoever_is_signed_in(agent: Client, stage: Stage) -> None:
    found = agent.get("/fr/espace/organisations/", {"q": "pontch"}).json()
    assert [(one["name"], one["value"]) for one in found["found"]] == [
        ("Pontcharra", f"{stage.world.commune.pk}|Pontcharra")
    ]
    assert agent.get("/fr/espace/organisations/", {"q": "x\0"}).json()["found"] == []
    assert Client().get("/fr/espace/organisations/", {"q": "pontch"}).status_code == 302


def test_english(agent: Client, stage: Stage) -> None:
    assert "My projects" in text(agent.get("/en/workspace/"))
    draft = begun(agent, stage)
    for address in ("", "essentiel/", "financement/", "send/", "preview/"):
        assert agent.get(f"/en/workspace/sheets/{draft.pk}/{address}").status_code == 200
