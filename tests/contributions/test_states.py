import pytest

from atlas.contributions.states import TRANSITIONS, ForbiddenTransition, State, after


def test_every_state_can_be_reached_and_only_final_ones_have_no_way_out() -> None:
    reached = {transition.to for transition in TRANSITIONS.values()} | {State.DRAFT}
    assert reached == set(State)
    assert set(State) - {state for state, _ in TRANSITIONS} == {State.ACCEPTED, State.REJECTED, State.WITHDRAWN}


@pytest.mark.parametrize(("state", "verb"), [("accepted", "accept"), ("draft", "accept"), ("nowhere", "submit")])
def test_a_verb_that_the_table_does_not_know_is_refused(state: str, verb: str) -> None:
    with pytest.raises((ForbiddenTransition, ValueError)):
        after(state, verb)


def test_submitting_and_accepting_lead_where_the_table_says() -> None:
    assert after(after("draft", "submit"), "accept") is State.ACCEPTED
