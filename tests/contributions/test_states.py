"""The two tables hold together, and docs/workflows.md says them word for word."""

import pytest
from django.conf import settings

from atlas.contributions.states import (
    SHEET_TRANSITIONS,
    SHEET_VERBS,
    TRANSITIONS,
    VERBS,
    ForbiddenTransition,
    Grant,
    State,
    after,
    sheet_after,
)

DOCUMENT = settings.BASE_DIR / "docs" / "workflows.md"


def test_every_state_can_be_reached_and_only_the_last_one_has_no_way_out() -> None:
    reached = {transition.to for transition in TRANSITIONS.values()} | {State.DRAFT}
    assert reached == set(State)
    assert set(State) - {state for state, _ in TRANSITIONS} == {State.UNDONE}


def test_every_verb_has_a_button_and_every_button_a_verb() -> None:
    assert {verb for _, verb in TRANSITIONS} == set(VERBS)
    assert {verb for _, verb in SHEET_TRANSITIONS} == set(SHEET_VERBS)


@pytest.mark.parametrize(("state", "verb"), [("accepted", "accept"), ("draft", "accept"), ("nowhere", "submit")])
def test_a_verb_that_the_table_does_not_know_is_refused(state: str, verb: str) -> None:
    with pytest.raises((ForbiddenTransition, ValueError)):
        after(state, verb)


def test_a_sheet_s_verb_that_the_table_does_not_know_is_refused() -> None:
    with pytest.raises(ForbiddenTransition):
        sheet_after("published", "restore")


def test_submitting_and_accepting_lead_where_the_table_says() -> None:
    assert after(after("draft", "submit"), "accept") is State.ACCEPTED


def who(grants: tuple[Grant, ...]) -> str:
    words = [f"{', '.join(f'`{role}`' for role in sorted(one.roles)) or 'any account'} ({one.reach})" for one in grants]
    return "; ".join(words)


def contribution_rows() -> list[str]:
    return [
        f"| {State(state).label} `{state}` | {VERBS[verb].label} `{verb}` | {State(change.to).label} `{change.to}` "
        f"| {who(change.grants)} | {VERBS[verb].reason} | {'yes' if change.by_rule else 'no'} |"
        for (state, verb), change in TRANSITIONS.items()
    ]


def sheet_rows() -> list[str]:
    return [
        f"| `{state}` | {SHEET_VERBS[verb].label} `{verb}` | `{change.to}` | {who(change.grants)} "
        f"| {SHEET_VERBS[verb].reason} |"
        for (state, verb), change in SHEET_TRANSITIONS.items()
    ]


@pytest.mark.parametrize("rows", [contribution_rows, sheet_rows])
def test_the_document_says_what_the_tables_say(rows) -> None:
    said = DOCUMENT.read_text().splitlines()
    start = said.index(rows()[0])
    assert said[start : start + len(rows()) + 1] == [*rows(), ""]
