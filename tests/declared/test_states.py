"""The table: what leads where, and that the documentation says the same."""

from pathlib import Path

import pytest
from django.conf import settings

from atlas.accounts.scopes import Scope
from atlas.declared.rules import look_alike
from atlas.declared.states import TRANSITIONS, VERBS, Forbidden, State, after, verbs_for


def test_every_verb_has_words_and_a_place() -> None:
    assert {verb for _state, verb in TRANSITIONS} == set(VERBS)
    assert {state for state, _verb in TRANSITIONS} | {one.to for one in TRANSITIONS.values()} == set(State)


def test_what_is_not_in_the_table_is_refused() -> None:
    assert after("pending", "check") == State.CHECKED
    for state, verb in (("pending", "link"), ("linked", "reopen"), ("pending", "settle"), ("nowhere", "check")):
        with pytest.raises((Forbidden, ValueError)):
            after(state, verb)


def test_nobody_presses_what_follows_by_rule() -> None:
    assert verbs_for(State.PENDING) == ("check", "refuse", "double")
    assert verbs_for(State.CHECKED) == ("link", "propose", "refuse", "double", "reopen")
    assert verbs_for(State.PROPOSED) == verbs_for(State.LINKED) == ()


def test_the_documentation_has_the_same_table() -> None:
    text = (Path(settings.BASE_DIR) / "docs" / "workflows.md").read_text()
    rows = [
        f"| {State(state).label} `{state}` | {VERBS[verb]} `{verb}` | {one.to.label} `{one.to}` | "
        f"{'rule' if one.by_rule else 'post of the country, ministry'} |"
        for (state, verb), one in TRANSITIONS.items()
    ]
    assert [row for row in rows if row not in text] == []


def test_who_keeps_a_country() -> None:
    assert Scope(countries=frozenset({"ML"})).follows("ML")
    assert not Scope(countries=frozenset({"ML"})).follows("SN")
    assert Scope(roles=frozenset({"ministry_officer"})).follows("SN")
    assert not Scope(authorities=frozenset({1})).follows("ML")


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (("ML", "ville de pontcharra", "sikoro"), True),
        (("ML", "pontcharra", "commune de sikoro"), True),
        (("SN", "pontcharra", "sikoro"), False),
        (("ML", "pontcharra", "kita"), False),
        (("ML", "pontcharra", ""), False),
        (("ML", "crolles", "sikoro"), False),
    ],
)
def test_what_looks_alike(other: tuple[str, str, str], alike: bool) -> None:
    assert look_alike(("ML", "pontcharra", "sikoro"), other) is alike
    assert look_alike(other, ("ML", "pontcharra", "sikoro")) is alike
