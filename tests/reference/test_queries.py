"""What pages and importers ask."""

from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from atlas.reference import queries
from atlas.reference.loading import load_reference
from atlas.reference.models import Territory
from tests.reference import small_data

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loaded(tmp_path: Path) -> None:
    load_reference(data_dir=small_data.write(tmp_path))


def territory(code: str, kind: str = "commune") -> Territory:
    return Territory.objects.get(kind=kind, code=code)


def test_the_vocabulary_holds_every_spelling_but_france() -> None:
    assert queries.country_vocabulary() == {
        "Côte d’Ivoire": "CI",
        "Côte d'Ivoire": "CI",
        "Cote d'Ivoire": "CI",
        "Mali": "ML",
        "République du Mali": "ML",
    }
    assert queries.country_vocabulary(with_france=True)["France"] == "FR"


def test_countries_by_iso2_are_all_or_those_named() -> None:
    assert sorted(queries.countries_by_iso2()) == ["CI", "FR", "ML"]
    assert {code: each.zone.name_fr for code, each in queries.countries_by_iso2(["ML", "ZZ"]).items()} == {
        "ML": "Afrique"
    }


@pytest.mark.parametrize(("language", "names"), [("fr", ["Côte d’Ivoire", "Mali"]), ("en", ["Ivory Coast", "Mali"])])
def test_countries_by_zone_are_in_the_readers_language(language: str, names: list[str]) -> None:
    with translation.override(language):
        (africa, countries), (europe, _) = queries.countries_by_zone()
        assert (africa.rank, europe.rank) == (1, 2)
        assert [country.name for country in countries] == names


def test_eligibility_is_unknown_without_a_row() -> None:
    assert queries.is_eligible_for_oda("ML", 2023) is True
    assert queries.is_eligible_for_oda("FR", 2023) is False
    assert queries.is_eligible_for_oda("ML", 2020) is None
    assert queries.is_eligible_for_oda("CI", 2023) is None


def test_the_theme_tree_offers_what_is_offered() -> None:
    (environment,) = queries.theme_tree()
    assert [node.theme.code for node in environment.children] == ["env.eau"]
    assert [node.theme.code for node in environment.children[0].children] == ["env.eau.assain"]
    (whole,) = queries.theme_tree(offered_only=False)
    assert [node.theme.code for node in whole.children] == ["env.eau", "env.energie"]


def test_theme_labels_are_the_path_from_the_top() -> None:
    labels = queries.theme_labels()
    assert labels["env.eau.assain"] == ("Environnement", "Eau et déchets", "Assainissement")
    assert len(labels) == 4


def test_a_territory_is_found_by_its_present_and_former_names() -> None:
    assert list(queries.territories_named("EVRY")) == [territory("91228")]
    assert list(queries.territories_named("Evry Courcouronnes", kind="commune")) == [territory("91228")]
    assert [(each.kind, each.code) for each in queries.territories_named("Alsace")] == [
        ("collectivity", "6AE"),
        ("region", "42"),
    ]
    assert not queries.territories_named("Évry", kind="department").exists()


def test_successors_are_followed_to_the_living() -> None:
    assert queries.successors(territory("91100")) == [territory("91228")]
    assert queries.successors(territory("91016")) == [territory("91016")]


def test_regions_of_a_day_are_those_before_or_after_the_reform() -> None:
    assert [each.code for each in queries.regions_on(date(2015, 12, 31))] == ["11", "42"]
    assert [each.code for each in queries.regions_on(date(2016, 1, 1))] == ["11", "44"]
