"""Who may: D6.2 row by row, and the tables of states."""

import pytest

from atlas.contributions.models import Origin
from atlas.contributions.rules import (
    Case,
    can_create,
    can_decide,
    can_edit,
    can_see,
    can_see_private,
    can_suggest,
    may,
    may_with_sheet,
    origin_for,
    verbs_for,
)
from atlas.projects.queries import Stakes
from tests.contributions.people import AGENT, OFFICER, POST, Scope

OWN, OTHER = 10, 11
STAKES = Stakes(
    authorities=frozenset({OWN}),
    lead=OWN,
    regions=frozenset({"84"}),
    countries=frozenset({"ML"}),
    posts=frozenset({5}),
)
AUTHORITY = Scope(AGENT, frozenset({"authority_agent"}), authorities=frozenset({OWN}))
ELSEWHERE = Scope("user:8", frozenset({"authority_agent"}), authorities=frozenset({OTHER}))
PARTNER = Scope("user:4", frozenset({"partner_editor"}), delegated=frozenset({OWN}))
PREFECTURE = Scope("user:5", frozenset({"prefecture"}), regions=frozenset({"84"}))
EMBASSY = Scope(POST, frozenset({"post_agent"}), posts=frozenset({5}), countries=frozenset({"ML"}))
COMMITTEE = Scope("user:6", frozenset({"committee_member"}))
MINISTRY = Scope(OFFICER, frozenset({"ministry_officer"}))
EVERYBODY = (AUTHORITY, ELSEWHERE, PARTNER, PREFECTURE, EMBASSY, COMMITTEE, MINISTRY)


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [
        (can_edit, (AUTHORITY, PARTNER, MINISTRY)),
        (can_see_private, (AUTHORITY, PREFECTURE, EMBASSY, MINISTRY)),
        (lambda scope, _stakes: can_suggest(scope), EVERYBODY),
        (lambda scope, _stakes: can_create(scope), (AUTHORITY, ELSEWHERE, PARTNER, MINISTRY)),
        (lambda scope, _stakes: can_decide(scope), (MINISTRY,)),
    ],
)
def test_d6_2_row_by_row(rule, allowed: tuple[Scope, ...]) -> None:
    assert tuple(scope for scope in EVERYBODY if rule(scope, STAKES)) == allowed


def test_who_edits_says_so_and_who_may_not_suggests() -> None:
    assert origin_for(AUTHORITY, STAKES) == Origin.PERSON
    assert origin_for(EMBASSY, STAKES) == Origin.SUGGESTED_EDIT


def test_a_post_in_the_country_sees_contacts_of_a_sheet_that_names_no_post() -> None:
    neighbour = Scope("user:9", frozenset({"post_agent"}), posts=frozenset({6}), countries=frozenset({"ML"}))
    assert can_see_private(neighbour, STAKES)
    assert not can_see_private(Scope("user:9", posts=frozenset({6}), countries=frozenset({"SN"})), STAKES)


EDIT = Case("submitted", Origin.PERSON, AGENT, authority=OWN)
SUGGESTION = Case("submitted", Origin.SUGGESTED_EDIT, POST)
READERS = Case("submitted", Origin.SUGGESTION, "reader")
IMPORT = Case("submitted", Origin.LEGACY_PAGE, "import")


@pytest.mark.parametrize(
    ("case", "allowed"),
    [
        (EDIT, (MINISTRY,)),
        (SUGGESTION, (AUTHORITY, MINISTRY)),
        (READERS, (AUTHORITY, MINISTRY)),
        (IMPORT, (MINISTRY,)),
        (Case("submitted", Origin.SUGGESTED_EDIT, POST, has_conflict=True), (MINISTRY,)),
        (Case("submitted", Origin.SUGGESTED_EDIT, AGENT), (MINISTRY,)),
        (Case("draft", Origin.SUGGESTED_EDIT, POST), ()),
        (Case("accepted", Origin.SUGGESTED_EDIT, POST), ()),
    ],
)
def test_who_accepts(case: Case, allowed: tuple[Scope, ...]) -> None:
    assert tuple(scope for scope in EVERYBODY if may(scope, STAKES, case, "accept")) == allowed


def test_colleagues_and_those_by_delegation_send_and_take_back_what_was_written_for_their_authority() -> None:
    draft = Case("draft", Origin.PERSON, "user:77", authority=OWN)
    assert [s for s in EVERYBODY if may(s, STAKES, draft, "submit")] == [AUTHORITY, PARTNER]
    assert [s for s in EVERYBODY if may(s, STAKES, EDIT, "withdraw")] == [AUTHORITY, PARTNER]


def test_nobody_but_its_authors_sees_a_draft() -> None:
    assert [s for s in EVERYBODY if can_see(s, STAKES, Case("draft", Origin.SUGGESTED_EDIT, POST))] == [EMBASSY]


def test_who_sees_what_waits() -> None:
    assert [s for s in EVERYBODY if can_see(s, STAKES, SUGGESTION)] == [AUTHORITY, EMBASSY, MINISTRY]
    assert [s for s in EVERYBODY if can_see(s, STAKES, EDIT)] == [AUTHORITY, PARTNER, MINISTRY]
    assert [s for s in EVERYBODY if can_see(s, STAKES, IMPORT)] == [MINISTRY]


def test_a_reader_without_an_account_is_not_asked() -> None:
    assert verbs_for(MINISTRY, STAKES, READERS) == ("accept", "reject")
    assert verbs_for(MINISTRY, STAKES, SUGGESTION) == ("accept", "reject", "return", "ask")


def test_only_the_ministry_undoes_reopens_and_moves_sheets() -> None:
    assert [s for s in EVERYBODY if may(s, STAKES, Case("accepted", Origin.PERSON, AGENT), "undo")] == [MINISTRY]
    assert [s for s in EVERYBODY if may(s, STAKES, Case("rejected", Origin.PERSON, AGENT), "reopen")] == [MINISTRY]
    assert [s for s in EVERYBODY if may_with_sheet(s, "published", "merge")] == [MINISTRY]
    assert not may_with_sheet(MINISTRY, "draft", "merge")
