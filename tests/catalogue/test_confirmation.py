"""« À confirmer » (D2.5): each reason at its limit, and no other status than « en cours »."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from atlas.catalogue.confirmation import Doubt, doubtful_from, doubts
from atlas.catalogue.record import PublicFunding
from tests.catalogue.sheets import full_sheet

VERIFIED = date(2026, 3, 1)


def sheet(**changes):
    values = {"end_date": None, "is_triennial": None, "verified_on": VERIFIED, "funding": ()}
    return full_sheet(**{**values, **changes})


def test_nothing_to_say_of_a_verified_sheet():
    assert doubts(sheet(), today=date(2026, 3, 2)) == ()


@pytest.mark.parametrize("status", [None, "planned", "completed", "dormant", "suspended", "cancelled"])
def test_only_an_ongoing_sheet_is_doubted(status):
    assert doubts(full_sheet(status=status), today=date(2030, 1, 1)) == ()


@pytest.mark.parametrize(("today", "expected"), [(date(2026, 6, 30), ()), (date(2026, 7, 1), (Doubt.END_PASSED,))])
def test_end_date_passed_from_the_day_after(today, expected):
    assert doubts(sheet(end_date=date(2026, 6, 30)), today=today) == expected


def test_an_end_year_lasts_until_its_last_day():
    found = sheet(end_year=2026)
    assert doubts(found, today=date(2026, 12, 31)) == ()
    assert doubts(found, today=date(2027, 1, 1)) == (Doubt.END_PASSED,)


@pytest.mark.parametrize(("today", "expected"), [(date(2028, 2, 29), ()), (date(2028, 3, 1), (Doubt.NOT_VERIFIED,))])
def test_verification_is_good_for_24_months(today, expected):
    assert doubts(sheet(), today=today) == expected


def test_never_verified_is_said_so():
    assert doubts(sheet(verified_on=None), today=VERIFIED) == (Doubt.NEVER_VERIFIED,)


@pytest.mark.parametrize(
    ("today", "funded", "expected"),
    [
        (date(2026, 12, 31), 2024, ()),
        (date(2027, 1, 1), 2024, (Doubt.TRIENNIUM_OVER,)),
        (date(2027, 1, 1), 2025, (Doubt.TRIENNIUM_OVER,)),
        (date(2027, 1, 1), 2026, ()),
    ],
)
def test_three_years_over_unless_funded_later(today, funded, expected):
    lines = (PublicFunding(funder="X", nature="declared", year=funded, amount=Decimal(1)),)
    assert doubts(sheet(is_triennial=True, start_year=2023, funding=lines), today=today) == expected


years = st.one_of(st.none(), st.integers(min_value=2015, max_value=2030))
days = st.one_of(st.none(), st.dates(date(2020, 1, 1), date(2030, 12, 31)))


sheets = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["ongoing", "ongoing", "completed", None]),
        "verified_on": days,
        "end_date": days,
        "end_year": years,
        "start_year": years,
        "is_triennial": st.sampled_from([None, True, False]),
        "funding": st.lists(years, max_size=1).map(
            lambda found: tuple(PublicFunding(funder="X", nature="paid", year=year) for year in found)
        ),
    }
)


@given(sheets)
@example({"status": "ongoing", "verified_on": date(2024, 2, 29)})
@example({"status": "ongoing", "end_date": date.max, "start_year": 9998, "is_triennial": True})
def test_the_first_doubtful_day_is_the_one_from_which_a_reason_is_given(values):
    """The search filters by that day, the sheet words the reasons: they agree on every day."""
    project = sheet(**values)
    first = doubtful_from(project)
    assert first is None or first == date.min or doubts(project, today=first - timedelta(days=1)) == ()
    for today in (date(2020, 1, 1), date(2026, 2, 28), date(2026, 3, 1), date(2036, 1, 1), first or date(2040, 1, 1)):
        assert bool(doubts(project, today=today)) == (first is not None and today >= first)
