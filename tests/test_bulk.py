"""Rows in one statement: ids in order, nothing taken twice, JSON that reads as Django writes it."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from atlas import bulk
from atlas.audit.models import Event

AT = datetime(2026, 1, 2, tzinfo=UTC)
COLUMNS = ("at", "actor", "verb", "object_type", "object_id", "detail")


def _rows(*numbers: int) -> list[tuple[object, ...]]:
    return [(AT, "test", "made", "thing", number, {"number": number}) for number in numbers]


@pytest.mark.django_db
def test_the_ids_come_in_the_order_of_the_rows():
    ids = bulk.insert_numbered(Event, COLUMNS, _rows(30, 10, 20))
    assert [Event.objects.get(pk=number).object_id for number in ids] == [30, 10, 20]
    assert ids == sorted(ids)


@pytest.mark.django_db
def test_both_ways_of_writing_count_on_from_each_other():
    taken = bulk.insert_numbered(Event, COLUMNS, _rows(1, 2))
    made = Event.objects.create(at=AT, actor="test", verb="made", object_type="thing", object_id=3)
    again = bulk.insert_numbered(Event, COLUMNS, _rows(4))
    assert taken[-1] < made.pk < again[0]


@pytest.mark.django_db
def test_no_row_takes_no_id():
    assert bulk.insert_numbered(Event, COLUMNS, []) == []
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_ids_are_only_taken_inside_a_transaction():
    with pytest.raises(TransactionManagementError):
        bulk.insert_numbered(Event, COLUMNS, _rows(1))
    with transaction.atomic():
        bulk.insert_numbered(Event, COLUMNS, _rows(1))
    assert Event.objects.get().object_id == 1


@pytest.mark.django_db
def test_json_reads_back_as_it_was():
    detail = {"é": ["« œ »", None, 1.5, True], "nested": {"number": 12345678901234567890 // 10}}
    bulk.insert(Event, COLUMNS, [(AT, "test", "made", "thing", 1, detail)])
    assert Event.objects.get().detail == detail
    assert Event.objects.filter(detail__nested__number=detail["nested"]["number"]).exists()


@pytest.mark.django_db
def test_a_database_is_as_it_was_after_many_batches():
    before = _pages_of_the_journal()
    with bulk.many_batches():
        during = _pages_of_the_journal()
    assert (during > before) or connection.vendor != "sqlite"
    assert _pages_of_the_journal() == before


def _pages_of_the_journal() -> int:
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_autocheckpoint")
        return cursor.fetchone()[0]
