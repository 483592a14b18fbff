"""The JSON of a record: what goes in comes out, but for characters that no page can show."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.catalogue.record import decode, encode
from tests.catalogue.records import project


@given(st.text())
def test_a_record_keeps_every_character_that_a_page_can_show(title):
    kept = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "", title)
    assert decode(encode(project(1, title=title))).title == kept


@pytest.mark.parametrize("title", [r"C:\budget\foyer", r"\\b \\u0001 \u001f", "fin\\", '\\"\\'])
def test_backslashes_of_a_title_are_no_control_characters(title):
    assert decode(encode(project(1, title=title))).title == title
