"""docs/iati.md says what the code does."""

import re

from atlas.catalogue.record import PublicProject
from atlas.opendata.iati.activity import ELEMENTS
from atlas.opendata.iati.fields import Record
from tests.consistency.sources import ROOT

TEXT = (ROOT / "docs" / "iati.md").read_text()


def words(cell):
    return tuple(re.findall(r"`([\w-]+)`", cell))


def test_the_table_of_the_mapping_is_the_list_of_elements():
    out = TEXT[TEXT.index("## Out") : TEXT.index("### What no")]
    rows = re.findall(r"^\| (`.*?) \| (.*?) ?\| .+ \|$", out, re.MULTILINE)
    assert [(words(names), words(fields)) for names, fields in rows] == [(one.names, one.fields) for one in ELEMENTS]


def test_what_is_not_carried_is_the_rest_of_the_record():
    listed = TEXT[TEXT.index("### What no") : TEXT.index("(`updated_at` is said")]
    carried = {field for one in ELEMENTS for field in one.fields}
    assert set(words(listed)) == set(PublicProject.__struct_fields__) - carried


def test_only_what_is_carried_is_read():
    carried = {field for one in ELEMENTS for field in one.fields}
    assert set(Record.__struct_fields__) == carried | {"updated_at"}
