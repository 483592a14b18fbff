"""Lists read whole: every id once, in order, in batches; records as they are; nothing missing without a reason."""

import pytest
from django.db import connection

from atlas.catalogue import streaming
from atlas.catalogue.index import listing
from atlas.catalogue.record import decode
from atlas.catalogue.search import search
from atlas.catalogue.search_query import SearchQuery
from tests.catalogue.records import project, publish, withdraw

NUMBERS = (8, 3, 12, 5, 1, 30, 21)
EVERYTHING = SearchQuery()


@pytest.fixture
def selection(indexed):
    """Everything, from an index of a few projects."""

    def select(query=EVERYTHING):
        indexed(*(project(number, length=200) for number in NUMBERS))
        return streaming.select(query)

    return select


def test_ids_come_in_ascending_order_whatever_the_batches(selection, monkeypatch):
    for size in (1, 2, 7, 100):
        monkeypatch.setattr(listing, "_ID_BATCH", size)
        assert list(selection().ids()) == sorted(NUMBERS)


def test_a_selection_is_what_the_page_shows(selection):
    for query in (SearchQuery(text="eau"), SearchQuery(statuses=("ongoing", "none")), SearchQuery(sort="start")):
        chosen, page = selection(query), search(query, page_size=100)
        assert chosen.total == page.total == len(list(chosen.ids()))
        assert chosen.first_ids(100) == [hit.id for hit in page.hits]
        assert chosen.first_ids(2) == [hit.id for hit in page.hits][:2]


def test_the_page_of_a_list_does_not_matter(selection):
    assert list(selection(SearchQuery(page=9)).ids()) == sorted(NUMBERS)


def test_a_text_without_words_is_said(selection):
    chosen = selection(SearchQuery(text="…"))
    assert (chosen.total, [problem.parameter for problem in chosen.query.problems]) == (len(NUMBERS), ["q"])


@pytest.mark.django_db
def test_records_come_in_the_order_asked_for_one_query_a_batch(monkeypatch, django_assert_num_queries):
    publish(*(project(number) for number in NUMBERS))
    monkeypatch.setattr(streaming, "BATCH", 3)
    with django_assert_num_queries(3):
        found = list(streaming.records(NUMBERS, decode, revision=7))
    assert found == [project(number) for number in NUMBERS]


@pytest.mark.django_db
def test_records_are_bytes_whatever_they_hold(django_assert_num_queries):
    strange = project(1, title="É ’ “ \\x41 \\ \n \t 🎉")
    publish(strange)
    (data,) = streaming.records([1], bytes, revision=1)
    assert decode(data) == strange


@pytest.mark.django_db
def test_a_project_withdrawn_meanwhile_is_left_out():
    revision = publish(project(1), project(2), project(3))
    withdraw(2)
    assert [one.id for one in streaming.records([1, 2, 3], decode, revision=revision)] == [1, 3]


@pytest.mark.django_db
def test_a_record_missing_for_no_reason_fails():
    publish(project(1), project(2))
    revision = withdraw(2)
    with pytest.raises(streaming.RecordsMissing, match="2"):
        list(streaming.records([1, 2], decode, revision=revision))


@pytest.mark.django_db(transaction=True)
def test_reading_holds_no_transaction_open():
    publish(project(1), project(2))
    reading = streaming.records([1, 2], decode, revision=2)
    next(reading)
    assert not connection.in_atomic_block
