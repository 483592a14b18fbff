"""The one rule of « à jour », and the table of states with its rights."""

from datetime import UTC, date, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.accounts.scopes import Scope
from atlas.campaigns.rules import can_follow, can_see, may
from atlas.campaigns.states import TRANSITIONS, VERBS, Forbidden, State, after
from atlas.campaigns.up_to_date import Facts, Missing, missing, up_to_date_on
from atlas.organisations.models import Organisation

OLD, SIGNED, NEW = (datetime(2026, month, 5, 23, 30, tzinfo=UTC) for month in (1, 11, 12))
ALL = Facts("attested", SIGNED, True, frozenset({1, 2}), {1: OLD, 2: OLD})


def but(**values: object) -> Facts:
    from dataclasses import replace

    return replace(ALL, **values)  # type: ignore[arg-type]  # values of the fields


def test_everything_attested_is_up_to_date_on_the_day_in_paris() -> None:
    assert up_to_date_on(ALL) == date(2026, 11, 6)


@pytest.mark.parametrize(
    ("facts", "left"),
    [
        (but(answered=frozenset({1})), Missing((2,))),
        (but(is_contacts_attested=False), Missing((), contacts=True)),
        (but(state="reopened", signed_at=None), Missing()),
        (but(state="in_progress", signed_at=None), Missing()),
    ],
)
def test_whatever_is_missing_it_is_not(facts: Facts, left: Missing) -> None:
    assert (up_to_date_on(facts), missing(facts)) == (None, left)


def test_no_project_any_more_is_an_attestation_too() -> None:
    assert up_to_date_on(but(answered=frozenset(), sheets={})) == date(2026, 11, 6)


def test_a_sheet_that_came_after_the_signature_is_asked_of_when_it_is_reopened() -> None:
    later = but(sheets={1: OLD, 2: OLD, 3: NEW})
    assert up_to_date_on(later) == date(2026, 11, 6)
    assert missing(but(state="reopened", signed_at=None, sheets={3: NEW})) == Missing((3,))


@given(
    st.sampled_from(State.values), st.booleans(), st.sets(st.integers(1, 5)), st.sets(st.integers(1, 5)), st.booleans()
)
def test_only_a_signature_over_everything_counts(
    state: str, contacts: bool, answered: set[int], sheets: set[int], signed: bool
) -> None:
    facts = Facts(state, SIGNED if signed else None, contacts, frozenset(answered), dict.fromkeys(sheets, OLD))
    expected = state == "attested" and signed and contacts and sheets <= answered
    assert (up_to_date_on(facts) is not None) == expected


def test_each_state_is_reached_and_left() -> None:
    assert {one.to for one in TRANSITIONS.values()} == set(State) - {State.NOT_STARTED}
    assert {state for state, _verb in TRANSITIONS} == set(State)
    assert {verb for _state, verb in TRANSITIONS} == set(VERBS)


def test_what_is_not_in_the_table_is_forbidden() -> None:
    for state, verb in product(State, VERBS):
        if (state, verb) not in TRANSITIONS:
            with pytest.raises(Forbidden):
                after(state, verb)
    with pytest.raises(Forbidden):
        after("attested", "delete")


AGENT = Scope(user_id=1, authorities=frozenset({7}))
ADMIN = Scope(user_id=2, authorities=frozenset({7}), signs_for=frozenset({7}))
PARTNER = Scope(user_id=3, delegated=frozenset({7}))
PREFECTURE = Scope(user_id=4, regions=frozenset({"84"}))
MINISTRY = Scope(user_id=5, roles=frozenset({"ministry_officer"}))
OTHERS = (
    Scope(),
    Scope(user_id=6, authorities=frozenset({8}), signs_for=frozenset({8})),
    Scope(user_id=7, regions=frozenset({"53"})),
    Scope(user_id=8, posts=frozenset({7}), countries=frozenset({"ML"})),
    Scope(user_id=9, awaited=frozenset({7})),
)
MAY = {
    "answer": (AGENT, ADMIN, PARTNER),
    "sign": (ADMIN,),
    "reopen": (ADMIN, PREFECTURE, MINISTRY),
}


@pytest.mark.parametrize(
    ("verb", "state"), [("answer", "in_progress"), ("sign", "in_progress"), ("reopen", "attested")]
)
def test_who_may(verb: str, state: str) -> None:
    everybody = (AGENT, ADMIN, PARTNER, PREFECTURE, MINISTRY, *OTHERS)
    allowed = [one for one in everybody if may(one, state, verb, of=Organisation(pk=7, region_code="84"))]
    assert allowed == list(MAY[verb])


def test_who_sees() -> None:
    assert [can_see(one, 7, "84") for one in (AGENT, ADMIN, PARTNER, PREFECTURE, MINISTRY)] == [True] * 5
    assert [can_see(one, 7, "84") for one in OTHERS] == [False] * len(OTHERS)
    assert not can_follow(Scope(user_id=1, regions=frozenset({""})), "")
