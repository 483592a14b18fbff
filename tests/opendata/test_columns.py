"""The documentation says what the code writes; keys are there to stay."""

import re

import pytest
from django.utils.translation import override

from atlas.catalogue.register_lists import LISTS
from atlas.opendata import quality_columns, register_columns
from atlas.opendata.columns import ALL, EXTRACTION, SHORT, Kind, columns
from atlas.opendata.snapshots.long_columns import LONG_TABLES
from atlas.opendata.words import words_for
from tests.catalogue.records import project
from tests.consistency.sources import ROOT
from tests.opendata.reading import body, rows_of_csv


def documented():
    text = (ROOT / "docs" / "open-data.md").read_text()
    found = re.findall(r"^\| `(\w+)` \| (.*) \| (.*) \| (short|all) \| (\w+) \| (.*) \|$", text, re.MULTILINE)
    return [tuple(part.replace("\\|", "|") for part in row) for row in found]


def declared(column):
    with override("fr"):
        french = str(column.label)
    with override("en"):
        return (
            column.key, french, str(column.label), "all" if column.is_long else "short", column.kind.value,
            str(column.meaning),
        )  # fmt: skip


def test_the_documentation_is_the_declaration():
    assert documented() == [declared(column) for column in (*ALL, *EXTRACTION)]


def test_the_documentation_of_lists_is_the_declaration():
    text = (ROOT / "docs" / "open-data.md").read_text().partition("## Lists of authorities")[2]
    found = re.findall(r"^\| `(\w+)` \| (.*) \| (.*) \| (.*) \| (\w+) \| (.*) \|$", text, re.MULTILINE)
    rows = [tuple(part.replace("\\|", "|") for part in row) for row in found]
    assert [(*row[:3], *row[4:]) for row in rows] == [
        (*declared(column)[:3], *declared(column)[4:]) for column in register_columns.EVERY
    ]
    assert [row[3] for row in rows] == [register_columns.lists_of(column) for column in register_columns.EVERY]


@pytest.mark.parametrize("slug", LISTS)
def test_labels_of_a_list_are_distinct(slug):
    chosen = (*register_columns.columns_of(slug), *register_columns.CONSTANT, *EXTRACTION)
    for language in ("fr", "en"):
        with override(language):
            labels = [str(column.label) for column in chosen]
        assert sorted(set(labels)) == sorted(labels)
    assert set(chosen) <= set(register_columns.EVERY)


def test_keys_and_labels_are_distinct():
    for language in ("fr", "en"):
        with override(language):
            labels = [str(column.label) for column in (*ALL, *EXTRACTION)]
        assert sorted(set(labels)) == sorted(labels)
    assert len({column.key for column in ALL}) == len(ALL)
    assert columns(is_full=True)[: len(SHORT)] == SHORT == columns(is_full=False)


@pytest.mark.parametrize(("path", "language"), [("/fr/recherche/", "fr"), ("/en/search/", "en")])
def test_the_first_line_has_the_labels_of_the_language(client, public, path, language):
    public(project(1))
    for query, chosen in (("", SHORT), ("?colonnes=toutes", ALL)):
        (row,) = rows_of_csv(body(client, f"{path}export.csv{query}"))
        with override(language):
            assert list(row) == [str(column.label) for column in (*chosen, *EXTRACTION)]


def test_words_are_those_of_the_language():
    assert words_for("fr", "/").yes_no == {True: "oui", False: "non", None: ""}
    assert words_for("en", "/").yes_no == {True: "yes", False: "no", None: ""}
    assert words_for("en", "/").statuses["ongoing"] == "Ongoing"


def test_only_texts_may_hold_what_people_typed():
    """What is not guarded against formulas is a number, a date, a code or one of our own words."""
    guarded = {column.key for column in ALL if column.kind is Kind.TEXT}
    typed = {"title", "form", "status", "french_authorities", "foreign_partners", "owners", "implementers", "funders"}
    assert typed <= guarded


def test_the_documentation_of_quality_is_the_declaration():
    text = (ROOT / "docs" / "open-data.md").read_text()
    part = text.partition("## Quality of sheets")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| (.*) \| (.*) \| (.*) \| (\w+) \| (.*) \|$", part, re.MULTILINE)
    assert [(*row[:3], *row[4:]) for row in rows] == [
        (*declared(column)[:3], *declared(column)[4:]) for column in quality_columns.EVERY
    ]
    assert [row[3] for row in rows] == [quality_columns.files_of(column) for column in quality_columns.EVERY]
    for chosen in quality_columns.COLUMNS.values():
        assert {*chosen} <= {*quality_columns.EVERY}


@pytest.mark.parametrize("key", LONG_TABLES)
def test_the_documentation_of_long_tables_is_the_declaration(key):
    text = (ROOT / "docs" / "open-data.md").read_text().partition("## Long tables")[2].partition("\n## ")[0]
    table = text.split("\n### ")[1 + list(LONG_TABLES).index(key)]
    found = re.findall(r"^\| `(\w+)` \| (.*) \| (.*) \| (\w+) \| (.*) \|$", table, re.MULTILINE)
    rows = [tuple(part.replace("\\|", "|") for part in row) for row in found]
    assert rows == [(*declared(one)[:3], *declared(one)[4:]) for one in LONG_TABLES[key]]


@pytest.mark.parametrize("key", LONG_TABLES)
def test_labels_and_keys_of_a_long_table_are_distinct(key):
    chosen = (*LONG_TABLES[key], *EXTRACTION)
    for language in ("fr", "en"):
        with override(language):
            labels = [str(one.label) for one in chosen]
        assert sorted(set(labels)) == sorted(labels)
    assert len({one.key for one in chosen}) == len(chosen)
