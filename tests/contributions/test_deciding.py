"""Decisions: whole, field by field, mended, over a conflict; one wins."""

from collections.abc import Callable

import pytest

from atlas.audit.models import Event
from atlas.catalogue.queries import project_by_id
from atlas.contributions.actions import Suggestion, suggest_correction
from atlas.contributions.deciding import (
    Conflict,
    NothingToAccept,
    accept,
    ask,
    reject,
    reopen,
    return_to_author,
)
from atlas.contributions.drafting import HasErrors, save_draft, start_draft, submit
from atlas.contributions.locking import AlreadyDecided, ReasonMissing, SheetGone, SheetMoved
from atlas.contributions.models import Contribution, Origin, Proposal, Remark
from atlas.contributions.sheets import withdraw_project
from atlas.projects.models import Project, Version
from atlas.projects.queries import current_draft
from tests.contributions.people import AGENT, AT, OFFICER, POST, published, sent, version_of
from tests.factories.drafts import changed, full_draft
from tests.factories.world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def sheet(world: World) -> int:
    return published(full_draft(world))


def test_accepted_whole_it_is_a_new_version_of_its_author_s_words(sheet: int) -> None:
    contribution = sent(sheet, title="Autre titre", context="Autre contexte")
    applied = accept(contribution, by=OFFICER, at=AT)
    assert applied is not None
    assert (applied.version, applied.changed) == (2, ("title", "context"))
    version = Version.objects.get(project_id=sheet, number=2)
    assert (version.origin, version.by) == ("person", OFFICER)
    row = Contribution.objects.get(pk=contribution.pk)
    assert (row.state, row.applied_version, row.taken, row.decided_by) == (
        "accepted",
        2,
        ["title", "context"],
        OFFICER,
    )
    event = Event.objects.get(verb="contribution.accepted")
    assert event.detail == {
        "project": sheet,
        "state": "accepted",
        "version": 2,
        "taken": ["title", "context"],
        "left": [],
    }


@pytest.mark.django_db(transaction=True)
def test_what_was_accepted_is_public_at_once() -> None:
    sheet = published(full_draft(make_world()))
    accept(sent(sheet, title="Autre titre"), by=OFFICER, at=AT)
    record = project_by_id(sheet)
    assert record is not None
    assert (record.title, record.version) == ("Autre titre", 2)


def test_field_by_field_the_rest_stays_as_it_was(sheet: int) -> None:
    contribution = sent(sheet, title="Autre titre", context="Autre contexte")
    accept(contribution, fields=["context"], reason="Le titre est celui de la convention.", by=OFFICER, at=AT)
    draft = current_draft(sheet)
    assert (draft.title, draft.context) == ("Réseaux d’eau potable de Sikoro", "Autre contexte")
    assert Contribution.objects.get(pk=contribution.pk).taken == ["context"]
    assert Event.objects.get(verb="contribution.accepted").detail["left"] == ["title"]
    assert Remark.objects.get().text == "Le titre est celui de la convention."


def test_the_decider_may_mend_a_value(sheet: int) -> None:
    accept(sent(sheet, title="AUTRE TITRE"), values={"title": "Autre titre"}, by=OFFICER, at=AT)
    assert current_draft(sheet).title == "Autre titre"


def test_a_new_sheet_is_published(world: World) -> None:
    draft = start_draft(project_id=None, by=AGENT, at=AT, authority_id=world.commune.pk)
    save_draft(draft, {"title": "Un jumelage tout neuf", "countries": ["SN"]}, 0, by=AGENT, at=AT)
    applied = accept(submit(draft, by=AGENT, at=AT), by=OFFICER, at=AT)
    assert applied is not None
    project = Project.objects.get()
    assert (project.pk, project.title, project.publication_state) == (
        applied.project_id,
        "Un jumelage tout neuf",
        "published",
    )
    assert Contribution.objects.get().project_id == project.pk


def test_a_field_that_changed_meanwhile_is_not_overwritten_unseen(sheet: int) -> None:
    first = sent(sheet, title="De l’une", context="Son contexte")
    second = sent(sheet, by=POST, origin=Origin.SUGGESTED_EDIT, title="De l’autre")
    accept(second, by=OFFICER, at=AT)
    with pytest.raises(Conflict) as refused:
        accept(first, by=OFFICER, at=AT)
    assert refused.value.fields == ("title",)
    accept(first, fields=["context"], by=OFFICER, at=AT)
    assert (current_draft(sheet).title, current_draft(sheet).context) == ("De l’autre", "Son contexte")


def test_the_ministry_may_overwrite_knowingly(sheet: int) -> None:
    first, second = sent(sheet, title="De l’une"), sent(sheet, by=POST, title="De l’autre")
    accept(second, by=OFFICER, at=AT)
    accept(first, override=True, by=OFFICER, at=AT)
    assert current_draft(sheet).title == "De l’une"


def test_a_page_that_shows_an_older_version_is_told(sheet: int) -> None:
    first, second = sent(sheet, title="De l’une"), sent(sheet, by=POST, context="De l’autre")
    accept(second, by=OFFICER, at=AT, expected_version=1)
    with pytest.raises(SheetMoved):
        accept(first, by=OFFICER, at=AT, expected_version=1)
    assert Contribution.objects.get(pk=first.pk).state == "submitted"


def test_what_the_sheet_says_already_cannot_be_accepted(sheet: int) -> None:
    first, second = sent(sheet, title="Le même titre"), sent(sheet, by=POST, title="Le même titre")
    accept(first, by=OFFICER, at=AT)
    with pytest.raises(NothingToAccept):
        accept(second, by=OFFICER, at=AT)


def test_a_withdrawn_sheet_takes_nothing(sheet: int) -> None:
    contribution = sent(sheet, title="Autre titre")
    withdraw_project(project_id=sheet, reason="Hors champ", by=OFFICER, at=AT)
    with pytest.raises(SheetGone):
        accept(contribution, by=OFFICER, at=AT)


def test_a_mended_value_is_checked_too(sheet: int) -> None:
    contribution = sent(sheet, title="Autre titre")
    with pytest.raises(HasErrors):
        accept(contribution, values={"title": ""}, by=OFFICER, at=AT)
    assert (version_of(sheet), Contribution.objects.get(pk=contribution.pk).state) == (1, "submitted")


DECISIONS: list[Callable[[Contribution], object]] = [
    lambda one: accept(one, by=OFFICER, at=AT),
    lambda one: reject(one, reason="Non", by=OFFICER, at=AT),
    lambda one: return_to_author(one, reason="À revoir", by=OFFICER, at=AT),
]


@pytest.mark.parametrize("second", DECISIONS)
@pytest.mark.parametrize("first", DECISIONS)
def test_of_two_decisions_the_first_wins(
    sheet: int, first: Callable[[Contribution], object], second: Callable[[Contribution], object]
) -> None:
    contribution = sent(sheet, title="Autre titre")
    first(contribution)
    versions, events = version_of(sheet), Event.objects.count()
    with pytest.raises(AlreadyDecided) as told:
        second(contribution)
    assert (told.value.by, version_of(sheet), Event.objects.count()) == (OFFICER, versions, events)


@pytest.mark.parametrize(
    "verb",
    [
        lambda one: reject(one, reason=" ", by=OFFICER, at=AT),
        lambda one: return_to_author(one, reason="", by=OFFICER, at=AT),
        lambda one: ask(one, question="\n", by=OFFICER, at=AT),
    ],
)
def test_a_refusal_says_why(sheet: int, verb: Callable[[Contribution], object]) -> None:
    contribution = sent(sheet, title="Autre titre")
    with pytest.raises(ReasonMissing):
        verb(contribution)
    assert Contribution.objects.get(pk=contribution.pk).state == "submitted"


def test_what_was_refused_can_be_reopened_and_accepted(sheet: int) -> None:
    contribution = reject(sent(sheet, title="Autre titre"), reason="Non", by=OFFICER, at=AT)
    reopen(contribution, by=OFFICER, at=AT, reason="Tout compte fait")
    assert accept(contribution, by=OFFICER, at=AT) is not None


def said_by_a_reader(sheet: int, field: str = "title", proposed: str = "Un titre de lecteur") -> Contribution:
    number = suggest_correction(
        Suggestion(sheet, field, "Ce titre est faux", proposed, "", "Lise", "lise@example.org", "https://x.test", "v"),
        by="reader",
        at=AT,
    )
    return Contribution.objects.get(pk=number)


def test_a_reader_s_words_are_taken_with_the_value_that_the_decider_gives(sheet: int) -> None:
    said = said_by_a_reader(sheet)
    applied = accept(said, values={"title": "Un titre de lecteur"}, by=OFFICER, at=AT)
    assert applied is not None
    assert Version.objects.get(project_id=sheet, number=2).origin == "suggestion"
    assert Proposal.objects.get().state == "taken"
    assert not Project.objects.get().private_contacts.exists()


def test_a_reader_s_remark_may_need_no_change(sheet: int) -> None:
    said = said_by_a_reader(sheet, field="", proposed="")
    assert accept(said, reason="Corrigé le même jour.", by=OFFICER, at=AT) is None
    assert (Contribution.objects.get(pk=said.pk).state, version_of(sheet)) == ("accepted", 1)


def test_a_reader_s_remark_refused_and_reopened(sheet: int) -> None:
    said = said_by_a_reader(sheet)
    reject(said, reason="Le titre est celui de la convention.", by=OFFICER, at=AT)
    assert Proposal.objects.get().state == "refused"
    reopen(said, by=OFFICER, at=AT)
    assert (Proposal.objects.get().state, Proposal.objects.get().decided_by) == ("open", "")


def test_an_import_that_waits_for_a_conflict_is_accepted_for_what_it_changed_itself(world: World) -> None:
    draft = full_draft(world)
    sheet = published(draft)
    accept(sent(sheet, title="Titre d’une personne"), by=OFFICER, at=AT)
    from datetime import date

    from atlas.contributions.actions import Delivery, receive

    newer = changed(draft, title="Titre de la page", context="Contexte de la page")
    page = Delivery(origin="legacy_page", key="prj:900", name="x", raw=b"newer", draft=newer)
    (outcome,) = receive([page], by="import", at=AT, today=date(2026, 11, 25))
    assert outcome.kind == "pending"
    waiting = Contribution.objects.get(state="submitted")
    assert waiting.fields == " title context "
    with pytest.raises(Conflict):
        accept(waiting, by=OFFICER, at=AT)
    accept(waiting, override=True, by=OFFICER, at=AT)
    assert (current_draft(sheet).title, current_draft(sheet).context) == ("Titre de la page", "Contexte de la page")
