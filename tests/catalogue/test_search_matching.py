"""Which sheets a text finds, as people type it: accents, plurals, unfinished and misspelt words, names, quotes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from atlas.catalogue.index import writer
from atlas.catalogue.index.analysis import folded_words, tokens
from atlas.catalogue.record import PublicParty, PublicProject, PublicTheme
from atlas.catalogue.search import search
from atlas.catalogue.search_query import Known, SearchQuery
from tests.catalogue.records import COUNTRIES, START


def sheet(number: int, title: str, **values: object) -> PublicProject:
    return PublicProject(id=number, title=title, version=1, updated_at=START, created_at=START, **values)


def partner(name: str, country: str = "FR", **values: object) -> PublicParty:
    return PublicParty(role="partner", name=name, country=country, **values)


SHEETS = {
    "sewers": sheet(1, "Travaux d’assainissement", objective="Réseaux d’eau et latrines publiques."),
    "network": sheet(2, "Extension de deux réseaux d'eau"),
    "school": sheet(3, "ÉCOLES et bibliothèques", description="Une école maternelle à construire."),
    "work": sheet(4, "Œuvres d’artistes", context="Le chœur de la ville."),
    "names": sheet(
        5,
        "Jumelage",
        parties=(
            partner("Évry-Courcouronnes", declared="Ville d’Evry", former="Évry"),
            partner("Koutiala", "ML"),
            PublicParty(role="owner", name="Syndicat des eaux de Larzaye"),
        ),
        countries=(COUNTRIES["DE"],),
        themes=(
            PublicTheme(rank=0, path_fr=("Culture", "Francophonie"), path_en=("Culture", "French-speaking world")),
        ),
    ),
    "twice": sheet(6, "Eau potable", description="La pompe du village donne une eau claire."),
    "old": sheet(7, "Appui aux agents", legacy_prj_id=31_415, context="L’état civil, même rénové, n° 5."),
    "decomposed": sheet(8, "Cafe\u0301iculture durable"),
}


@pytest.fixture(scope="module", autouse=True)
def _index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with override_settings(INDEX_DIR=tmp_path_factory.mktemp("matching")):
        writer.build(SHEETS.values(), revision=1)
        yield


@pytest.fixture(autouse=True)
def index_dir() -> Path | None:
    """One index for the module, instead of one a test."""
    return None


def names_found(text: str) -> set[str]:
    by_id = {project.id: name for name, project in SHEETS.items()}
    return {by_id[hit.id] for hit in search(SearchQuery(text=text)).hits}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("assainissements", {"sewers"}),
        ("ASSAINISSEMENT", {"sewers"}),
        ("reseau d eau", {"sewers", "network"}),
        ("réseaux d'eau", {"sewers", "network"}),
        ("l’eau du réseau", {"sewers", "network"}),
        ("eau réseau", {"sewers", "network"}),
        ("ecole", {"school"}),
        ("bibliotheque", {"school"}),
        ("oeuvre", {"work"}),
        ("œuvre", {"work"}),
        ("choeur", {"work"}),
        ("evry", {"names"}),
        ("ville d'evry", {"names"}),
        ("allemagne", {"names"}),
        ("Germany", {"names"}),
        ("koutiala", {"names"}),
        ("francophonie", {"names"}),
        ("french-speaking", {"names"}),
        ("syndicat larzaye", {"names"}),
        ("31415", {"old"}),
        ("caféiculture", {"decomposed"}),
        ("cafe\u0301iculture", {"decomposed"}),
        ("etat civil a", {"old"}),
        ("meme etat civil", {"old"}),
    ],
)
def test_words_are_found_in_all_their_forms(text: str, names: set[str]) -> None:
    assert names_found(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [("assainiss", {"sewers"}), ("kouti", {"names"}), ("eau latri", {"sewers"}), ("bibl", {"school"})],
)
def test_the_last_word_may_be_unfinished(text: str, names: set[str]) -> None:
    assert names_found(text) == names


@pytest.mark.parametrize("text", ["latri eau", "la", "bi"])
def test_other_words_and_very_short_ones_are_not_completed(text: str) -> None:
    assert "school" not in names_found(text) or text == "la"
    assert names_found("latri eau") == set()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("asainissement", {"sewers"}),  # a letter missing
        ("assainnissement", {"sewers"}),  # one too many
        ("assianissement", {"sewers"}),  # two swapped
        ("koutialo", {"names"}),  # one wrong
        ("bibliothéqe", {"school"}),
        ("latrnes publiques", {"sewers"}),  # not only the last word
    ],
)
def test_one_letter_may_be_wrong(text: str, names: set[str]) -> None:
    assert names_found(text) == names


@pytest.mark.parametrize("text", ["eua", "xoutialo"])
def test_short_words_and_two_wrong_letters_find_nothing(text: str) -> None:
    assert names_found(text) == set()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('"eau claire"', {"twice"}),
        ("« eau claire »", {"twice"}),
        ("“eau potable” pompe", {"twice"}),
        ('"claire eau"', set()),
        ('"réseau d eau"', {"sewers", "network"}),
        ('"eau"', {"sewers", "network", "twice", "names"}),
        ('"eau claire', {"twice"}),
    ],
)
def test_quotes_ask_for_words_side_by_side(text: str, names: set[str]) -> None:
    assert names_found(text) == names


def test_every_word_must_match() -> None:
    assert names_found("assainissement francophonie") == set()


def test_the_title_counts_more_than_the_prose() -> None:
    assert [hit.id for hit in search(SearchQuery(text="réseaux")).hits] == [2, 1]


@pytest.mark.parametrize(
    "text", ["AND OR NOT", "title:eau", "eau^9 +x -y", "[a TO b]", "eau*", "(", "\\", "a~2", "/.*/"]
)
def test_no_text_is_a_query_language(text: str) -> None:
    search(SearchQuery(text=text))


def test_a_text_without_a_word_is_said_and_ignored() -> None:
    page = search(SearchQuery(text="?!…"))
    assert page.total == len(SHEETS)
    assert [problem.parameter for problem in page.query.problems] == ["q"]


@given(st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    page = search(SearchQuery.from_params({"q": [text]}, known=Known()))
    assert page.total == len(page.hits) <= len(SHEETS)


@given(st.lists(st.sampled_from(["eau", '"', "réseaux", "d’", "école ", " ", "œuvr", "zzz", "-", "a"]), max_size=8))
def test_no_mixture_of_words_and_quotes_raises(parts: list[str]) -> None:
    page = search(SearchQuery.from_params({"q": ["".join(parts)]}, known=Known()))
    assert sum(one.count for one in page.facets["status"]) == page.total


@given(st.text())
def test_folded_words_are_those_of_tokens(text: str) -> None:
    assert folded_words(text) == [one.folded for one in tokens(text)]
