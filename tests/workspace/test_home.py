"""« Mes projets »: what waits, most urgent first; the list asks the same number of questions whatever its length."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client

from atlas.accounts.menu import entries
from atlas.accounts.scopes import scope_of
from atlas.contributions.drafting import start_draft
from atlas.workspace.sheets import my_sheets, named
from atlas.workspace.waiting import SHOWN, STALE, UNSENT, providers, waiting_for
from tests.factories.accounts import account, client_of
from tests.workspace.conftest import AT, Stage
from tests.workspace.pages import autosave, begun, inputs, section


def test_the_most_urgent_comes_first_and_nothing_empty(stage: Stage) -> None:
    start_draft(project_id=stage.project_id, by=stage.agent.actor, at=AT, authority_id=stage.world.commune.pk)
    groups = waiting_for(scope_of(stage.agent), date(2026, 11, 25))
    assert [(group.rank, group.total) for group in groups] == [(UNSENT, 1), (STALE, 1)]
    assert waiting_for(scope_of(stage.stranger), date(2026, 11, 25)) == []


def test_what_does_not_fit_is_unfolded(stage: Stage) -> None:
    """No thing that waits is only counted: a group has its own page or holds all."""
    for _ in range(SHOWN + 1):
        start_draft(project_id=None, by=stage.agent.actor, at=AT, authority_id=stage.world.commune.pk)
    group = waiting_for(scope_of(stage.agent), date(2026, 11, 25))[0]
    assert (group.total, len(group.first), len(group.rest)) == (SHOWN + 1, SHOWN, 1)
    page = client_of(stage.agent).get("/fr/espace/").content.decode()
    assert "Voir 1 autre<" in page
    assert page.count('href="/fr/espace/fiches/') == SHOWN + 2  # and the button that creates one


def test_whose_sheets_are_whose(stage: Stage) -> None:
    people = (stage.agent, stage.stranger, stage.post_agent)
    assert [my_sheets(scope_of(person)).count() for person in people] == [1, 0, 1]
    everything = my_sheets(scope_of(stage.officer))
    found = {text: named(everything, text).count() for text in ("", "sikoro", "PONTCHARRA", "zzz", "\0", "9" * 30)}
    assert found == {"": 1, "sikoro": 1, "PONTCHARRA": 1, "zzz": 0, "\0": 1, "9" * 30: 0}
    assert named(everything, str(stage.project_id)).count() == 1


@pytest.fixture
def alone(settings) -> Iterator[None]:
    """What other apps put into the menu and into « what waits » asks its own questions."""
    settings.ATLAS_MENUS, settings.ATLAS_WAITING = ["atlas.workspace.menu"], ["atlas.workspace.own_waiting"]
    for kept in (entries, providers):
        kept.cache_clear()
    yield
    for kept in (entries, providers):
        kept.cache_clear()


@pytest.mark.parametrize("number", [1, 3])
def test_the_queries_of_the_list_do_not_grow(stage: Stage, number: int, alone: None, django_assert_num_queries) -> None:
    client = client_of(stage.agent)
    client.get("/fr/espace/")
    for _ in range(number):
        client.post(f"/fr/espace/projets/{stage.project_id}/dupliquer/")
    with django_assert_num_queries(15):
        client.get("/fr/espace/")


def test_a_text_is_saved_with_few_questions(agent: Client, stage: Stage, django_assert_num_queries) -> None:
    """What an autosave asks of the database: who it is, whose the draft is, and the four statements of the save."""
    draft = begun(agent, stage)
    typed = {**inputs(agent.get(section(draft, "recit"))), "objective": ["Un texte"]}
    with django_assert_num_queries(14):
        autosave(agent, section(draft, "recit"), typed)


def test_a_prefecture_is_led_to_what_it_follows(stage: Stage) -> None:
    page = client_of(account("prefecture", region="84")).get("/fr/espace/").content.decode()
    assert "Votre région" in page
    assert 'href="/fr/espace/campagnes/"' in page
    assert "Mes fiches" not in page
    assert "Votre région" not in client_of(stage.agent).get("/fr/espace/").content.decode()


def test_a_reader_is_told_what_the_role_is_for(stage: Stage) -> None:
    page = client_of(account("reader")).get("/fr/espace/").content.decode()
    assert "Votre rôle ouvre la lecture" in page
    assert 'href="/fr/donnees/"' in page
    assert "Créer une fiche" not in page
    assert "Votre rôle ouvre la lecture" not in client_of(stage.agent).get("/fr/espace/").content.decode()
