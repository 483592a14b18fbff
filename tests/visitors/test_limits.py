"""Traces say that somebody sent something today, not who; each form counts for itself."""

from datetime import UTC, datetime, timedelta

import pytest

from atlas.visitors.actions import erase_traces
from atlas.visitors.limits import network_of, reached, traces_of
from atlas.visitors.models import VisitorTrace

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def keep(purpose: str = "a", at: datetime = AT) -> list[VisitorTrace]:
    return VisitorTrace.objects.bulk_create(
        traces_of(purpose, visitor="192.0.2.1", mailbox="x@example.org", target="7", at=at)
    )


def test_the_limit_is_that_of_the_form_and_of_the_day() -> None:
    traces = keep()
    assert reached(traces, {"visitor": 2, "mailbox": 1, "target": 9}) == "mailbox"
    assert reached(traces, {"visitor": 2, "mailbox": 2, "target": 2}) == ""
    other = traces_of("b", visitor="192.0.2.1", mailbox="x@example.org", at=AT)
    assert reached(other, {"visitor": 1, "mailbox": 1}) == ""
    tomorrow = traces_of("a", visitor="192.0.2.1", mailbox="x@example.org", at=AT + timedelta(days=1))
    assert {one.digest for one in tomorrow}.isdisjoint(one.digest for one in traces)


def test_case_does_not_make_another_mailbox() -> None:
    keep()
    again = traces_of("a", visitor="198.51.100.1", mailbox="X@Example.org", at=AT)
    assert reached(again, {"visitor": 1, "mailbox": 1}) == "mailbox"


@pytest.mark.parametrize(
    ("address", "network"),
    [("192.0.2.1", "192.0.2.1"), ("2001:db8:0:1::5", "2001:db8:0:1::/64"), ("", ""), ("proxy", "proxy")],
)
def test_who_counts_as_one_visitor(address: str, network: str) -> None:
    assert network_of(address) == network


def test_traces_are_forgotten_after_a_day() -> None:
    keep()
    assert erase_traces(by="test", at=AT + timedelta(hours=24)) == 0
    assert erase_traces(by="test", at=AT + timedelta(hours=24, seconds=1)) == 3
