"""What people type into cells."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from atlas.imports.spreadsheets import cells
from atlas.imports.spreadsheets.problems import CELL_WORDS

READ: list[tuple[Callable[[str], Any], str, Any]] = [
    (cells.year, "1987", 1987),
    (cells.year, "1987.0", 1987),
    (cells.year, "1987,0", 1987),
    (cells.year, "31/12/1987", 1987),
    (cells.year, "31778", 1987),
    (cells.day, "2021-12-31", date(2021, 12, 31)),
    (cells.day, "1/6/2015", date(2015, 6, 1)),
    (cells.day, "2021-12-31T00:00:00", date(2021, 12, 31)),
    (cells.day, "44561", date(2021, 12, 31)),
    (cells.amount, "12 345,67 €", Decimal("12345.67")),
    (cells.amount, "12\u202f345,67\u00a0€", Decimal("12345.67")),
    (cells.amount, "12,345.67", Decimal("12345.67")),
    (cells.amount, "12.345,67 EUR", Decimal("12345.67")),
    (cells.amount, "12,345", Decimal(12345)),
    (cells.amount, "1.234.567", Decimal(1234567)),
    (cells.amount, "0,5", Decimal("0.50")),
    (cells.amount, "0", Decimal(0)),
    (cells.whole, "12 480", 12480),
    (cells.whole, "12480.0", 12480),
    (cells.yes_no, "Oui", True),
    (cells.yes_no, "FALSE", False),
    (cells.latitude, "45,4321", 45.4321),
    (cells.latitude, "45° 25′ 48″ N", 45.43),
    (cells.longitude, "8°1'W", -8.016667),
    (cells.longitude, "8° O", -8.0),
    (cells.longitude, "-8.01", -8.01),
    (cells.position, "12.65, -8.01", (12.65, -8.01)),
    (cells.position, "12,65 ; -8,01", (12.65, -8.01)),
    (cells.position, "12.65,-8.01", (12.65, -8.01)),
    (cells.position, "POINT(-8.01 12.65)", (12.65, -8.01)),
    (cells.several, "Kayes | Ségou ", ("Kayes", "Ségou")),
    (cells.several, "Kayes;Ségou\nMopti", ("Kayes", "Ségou", "Mopti")),
    (cells.meant, " '=1+1 ", "=1+1"),
    (cells.meant, "'t Harde", "'t Harde"),
    (cells.meant, "N/A", ""),
    (cells.meant, "-", ""),
]


@pytest.mark.parametrize(("read", "text", "value"), READ)
def test_a_cell_is_read(read: Callable[[str], Any], text: str, value: Any) -> None:
    assert read(text) == value


UNREADABLE: list[tuple[Callable[[str], Any], str, str]] = [
    (cells.year, "87", "year"),
    (cells.year, "depuis longtemps", "year"),
    (cells.day, "31/02/2021", "no_such_day"),
    (cells.day, "2021", "day"),
    (cells.amount, "12 k€", "amount"),
    (cells.amount, "-5", "amount_range"),
    (cells.amount, "1.2345", "amount_range"),
    (cells.whole, "12,5", "number"),
    (cells.yes_no, "peut-être", "yes_no"),
    (cells.latitude, "95", "degrees_range"),
    (cells.latitude, "nan", "degrees_range"),
    (cells.longitude, "est", "degrees"),
    (cells.position, "12.65", "position"),
]


@pytest.mark.parametrize(("read", "text", "code"), UNREADABLE)
def test_what_cannot_be_read_has_a_code_with_words(read: Callable[[str], Any], text: str, code: str) -> None:
    with pytest.raises(cells.Unreadable) as refused:
        read(text)
    assert refused.value.code == code
    assert code in CELL_WORDS


@pytest.mark.parametrize(
    ("text", "is_address"),
    [
        ("https://www.exemple.fr/page?x=1", True),
        ("javascript:alert(1)", False),
        ("https://exemple", False),
        ('https://exemple.fr/"onload', False),
    ],
)
def test_addresses(text: str, is_address: bool) -> None:
    assert cells.is_web_address(text) == is_address


def test_garbled_text_is_seen() -> None:
    assert cells.is_garbled("SÃ©gou")
    assert not cells.is_garbled("São Paulo")
