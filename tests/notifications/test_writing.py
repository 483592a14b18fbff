"""A mail is written once, as text; its HTML says the same."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.notifications.writing import _BUTTON, LONGEST_SUBJECT, html_of, site_url, write

SITE = "http://127.0.0.1:8000"


def body(text: str) -> str:
    html = html_of("Objet", f"{text}\n\n-- \nL’Atlas\n", "fr")
    return html.partition("</h1>\n")[2].partition("<hr>")[0].strip().replace("\n", "")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Un.\nDeux.\n\nTrois.", "<p>Un.<br>Deux.</p><p>Trois.</p>"),
        (f"Voir :\n{SITE}/fr/", f'<p>Voir\u00a0:<br><a href="{SITE}/fr/">{SITE}/fr/</a></p>'),
        ("Critères :\n– Mali\n– eau", "<p>Critères\u00a0:</p><ul><li>Mali</li><li>eau</li></ul>"),
        (f"– Puits\n  {SITE}/fr/projets/1/", f'<ul><li><a href="{SITE}/fr/projets/1/">Puits</a></li></ul>'),
        (f"– Puits\n  {SITE}/a/\n  Mali", f'<ul><li><a href="{SITE}/a/">Puits</a><br>Mali</li></ul>'),
        (
            f"→ Voir la fiche\n  {SITE}/a/",
            f'<p><a class="deed" style="{_BUTTON}" href="{SITE}/a/">Voir la fiche</a></p>',
        ),
        ("→ Voir\n  https://elsewhere.example/", "<p>→ Voir<br>https://elsewhere.example/</p>"),
        ("→ Voir", "<p>→ Voir</p>"),
        ("1. Une nouvelle\n\nUn.", "<h2>1. Une nouvelle</h2><p>Un.</p>"),
        ("Il dit : « oui ! »", "<p>Il dit\u00a0: «\u00a0oui\u00a0!\u00a0»</p>"),
        ("– Puits\n  au Mali", "<ul><li>Puits<br>au Mali</li></ul>"),
        ("https://elsewhere.example/", "<p>https://elsewhere.example/</p>"),
        (f'{SITE}/"onmouseover="x', f"<p>{SITE}/&quot;onmouseover=&quot;x</p>"),
        ("", ""),
    ],
)
def test_text_becomes_html(text: str, html: str) -> None:
    assert body(text) == html


def test_only_the_last_signature_is_one() -> None:
    html = html_of("Objet", "Un\n-- \nDeux\n-- \nL’Atlas", "fr")
    assert "<p>Un<br>--<br>Deux</p>" in html
    assert '<div class="signature"><p>L’Atlas</p>' in html


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_no_text_becomes_markup_and_no_word_is_lost(text: str) -> None:
    html = body(text)
    assert set(re.findall(r"</?([^>]*)>", html)) <= {"p", "br", "ul", "li", "h2"}
    shown = unescape(re.sub(r"<[^>]*>", " ", html))
    assert "".join(shown.split()).replace("–", "") == "".join(text.split()).replace("–", "")


def test_addresses_are_those_of_the_site_in_the_language_of_the_mail() -> None:
    assert (site_url("fr", "project", 12), site_url("en", "search")) == (f"{SITE}/fr/projets/12/", f"{SITE}/en/search/")


def test_a_subject_is_one_line_of_at_most_200_characters() -> None:
    told = [{"number": 1, "subject": "x", "body": "y"}]
    letter = write("notifications/digest.txt", "fr", {"notices": told * 12})
    assert letter.subject == "12 nouvelles de l’Atlas"
    assert len(letter.subject) <= LONGEST_SUBJECT
    assert letter.text.startswith("Voici")
