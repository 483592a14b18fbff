"""What is left of a page when the time of its persons is over: every other line, and no person."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.imports.legacy_pages.redaction import ERASED, without_persons
from tests.imports.pages import page

PERSONS = ("TESTARD", "Aline", "ESSAI", "MODELE", "Camille", "example.org", "diplomatie.gouv.fr", "BERNIER")


def _extra_lines(text: str) -> str:
    """A third contact, volunteers and an address inside the prose."""
    text = text.replace(
        "\nTitre\n", "\nAttaché de coopération\nJonas BERNIER\nCourriel :\nj.bernier@example.org\nTitre\n", 1
    )
    text = text.replace("Entité d'affectation\n", "Entité d'affectation\nBERNIER Ode Forage Eau Sikoro\n", 1)
    return text.replace("Trois mille habitants", "Trois mille habitants (contact : ode@example.org)", 1)


def test_persons_go_and_the_rest_stays_line_by_line() -> None:
    text = _extra_lines(page())
    left = without_persons(text.encode()).decode()
    assert not [name for name in PERSONS if name in left]
    before, after = text.split("\n"), left.split("\n")
    assert len(before) == len(after)
    changed = [old for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) == 11
    assert "Trois mille habitants (contact : […]" in left
    assert "Correspondant coopération décentralisée" in after


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16"])
def test_in_any_encoding(encoding: str) -> None:
    left = without_persons(_extra_lines(page(title="Des réseaux")).encode(encoding, "replace")).decode()
    assert not [name for name in PERSONS if name in left]
    assert "Commune rurale de SIKORO Mali" in left


def test_a_page_in_html_becomes_its_text() -> None:
    lines = "".join(f"<p>{line}</p>" for line in _extra_lines(page()).split("\n"))
    left = without_persons(f"<html><body>{lines}</body></html>".encode()).decode()
    assert not [name for name in PERSONS if name in left]
    assert "<p>" not in left
    assert "Étendre les réseaux d’eau de Sikoro" in left


def test_twice_is_once() -> None:
    once = without_persons(_extra_lines(page()).encode())
    assert without_persons(once) == once


@pytest.mark.parametrize("raw", [b"", b"%PDF-1.7", b"a shopping list"])
def test_of_what_is_no_page_nothing_stays(raw: bytes) -> None:
    assert without_persons(raw) == ERASED.encode()


@given(st.integers(0, 6_000))
def test_a_page_cut_anywhere_names_nobody(end: int) -> None:
    left = without_persons(_extra_lines(page()).encode()[:end]).decode()
    assert not re.search("|".join(PERSONS), left)


@given(st.binary(max_size=400))
def test_any_bytes_are_taken(raw: bytes) -> None:
    without_persons(raw)
