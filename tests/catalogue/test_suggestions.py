"""Type-ahead: what is suggested for unfinished, inverted, misspelt and former names; keystrokes cost no query."""

import pytest

from atlas.catalogue import suggestion_source
from atlas.catalogue.record import PublicCountry, PublicName, PublicOrganisation, PublicParty, PublicTheme
from atlas.catalogue.suggestions import Name, book_of, find
from atlas.catalogue.views.suggestions import KINDS
from tests.catalogue.records import project, publish_organisation

NAMES = (
    Name("pays", "ML", "Mali", "Mali", ("Mali",), weight=9),
    Name("pays", "DE", "Allemagne", "Germany", ("Allemagne", "Germany"), weight=9),
    Name("theme", "env.eau", "Eau et déchets", "Water and waste", ("Eau et déchets", "Water and waste"), weight=9),
    Name("collectivite", "1", "Saint-Paul", "Saint-Paul", ("Saint-Paul",), weight=100),
    Name("collectivite", "2", "Saint-Paul-Trois-Châteaux", "", ("Saint-Paul-Trois-Châteaux",), weight=8),
    Name("collectivite", "3", "Évry-Courcouronnes", "", ("Évry-Courcouronnes", "Évry"), weight=60),
    Name("partenaire", "4", "Malicounda", "", ("Malicounda",)),
)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("mal", ["ML", "4"]),
        ("paul saint", ["1", "2"]),
        ("saint paul", ["1", "2"]),
        ("chateaux", ["2"]),
        ("evry", ["3"]),
        ("courcouronne", ["3"]),
        ("courcouronmes", ["3"]),
        ("germ", ["DE"]),
        ("dech", ["env.eau"]),
        ("waste wat", ["env.eau"]),
        ("saint zzz", []),
        ("m", []),
        ("", []),
        ("’’", []),
    ],
)
def test_names_are_found_by_the_beginnings_of_their_words(text, values):
    assert [name.value for name in find(book_of(NAMES), text, 8, KINDS)] == values


def test_so_many_and_no_more():
    assert len(find(book_of(NAMES), "sa", 1, KINDS)) == 1


def test_an_empty_book_suggests_nothing():
    assert find(book_of(()), "mali", 8, KINDS) == []


@pytest.fixture
def suggest(client, indexed, db, monkeypatch):
    """The suggestions for a text, over two organisations of one sheet; a third is in no sheet."""
    monkeypatch.setattr(suggestion_source, "_kept", suggestion_source._Kept())
    town = PublicParty(role="partner", name="Évry-Courcouronnes", id=1, country="FR", group="commune", region="84",
                       region_name="Auvergne-Rhône-Alpes", department="38", department_name="Isère")  # fmt: skip
    partner = PublicParty(role="partner", name="Kayes", id=2, country="ML")
    theme = PublicTheme(rank=0, code="env", path_fr=("Environnement",), path_en=("Environment",))
    indexed(project(1, parties=(town, partner), themes=(theme,), length=0))
    former = (PublicName(name="Évry", kind="former"),)
    for number, name, country, names in (
        (1, "Évry-Courcouronnes", "FR", former), (2, "Kayes", "ML", ()), (3, "Évreux", "FR", ()),
    ):  # fmt: skip
        publish_organisation(
            PublicOrganisation(id=number, name=name, kind="commune", group="commune", country=country, names=names)
        )

    def ask(text, path="/fr/suggestions/", **params):
        answer = client.get(path, {"q": text, **params})
        assert answer.status_code == 200
        return answer.json()

    return ask


def test_a_suggestion_leads_to_the_list_that_it_names(suggest):
    assert suggest("evry") == {
        "said": "1 suggestion",
        "found": [
            {
                "label": "Évry-Courcouronnes",
                "kind": "collectivité française",
                "value": "1",
                "url": "/fr/recherche/?collectivite=1",
            }
        ],
    }
    assert suggest("kaye", "/en/suggestions/")["found"] == [
        {"label": "Kayes", "kind": "partner abroad, Mali", "value": "2", "url": "/en/search/?partenaire=2"}
    ]
    assert suggest("environm")["found"][0]["url"] == "/fr/recherche/?theme=env"


def test_the_boxes_of_the_panel_ask_for_the_names_of_one_filter(suggest):
    def labels(text, parameter):
        return [(one["label"], one["kind"]) for one in suggest(text, filtre=parameter)["found"]]

    assert labels("evry", "collectivite") == [("Évry-Courcouronnes", "")]
    assert labels("evry", "partenaire") == []
    assert labels("kaye", "partenaire") == [("Kayes", "Mali")]
    assert labels("isere", "departement") == labels("38", "departement") == [("Isère", "")]
    assert labels("auvergn", "region") == [("Auvergne-Rhône-Alpes", "")]
    assert labels("evry", "rien") == []
    assert suggest("isere")["found"] == []


def test_who_only_pays_is_not_suggested(suggest, indexed):
    agency = PublicParty(role="funder", name="Agence de l’eau", id=4, country="FR", kind="water_agency")
    state = PublicParty(role="partner", name="Ministère", id=5, country="FR", kind="state", group="state")
    indexed(project(2, parties=(agency, state), length=0))
    for number, name, kind in ((4, "Agence de l’eau", "water_agency"), (5, "Ministère", "state")):
        publish_organisation(PublicOrganisation(id=number, name=name, kind=kind, group=kind, country="FR"))
    assert suggest("agence")["found"] == suggest("ministere")["found"] == []


def test_what_no_sheet_cites_is_not_suggested(suggest):
    assert suggest("evreux") == {"said": "Aucune suggestion", "found": []}


def test_a_keystroke_costs_no_query(suggest, django_assert_num_queries):
    suggest("ev")
    with django_assert_num_queries(0):
        suggest("evr")


@pytest.mark.parametrize(("text", "label"), [
    ("tananar", "Commune urbaine d’Antananarivo"), ("constantinop", "Grande municipalité d’Istanbul"),
    ("leningrd", "Saint-Pétersbourg"), ("haute vol", "Burkina Faso"), ("upper volta", "Burkina Faso"),
])  # fmt: skip
def test_former_names_of_places_are_looked_for_too(suggest, indexed, text, label):
    partners = (
        (11, "Commune urbaine d’Antananarivo", "MG"), (12, "Grande municipalité d’Istanbul", "TR"),
        (13, "Saint-Pétersbourg", "RU"), (14, "Istanbul-sur-Seine", "FR"), (15, "Kaya", "BF"),
    )  # fmt: skip
    parties = tuple(PublicParty(role="partner", name=name, id=pk, country=iso2) for pk, name, iso2 in partners)
    country = PublicCountry(iso2="BF", name_fr="Burkina Faso", name_en="Burkina Faso", zone="z")
    indexed(project(1, parties=parties, countries=(country,), themes=(), length=0))
    for pk, name, iso2 in partners:
        publish_organisation(PublicOrganisation(id=pk, name=name, kind="commune", group="commune", country=iso2))
    assert [one["label"] for one in suggest(text)["found"]] == [label]


def test_the_boxes_know_where_to_ask(client, indexed, db):
    indexed(project(1, length=0))
    for path in ("/fr/", "/fr/recherche/", "/fr/pays/"):
        html = client.get(path).content.decode()
        assert html.count('data-suggestions="/fr/suggestions/"') == 1
        assert "suggestions.js" in html
    assert 'data-values="/fr/suggestions/"' in client.get("/fr/recherche/").content.decode()
    assert 'data-suggestions="/en/suggestions/"' in client.get("/en/search/").content.decode()
