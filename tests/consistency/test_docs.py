"""The documentation names things that exist."""

import re

import pytest

from tests.consistency.sources import ROOT, files, name

DOCS = files("*.md")
GLOSSARY = [
    re.fullmatch(r"\| (.+) \| (.+) \| `(\w+)` \| `(\S+)` \|", line)
    for line in (ROOT / "docs" / "glossary.md").read_text().splitlines()
    if line.startswith("| ") and "`" in line
]


def test_the_glossary_is_read():
    assert len(GLOSSARY) > 50
    assert None not in GLOSSARY


@pytest.mark.parametrize("row", GLOSSARY, ids=lambda row: row[3])
def test_a_word_s_identifier_stands_where_the_glossary_says(row):
    assert re.search(rf"\b{row[3]}\b", (ROOT / row[4]).read_text())


def test_a_french_word_is_explained_once():
    words = [row[1] for row in GLOSSARY]
    assert sorted(set(words)) == sorted(words)


@pytest.mark.parametrize("path", DOCS, ids=name)
def test_links_inside_the_project_lead_somewhere(path):
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", path.read_text())
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_architecture_names_every_app_and_no_other():
    text = (ROOT / "docs" / "architecture.md").read_text()
    layers = text[text.index("## Who may know whom") : text.index("Three contracts more")]
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", layers, re.MULTILINE)
    named = {app for row in rows for app in re.findall(r"\w+", row)}
    parts = [path for path in (ROOT / "atlas").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()]
    assert named == {path.stem for path in parts} - {"__init__"}


def test_files_named_in_the_architecture_exist():
    text = (ROOT / "docs" / "architecture.md").read_text()
    walks = text[text.index("## One imported page") :]
    named = {path for path in re.findall(r"`([\w/]+\.(?:py|html))`", walks) if "/" in path}
    assert named
    assert [path for path in sorted(named) if not any((ROOT / base / path).exists() for base in (".", "atlas"))] == []


def test_the_makefile_stays_short_and_explained():
    text = (ROOT / "Makefile").read_text()
    targets = re.findall(r"^([a-z]+):(?!=)", text, re.MULTILINE)
    assert len(targets) <= 15
    assert {"run", "test"} <= set(targets)
    for command in re.findall(
        r"`make (\w+)", (ROOT / "README.md").read_text() + (ROOT / "CONTRIBUTING.md").read_text()
    ):
        assert command in targets
