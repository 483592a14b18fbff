"""Posts as sheets name them (D3.6, D5.3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.organisations.posts import parse_post


@pytest.mark.parametrize(
    ("declared", "kind", "key", "name"),
    [
        ("Ambassade de France à Bamako", "embassy", "bamako", "Ambassade de France à Bamako"),
        ("AMBASSADE DE FRANCE A TUNIS", "embassy", "tunis", "Ambassade de France à Tunis"),
        ("Ambassade de France à Port-Au-Prince", "embassy", "port au prince", "Ambassade de France à Port-Au-Prince"),
        ("Ambassade de France à Buenos Aires", "embassy", "buenos aires", "Ambassade de France à Buenos Aires"),
        (
            "Consul général à Jérusalem",
            "consulate_general",
            "jerusalem",
            "Consulat général de France à Jérusalem",
        ),
    ],
)
def test_parse_post(declared: str, kind: str, key: str, name: str) -> None:
    post = parse_post(declared)
    assert post is not None
    assert (post.kind, post.key, post.name) == (kind, key, name)


@pytest.mark.parametrize("declared", ["", "Ambassade de France", "Ambassade de France à ", "Ambassade de France à ?"])
def test_no_city_no_post(declared: str) -> None:
    assert parse_post(declared) is None


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    post = parse_post(text)
    assert post is None or post.key
