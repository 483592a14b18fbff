"""The accessibility statement says what the last audit found, no more and no less."""

import json
import re
from html import unescape

import msgspec
import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from atlas.pages.accessibility import RESULT, last_audit, statement_of

AUDIT = last_audit()


def words(html):
    main = re.search(r"<main.*</main>", html, re.DOTALL)[0]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())


def said(rf, audit, language="fr"):
    with override(language):
        context = {"statement": statement_of(audit, language), "publisher": "", "contact": ""}
        return words(render_to_string("pages/accessibility.html", context, request=rf.get("/")))


@pytest.mark.parametrize(("path", "language"), [("/fr/accessibilite/", "fr"), ("/en/accessibility/", "en")])
def test_the_page_is_made_from_the_committed_result(client, path, language):
    """Read from the file itself, not through the code that is tested."""
    raw = json.loads(RESULT.read_text())
    text = words(client.get(path).content.decode())
    assert raw["tool"] in text
    assert raw["browser"] in text
    assert ", ".join(raw["criteria"]) in text
    assert f"{len(raw['rules'])} {'règles' if language == 'fr' else 'rules'}" in text
    assert all(page[language] in text for page in raw["pages"])


def test_it_says_when(rf):
    old = msgspec.structs.replace(AUDIT, audited_on=AUDIT.audited_on.replace(year=2021, month=3, day=2))
    assert "L’examen automatique du 2 mars 2021 n’a relevé aucun défaut." in said(rf, old)
    assert "The automatic examination of 2 March 2021 found no defect." in said(rf, old, "en")


def test_it_never_claims_more_than_a_tool_can_show(rf):
    assert "non conforme" in said(rf, AUDIT)
    assert "not compliant" in said(rf, AUDIT, "en")
    assert len(AUDIT.criteria) < 50


def test_it_lists_the_defects_that_were_found(rf):
    bad = msgspec.structs.replace(AUDIT, violations=("search (fr): wide: label: <input>", "home (en): light: x: <p>"))
    text = said(rf, bad)
    assert "a relevé 2 défauts, décrits plus bas" in text
    assert "search (fr): wide: label: <input>" in text
    assert "aucun défaut" not in text


def test_a_doubt_without_words_is_shown_by_its_rule(rf):
    odd = msgspec.structs.replace(AUDIT, undecided={"color-contrast": 1, "new-rule": 3})
    text = said(rf, odd)
    assert "contraste des nombres écrits sur les cercles et les barres d’un graphique (1 type de page)" in text
    assert "new-rule (3 types de pages)" in text
