"""Plain text → HTML: structure kept, nothing of the source's mark-up, only web addresses become links."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.catalogue.prose import is_web_address, line, opening, paragraphs

OURS = {"p", "ul", "li", "a"}


class Seen(HTMLParser):
    """Tags and attributes of a piece of HTML."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.links, self.text = [], [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag == "a":
            self.links.append(dict(attrs))

    def handle_data(self, data):
        self.text += data


def test_lines_are_paragraphs_and_marked_lines_a_list():
    text = "Deux chantiers :\n\n- un forage ;\n• une pompe.\n\nFin."
    assert (
        paragraphs(text)
        == "<p>Deux chantiers\u00a0:</p><ul><li>un forage\u00a0;</li><li>une pompe.</li></ul><p>Fin.</p>"
    )


@pytest.mark.parametrize("text", ["-5 °C en hiver", "-", "• "])
def test_a_dash_that_marks_nothing_is_text(text):
    assert paragraphs(text) == f"<p>{text.strip()}</p>"


def test_empty_text_gives_nothing():
    assert paragraphs(" \n\n ") == ""


def test_markup_of_the_source_is_text():
    assert paragraphs("<script>alert(1)</script> & <b>x</b>") == (
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;x&lt;/b&gt;</p>"
    )


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Voir https://a.example/b.", "https://a.example/b"),
        ("(https://a.example/b)", "https://a.example/b"),
        ("https://a.example/b_(c), puis", "https://a.example/b_(c)"),
        ("HTTP://A.example?x=1&y=2 fin", "HTTP://A.example?x=1&y=2"),
    ],
)
def test_web_addresses_are_links_without_the_sentence_s_punctuation(text, address):
    seen = Seen(line(text))
    assert seen.links == [{"href": address, "rel": "nofollow noopener"}]
    assert seen.text == text


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "ftp://a.example", "www.a.example", "a@b.example", "//a.example"]
)
def test_nothing_else_is_a_link(text):
    assert Seen(line(text)).links == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/x?y=z", True),
        ("HTTP://a.example", True),
        ("javascript://https://a.example", False),
        ("https://a.example/ onclick=x", False),
        ("/fr/", False),
        ("", False),
    ],
)
def test_web_address(url, expected):
    assert is_web_address(url) is expected


@given(st.text(alphabet=st.sampled_from("ab<>&\"'\n -•/:.()https") | st.characters(), max_size=200))
def test_any_text_gives_our_tags_only_and_keeps_its_words(text):
    seen = Seen(paragraphs(text))
    assert set(seen.tags) <= OURS
    assert all(link["href"].lower().startswith(("http://", "https://")) for link in seen.links)
    kept = re.sub(r"\s", "", text)
    shown = re.sub(r"\s", "", seen.text)
    assert len(shown) <= len(kept)
    assert [char for char in shown if char.isalnum()] == [char for char in kept if char.isalnum()]


def test_opening_keeps_a_short_text_whole():
    assert opening("- un\n- deux") == "un deux"


def test_opening_ends_with_a_sentence_when_it_fills_half():
    assert opening("Une première phrase assez longue. Une autre qui dépasse la limite.", 45) == (
        "Une première phrase assez longue."
    )


def test_opening_cuts_between_words():
    cut = opening("mot " * 100, 50)
    assert cut == "mot " * 11 + "mot…"
    assert len(cut) <= 50


@given(st.text(max_size=300), st.integers(2, 100))
def test_opening_never_exceeds_its_limit(text, limit):
    assert len(opening(text, limit)) <= limit
