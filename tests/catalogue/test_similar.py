"""Sheets nearby: found by what can be checked, the strongest reason first, and never the sheet itself."""

import pytest

from atlas.catalogue.record import PublicTheme
from atlas.catalogue.similar import MOST, similar_to
from tests.catalogue.records import COUNTRIES, THEMES, project
from tests.catalogue.sheets import HAUTES_TERRES, RIVEBOURG, TAMBAGA, party

MALI, GERMANY = (COUNTRIES["ML"],), (COUNTRIES["DE"],)
HERBORN = party("partner", "Herborn", id=22, country="DE", group="foreign", lat=50.7, lon=8.3)
BESIDE = party("partner", "Cercle de Tambaga", id=23, country="ML", group="foreign", lat=13.0, lon=-9.6)
OTHER = party("partner", "Étangville", id=19, country="FR", group="commune", kind="commune")
DISTANT = party("partner", "Ségou", id=24, country="ML", group="foreign", lat=13.4, lon=-6.2)


def sheet(number, french, foreign, countries=MALI, theme=0):
    code, path_fr, path_en = THEMES[theme]
    themes = (PublicTheme(rank=0, code=code, path_fr=path_fr, path_en=path_en),)
    return project(number, parties=(french, foreign), countries=countries, themes=themes, title=f"Fiche {number}")


HERE = sheet(1, RIVEBOURG, TAMBAGA)


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (sheet(2, OTHER, TAMBAGA, theme=5), "Même partenaire\u00a0: Tambaga"),
        (sheet(2, OTHER, BESIDE, theme=5), "Même lieu à l’étranger"),
        (sheet(2, RIVEBOURG, DISTANT, theme=5), "Même collectivité, même pays\u00a0: Rivebourg"),
        (sheet(2, OTHER, DISTANT), "Même thématique, même pays"),
        (sheet(2, RIVEBOURG, HERBORN, GERMANY, theme=5), "Même collectivité\u00a0: Rivebourg"),
    ],
)
def test_each_reason_in_words(indexed, other, reason):
    indexed(HERE, other, sheet(3, HAUTES_TERRES, HERBORN, GERMANY, theme=5))
    assert [(near.id, near.reason) for near in similar_to(HERE)] == [(2, reason)]


def test_the_strongest_reasons_first_and_not_too_many(indexed):
    indexed(
        HERE,
        *(sheet(number, OTHER, DISTANT) for number in range(10, 20)),
        sheet(30, RIVEBOURG, DISTANT),
        sheet(31, OTHER, TAMBAGA, theme=5),
    )
    found = [near.id for near in similar_to(HERE)]
    assert found[:2] == [31, 30]
    assert len(found) == MOST


def test_weaker_reasons_still_order_sheets_that_share_a_strong_one(indexed):
    """Enough of them share the partner: sheets that do not are never weighed, those that do are weighed whole."""
    same_partner = [sheet(number, OTHER, TAMBAGA, theme=5) for number in range(10, 16)]
    indexed(
        HERE,
        *same_partner,
        sheet(20, OTHER, TAMBAGA),  # the theme in the country too
        sheet(21, RIVEBOURG, TAMBAGA, theme=5),  # the authority too, in the country
        *(sheet(number, RIVEBOURG, DISTANT) for number in range(30, 36)),
    )
    found = [near.id for near in similar_to(HERE)]
    assert found[:2] == [21, 20]
    assert set(found[2:]) < {one.id for one in same_partner}, "of equals the index chooses"


def test_an_organisation_that_takes_another_part_is_not_named_as_partner(indexed):
    owner = sheet(2, OTHER, DISTANT, theme=5)
    named = project(
        2, parties=(*owner.parties, party("owner", "Tambaga", id=21, country="ML")), countries=MALI, themes=()
    )
    indexed(HERE, named)
    assert [near.reason for near in similar_to(HERE)] == ["Même partenaire"]


def test_a_sheet_that_says_nothing_has_no_neighbour(indexed):
    indexed(HERE)
    assert similar_to(project(9, parties=(), countries=(), themes=())) == ()


def test_without_an_index_the_sheet_still_shows(index_dir):
    assert not index_dir.exists()
    assert similar_to(HERE) == ()


def test_who_with_whom_since_when(indexed):
    indexed(HERE, sheet(2, OTHER, TAMBAGA))
    (near,) = similar_to(HERE)
    assert (near.title, near.french, near.foreign) == ("Fiche 2", "Étangville", "Tambaga")
