"""Bars of a sheet's money: parts that add up to their bar, one pattern a funder, nothing invented."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.catalogue.money_chart import TOLD_APART, chart_of
from atlas.catalogue.record import PublicFunding

lines = st.lists(
    st.builds(
        PublicFunding,
        funder=st.sampled_from(["Rivebourg", "Tambaga", "État", "Agence", "Région", "Syndicat"]),
        nature=st.just("declared"),
        year=st.sampled_from([None, 2019, 2020, 2021]),
        amount=st.none() | st.decimals(0, 10**9, places=2),
    ),
    max_size=12,
)


def line(funder, year, amount):
    return PublicFunding(funder=funder, nature="declared", year=year, amount=amount and Decimal(amount))


@given(lines)
def test_segments_lie_end_to_end_inside_the_picture(found):
    chart = chart_of(found, "fr")
    for bar in chart.bars if chart else ():
        end = 0.0
        for segment in bar.segments:
            assert float(segment.start) == pytest.approx(end, abs=0.011)
            end = float(segment.start) + float(segment.width)
        assert end <= 100.02


@given(lines)
def test_the_longest_bar_fills_the_picture(found):
    if chart := chart_of(found, "fr"):
        ends = [float(bar.segments[-1].start) + float(bar.segments[-1].width) for bar in chart.bars]
        assert max(ends) == pytest.approx(100, abs=0.011)


@pytest.mark.parametrize(
    "found",
    [
        [],
        [line("A", 2019, 5)],
        [line("A", 2019, 0), line("B", 2020, 7)],
        [line("A", 2019, None), line("B", 2019, 7)],
        [line("A", 2019, 3), line("A", 2019, 7)],
    ],
)
def test_nothing_to_compare_is_no_chart(found):
    assert chart_of(found, "fr") is None


def test_years_in_order_and_the_one_not_stated_last():
    chart = chart_of([line("A", None, 1), line("A", 2020, 30), line("B", 2020, 10), line("B", 2019, 20)], "fr")
    assert [(bar.label, bar.total) for bar in chart.bars] == [
        ("2019", "20\u00a0€"), ("2020", "40\u00a0€"), ("Année non précisée", "1\u00a0€"),
    ]  # fmt: skip
    assert chart.legend == ("A", "B")
    assert [(part.start, part.width, part.pattern, part.label) for part in chart.bars[1].segments] == [
        ("0.00", "75.00", 0, "A – 30\u00a0€"), ("75.00", "25.00", 1, "B – 10\u00a0€"),
    ]  # fmt: skip


def test_one_year_gives_a_bar_a_funder():
    chart = chart_of([line("A", 2019, 1), line("B", 2019, 4), line("B", 2019, 4)], "fr")
    assert [(bar.label, bar.total) for bar in chart.bars] == [("B", "8\u00a0€"), ("A", "1\u00a0€")]
    assert chart.legend == ()


def test_only_the_largest_funders_have_a_pattern_of_their_own():
    found = [line(name, year, amount) for amount, name in enumerate("ABCDEF", 1) for year in (2019, 2020)]
    assert chart_of(found, "fr").legend == ("F", "E", "D", "Autres financeurs")
    assert chart_of(found[:8], "fr").legend == ("D", "C", "B", "A")
    assert TOLD_APART == 3
