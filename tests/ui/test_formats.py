"""Numbers, amounts and dates in both languages."""

from datetime import date
from decimal import Decimal

import pytest

from atlas.ui.formats import day, euros, number, percent, short_euros


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (0, "0", "0"),
        (12725, "12\u202f725", "12,725"),
        (1_234_567, "1\u202f234\u202f567", "1,234,567"),
        (Decimal("12000.50"), "12\u202f000,50", "12,000.50"),
        (Decimal("380272.00"), "380\u202f272", "380,272"),
        (Decimal("0.005"), "0,01", "0.01"),
        (-1500, "-1\u202f500", "-1,500"),
    ],
)
def test_numbers(value, french, english):
    assert (number(value, "fr"), number(value, "en")) == (french, english)


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [(380272, "380\u202f272\u00a0€", "€380,272"), (0, "0\u00a0€", "€0"), (-20, "-20\u00a0€", "-€20")],
)
def test_euros(value, french, english):
    assert (euros(value, "fr"), euros(value, "en")) == (french, english)


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (date(2021, 12, 31), "31 décembre 2021", "31 December 2021"),
        (date(2015, 6, 1), "1er juin 2015", "1 June 2015"),
        (date(2016, 8, 11), "11 août 2016", "11 August 2016"),
    ],
)
def test_days(value, french, english):
    assert (day(value, "fr"), day(value, "en")) == (french, english)


def test_shares_have_one_decimal_rounded_half_up():
    assert percent(12_000, 49_000, "fr") == "24,5\u202f%"
    assert percent(12_000, 49_000, "en") == "24.5%"
    assert percent(1, 8, "en") == "12.5%"
    assert percent(Decimal("0.25"), 1000, "en") == "0.0%"


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (0, "0 €", "€0"),
        (750, "750 €", "€750"),
        (1_500, "1,5 k€", "€1.5k"),
        (600_000, "600 k€", "€600k"),
        (2_400_000, "2,4 M€", "€2.4m"),
        (100_000_000, "100 M€", "€100m"),
        (8_000_000_000, "8 Md€", "€8bn"),
    ],
)
def test_euros_where_there_is_little_room(value, french, english):
    assert (short_euros(value, "fr").replace("\u00a0", " "), short_euros(value, "en")) == (french, english)
