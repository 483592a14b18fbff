from datetime import UTC, datetime, timedelta

import pytest

from atlas.visitors.ticket import refusal, ticket_for

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "expected"), [(0, "early"), (3.9, "early"), (4.1, ""), (86_399, ""), (86_401, "late")]
)
def test_a_ticket_is_good_for_a_day_but_not_at_once(seconds: float, expected: str) -> None:
    assert refusal(ticket_for("form 7", AT), "form 7", AT + timedelta(seconds=seconds)) == expected


@pytest.mark.parametrize("ticket", ["", "abc", "WzcsMV0:1abc:xyz", "\x00é"])
def test_what_we_did_not_sign_is_unknown(ticket: str) -> None:
    assert refusal(ticket, "form 7", AT) == "unknown"


def test_a_ticket_is_good_for_one_sheet() -> None:
    assert refusal(ticket_for("form 7", AT), "form 8", AT + timedelta(minutes=1)) == "unknown"
