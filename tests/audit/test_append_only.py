"""The database itself refuses to change or delete what was written down; where it came from is said coarsely."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from atlas.audit.actions import Entry, record
from atlas.audit.append_only import GUARDED, unguarded
from atlas.audit.exports import csv_lines
from atlas.audit.models import Event
from atlas.audit.origin import COMMAND, IMPORT, coming_from, current_origin, network_of
from atlas.audit.queries import history_of
from atlas.contributions.middleware import origin_middleware
from atlas.projects.models import Version
from tests.contributions.people import published
from tests.factories.drafts import full_draft
from tests.factories.world import make_world

AT = datetime(2026, 11, 25, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_all_of_them_are_guarded_after_all_migrations() -> None:
    assert unguarded() == []


@pytest.mark.parametrize("table", GUARDED)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id + 1000", "DELETE FROM {}"])
def test_sql_is_refused(table: str, statement: str) -> None:
    published(full_draft(make_world()))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))
    assert (Event.objects.count(), Version.objects.count()) == (1, 1)


def test_so_are_querysets() -> None:
    published(full_draft(make_world()))
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.update(actor="nobody")
    with pytest.raises(DatabaseError), transaction.atomic():
        Version.objects.all().delete()
    assert Version.objects.get().by == "import"


@pytest.mark.django_db(transaction=True)
def test_what_a_test_wrote_is_gone_after_it_and_the_guard_is_there_again() -> None:
    record([Entry("made", "thing", 1)], by="test", at=AT)
    assert (Event.objects.count(), unguarded()) == (1, [])


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:12:34::1", "2001:db8:12::/48"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("fe80::1%eth0", "fe80::/48"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_a_network_is_kept_never_an_address(address: str, network: str) -> None:
    assert network_of(address) == network


def test_an_event_says_through_which_door_it_came() -> None:
    with coming_from(IMPORT):
        record([Entry("made", "thing", 1)], by="test", at=AT)
    record([Entry("made", "thing", 2)], by="test", at=AT)
    assert list(Event.objects.order_by("pk").values_list("origin", flat=True)) == [IMPORT, COMMAND]


@pytest.mark.parametrize(
    ("path", "origin"), [("/fr/espace/", "web 203.0.113.0/24"), ("/fr/projets/1/corriger/", "web")]
)
def test_the_network_of_accounts_is_kept_that_of_readers_is_not(path: str, origin: str) -> None:
    seen = []

    def view(_request: object) -> HttpResponse:
        seen.append(current_origin())
        return HttpResponse()

    origin_middleware(view)(RequestFactory(REMOTE_ADDR="203.0.113.9").get(path))
    assert (seen, current_origin()) == ([origin], COMMAND)


def test_the_history_of_a_sheet_and_its_contributions_newest_first() -> None:
    record([Entry("made", "project", 1), Entry("made", "contribution", 5), Entry("made", "project", 2)], by="a", at=AT)
    record([Entry("changed", "project", 1)], by="b", at=AT)
    found = history_of(("project", 1), ("contribution", 5))
    assert [(one.verb, one.object_type) for one in found] == [
        ("changed", "project"),
        ("made", "contribution"),
        ("made", "project"),
    ]
    with pytest.raises(ValueError, match="which"):
        history_of()


def test_the_journal_as_a_file() -> None:
    record([Entry("made", "thing", 1, {"é": "x, y"})], by="user:1", at=AT)
    first, second = csv_lines(Event.objects.order_by("pk"))
    assert first == "\ufeffid,at,actor,verb,object_type,object_id,origin,detail\r\n"
    number = Event.objects.get().pk
    detail = '"{""é"": ""x, y""}"'
    assert second == f"{number},2026-11-25T10:00:00+00:00,user:1,made,thing,1,command,{detail}\r\n"
