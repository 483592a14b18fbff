"""match_key: what is the same name for us (D5.1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.reference.match import match_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("L’Haÿ-les-Roses", "l hay les roses"),
        ("L'Hay les  Roses", "l hay les roses"),
        ("SEGOU", "segou"),
        ("Ségou", "segou"),
        ("Cœur d'Essonne", "coeur d essonne"),
        ("Saint-Étienne (42)", "saint etienne 42"),
        ("Łódź", "lodz"),
        ("Tromsø", "tromso"),
        ("Straße_1", "strasse 1"),
        ("東京", "東京"),
        ("  « - » ", ""),
    ],
)
def test_names_that_mean_one_thing_share_a_key(name: str, key: str) -> None:
    assert match_key(name) == key


@given(st.text())
def test_a_key_is_its_own_key(name: str) -> None:
    assert match_key(match_key(name)) == match_key(name)


@given(st.text())
def test_a_key_holds_words_and_single_spaces(name: str) -> None:
    key = match_key(name)
    assert key == " ".join(key.split())
    assert all(char.isalnum() or char == " " for char in key)
