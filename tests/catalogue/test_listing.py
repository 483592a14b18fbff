"""Words of result rows."""

import pytest
from django.utils.translation import override

from atlas.catalogue.listing import rows_of, years
from atlas.catalogue.search import Hit, HitParty
from atlas.catalogue.search_query import Label
from tests.catalogue.records import START


@pytest.fixture(autouse=True)
def _french():
    with override("fr"):
        yield


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (2019, 2021, "2019 – 2021"),
        (2019, 2019, "2019"),
        (2019, None, "depuis 2019"),
        (None, 2021, "jusqu’en 2021"),
        (None, None, ""),
    ],
)
def test_years_keep_what_is_known(start, end, words):
    assert years(start, end) == words


def row(**changes):
    values = {
        "id": 5, "title": "T", "excerpt": "", "french": (), "foreign": (), "countries": (), "status": None,
        "start_year": None, "end_year": None, "form": None, "theme_code": None, "theme_fr": (), "theme_en": (),
        "is_example": False, "updated_on": START.date(),
    }  # fmt: skip
    countries = {"ML": Label("Mali", "Mali"), "DE": Label("Allemagne", "Germany")}
    return rows_of([Hit(**{**values, **changes})], countries, "fr")[0]


def test_a_long_side_is_cut_with_its_count():
    parties = tuple(HitParty(name, None, "FR") for name in ("Un", "Deux", "Trois", "Quatre", "Cinq"))
    assert row(french=parties).french == "Un, Deux, Trois et 2 de plus"
    assert row(french=parties[:3]).french == "Un, Deux, Trois"


def test_names_of_countries_and_the_last_level_of_the_theme():
    found = row(countries=("DE", "ZZ"), theme_fr=("Environnement", "Eau"), theme_en=("Environment", "Water"))
    assert (found.countries, found.theme) == ("Allemagne, ZZ", "Eau")


@pytest.mark.parametrize(
    ("status", "words", "style"),
    [
        ("ongoing", "En cours", "fr-badge--success"),
        ("completed", "Terminé", "atlas-badge--closed"),
        (None, "État non précisé", ""),
    ],
)
def test_status_in_words_with_its_badge(status, words, style):
    found = row(status=status)
    assert (found.status, found.status_style) == (words, style)


def test_unknown_forms_show_nothing():
    assert row(form="no such form").form == ""
    assert row(form="twinning").form == "Jumelage"
