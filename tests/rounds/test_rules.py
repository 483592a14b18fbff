"""What counts as verified, what a sheet says after its answers, when a post is reminded."""

from datetime import date

import pytest

from atlas.rounds.rules import answer_from, flag_of, is_reached, is_stale, reminder_is_due

HELD = date(2026, 11, 8)
BEFORE, AFTER = date(2026, 11, 7), date(2026, 11, 9)


def test_a_contact_is_stale_until_somebody_looked_after_the_election() -> None:
    assert is_stale(None, HELD)
    assert is_stale(BEFORE, HELD)
    assert not is_stale(HELD, HELD)
    assert not is_stale(AFTER, HELD)


def test_where_an_election_reaches() -> None:
    assert is_reached("Kayes", [])
    assert is_reached("Kayes", ["Kayes", "Mopti"])
    assert is_reached("", ["Kayes"])
    assert not is_reached("Mopti", ["Kayes"])


@pytest.mark.parametrize(
    ("answers", "flag"),
    [
        ([], None),
        ([""], None),
        (["no", ""], None),
        (["yes", ""], "yes"),
        (["no", "yes"], "yes"),
        (["no", "no"], "no"),
        (["no", "unknown"], "unknown"),
        (["unknown"], "unknown"),
    ],
)
def test_a_sheet_follows_its_pairs(answers: list[str], flag: str | None) -> None:
    assert flag_of(answers) == flag


@pytest.mark.parametrize(
    ("flags", "answer"),
    [
        ([], ""),
        ([(None, None)], ""),
        ([("yes", BEFORE)], ""),
        ([("yes", HELD)], "yes"),
        ([("yes", AFTER), ("yes", HELD)], "yes"),
        ([("yes", AFTER), ("no", AFTER)], ""),
        ([("yes", AFTER), (None, None)], ""),
    ],
)
def test_what_posts_said_since_is_an_answer(flags: list[tuple[str | None, date | None]], answer: str) -> None:
    assert answer_from(flags, HELD) == answer


@pytest.mark.parametrize(
    ("reminded_on", "today", "due"),
    [
        (None, date(2026, 11, 14), False),
        (None, date(2026, 11, 15), True),
        (date(2026, 11, 15), date(2026, 11, 28), False),
        (date(2026, 11, 15), date(2026, 11, 29), True),
    ],
)
def test_reminders_are_no_flood(reminded_on: date | None, today: date, due: bool) -> None:
    assert reminder_is_due(HELD, reminded_on, today) is due
