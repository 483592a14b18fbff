"""A section sent after the session’s end: said in the words of the form, and put back into the draft by one button."""

import re

import pytest
from django.test import Client
from django.utils.translation import override

from atlas.contributions.drafting import submit
from atlas.contributions.models import Contribution
from atlas.workspace.fields import of_section
from atlas.workspace.form import FORM
from atlas.workspace.giving_back import pieces_of
from atlas.workspace.reading import as_typed, digest
from tests.factories.accounts import account, client_of
from tests.factories.drafts import full_draft
from tests.workspace.conftest import AT, Stage
from tests.workspace.pages import begun, inputs, saved, section, text
from tests.workspace.worlds import LISTS, numbers

HERE = {"Origin": "http://testserver"}
BUTTON = "Remettre ces textes dans le brouillon"


def sent_in_vain(draft: Contribution, typed: dict[str, list[str]], **headers: str) -> str:
    """The page that answers somebody who is signed in no more."""
    answer = Client().post(section(draft, "recit"), typed, headers=headers or HERE)
    assert answer.status_code == 403
    return text(answer)


def hidden(page: str) -> dict[str, list[str]]:
    """What the button of the page sends."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<textarea name="([^"]*)" hidden>\n(.*?)</textarea>', page, re.DOTALL):
        found.setdefault(name, []).append(value)
    return found


def address(draft: Contribution) -> str:
    return f"{section(draft, 'recit')}remettre/"


@pytest.mark.django_db
def test_one_button_puts_it_back(agent: Client, stage: Stage) -> None:
    draft = begun(agent, stage)
    typed = {
        **inputs(agent.get(section(draft, "recit"))),
        "objective": ["Trois <puits>\r\net un lavoir"],
        "do": ["next"],
    }
    page = sent_in_vain(draft, typed)
    assert "Votre session est terminée" in page
    assert f'action="{address(draft)}"' in page
    assert re.findall(r'<label class="fr-label" for="texte-\d">(.*?)</label>', page) == ["Objectif du partenariat"]
    assert hidden(page)["do"] == ["save"]
    answer = agent.post(address(draft), hidden(page), headers=HERE)
    assert (answer.status_code, answer["Location"]) == (303, section(draft, "recit"))
    assert saved(draft).objective == "Trois <puits>\net un lavoir"
    assert "Vos textes sont de nouveau dans le brouillon." in text(agent.get(section(draft, "recit")))


@pytest.mark.django_db
def test_what_a_colleague_wrote_meanwhile_is_not_written_over(agent: Client, stage: Stage) -> None:
    draft, colleague = begun(agent, stage), client_of(stage.colleague)
    before = inputs(agent.get(section(draft, "recit")))
    page = sent_in_vain(draft, {**before, "objective": ["Le mien"], "context": ["Mon contexte"]})
    colleague.post(section(draft, "recit"), {**before, "objective": ["Le sien"], "do": "save"})
    answer = agent.post(address(draft), hidden(page), headers=HERE)
    assert answer.status_code == 409
    assert "Le mien" in text(answer)
    assert "Le sien" in text(answer)
    assert f'action="{section(draft, "recit")}"' in text(answer)
    assert (saved(draft).objective, saved(draft).context) == ("Le sien", "Mon contexte")


@pytest.mark.django_db
def test_nobody_else_can_put_it_anywhere(agent: Client, stage: Stage) -> None:
    draft = begun(agent, stage)
    page = sent_in_vain(draft, {**inputs(agent.get(section(draft, "recit"))), "objective": ["Le mien"]})
    answer = client_of(account("authority_agent", organisation=stage.world.region)).post(
        address(draft), hidden(page), headers=HERE
    )
    assert answer.status_code == 404
    assert "Le mien" in text(answer)
    assert BUTTON not in text(answer)
    again = Client().post(address(draft), hidden(page), headers=HERE)
    assert again.status_code == 403
    assert f"next={section(draft, 'recit')}".replace("/", "%2F") in text(again)
    assert BUTTON in text(again)
    assert agent.get(address(draft))["Location"] == section(draft, "recit")
    assert not draft.edits.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {"X": "y"}])
def test_a_page_of_another_site_puts_nothing_back(agent: Client, stage: Stage, headers: dict[str, str]) -> None:
    draft = begun(agent, stage)
    typed = {**inputs(agent.get(section(draft, "recit"))), "objective": ["D’ailleurs"]}
    assert BUTTON not in sent_in_vain(draft, typed, **headers)
    answer = agent.post(address(draft), typed, headers=headers)
    assert answer.status_code == 403
    assert BUTTON not in text(answer)
    assert not draft.edits.exists()


@pytest.mark.django_db
def test_what_comes_after_the_sheet_was_sent_is_given_back(agent: Client, stage: Stage) -> None:
    draft = begun(agent, stage)
    before = inputs(agent.get(section(draft, "recit")))
    agent.post(section(draft, "recit"), {**before, "context": ["Envoyé"], "do": "save"})
    submit(Contribution.objects.get(pk=draft.pk), by=stage.agent.actor, at=AT)
    for where in (section(draft, "recit"), address(draft)):
        answer = agent.post(where, {**before, "objective": ["Trop tard"]}, headers=HERE)
        assert answer.status_code == 409
        assert "Cette fiche a été envoyée ou retirée entre-temps" in text(answer)
        assert "Trop tard" in text(answer)
        assert BUTTON not in text(answer)
        assert agent.post(where, before, headers=HERE).status_code == 303


def _sheet(slug: str) -> dict[str, list[str]]:
    """A full sheet as its page shows it."""
    specs, draft = of_section(FORM, slug), full_draft(numbers())
    shown = {name: list(values) for spec in specs for name, values in as_typed(spec, draft).items()}
    return shown | {f"was-{spec.name}": [digest(as_typed(spec, draft))] for spec in specs}


@pytest.mark.parametrize("slug", ["essentiel", "partenaires", "themes", "recit", "financement", "documents"])
def test_what_nobody_changed_was_not_typed(slug: str) -> None:
    assert pieces_of(slug, _sheet(slug), LISTS) == ()


def test_rows_and_choices_are_said_in_words() -> None:
    typed = {
        **_sheet("partenaires"), "countries-0-country": ["SN"], "coller-parties": ["Kita\tML"],
        "parties-0-name": ["Ville d’essai"], "parties-0-name-link": ["4|Ville d’essai"], "parties-0-role": ["lead"],
    }  # fmt: skip
    with override("fr"):
        pieces = {one.label: one.text for one in pieces_of("partenaires", typed, LISTS)}
    assert pieces["Pays partenaires"].splitlines()[0] == "Pays\u00a0: Sénégal"
    assert pieces["Organisations et rôles"].startswith("Organisation\u00a0: Ville d’essai – Rôle\u00a0: Chef de file")
    assert pieces["Organisations et rôles\u00a0: tableau collé"] == "Kita\tML"
    assert not any("lead" in text or "4|" in text for text in pieces.values())
    with override("en"):
        assert pieces_of("essentiel", {"is_triennial": ["yes"], "was-is_triennial": ["x"]}, LISTS)[0].text == "Yes"
