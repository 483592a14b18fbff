"""Templates: each compiles, each is used, none holds code or style of its own, none speaks a message key."""

import re

import pytest
from django.template.loader import get_template

from tests.consistency.sources import modules, name, templates

STATE_NAME = "République<br>Française"  # on the Marianne block, in French for every reader
OF_MAILS = "notifications/frame.html"
"""Read by programs that fetch no style sheet and know no policy of ours."""
HTML = [path for path in templates() if path.suffix in {".html", ".svg"}]


def template_name(path):
    return path.as_posix().rpartition("/templates/")[2]


def test_templates_are_found():
    assert len(HTML) >= 10


@pytest.mark.parametrize("path", templates(), ids=template_name)
def test_compiles(path):
    assert get_template(template_name(path)).origin.name == str(path)


def test_every_template_is_used():
    texts = {path: path.read_text() for path in [*templates(), *modules()]}
    by_django = {"404.html", "500.html", "403.html", "400.html"}
    unused = [
        template_name(path)
        for path in templates()
        if not any(template_name(path) in text for other, text in texts.items() if other != path)
    ]
    # Templates of Django's administration and of the library that signs people in, in the place of theirs.
    theirs = ("admin/", "account/", "allauth/", "mfa/", "socialaccount/", "usersessions/")
    assert [path for path in unused if path not in by_django and not path.startswith(theirs)] == []


@pytest.mark.parametrize("path", [one for one in HTML if template_name(one) != OF_MAILS], ids=template_name)
def test_nothing_inline(path):
    """The Content-Security-Policy would refuse it anyway: better to know here."""
    text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.DOTALL)
    assert re.findall(r"<style\b", text, re.IGNORECASE) == []
    assert re.findall(r"\sstyle\s*=", text, re.IGNORECASE) == []
    assert re.findall(r"\son[a-z]+\s*=\s*[\"']", text, re.IGNORECASE) == []
    assert re.findall(r"javascript:", text, re.IGNORECASE) == []
    scripts = re.findall(r"<script\b([^>]*)>", text, re.IGNORECASE)
    assert [script for script in scripts if "src=" not in script and "application/" not in script] == []


@pytest.mark.parametrize("path", HTML, ids=template_name)
def test_nothing_from_elsewhere(path):
    """No file of another site is loaded; links may lead there."""
    loaded = re.findall(
        r"<(?:script|link|img|iframe|source|use|image)\b[^>]*?(?:src|href)=[\"']([^\"']*)", path.read_text()
    )
    assert [address for address in loaded if re.match(r"(https?:)?//", address)] == []


@pytest.mark.parametrize("path", HTML, ids=template_name)
def test_tables_have_captions_and_images_have_texts(path):
    text = path.read_text()
    assert text.count("<table") == text.count("<caption"), "a table without a caption"
    assert [image for image in re.findall(r"<img\b[^>]*>", text) if "alt=" not in image] == []


def test_every_text_goes_through_translation():
    """French words with accents outside of translation tags are texts that English readers would meet."""
    tag = r"{% *blocktrans(?:late)?\b.*?{% *endblocktrans(?:late)? *%}|{%.*?%}|{{.*?}}|{#.*?#}|<!--.*?-->"
    stray = {}
    for path in HTML:
        text = re.sub(tag, "", path.read_text(), flags=re.DOTALL)
        text = text.replace(STATE_NAME, "")
        found = re.findall(r"[^\s<>\"']*[àâçéèêëîïôûùœÀÉÈÊ][^\s<>\"']*", text)
        if found:
            stray[name(path)] = found
    assert {path: words for path, words in stray.items() if not path.endswith("server_error.html")} == {}
