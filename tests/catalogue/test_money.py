"""Funding lines → tables: one nature a table, 1 % amounts apart, nothing hidden, nothing added that must not be."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from atlas.catalogue.money import NO_LINE, funding_of
from atlas.catalogue.record import PublicFunding
from atlas.ui.formats import euros


def paid_by(funder, year=2020, amount=None, nature="declared", **values):
    return PublicFunding(
        funder=funder, nature=nature, year=year, amount=None if amount is None else Decimal(amount), **values
    )


def only_table(*lines):
    tables = funding_of(lines, "fr").tables
    assert len(tables) == 1
    return tables[0]


def test_one_row_a_funder_one_column_a_year_largest_first():
    table = only_table(paid_by("B", 2021, 5), paid_by("A", 2019, 10), paid_by("A", 2021, 20))
    assert table.years == ("2019", "2021")
    assert [(row.funder.name, row.cells, row.total) for row in table.rows] == [
        ("A", (euros(10, "fr"), euros(20, "fr")), euros(30, "fr")),
        ("B", (NO_LINE, euros(5, "fr")), euros(5, "fr")),
    ]
    assert table.year_totals == (euros(10, "fr"), euros(25, "fr"))
    assert table.total == euros(35, "fr")


def test_zero_and_blank_differ():
    table = only_table(paid_by("A", amount=0), paid_by("B"))
    assert [row.cells for row in table.rows] == [(euros(0, "fr"),), ("non renseigné",)]
    assert [row.total for row in table.rows] == [euros(0, "fr"), ""]


def test_nothing_known_is_not_zero():
    assert only_table(paid_by("A")).total == ""


def test_natures_are_never_added():
    tables = funding_of([paid_by("A", amount=10), paid_by("A", amount=7, nature="paid")], "fr").tables
    assert [(table.nature, table.total) for table in tables] == [
        ("versé", euros(7, "fr")),
        ("déclaré", euros(10, "fr")),
    ]


def test_percent_amounts_are_never_added():
    lines = [paid_by("A", amount=100, pct=(Decimal(1), None, Decimal(0)), pct_unplaced=(Decimal(3), Decimal(4)))]
    funding = funding_of(lines, "fr")
    assert funding.tables[0].total == euros(100, "fr")
    assert funding.percent_columns == (
        "Colonne 1 de l’ancien Atlas, non confirmée",
        "Colonne 3 de l’ancien Atlas, non confirmée",
        "Colonne perdue, non confirmée",
    )
    assert [row.cells for row in funding.percent_rows] == [
        (euros(1, "fr"), euros(0, "fr"), f"{euros(3, 'fr')} · {euros(4, 'fr')}")
    ]
    assert funding.has_unconfirmed


def test_confirmed_percent_amounts_have_their_name():
    funding = funding_of([paid_by("A", pct_water=Decimal(8))], "fr")
    assert funding.percent_columns == ("Eau, confirmé",)
    assert not funding.has_unconfirmed


def test_a_line_without_percent_amounts_has_no_percent_row():
    assert funding_of([paid_by("A", amount=1, pct=(None, None, None))], "fr").percent_rows == ()


def test_state_share():
    table = only_table(paid_by("Ministère", amount=245, kind="state"), paid_by("A", amount=755))
    assert (table.state_amount, table.state_share) == (euros(245, "fr"), "24,5\u202f%")


def test_no_share_of_nothing():
    assert only_table(paid_by("Ministère", amount=0, kind="state")).state_share == ""
    assert only_table(paid_by("A", amount=5)).state_share == ""


def test_two_lines_of_one_funder_and_year_both_stand():
    table = only_table(paid_by("Autre", amount=5), paid_by("Autre", amount=7))
    assert sorted(row.total for row in table.rows) == sorted([euros(5, "fr"), euros(7, "fr")])


def test_two_funders_of_one_name_are_told_apart_by_their_number():
    table = only_table(paid_by("Valence", 2020, 5, id=1), paid_by("Valence", 2021, 7, id=2))
    assert len(table.rows) == 2


def test_unnamed_funders_say_so():
    assert only_table(paid_by("Autre", kind="other_funder")).rows[0].funder.note == "non nommé sur la fiche"


def test_a_line_without_year_has_a_column_of_its_own():
    assert only_table(paid_by("A", None, 1), paid_by("A", 2020, 1)).years == ("2020", "Année non précisée")


def test_no_line_no_table():
    funding = funding_of((), "fr")
    assert (funding.tables, funding.percent_rows) == ((), ())


amounts = st.none() | st.decimals(min_value=0, max_value=10**7, places=2)
lines = st.builds(
    PublicFunding,
    funder=st.sampled_from("ABC"),
    nature=st.sampled_from(["declared", "planned", "granted", "committed", "paid"]),
    year=st.none() | st.integers(2000, 2004),
    amount=amounts,
    pct_unplaced=st.lists(st.decimals(min_value=0, max_value=100, places=0), max_size=2).map(tuple),
)


@given(st.lists(lines, max_size=12))
def test_every_line_stands_and_totals_are_the_sums_of_their_nature(found):
    funding = funding_of(found, "en")
    cells = [cell for table in funding.tables for row in table.rows for cell in row.cells if cell != NO_LINE]
    assert len(cells) == len(found)
    for table in funding.tables:
        code = {"déclaré": "declared", "prévu": "planned", "accordé": "granted", "engagé": "committed", "versé": "paid"}
        known = [x.amount for x in found if x.nature == code[table.nature] and x.amount is not None]
        assert table.total == (euros(sum(known), "en") if known else "")
