"""Cells copied from a spreadsheet: with headings in any order or without, errors by line, nothing lost silently."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.workspace.form import BY_NAME
from atlas.workspace.pasting import paste
from atlas.workspace.reading import MOST_ROWS
from tests.workspace.worlds import LISTS

PARTIES = BY_NAME["parties"].table
FUNDING = BY_NAME["funding"].table
assert PARTIES is not None
assert FUNDING is not None


def test_with_headings_in_any_order() -> None:
    found = paste("Pays\tNom\tRôle\nMali\tSikoro\tPartenaire\nFrance\tPontcharra\tchef de file", PARTIES, LISTS)
    assert found.remarks == ()
    assert found.rows == (
        {"country": "ML", "name": "Sikoro", "role": "partner"},
        {"country": "FR", "name": "Pontcharra", "role": "lead"},
    )


def test_without_headings_the_columns_are_those_of_the_form() -> None:
    found = paste("Ville de Pontcharra\t2020\t12 000,50 €\tversé\n\nAFD\t2021\t5000", FUNDING, LISTS)
    assert found.rows == (
        {"funder": "Ville de Pontcharra", "year": "2020", "amount": "12 000,50 €", "nature": "paid"},
        {"funder": "AFD", "year": "2021", "amount": "5000", "nature": "declared"},
    )


def test_what_no_list_knows_is_said_by_line() -> None:
    found = paste("Nom\tPays\tCouleur\nSikoro\tAtlantide\tbleu\nSegou\trépublique du Mali\t", PARTIES, LISTS)
    assert found.rows == ({"name": "Sikoro", "role": "partner"}, {"name": "Segou", "country": "ML", "role": "partner"})
    assert found.remarks == (
        "La colonne «\u00a0Couleur\u00a0» n’a pas été reconnue\u00a0: elle est laissée de côté.",
        "Ligne 2\u00a0: «\u00a0Atlantide\u00a0» n’est pas une valeur de la colonne «\u00a0Pays\u00a0».",
    )


def test_a_cell_in_quotes_may_hold_lines() -> None:
    table = BY_NAME["actions"].table
    assert table is not None
    found = paste('"Deux\nforages"\t"Un objectif\nsur deux lignes, dit ""grand"""\tSommaire\nÉcole', table, LISTS)
    assert found.rows == (
        {"title": "Deux forages", "objective": 'Un objectif\nsur deux lignes, dit "grand"', "summary": "Sommaire"},
        {"title": "École"},
    )


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('"Eau" potable\tPartenaire\nKita', ['"Eau" potable', "Kita"]),
        ('"Jamais fermé\tPartenaire\nKita', ['"Jamais fermé', "Kita"]),
        ('""""\tPartenaire', ['"']),
        ('Le "Foyer"\tPartenaire', ['Le "Foyer"']),
    ],
)
def test_quotes_that_part_nothing_are_text(text: str, names: list[str]) -> None:
    assert [row["name"] for row in paste(text, PARTIES, LISTS).rows] == names


def test_nothing_pasted_and_too_much() -> None:
    assert paste("\n \t\n", PARTIES, LISTS).rows == ()
    assert paste("", PARTIES, LISTS).remarks[0].startswith("Rien n’a été collé")
    found = paste("Sikoro\tPartenaire\n" * (MOST_ROWS + 1), PARTIES, LISTS)
    assert len(found.rows) == MOST_ROWS
    assert found.remarks == (f"Seules les {MOST_ROWS} premières lignes ont été prises.",)
    wide = paste("Sikoro\tPartenaire\tMali\tAncien\tde trop", PARTIES, LISTS)
    assert "en trop" in wide.remarks[0]


@given(st.text(max_size=200))
def test_any_text_gives_rows_of_known_columns(text: str) -> None:
    found = paste(text, PARTIES, LISTS)
    assert all(set(row) <= {"name", "role", "country", "name_at_signature"} for row in found.rows)
