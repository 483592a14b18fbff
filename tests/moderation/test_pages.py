"""Pages of those who decide: the queue, one proposal, doubtful values, merges, histories."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from atlas.accounts.models import User
from atlas.audit.models import Event
from atlas.contributions.actions import Delivery, ProposedChange, Suggestion, receive, suggest_correction
from atlas.contributions.deciding import accept, reject
from atlas.contributions.drafting import start_draft, submit
from atlas.contributions.models import Contribution, Origin, Proposal
from atlas.contributions.sheets import withdraw_project
from atlas.projects.models import Project
from atlas.projects.queries import current_draft
from tests.contributions.people import AT, OFFICER, POST, draft_of, published, sent, version_of
from tests.factories.drafts import changed, full_draft
from tests.factories.world import World
from tests.moderation.reading import decide, path, text_of

pytestmark = pytest.mark.django_db


def test_the_ministry_s_queue_shows_what_waits_oldest_first(officer: Client, sheet: int) -> None:
    sent(sheet, title="Autre titre")
    page = officer.get(path("moderation_queue")).content.decode()
    assert "Réseaux d’eau potable de Sikoro" in page
    assert "Titre" in page
    assert "La moitié des propositions attend depuis" in page


def test_filters_narrow_the_queue_and_nonsense_does_not(officer: Client, sheet: int) -> None:
    sent(sheet, title="Autre titre")
    for query, found in (
        ("origine=person", 1),
        ("origine=iati", 0),
        ("pays=SN", 0),
        ("rubrique=title", 1),
        ("age=x", 1),
    ):
        answer = officer.get(f"{path('moderation_queue')}?{query}")
        assert len(answer.context["rows"]) == found, query


def test_a_new_sheet_is_found_by_its_country(officer: Client, world: World) -> None:
    draft = start_draft(project_id=None, by="user:1", at=AT, authority_id=world.commune.pk, draft=full_draft(world))
    submit(draft, by="user:1", at=AT)
    for code, found in (("ML", 1), ("SN", 0)):
        assert len(officer.get(f"{path('moderation_queue')}?pays={code}").context["rows"]) == found


def test_the_filters_hold_until_the_next_one(officer: Client, sheet: int) -> None:
    """From the queue to an item, to the next, and back after the decision; how many answer to them is said."""
    first, other = sent(sheet, title="Autre titre"), sent(sheet, by=POST, title="Encore un titre")
    sent(sheet, by="user:8", context="Autre")
    query = "?rubrique=title"
    page = officer.get(path("moderation_queue") + query).content.decode()
    assert "2 résultats répondent à ces filtres." in page
    assert path("moderation_item", first.pk) + query in page
    answer = officer.get(path("moderation_item", first.pk) + query)
    assert (answer.context["next"], answer.context["queue"]) == (
        path("moderation_item", other.pk) + query,
        path("moderation_queue") + query,
    )
    assert officer.get(path("moderation_item", other.pk) + query).context["next"] == ""
    sent_ = {"verb": "reject", "reason": "Non", "version": "1"}
    assert officer.post(path("moderation_item", first.pk) + query, sent_)["Location"] == (
        path("moderation_queue") + query
    )


def test_an_import_shows_the_lines_of_every_field_and_says_why_in_words(officer: Client, world: World) -> None:
    number = published(full_draft(world))
    accept(sent(number, objective="Corrigé par une personne."), by=OFFICER, at=AT)
    draft = changed(full_draft(world), objective="Autre objectif.", parties=full_draft(world).parties[:-1])
    lines = {"objective": (1, 1), "foreign_partners": (2, 2), "french_authorities": (3, 3)}
    page = Delivery(
        origin="legacy_page", key="prj:900", name="x.txt", raw=b"Objectif\nSikoro Mali\nBellerive",
        draft=draft, lines=lines,
    )  # fmt: skip
    receive([page], by="import_legacy", at=AT, today=date(2026, 11, 25))
    item = officer.get(path("moderation_item", Contribution.objects.latest("pk").pk)).context["item"]
    assert {side.field: side.source_lines for side in item.sides} == {
        "objective": ("Objectif",),
        "parties": ("Sikoro Mali", "Bellerive"),
    }
    assert item.why.endswith("(Objectif du partenariat)")
    assert item.author == "un programme de l’Atlas"


def test_a_row_and_an_activity_are_shown_as_they_came_without_persons(officer: Client, world: World) -> None:
    row = b'{"objective":"<b>Autre</b>","title":"Titre re\xc3\xa7u"}'
    activity = (
        b"<iati-activity><contact-info><email>lise@lecteurs.example</email></contact-info>"
        b"<title><narrative>Titre</narrative></title></iati-activity>"
    )
    answers = []
    for number, (origin, raw) in enumerate((("spreadsheet", row), ("iati", activity)), 1):
        published(changed(full_draft(world), legacy_prj_id=number), key=f"prj:{number}")
        draft = changed(full_draft(world), legacy_prj_id=number, objective="Autre objectif.")
        one = Delivery(
            origin=origin, key=f"x:{number}", name="x", raw=raw, draft=draft, hold="same_id_different_content"
        )
        receive([one], by="import_table", at=AT, today=date(2026, 11, 25))
        answers.append(officer.get(path("moderation_item", Contribution.objects.latest("pk").pk)))
    row_page, activity_page = answers
    assert row_page.context["item"].received == (
        "Objectif\N{NO-BREAK SPACE}: <b>Autre</b>",
        "Titre\N{NO-BREAK SPACE}: Titre reçu",
    )
    assert "&lt;b&gt;Autre&lt;/b&gt;" in row_page.content.decode()
    assert activity_page.context["item"].received == (
        "<iati-activity>",
        "  <title>",
        "    <narrative>Titre</narrative>",
        "  </title>",
        "</iati-activity>",
    )


def test_an_authority_sees_suggestions_on_its_own_sheets_only(agent: Client, sheet: int, world: World) -> None:
    sent(sheet, context="D’un collègue")
    other = published(changed(full_draft(world), legacy_prj_id=7, parties=()), key="prj:7")
    sent(other, by=POST, origin=Origin.SUGGESTED_EDIT, title="Ailleurs")
    mine = sent(sheet, by=POST, origin=Origin.SUGGESTED_EDIT, title="Une suggestion")
    answer = agent.get(path("moderation_queue"))
    assert [row.contribution for row in answer.context["rows"]] == [mine]


def test_the_queue_costs_the_same_with_one_and_three(officer: Client, sheet: int, django_assert_num_queries) -> None:
    sent(sheet, title="Autre titre")
    officer.get(path("moderation_queue"))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        officer.get(path("moderation_queue"))
    for number in (5, 6):
        sent(sheet, by=f"user:{number}", title=f"Titre {number}")
    with django_assert_num_queries(len(one)):
        officer.get(path("moderation_queue"))


def test_a_proposal_is_shown_before_and_after_and_accepted_whole(officer: Client, sheet: int) -> None:
    one = sent(sheet, title="Réseaux d’eau potable de Sikoro et Bla", context="Autre contexte")
    page = officer.get(path("moderation_item", one.pk)).content.decode()
    assert "et Bla </ins>" in page
    assert "<del>" in page
    answer = decide(officer, one, "accept", fields_=["title", "context"], version="1")
    assert (answer.status_code, answer["Location"]) == (302, path("moderation_queue"))
    assert current_draft(sheet).title == "Réseaux d’eau potable de Sikoro et Bla"
    event = Event.objects.get(verb="contribution.accepted")
    assert event.actor == User.objects.get(full_name="Une officière").actor
    assert event.origin == "web 127.0.0.0/24"


def test_field_by_field(officer: Client, sheet: int) -> None:
    one = sent(sheet, title="Autre titre", context="Autre contexte")
    decide(officer, one, "accept", fields_=["context"], version="1")
    assert (current_draft(sheet).title, current_draft(sheet).context) == (
        "Réseaux d’eau potable de Sikoro",
        "Autre contexte",
    )


def test_nothing_ticked_is_an_error_that_keeps_the_text(officer: Client, sheet: int) -> None:
    one = sent(sheet, title="Autre titre")
    answer = decide(officer, one, "accept", reason="Ce que j’avais écrit", version="1")
    assert answer.status_code == 422
    assert "Ce que j’avais écrit" in answer.content.decode()
    assert "Cochez au moins une rubrique" in answer.content.decode()


@pytest.mark.parametrize(("verb", "state"), [("reject", "rejected"), ("return", "returned"), ("ask", "asked")])
def test_other_decisions_need_words(officer: Client, sheet: int, verb: str, state: str) -> None:
    one = sent(sheet, title="Autre titre")
    assert decide(officer, one, verb).status_code == 422
    assert decide(officer, one, verb, reason="Voici pourquoi").status_code == 302
    assert Contribution.objects.get(pk=one.pk).state == state


def test_who_comes_second_is_told_and_sees_what_was_decided(officer: Client, sheet: int) -> None:
    one = sent(sheet, title="Autre titre")
    reject(one, reason="Non", by=OFFICER, at=AT)
    answer = officer.post(
        path("moderation_item", one.pk), {"verb": "accept", "fields_": ["title"], "version": "1"}, follow=True
    )
    assert "Cette décision n’est plus possible" in answer.content.decode()
    assert version_of(sheet) == 1


def test_a_page_older_than_the_sheet_decides_nothing(officer: Client, sheet: int) -> None:
    one = sent(sheet, title="Autre titre")
    accept(sent(sheet, by=POST, context="Meanwhile"), by=OFFICER, at=AT)
    answer = officer.post(
        path("moderation_item", one.pk), {"verb": "accept", "fields_": ["title"], "version": "1"}, follow=True
    )
    assert "La fiche a changé depuis l’ouverture de cette page" in answer.content.decode()
    assert version_of(sheet) == 2


def test_a_conflict_is_overwritten_only_when_it_is_said(officer: Client, sheet: int) -> None:
    one = sent(sheet, title="De l’une")
    accept(sent(sheet, by=POST, title="De l’autre"), by=OFFICER, at=AT)
    page = officer.get(path("moderation_item", one.pk)).content.decode()
    assert "La fiche a changé depuis sur : Titre." in page
    assert decide(officer, one, "accept", fields_=["title"], version="2").status_code == 422
    assert decide(officer, one, "accept", fields_=["title"], version="2", override="1").status_code == 302
    assert current_draft(sheet).title == "De l’une"


def test_an_authority_accepts_a_post_s_suggestion_but_no_conflict(agent: Client, sheet: int) -> None:
    one = sent(sheet, by=POST, origin=Origin.SUGGESTED_EDIT, title="Du poste")
    other = sent(sheet, by="user:9", origin=Origin.SUGGESTED_EDIT, title="D’un autre poste")
    assert decide(agent, one, "accept", fields_=["title"], version="1").status_code == 302
    assert current_draft(sheet).title == "Du poste"
    page = agent.get(path("moderation_item", other.pk)).content.decode()
    assert "C’est au ministère de trancher." in page
    answer = decide(agent, other, "accept", fields_=["title"], version="2", override="1")
    assert (answer.status_code, current_draft(sheet).title) == (302, "Du poste")


def test_what_is_not_theirs_is_not_there(agent: Client, sheet: int, world: World) -> None:
    other = published(changed(full_draft(world), legacy_prj_id=7, parties=()), key="prj:7")
    elsewhere = sent(other, by=POST, origin=Origin.SUGGESTED_EDIT, title="Ailleurs")
    draft = draft_of(sheet, by=POST, origin=Origin.SUGGESTED_EDIT, title="Brouillon")
    for one in (elsewhere, draft):
        assert agent.get(path("moderation_item", one.pk)).status_code == 404
        assert decide(agent, one, "accept", fields_=["title"]).status_code == 404
    assert agent.get(path("moderation_sheet", other)).status_code == 404
    assert agent.post(path("moderation_sheet", sheet), {"verb": "withdraw", "reason": "x"}).status_code == 422
    assert Project.objects.get(pk=sheet).publication_state == "published"


def test_a_reader_s_words_are_put_on_the_sheet_or_noted(officer: Client, sheet: int) -> None:
    number = suggest_correction(
        Suggestion(sheet, "title", "Faux", "Un titre de lecteur", "", "Lise", "l@example.org", "https://x.test", "v"),
        by="reader",
        at=AT,
    )
    one = Contribution.objects.get(pk=number)
    page = officer.get(path("moderation_item", number)).content.decode()
    assert (text_of(page, "del"), text_of(page, "ins")) == ("Réseaux d’eau potable Sikoro", "Un titre lecteur")
    assert "Lise" not in page
    assert decide(officer, one, "accept", fields_=["said"], version="1").status_code == 302
    assert current_draft(sheet).title == "Un titre de lecteur"


def test_a_reader_s_words_on_a_field_that_is_no_text_stand_beside_what_the_sheet_says(
    officer: Client, sheet: int
) -> None:
    said = Suggestion(sheet, "start_year", "Faux", "1998", "", "Lise", "l@example.org", "https://x.test", "v")
    number = suggest_correction(said, by="reader", at=AT)
    answer = officer.get(path("moderation_item", number))
    assert answer.context["item"].said.today == (str(current_draft(sheet).start_year),)
    assert "Mettre ce texte sur la fiche" not in answer.content.decode()


def test_an_accepted_change_is_undone_from_its_page(officer: Client, sheet: int) -> None:
    one = sent(sheet, title="Autre titre")
    accept(one, by=OFFICER, at=AT)
    page = officer.get(path("moderation_item", one.pk)).content.decode()
    assert "Annuler ce changement" in page
    assert decide(officer, one, "undo", reason="Erreur").status_code == 302
    assert current_draft(sheet).title == "Réseaux d’eau potable de Sikoro"


def doubtful(world: World, *numbers: int) -> Proposal:
    for number in numbers:
        page = Delivery(
            origin="legacy_page",
            key=f"prj:{number}",
            name="x",
            raw=str(number).encode(),
            draft=changed(full_draft(world), legacy_prj_id=number),
            proposals=(ProposedChange("parties", "parties_to_add", ["Sikoro"], ["Aubépy"]),),
        )
        receive([page], by="import", at=AT, today=date(2026, 11, 25))
    return Proposal.objects.order_by("pk")[0]


def test_equal_doubtful_values_are_taken_on_all_sheets_at_once(officer: Client, world: World) -> None:
    proposal = doubtful(world, 11, 12, 13)
    page = officer.get(path("moderation_doubts")).content.decode()
    assert "3 fiches" in page
    assert "Organisations nommées ailleurs" in page
    assert officer.get(path("moderation_doubt", proposal.pk)).status_code == 200
    answer = officer.post(path("moderation_doubt", proposal.pk), {"verb": "take_all"}, follow=True)
    assert "3 fiches traitées." in answer.content.decode()
    assert [current_draft(pk).parties[-1].name for pk in Project.objects.values_list("pk", flat=True)] == ["Aubépy"] * 3


def test_a_lone_candidate_can_be_looked_at_and_is_chosen(officer: Client, world: World) -> None:
    proposal = doubtful(world, 11)
    known = {"id": world.partner.pk, "name": "Sikoro", "code": ""}
    Proposal.objects.filter(pk=proposal.pk).update(rule="match_name", current="Sikoro", proposed=[known])
    page = officer.get(path("moderation_doubt", proposal.pk)).content.decode()
    assert f'<a href="{path("moderation_organisation", world.partner.pk)}">Sikoro' in page
    assert f'value="{world.partner.pk}" checked' in page
    other = {**known, "id": world.commune.pk}
    Proposal.objects.filter(pk=proposal.pk).update(proposed=[known, other])
    assert " checked" not in officer.get(path("moderation_doubt", proposal.pk)).content.decode()


def test_a_doubtful_value_is_left_and_nonsense_refused(officer: Client, world: World) -> None:
    proposal = doubtful(world, 11)
    assert officer.post(path("moderation_doubt", proposal.pk), {"verb": "nonsense"}).status_code == 422
    assert officer.post(path("moderation_doubt", proposal.pk), {"verb": "refuse"}).status_code == 302
    assert officer.post(path("moderation_doubt", proposal.pk), {"verb": "take"}).status_code == 422
    assert Proposal.objects.get().state == "refused"


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "{{ 7|add:1 }}", '"><img src=x onerror=alert(1)>'])
def test_what_people_type_is_never_markup(officer: Client, sheet: int, hostile: str) -> None:
    one = sent(sheet, title=hostile, context=hostile)
    for address in (path("moderation_queue"), path("moderation_item", one.pk)):
        page = officer.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    withdraw_project(project_id=sheet, reason=hostile, by=OFFICER, at=AT)
    assert "<script>alert" not in officer.get(path("moderation_sheet", sheet)).content.decode()


def test_pages_in_english(officer: Client, sheet: int) -> None:
    one = sent(sheet, title="Autre titre")
    with override("en"):
        address = reverse("moderation_item", args=[one.pk])
    assert address == f"/en/workspace/moderation/{one.pk}/"
    page = officer.get(address).content.decode()
    assert "What changes" in page
