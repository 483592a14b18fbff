"""Rows of money (D3.6, D2.3): the literal examples, names that end in numbers, what cannot be read."""

from decimal import Decimal

import pytest

from atlas.imports.legacy_pages.funding import funder_kind
from atlas.imports.legacy_pages.sheet import LegacyFunding, LegacySheet

from .samples import MINISTRY, codes, example, funding, read
from .test_rows import insert
from .writer import write_g3, write_html, write_page


def money(*rows: str, **changes: object) -> LegacySheet:
    page = write_g3(example(funding_lines=(), **changes))
    return read(insert(page, "Nom du financeur", *rows))


@pytest.mark.parametrize(
    ("row", "funder", "year", "amount", "pct"),
    [
        (f"{MINISTRY} 50000 2019", MINISTRY, 2019, 50000, ()),
        ("Pontcharra 12900 1000 305 2019", "Pontcharra", 2019, 12900, (1000, 305)),
        ("Evry 8000 0 2010", "Evry", 2010, 8000, (0,)),
        ("Autre 29000 0 1985", "Autre", 1985, 29000, (0,)),
        ("Autre 8000 2010", "Autre", 2010, 8000, ()),
        (
            "Ville de Dakar, Commune V du District de Bamako, District de Bamako, Commune Urbaine de Kayes 10200 2010",
            "Ville de Dakar, Commune V du District de Bamako, District de Bamako, Commune Urbaine de Kayes",
            2010,
            10200,
            (),
        ),
        (
            "Conseil général du Pas de Calais, Coopération cat 121900 2009",
            "Conseil général du Pas de Calais, Coopération cat",
            2009,
            121900,
            (),
        ),
        ("Valmorins 12900 1 2 3 2019", "Valmorins", 2019, 12900, (1, 2, 3)),
        ("Valmorins 12900,50 2019", "Valmorins", 2019, Decimal("12900.50"), ()),
        ("Valmorins 12900.5 2019", "Valmorins", 2019, Decimal("12900.5"), ()),
        ("Valmorins 50 000 2019", "Valmorins", 2019, 50000, ()),
        ("Valmorins 1 000 000 2019", "Valmorins", 2019, 1_000_000, ()),
        ("Valmorins 50\u00a0250 2019", "Valmorins", 2019, 50250, ()),
        ("Valmorins 50000 € 2019", "Valmorins", 2019, 50000, ()),
        ("1901 5000 2019", "1901", 2019, 5000, ()),
    ],
)
def test_a_row_is_read_from_the_right(row: str, funder: str, year: int, amount: int, pct: tuple[int, ...]) -> None:
    (line,) = money(row).funding_lines
    assert (line.funder, line.year, line.amount, line.pct) == (funder, year, amount, pct)
    assert line.pct_placed is (len(pct) == 3)
    assert line.raw == row


def test_lost_columns_are_flagged() -> None:
    assert codes(money("Valmorins 12900 1000 305 2019")) == {"pct_unplaced"}
    assert codes(money("Valmorins 12900 1000 305 0 2019")) == set()


def test_an_amount_written_with_blanks_is_proposed_never_taken() -> None:
    sheet = money("Valmorins 12 500 2011")
    assert (sheet.funding_lines[0].amount, sheet.funding_lines[0].pct) == (12, (500,))
    assert codes(sheet) == {"pct_unplaced", "amount_suspect"}
    (proposal,) = (one for one in sheet.proposals if one.rule == "amount_with_blanks")
    assert (proposal.current, proposal.proposed) == ("Valmorins 12 500 2011", 12500)
    assert "amount_suspect" not in codes(money("Valmorins 12900 1000 305 2019"))


def test_a_name_may_end_in_a_number_when_it_is_known() -> None:
    assert money("Paris 13 5000 2019").funding_lines[0].funder == "Paris"
    by_table = money("Paris 13 5000 2019", french_authorities=("Paris 13",)).funding_lines[0]
    by_row = money("Comité 2 300 2018", "Comité 2 5000 10 2019", owners="Comité 2, Paris").funding_lines
    assert (by_table.funder, by_table.amount, by_table.pct) == ("Paris 13", 5000, ())
    assert [(line.funder, line.amount, line.pct) for line in by_row] == [
        ("Comité 2", 300, ()),
        ("Comité 2", 5000, (10,)),
    ]


def test_a_name_may_be_known_to_the_caller() -> None:
    page = insert(write_g3(example(funding_lines=())), "Nom du financeur", "Paris 13 5000 2019")
    assert read(page, is_known_name=lambda name: name == "Paris 13").funding_lines[0].funder == "Paris 13"


@pytest.mark.parametrize(
    "row",
    [
        "Valmorins 5O000 2019",
        "Valmorins 5O000 1000 2019",
        "Valmorins douze 2019",
        "Valmorins 12900 20019",
        "Valmorins 12900",
        "Valmorins 2019",
        "12900 2019",
        "Valmorins 12900euros 10 2019",
        "Valmorins -12900 2019",
        "Valmorins 12900 2019 (prévu)",
        "Valmorins 9999999999999 2019",
    ],
)
def test_a_row_that_cannot_be_read_is_kept_and_flagged(row: str) -> None:
    sheet = money(row, "Aubépy 10 2019")
    assert sheet.funding_lines[0] == LegacyFunding(row, raw=row)
    assert sheet.funding_lines[1].amount == 10
    assert codes(sheet) == {"row_unreadable"}


def test_years_out_of_reach_are_flagged() -> None:
    assert codes(money("Valmorins 10 1910")) == {"year_implausible"}
    assert codes(money("Valmorins 10 2090")) == {"year_implausible"}


def test_cells_keep_blank_columns() -> None:
    row = LegacyFunding("Valmorins", 2019, Decimal(5), (None, Decimal(0), None), True)
    for page in (write_html(example(funding_lines=(row,))), write_page(example(funding_lines=(row,)), "X")):
        (line,) = read(page).funding_lines
        assert (line.amount, line.pct, line.pct_placed) == (5, (None, Decimal(0), None), True)
        assert "pct_unplaced" not in codes(read(page))


def test_cells_hold_amounts_as_people_write_them() -> None:
    page = write_page(example(funding_lines=(funding("Valmorins", 2019, 77777),)), "X")
    assert read(page.replace("| 77777 |", "| 77\u00a0777,50 € |")).funding_lines[0].amount == Decimal("77777.50")
    for cell in ("beaucoup", "7O777", "12/13"):
        sheet = read(page.replace("| 77777 |", f"| {cell} |"))
        assert (sheet.funding_lines[0].amount, codes(sheet)) == (None, {"row_unreadable"})


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Ministère des Affaires Étrangères et Européennes", "state"),
        ("MAE", "state"),
        ("MAEE", "state"),
        ("MAEDI", "state"),
        ("Ministère des Affaires étrangères et du Développement international", "state"),
        ("Ministère de l’Europe et des Affaires étrangères", "state"),
        ("Collectivités et partenaires étrangers", "foreign_side"),
        ("Autre", "other"),
        ("Autre monde", None),
        ("Ministère de la Culture", None),
    ],
)
def test_the_state_has_one_kind_under_all_its_names(name: str, kind: str | None) -> None:
    assert funder_kind(name) == kind
    (line,) = money(f"{name} 10 2019").funding_lines
    assert (line.funder, line.kind) == (name, kind)


def test_an_amount_with_more_digits_than_money_has_is_told_and_kept_raw() -> None:
    sheet = money(f"Valmorins {'9' * 40} 0 2019")
    assert [(line.funder, line.amount) for line in sheet.funding_lines] == [(f"Valmorins {'9' * 40} 0 2019", None)]
    assert codes(sheet) == {"row_unreadable"}
