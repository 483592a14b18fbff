"""Matched words are marked, and nothing that a sheet says can become markup."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.catalogue.index.analysis import fold, stem
from atlas.catalogue.index.marking import EXCERPT_LENGTH, Marker
from atlas.catalogue.index.matching import Marks
from atlas.catalogue.record import PublicProject
from atlas.catalogue.search import search
from atlas.catalogue.search_query import SearchQuery
from tests.catalogue.conftest import Indexed
from tests.catalogue.records import OBJECTS, START


def marker(*words: str, beginnings: tuple[str, ...] = (), misspelt: tuple[str, ...] = ()) -> Marker:
    return Marker(Marks(frozenset(filter(None, map(stem, words))), beginnings, misspelt))


def plain(html: str) -> str:
    return unescape(re.sub(r"</?mark>", "", html))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Travaux d’assainissement", "Travaux d’<mark>assainissement</mark>"),
        ("ASSAINISSEMENTS, etc.", "<mark>ASSAINISSEMENTS</mark>, etc."),
        ("L'Œuvre des œuvres", "L&#x27;<mark>Œuvre</mark> des <mark>œuvres</mark>"),
        ("Écoles d’Ecully", "<mark>Écoles</mark> d’Ecully"),
        ("désassainissement réécole", "désassainissement réécole"),
        ("<b>école</b> & <script>", "&lt;b&gt;<mark>école</mark>&lt;/b&gt; &amp; &lt;script&gt;"),
        ("", ""),
    ],
)
def test_words_are_marked_in_all_their_forms(text: str, expected: str) -> None:
    assert marker("assainissement", "oeuvre", "ecole").title(text) == expected


@pytest.mark.parametrize("word", ["Győr", "Ağrı", "Český", "Škofja", "Ōsaka", "Nīmes", "Ñandú"])
def test_letters_beyond_western_europe_are_marked_with_and_without_their_accents(word: str) -> None:
    assert marker(word).title(f"à {word}, l’{word} des “{word}”").count(f"<mark>{word}</mark>") == 3
    assert marker(fold(word)).title(f"à {word}") == f"à <mark>{word}</mark>"


def test_unfinished_and_misspelt_words_are_marked() -> None:
    assert marker(beginnings=("hydrau",)).title("Génie hydraulique") == "Génie <mark>hydraulique</mark>"
    assert marker(misspelt=("asainissement",)).title("L’assainissement") == "L’<mark>assainissement</mark>"
    assert marker(misspelt=("bibliotheqe",)).title("bibliothèques") == "<mark>bibliothèques</mark>"
    assert marker(misspelt=("ecolfz",)).title("Les écoles du col") == "Les écoles du col"


def test_without_anything_to_mark_texts_are_only_escaped() -> None:
    assert Marker(Marks()).title("a < b") == "a &lt; b"
    assert Marker(Marks()).excerpt(["a < b"]) == ""


ENDINGS = """chevaux eaux travaux journaux heureuse nouvelle active nationale administration égalité fréquemment agences
    employés pays payer payante yeux essuyer naïve août
    jumelages coopération décentralisée œuvre cœurs géologie amitiés"""


def test_every_word_is_marked_by_its_own_stem() -> None:
    """Marking finds candidates by the start of the stem: here over words with every kind of ending."""
    for word in re.findall(r"\w+", " ".join((*OBJECTS, ENDINGS))):
        expected = word if stem(word) is None else f"<mark>{word}</mark>"
        assert marker(word).title(word) == expected


def test_an_excerpt_is_one_line_around_the_first_match() -> None:
    text = "mot " * 100 + "un forage\nneuf " + "fin " * 100
    html = marker("forage").excerpt(["rien ici", text])
    assert "<mark>forage</mark> neuf" in html
    assert html.startswith("… ")
    assert html.endswith(" …")
    assert len(plain(html)) <= EXCERPT_LENGTH
    assert "\n" not in html


def test_a_short_text_is_shown_whole() -> None:
    assert marker("forage").excerpt(["Un forage <neuf>"]) == "Un <mark>forage</mark> &lt;neuf&gt;"


@given(st.text(max_size=400), st.text(alphabet="<>&\"' éœeau", max_size=60))
def test_marking_only_adds_marks(text: str, hostile: str) -> None:
    whole = f"{text} eau {hostile} école"
    one = marker("eau", "ecole")
    assert plain(one.title(whole)) == whole
    assert re.search(r"<(?!/?mark>)", one.title(whole)) is None
    excerpt = one.excerpt([whole])
    assert "<mark>" in excerpt
    assert re.search(r"<(?!/?mark>)", excerpt) is None
    assert len(plain(excerpt)) <= EXCERPT_LENGTH


def test_a_hostile_sheet_stays_text(indexed: Indexed) -> None:
    title = "<script>alert('eau')</script> <mark>eau</mark>"
    indexed(PublicProject(id=1, title=title, objective=title * 20, version=1, updated_at=START, created_at=START))
    hit = search(SearchQuery(text="eau alert")).hits[0]
    assert "<script" not in hit.title + hit.excerpt
    assert plain(hit.title).count("eau") == 2
    assert hit.title.count("<mark>") == 3
