"""Drafts: begun, saved by several at once, sent, taken back. Nothing that was typed is lost."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from atlas.audit.models import Event
from atlas.contributions.deciding import ask, return_to_author
from atlas.contributions.drafting import (
    DraftExists,
    EditConflict,
    HasErrors,
    NothingToSend,
    answer,
    resume,
    save_draft,
    start_draft,
    submit,
    withdraw,
)
from atlas.contributions.locking import AlreadyDecided, ReasonMissing, SheetGone
from atlas.contributions.models import Contribution, DraftEdit, Origin, Remark
from atlas.contributions.sheets import withdraw_project
from atlas.contributions.values import InvalidValue, from_json
from atlas.projects.draft import FundingDraft, PartyDraft, ProjectDraft, decode_draft
from atlas.projects.queries import current_draft
from tests.contributions.people import AGENT, AT, OFFICER, POST, draft_of, published, sent
from tests.factories.drafts import full_draft
from tests.factories.world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def sheet(world: World) -> int:
    return published(full_draft(world))


def test_a_draft_begins_with_the_sheet_as_it_stands_and_is_found_again(sheet: int) -> None:
    draft = start_draft(project_id=sheet, by=AGENT, at=AT)
    assert (decode_draft(draft.draft), draft.base_version, draft.state) == (current_draft(sheet), 1, "draft")
    assert start_draft(project_id=sheet, by=AGENT, at=AT) == draft
    assert start_draft(project_id=sheet, by=OFFICER, at=AT) != draft
    assert Event.objects.filter(verb="contribution.begun").count() == 2


def test_colleagues_share_the_draft_of_their_authority(sheet: int, world: World) -> None:
    draft = start_draft(project_id=sheet, by=AGENT, at=AT, authority_id=world.commune.pk)
    assert start_draft(project_id=sheet, by=OFFICER, at=AT, authority_id=world.commune.pk) == draft


def test_new_sheets_are_drafts_each_of_their_own_and_a_copy_has_no_old_number(world: World) -> None:
    copied = start_draft(project_id=None, by=AGENT, at=AT, draft=full_draft(world))
    assert start_draft(project_id=None, by=AGENT, at=AT) != copied
    assert decode_draft(copied.draft).legacy_prj_id is None


def test_a_withdrawn_sheet_has_no_drafts(sheet: int) -> None:
    withdraw_project(project_id=sheet, reason="Hors champ", by=OFFICER, at=AT)
    with pytest.raises(SheetGone):
        start_draft(project_id=sheet, by=AGENT, at=AT)


def test_a_save_changes_its_fields_and_keeps_a_row(sheet: int) -> None:
    draft = start_draft(project_id=sheet, by=AGENT, at=AT)
    saved = save_draft(
        draft, {"title": "Autre titre", "start_year": 2020, "end_date": "2031-01-02"}, 0, by=AGENT, at=AT
    )
    assert (saved.edit_number, saved.saved) == (1, ("title", "start_year", "end_date"))
    draft.refresh_from_db()
    assert decode_draft(draft.draft).title == "Autre titre"
    edit = DraftEdit.objects.get()
    assert (edit.number, edit.by, edit.origin, edit.refused) == (1, AGENT, "command", "")
    assert from_json(edit.changes)["end_date"].isoformat() == "2031-01-02"


def test_the_same_save_again_changes_nothing(sheet: int) -> None:
    draft = draft_of(sheet, title="Autre titre")
    assert save_draft(draft, {"title": "Autre titre"}, 0, by=AGENT, at=AT).edit_number == 1
    assert DraftEdit.objects.count() == 1


def test_lists_are_saved_whole_in_the_draft_s_own_types_or_as_json(sheet: int) -> None:
    draft = start_draft(project_id=sheet, by=AGENT, at=AT)
    parties = [{"role": "partner", "name": "Pontcharra", "country": "FR"}]
    funding = (FundingDraft(funder="Pontcharra", year=2021, amount=Decimal("12.50")),)
    saved = save_draft(draft, {"parties": parties, "funding": funding}, 0, by=AGENT, at=AT)
    assert saved.draft.parties == (PartyDraft(role="partner", name="Pontcharra", country="FR"),)
    assert saved.draft.funding == funding


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", 12),
        ("start_year", "beaucoup"),
        ("legacy_prj_id", 7),
        ("extra", []),
        ("publication_state", "deleted"),
        ("title", "a\x00b"),
        ("title", "a\ud800"),
        ("parties", [{"name": "sans rôle"}]),
        ("funding", [{"funder": "x", "note": "\x00"}]),
    ],
)
def test_what_no_field_holds_is_refused_and_nothing_is_saved(sheet: int, field: str, value: object) -> None:
    draft = start_draft(project_id=sheet, by=AGENT, at=AT)
    with pytest.raises(InvalidValue) as refused:
        save_draft(draft, {"context": "Un autre", field: value}, 0, by=AGENT, at=AT)
    assert refused.value.field == field
    assert not DraftEdit.objects.exists()


def test_two_who_save_the_same_field_both_see_it_and_nothing_is_lost(sheet: int) -> None:
    draft = start_draft(project_id=sheet, by=AGENT, at=AT)
    save_draft(draft, {"title": "De l’une"}, 0, by=AGENT, at=AT)
    with pytest.raises(EditConflict) as conflict:
        save_draft(draft, {"title": "De l’autre", "context": "Son contexte"}, 0, by=OFFICER, at=AT)
    told = conflict.value.saved
    assert (told.conflicts["title"].value, told.conflicts["title"].by, told.saved) == ("De l’une", AGENT, ("context",))
    draft.refresh_from_db()
    assert (decode_draft(draft.draft).title, decode_draft(draft.draft).context) == ("De l’une", "Son contexte")
    assert from_json(DraftEdit.objects.get(number=2).refused) == {"title": "De l’autre"}
    again = save_draft(draft, {"title": "De l’autre"}, told.edit_number, by=OFFICER, at=AT)
    assert again.draft.title == "De l’autre"


def test_two_who_save_different_fields_do_not_meet(sheet: int) -> None:
    draft = start_draft(project_id=sheet, by=AGENT, at=AT)
    save_draft(draft, {"title": "Titre"}, 0, by=AGENT, at=AT)
    saved = save_draft(draft, {"context": "Contexte"}, 0, by=OFFICER, at=AT)
    assert (saved.draft.title, saved.draft.context, saved.edit_number) == ("Titre", "Contexte", 2)


def test_a_save_costs_four_statements_at_most(sheet: int) -> None:
    draft = draft_of(sheet, title="Un")
    with CaptureQueriesContext(
        connection,
    ) as seen:
        save_draft(draft, {"context": "Deux"}, 1, by=AGENT, at=AT)
    assert [q["sql"].split()[0] for q in seen if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))] == [
        "SELECT",
        "UPDATE",
        "INSERT",
    ]


def test_what_was_sent_waits_with_what_it_changes(sheet: int) -> None:
    contribution = sent(sheet, title="Autre titre", context="Autre contexte")
    assert (contribution.state, contribution.fields, contribution.reason) == (
        "submitted",
        " title context ",
        "needs_moderation",
    )
    assert Event.objects.filter(verb="contribution.submitted", object_id=contribution.pk, actor=AGENT).count() == 1
    with pytest.raises(AlreadyDecided):
        save_draft(contribution, {"title": "Trop tard"}, 1, by=AGENT, at=AT)


def test_a_draft_that_changes_nothing_is_not_sent(sheet: int) -> None:
    with pytest.raises(NothingToSend):
        submit(start_draft(project_id=sheet, by=AGENT, at=AT), by=AGENT, at=AT)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"title": " "}, "title_missing"),
        ({"status": "finished"}, "not_in_list"),
        ({"countries": ["ML", "QQ"]}, "unknown_reference"),
        ({"countries": ["ML", "ML"]}, "twice"),
        ({"parties": [{"role": "partner", "name": "x", "organisation_id": 10**30}]}, "unknown_reference"),
        ({"parties": [{"role": "king", "name": "x"}]}, "not_in_list"),
        ({"parties": [{"role": "partner", "name": " "}]}, "name_missing"),
        ({"funding": [{"funder": "x", "amount": "-1"}]}, "number_out_of_range"),
        ({"funding": [{"funder": "x", "amount": "1.234"}]}, "number_out_of_range"),
        ({"funding": [{"funder": "x", "amount": "NaN"}]}, "number_out_of_range"),
        ({"funding": [{"funder": "x", "year": 99999}]}, "number_out_of_range"),
        ({"themes": [{"rank": 0, "code": "none"}]}, "unknown_reference"),
        ({"documents": [{"kind": "poem", "title": "x", "url": "y"}]}, "not_in_list"),
        ({"posts": [{"name": "x" * 256}]}, "too_long"),
        ({"end_year": 2031}, "end_twice"),
    ],
)
def test_what_the_register_cannot_hold_is_said_when_it_is_sent(
    sheet: int, values: dict[str, object], code: str
) -> None:
    draft = draft_of(sheet, **values)
    with pytest.raises(HasErrors) as refused:
        submit(draft, by=AGENT, at=AT)
    assert code in {one.code for one in refused.value.findings}
    assert Contribution.objects.get(pk=draft.pk).state == "draft"


def test_what_was_taken_back_can_be_taken_up_again(sheet: int) -> None:
    contribution = sent(sheet, title="Autre titre")
    withdraw(contribution, by=AGENT, at=AT, reason="Une erreur")
    taken_up = resume(contribution, by=AGENT, at=AT)
    assert (taken_up.state, decode_draft(taken_up.draft).title) == ("draft", "Autre titre")
    with pytest.raises(AlreadyDecided):
        resume(contribution, by=AGENT, at=AT)


def test_what_was_taken_back_stays_so_while_another_draft_is_open(sheet: int) -> None:
    contribution = withdraw(sent(sheet, title="Autre titre"), by=AGENT, at=AT)
    start_draft(project_id=sheet, by=AGENT, at=AT)
    with pytest.raises(DraftExists):
        resume(contribution, by=AGENT, at=AT)


def test_a_question_waits_for_its_answer_with_what_was_mended(sheet: int) -> None:
    contribution = sent(sheet, by=POST, origin=Origin.SUGGESTED_EDIT, title="Autre titre")
    ask(contribution, question="D’où vient ce titre ?", by=OFFICER, at=AT)
    assert start_draft(project_id=sheet, by=POST, at=AT, origin=Origin.SUGGESTED_EDIT) == contribution
    save_draft(contribution, {"context": "Un arrêté"}, 1, by=POST, at=AT)
    with pytest.raises(ReasonMissing):
        answer(contribution, text=" ", by=POST, at=AT)
    back = answer(contribution, text="De l’arrêté.", by=POST, at=AT)
    assert (back.state, back.fields) == ("submitted", " title context ")
    assert list(Remark.objects.order_by("pk").values_list("verb", "by")) == [("ask", OFFICER), ("answer", POST)]


def test_what_was_sent_back_is_mended_and_sent_again(sheet: int) -> None:
    contribution = return_to_author(sent(sheet, title="Autre"), reason="Trop court", by=OFFICER, at=AT)
    assert start_draft(project_id=sheet, by=AGENT, at=AT) == contribution
    save_draft(contribution, {"title": "Un titre plus long"}, 1, by=AGENT, at=AT)
    again = submit(contribution, by=AGENT, at=AT)
    assert (again.state, again.decided_by, decode_draft(again.draft).title) == ("submitted", "", "Un titre plus long")


def test_a_new_sheet_without_a_title_is_not_sent() -> None:
    draft = start_draft(project_id=None, by=AGENT, at=AT)
    save_draft(draft, {"objective": "Un objectif"}, 0, by=AGENT, at=AT)
    with pytest.raises(HasErrors):
        submit(draft, by=AGENT, at=AT)
    assert decode_draft(Contribution.objects.get().draft) == ProjectDraft(objective="Un objectif")
