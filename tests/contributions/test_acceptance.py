from hypothesis import given

from atlas.contributions.acceptance import Existing, decide
from atlas.projects.checks import Finding
from atlas.projects.diff import FIELDS
from atlas.projects.draft import ProjectDraft
from tests.factories.drafts import changed, drafts

PAGE = "legacy_page"
OLD = ProjectDraft(title="Ancien titre", context="Ancien contexte", start_year=2010)


def existing(draft: ProjectDraft, *, by: dict[str, str], last: ProjectDraft | None = OLD) -> Existing:
    return Existing(draft, by, last)


def test_a_trusted_source_creates_at_once() -> None:
    decision = decide(OLD, origin=PAGE, existing=None)
    assert (decision.accepted, decision.reason, decision.draft) == (True, "new_from_trusted_source", OLD)


def test_a_person_s_contribution_always_waits_for_moderation() -> None:
    assert decide(OLD, origin="person", existing=None).accepted is False


def test_a_new_draft_with_an_error_waits() -> None:
    decision = decide(ProjectDraft(), origin=PAGE, existing=None, findings=(Finding("title_missing", level="error"),))
    assert (decision.accepted, decision.reason, decision.detail) == (False, "has_errors", "title_missing")


def test_a_later_page_changes_what_nobody_touched() -> None:
    page = changed(OLD, title="Nouveau titre")
    decision = decide(page, origin=PAGE, existing=existing(OLD, by=dict.fromkeys(FIELDS, PAGE)))
    assert (decision.accepted, decision.draft) == (True, page)


def test_a_later_page_never_overwrites_what_a_person_edited() -> None:
    edited = changed(OLD, title="Titre corrigé")
    page = changed(OLD, title="Nouveau titre")
    decision = decide(page, origin=PAGE, existing=existing(edited, by={"title": "person", "context": PAGE}))
    assert (decision.accepted, decision.reason, decision.detail) == (False, "conflicts_with_human_edit", "title")


def test_a_page_that_repeats_itself_does_not_conflict_with_a_person_s_edit() -> None:
    edited = changed(OLD, title="Titre corrigé")
    page = changed(OLD, context="Nouveau contexte")
    decision = decide(page, origin=PAGE, existing=existing(edited, by={"title": "person", "context": PAGE}))
    assert decision.accepted
    assert decision.draft == changed(edited, context="Nouveau contexte")


def test_a_poorer_source_fills_gaps_but_does_not_replace_a_richer_one() -> None:
    fact = ProjectDraft(title="Autre titre", end_year=2012)
    decision = decide(fact, origin="facts", existing=existing(OLD, by=dict.fromkeys(FIELDS, PAGE), last=None))
    assert decision.draft == changed(OLD, end_year=2012)


def test_a_truncated_page_empties_nothing_and_replaces_nothing() -> None:
    part = ProjectDraft(title="Nouveau titre", history="Une histoire")
    decision = decide(part, origin=PAGE, existing=existing(OLD, by=dict.fromkeys(FIELDS, PAGE)), is_partial=True)
    assert decision.draft == changed(OLD, history="Une histoire")


def test_what_a_page_no_longer_says_is_emptied() -> None:
    page = changed(OLD, context="")
    decision = decide(page, origin=PAGE, existing=existing(OLD, by=dict.fromkeys(FIELDS, PAGE)))
    assert decision.draft == page


@given(drafts, drafts, drafts)
def test_whatever_comes_a_person_s_values_stand(page: ProjectDraft, last: ProjectDraft, edited: ProjectDraft) -> None:
    owners = dict.fromkeys(FIELDS, "person")
    assert decide(page, origin=PAGE, existing=Existing(edited, owners, last)).draft in (page, edited)
    decision = decide(page, origin=PAGE, existing=Existing(edited, owners, last))
    assert not decision.accepted or decision.draft == edited
