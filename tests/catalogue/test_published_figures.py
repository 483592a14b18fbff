"""Figures that others published: D1.3 and D10.4 as shipped, worded, with each breakdown set against its total."""

import pytest
from django.conf import settings

from atlas.catalogue.published_figures import published
from atlas.reference import loading, reading
from atlas.reference.models import Country
from tests.catalogue.records import project
from tests.reference import small_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(tmp_path, indexed):
    loading.load_reference(data_dir=small_data.write(tmp_path / "data"))
    indexed(project(1, length=50))


@pytest.fixture
def shipped(indexed):
    """The real countries and figures, without the territories, which take seconds."""
    silent, now = loading.silent, None
    loading._load_countries(settings.DATA_DIR / "countries", silent, now)
    loading._load_published(settings.DATA_DIR / "published_figures", silent, now)
    indexed(project(1, length=50))


def plain(text):
    return text.replace("\u202f", " ").replace("\xa0", " ")


def lines(country, language="fr"):
    return [(one.when, plain(line.value), line.words) for one in published(country, language) for line in one.lines]


def test_the_world_oldest_first_and_undated_last_with_the_families_apart(small):
    assert lines(None) == [
        ("2016", "12 725", "projets, coopération décentralisée"),
        ("2016", "plus de 881", "projets, autre action extérieure"),
        ("époque du franc", "près de 5 400", "opérations"),
    ]


def test_parts_are_set_against_their_total(small):
    (mali,) = published("ML", "fr")
    assert (mali.when, mali.source, mali.warning) == ("20 septembre 2011", "Un poste", "Réserve.")
    assert [(plain(line.value), line.words) for line in mali.lines] == [
        ("162", "collectivités"), ("environ 15 %", "des collectivités"), ("5 € à 10 €", "par an"),
    ]  # fmt: skip
    assert mali.lines[0].parts == "25 groupements, 138 autres"
    assert mali.lines[0].check == "Les parts font 163, le total publié est : 162."


def test_english_readers_read_english(small):
    (mali,) = published("ML", "en")
    assert (mali.when, mali.source, mali.rule, mali.warning) == ("20 September 2011", "A post", "Rule.", "Caveat.")
    assert [(plain(line.value), line.words) for line in mali.lines] == [
        ("162", "authorities"), ("about 15%", "of authorities"), ("€5 to €10", "a year"),
    ]  # fmt: skip
    assert mali.lines[0].check == "The parts make 163, the published total is: 162."


def test_a_country_of_which_nothing_was_published(small):
    assert published("CI", "fr") == ()


def test_they_are_read_once_a_revision(small, django_assert_num_queries):
    published("ML", "fr")
    with django_assert_num_queries(0):
        published("ML", "fr")


def test_the_shipped_snapshots_are_those_of_the_domain(shipped):
    found = {(when, words): value for when, value, words in lines(None)}
    assert found["2009-2010", "projets"] == "12 129"
    assert found["2012", "collectivités françaises"] == "4 806"
    assert found["2016", "projets, coopération décentralisée"] == "12 725"
    assert found["2016", "projets, autre action extérieure"] == "881"
    assert found["vers 2018", "partenaires étrangers"] == "8 300"
    assert found["vers 2020", "partenaires étrangers"] == "plus de 2 650"
    assert found["2003 à 2010", "aide publique au développement, 2008"] == "72 500 000 €"
    assert len(published(None, "fr")) == 11


def test_known_inconsistencies_are_said(shipped):
    checks = {
        (one.when, plain(line.words)): plain(line.check)
        for iso2 in ("ML", "MG")
        for one in published(iso2, "fr")
        for line in one.lines
        if line.check
    }
    assert checks == {
        ("20 septembre 2011", "collectivités françaises engagées"): "Les parts font 163, le total publié est : 162.",
        ("2015", "collectivités françaises"): "Les parts font 68, comme le total.",
        ("vers 2020", "« partenariats actifs »"): "Les parts font 55, le total publié est : 58.",
        ("vers 2018", "collectivités françaises"): "Les parts font 41, comme le total.",
        ("vers 2018", "partenaires malgaches"): "Les parts font 35, comme le total.",
        ("vers 2020", "collectivités françaises"): "Les parts font 25, comme le total.",
        ("depuis 1994", "projets"): "Les parts font 247, le total publié est : plus de 245.",
    }


def test_every_total_that_does_not_add_up_has_its_warning():
    folder = settings.DATA_DIR / "published_figures"
    warned = {row.key for row in reading.published_snapshots(folder) if row.warning_fr}
    rows = list(reading.published_figures(folder))
    for total in (row for row in rows if row.parts == "all"):
        parts = [row.value for row in rows if (row.snapshot, row.part_of) == (total.snapshot, total.words_fr)]
        assert parts
        assert sum(parts) == total.value or total.snapshot in warned


def test_parts_name_a_number_of_their_publication():
    rows = list(reading.published_figures(settings.DATA_DIR / "published_figures"))
    words = {(row.snapshot, row.words_fr) for row in rows if row.parts}
    assert {(row.snapshot, row.part_of) for row in rows if row.part_of} == words


def test_the_pages_show_them(client, shipped):
    html = client.get("/fr/pays/ML/").content.decode()
    assert "Chiffres publiés par le passé" in html
    assert "Les parts font 163" in html
    assert "Chiffres mondiaux publiés par le passé" in client.get("/fr/pays/").content.decode()
    assert Country.objects.filter(pk="TV").exists()
    assert "Chiffres publiés par le passé" not in client.get("/fr/pays/TV/").content.decode()


def test_published_amounts_of_aid_are_set_against_their_parts(shipped):
    checks = [plain(line.check) for one in published(None, "fr") for line in one.lines if line.check]
    assert checks == [
        "Les parts font 100 600 000, comme le total.",
        "Les parts font 116 400 000, le total publié est : 116 700 000 €.",
    ]
