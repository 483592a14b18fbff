"""Words of the field find each other, both ways, outside of quotes only; what they found is marked."""

import csv

import pytest
from django.conf import settings

from atlas.catalogue.index import former_names
from atlas.catalogue.index.analysis import tokens
from atlas.catalogue.index.synonyms import expansions, known, read
from atlas.catalogue.record import PublicCountry, PublicParty
from atlas.catalogue.search import search
from atlas.catalogue.search_query import SearchQuery
from tests.catalogue.records import project

SHEETS = (
    project(1, title="Travaux d’adduction d’eau potable à Rivebourg", length=0, form=None),
    project(2, title="Programme AEP du plateau", length=0, form=None),
    project(3, title="Eau, potable enfin : une adduction", length=0, form=None),
    project(4, title="Appui du conseil général de la Vaunage", length=0, form=None),
    project(5, title="Appui du conseil départemental de la Vaunage", length=0, form=None),
    project(6, title="Jumelage des lycées", length=0, form=None),
    project(7, title="Twinning of two towns", length=0, form=None),
)


@pytest.fixture(autouse=True)
def _sheets(indexed):
    indexed(*SHEETS)


def found(text):
    return {hit.id: str(hit.title) for hit in search(SearchQuery(text=text)).hits}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("AEP", {1, 2, 3}),
        ("aep plateau", {2}),
        ("adductions d’eau potable", {1, 2, 3}),
        ("adduction eau potable plateau", {2}),
        ("CG Vaunage", {4, 5}),
        ("conseil départemental de la Vaunage", {4, 5}),
        ("twinning", {6, 7}),
        ("jumelages", {6}),
        ("jumelage lycees", {6}),
        ("« adduction d’eau potable »", {1}),
        ("\"AEP\"", {2}),
    ],
)  # fmt: skip
def test_terms_find_each_other_outside_of_quotes(text, ids):
    assert set(found(text)) == ids


def test_what_a_synonym_found_is_marked_as_a_whole():
    assert found("aep")[1] == "Travaux d’<mark>adduction d’eau potable</mark> à Rivebourg"
    assert found("aep")[2] == "Programme <mark>AEP</mark> du plateau"
    assert found("twinning")[6] == "<mark>Jumelage</mark> des lycées"


def test_a_word_inside_a_marked_phrase_is_not_marked_twice():
    assert found("aep eau")[1] == "Travaux d’<mark>adduction d’eau potable</mark> à Rivebourg"


def test_the_longest_term_wins():
    words = tokens("le ministère de l’Europe et des affaires étrangères à Bamako")
    (one,) = expansions(words)
    assert [word.written for word in words[one.first : one.last]] == [
        "ministère", "de", "l", "Europe", "et", "des", "affaires", "étrangères",
    ]  # fmt: skip


def test_every_line_of_the_list_is_sound():
    with (settings.DATA_DIR / "search" / "synonyms.csv").open(newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    synonyms, longest = known()
    assert len(synonyms) >= 2 * sum(line["kind"] == "same" for line in lines)
    assert longest <= 8


@pytest.mark.parametrize(
    "line",
    [
        "same,AEP",
        "same,AEP|de la",
        "other,AEP|eau",
        "same,AEP|eau\nsame,eau|AEPX",
        "english,climate|climat",
        "filter,AEP|eau",
        "filter,AEP|form:twinning\nfilter,AEP|form:project",
    ],
)
def test_a_line_that_makes_no_sense_is_refused(tmp_path, line):
    path = tmp_path / "synonyms.csv"
    path.write_text(f"kind,terms\n{line}\n")
    with pytest.raises(ValueError, match=r"."):
        read(path)


def partner(name, **values):
    return PublicParty(role="partner", name=name, country="FR", **values)


FILTERED = tuple(
    project(number, title=title, length=0, form=form, parties=parties)
    for number, title, form, parties in (
        (1, "Échanges de lycéens", "twinning", ()),
        (2, "Fontaines", None, (partner("Pau", group="commune", department="64"),)),
        (3, "Fontaines", None, (partner("Béarn", group="department", department="64"),)),
        (4, "Fontaines", None, (partner("Aude", group="department", department="11"),)),
        (5, "Puits", None, (partner("Agglo", group="intermunicipality"),)),
    )
)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("villes jumelées", {1}),
        ("comité de jumelage", {1}),
        ("« comité de jumelage »", set()),
        ("CG64", {3}),
        ("CD 64 fontaines", {3}),
        ("conseil départemental fontaine", {3, 4}),
        ("EPCI puits", {5}),
        ("mairie", {2}),
    ],
)
def test_a_term_that_names_a_value_of_a_filter_finds_its_sheets(indexed, text, ids):
    indexed(*FILTERED)
    assert set(found(text)) == ids


def abroad(number, title, iso2, partner):
    place = PublicParty(role="partner", name=partner, country=iso2, group="foreign")
    country = PublicCountry(iso2=iso2, name_fr=iso2, name_en=iso2, zone="z")
    return project(number, title=title, length=0, form=None, parties=(place,), countries=(country,))


@pytest.mark.parametrize(("text", "ids"), [
    ("Tananarive", {1, 2}), ("tananarive ecole", {1}), ("Antananarivo", {1, 2}), ("« Tananarive »", {2}),
    ("Haute-Volta", {3}), ("haute volta puits", {3}), ("Upper Volta", {3}), ("Leningrad", {4}), ("Saïgon", {5}),
    ("saigon eau", {5}), ("Zaïre", set()), ("Constantinople", set()),
])  # fmt: skip
def test_former_names_of_places_find_their_sheets(indexed, text, ids):
    indexed(
        abroad(1, "Une école", "MG", "Commune urbaine d’Antananarivo"),
        abroad(2, "La Tananarive d’hier", "FR", "Lyon"),
        abroad(3, "Puits", "BF", "Kaya"),
        abroad(4, "Musées", "RU", "Saint-Pétersbourg"),
        abroad(5, "Eau", "VN", "Hô-Chi-Minh-Ville"),
    )
    assert set(found(text)) == ids


@pytest.mark.parametrize(
    "line", ["town,MG,A,B", "place,MG,A,", "place,MG,A,a", "place,MG,A,B|b", "place,MG,A,B\nplace,MG,a,C"]
)
def test_a_former_name_that_makes_no_sense_is_refused(tmp_path, line):
    path = tmp_path / "former_names.csv"
    path.write_text(f"kind,country,name,former\n{line}\n")
    with pytest.raises(ValueError, match="makes no sense"):
        former_names.read(path)


def test_the_former_names_that_we_ship_are_of_countries_that_we_know():
    with (settings.DATA_DIR / "countries" / "countries.csv").open(newline="", encoding="utf-8") as file:
        names = {row["iso2"]: row["name_fr"] for row in csv.DictReader(file)}
    shipped = former_names.renamed()
    assert {one.iso2 for one in shipped} <= names.keys()
    assert all(names[one.iso2] == one.name for one in shipped if one.kind == former_names.COUNTRY)


@pytest.mark.parametrize(("acronym", "words"), [
    ("FICOL", "facilité de financement des collectivités territoriales"), ("ODD", "objectifs de développement durable"),
    ("OSIM", "organisation de solidarité internationale issue des migrations"),
    ("RRMA", "réseau régional multi-acteurs"), ("SCAC", "service de coopération et d’action culturelle"),
    ("COCAC", "conseillère de coopération et d’action culturelle"), ("APD", "aide publique au développement"),
    ("CUF", "Cités Unies France"), ("CNCD", "commission nationale de la coopération décentralisée"),
    ("DAECT", "délégation pour l’action extérieure des collectivités territoriales"),
    ("VSI", "volontaires de solidarité internationale"), ("PMA", "pays moins avancés"),
    ("SGAR", "secrétariat général pour les affaires régionales"), ("EPCI", "intercommunalités"),
    ("CICID", "comité interministériel de la coopération internationale et du développement"),
])  # fmt: skip
def test_acronyms_of_the_field_and_their_words_find_each_other(indexed, acronym, words):
    indexed(project(1, title=f"Vu avec : {words}", length=0), project(2, title=f"Un {acronym} ici", length=0),
            project(3, title="Puits", length=0))  # fmt: skip
    assert {1, 2} <= set(found(acronym))
    assert {1, 2} <= set(found(words))


@pytest.mark.parametrize(
    ("text", "ids"), [("projets de fontaines", {2, 3, 4}), ("projet", set()), ("« projets de fontaines »", set())]
)
def test_project_asks_for_nothing_beside_a_word_that_does(indexed, text, ids):
    indexed(*FILTERED)
    assert set(found(text)) == ids
