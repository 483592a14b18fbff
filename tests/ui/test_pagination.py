"""Which page links a list offers."""

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from atlas.ui.pagination import page_numbers, pager
from atlas.ui.templatetags.ui import page_links


@pytest.mark.parametrize(
    ("current", "last", "shown"),
    [
        (1, 2, [1, 2]),
        (1, 3, [1, 2, 3]),
        (3, 5, [1, 2, 3, 4, 5]),
        (5, 9, [1, None, 4, 5, 6, None, 9]),
        (1, 9, [1, 2, None, 9]),
        (9, 9, [1, None, 8, 9]),
        (4, 9, [1, 2, 3, 4, 5, None, 9]),
    ],
)
def test_numbers_around_the_current_page(current, last, shown):
    assert list(page_numbers(current, last)) == shown


@given(st.integers(1, 60), st.integers(0, 60))
def test_links_are_in_order_without_a_gap_that_hides_one_page(current, more):
    last = current + more
    numbers = list(page_numbers(current, last))
    known = [number for number in numbers if number]
    assert known == sorted(set(known))
    assert {1, current, last} <= set(known)
    for before, number, after in zip(numbers, numbers[1:], numbers[2:], strict=False):
        if number is None:
            assert after - before > 2


def test_one_page_needs_no_links():
    assert pager(1, 1, str) is None
    assert pager(1, 0, str) is None


def test_ends_have_no_neighbour():
    first, last = pager(1, 3, str), pager(3, 3, str)
    assert (first.previous, first.next) == ("", "2")
    assert (last.previous, last.next) == ("2", "")
    assert [link.url for link in last.links] == ["1", "2", ""]


def test_a_page_past_the_end_leads_back():
    beyond = pager(9, 3, str)
    assert (beyond.previous, beyond.next, beyond.last_url) == ("", "", "3")


def test_links_are_written_with_their_words_and_what_they_lead_to_escaped():
    with override("en"):
        html = page_links(pager(2, 9, lambda page: f"/en/search/?q=a&page={page}"))
    assert '<a class="fr-pagination__link" aria-current="page" title="Page 2">2</a>' in html
    assert 'rel="prev" href="/en/search/?q=a&amp;page=1">Previous page</a>' in html
    assert 'rel="next" href="/en/search/?q=a&amp;page=3">Next page</a>' in html
    assert html.count("atlas-pagination__gap") == 1
    assert html.count("<li>") == html.count("</li>") == 2 + 5


def test_a_list_of_one_page_has_no_links():
    assert page_links(None) == ""
