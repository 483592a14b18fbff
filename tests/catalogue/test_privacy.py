import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.catalogue import privacy
from atlas.catalogue.privacy import MASKED_ADDRESS, MASKED_NUMBER, masked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Écrire à camille.modele@example.org.", f"Écrire à {MASKED_ADDRESS}."),
        ("camille.modele[at]example.org", MASKED_ADDRESS),
        ("mailto:camille@mairie.example.org", MASKED_ADDRESS),
        ("Tél. : 01 23 45 67 89", f"Tél. : {MASKED_NUMBER}"),
        ("Tél. 01.23.45.67.89 ou 0123456789", f"Tél. {MASKED_NUMBER} ou {MASKED_NUMBER}"),
        ("(+223) : +223 20 21 22 23", f"(+223) : {MASKED_NUMBER}"),
        ("00 226 25 30 60 06", MASKED_NUMBER),
    ],
)
def test_addresses_and_numbers_are_masked(text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "50 000 habitants, 5 900 élèves et 213 enseignants",
        "Budget : 1 200 000 € sur 2010-2012 (722 k€), convention du 06/02/1992",
        "La loi n° 92-125 du 6 février 1992, article L.1115-1",
        "10 000 000 F CFA, soit 15 244,90 €",
        "coordonnées 14.45, -11.44",
        "SIREN 211600150",
        "1 000 000 000 000 de francs",
        "entre 2019 et 2021 @ Kayes",
    ],
)
def test_figures_dates_and_laws_stay(text: str) -> None:
    assert masked(text) == text


@given(
    st.text(max_size=80), st.from_regex(r"[a-z]{1,8}\.[a-z]{1,8}@[a-z]{2,8}\.org", fullmatch=True), st.text(max_size=80)
)
def test_no_address_survives(before: str, address: str, after: str) -> None:
    assert address not in masked(f"{before} {address} {after}")


@given(st.text(max_size=200))
def test_masking_twice_is_masking_once(text: str) -> None:
    assert masked(masked(text)) == masked(text)


@given(st.from_regex(privacy._NUMBER, fullmatch=True))
def test_what_is_looked_for_first_stands_in_every_number(number: str) -> None:
    assert privacy._PAIRS.search(number)
    assert masked(f"Tél. {number}") != f"Tél. {number}"
