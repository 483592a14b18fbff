"""The map: the same query string and the same numbers as the search page, for every scale; no query of the database."""

import json
import re
from datetime import date
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from django.utils.timezone import localdate

from atlas.catalogue.index import writer
from atlas.catalogue.index.reader import snapshot
from atlas.catalogue.map_arcs import hubs_of
from atlas.catalogue.map_counts import map_counts
from atlas.catalogue.map_table import Scale, Told, items_of, scale_of
from atlas.catalogue.search import known, search
from atlas.catalogue.search_query import SearchQuery
from tests.catalogue.records import project
from tests.catalogue.sheets import GERMANY, KOUROUME, MALI, RIVEBOURG, TAMBAGA, full_sheet, party

STRINGS = (
    "", "q=assainissement", "pays=ML", "pays=ML&pays=SN", "zone=ameriques", "theme=env", "theme=env.eau&pays=MG",
    "etat=ongoing", "etat=a-confirmer", "famille=decentralised_cooperation", "forme=project", "region=84",
    "departement=38", "nature=commune", "debut_min=2000&debut_max=2012", "cofinancement=oui", "triennal=oui",
    "financeur=state", "q=commune&etat=completed", "actif_au=2015-06-01", "lieu=ML",
)  # fmt: skip
POINTS = ((12.65, -8.0), (14.45, -11.43), (13.0, -9.6), (None, None))


def read(string: str) -> SearchQuery:
    return SearchQuery.from_params(QueryDict(string), known=known())


def sheets(number: int):
    """Varied records whose foreign partners have places."""
    one = project(number, length=120)
    parties = tuple(
        party(each.role, each.name, **{**_fields(each), "lat": lat, "lon": lon})
        if each.role == "partner" and each.country != "FR"
        else each
        for each in one.parties
        for lat, lon in [POINTS[(number + len(each.name)) % len(POINTS)]]
    )
    return full_sheet(**{**{name: getattr(one, name) for name in one.__struct_fields__}, "parties": parties})


def _fields(one):
    return {name: getattr(one, name) for name in one.__struct_fields__ if name not in ("role", "name")}


@pytest.fixture
def many() -> None:
    writer.build([sheets(number) for number in range(1, 121)], revision=3)


def told(query: SearchQuery) -> Told:
    counts = map_counts(query, snapshot(), localdate())
    return Told(counts, known(), snapshot().places, "/fr/recherche/", "/fr/carte/", "fr")


@pytest.mark.parametrize("string", STRINGS)
@pytest.mark.usefixtures("many")
def test_counts_and_lists_are_those_of_the_search(string: str) -> None:
    query = read(string)
    assert not query.problems
    shown, found = told(query), search(query, page_size=500)
    assert shown.counts.total == found.total
    listed: set[int] = set()
    for scale in (Scale.WORLD, Scale.COUNTRY, Scale.FRANCE):
        for item in items_of(shown, scale):
            behind = search(read(urlsplit(item.list_url).query), page_size=500)
            assert behind.total == sum(item.numbers), (scale, item)
            listed |= {hit.id for hit in behind.hits} if scale == Scale.COUNTRY else set()
    everywhere = {hit.id for hit in found.hits}
    assert listed <= everywhere
    if not (query.countries or query.places):
        assert len(everywhere - listed) == shown.counts.unplaced


@pytest.mark.usefixtures("many")
def test_a_closer_look_keeps_the_number(client) -> None:
    for item in items_of(told(read("theme=env")), Scale.WORLD):
        query = read(urlsplit(item.closer).query)
        assert map_counts(query, snapshot(), localdate()).total == sum(item.numbers)


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(
    "string", ["", "?pays=ML", "?echelle=france", "?q=commune&pays=ML&pays=SN", "?collectivite=11"]
)
def test_no_query_of_the_database(client, db, django_assert_num_queries, string: str) -> None:
    with django_assert_num_queries(0):
        assert client.get(f"/fr/carte/{string}").status_code == 200
    with django_assert_num_queries(0):
        assert client.get(f"/fr/carte/donnees.json{string}").status_code == 200


@pytest.mark.usefixtures("many")
def test_the_data_holds_what_the_page_counts(client, db) -> None:
    answer = client.get("/fr/carte/donnees.json?theme=env")
    assert answer["Content-Type"] == "application/json"
    data, shown = json.loads(answer.content), told(read("theme=env"))
    assert data["total"] == shown.counts.total
    assert data["as_of"] == localdate().isoformat()
    assert dict(zip(data["places"]["code"], zip(*data["places"]["projects"], strict=True), strict=True)) == dict(
        shown.counts.places
    )
    assert set(data["places"]["somewhere"]) == {code for code in data["places"]["code"] if ":" not in code}


def test_families_stand_apart(client, db, indexed) -> None:
    indexed(
        full_sheet(id=1, family="decentralised_cooperation"),
        full_sheet(id=2, family="other_external_action"),
        full_sheet(id=3, family=None),
    )
    html = client.get("/fr/carte/").content.decode()
    for words in ("Coopération décentralisée", "Autre action extérieure", "Famille non précisée", "Toutes familles"):
        assert f">{words}</th>" in html
    assert "le tableau les sépare" in html
    one = client.get("/fr/carte/?famille=decentralised_cooperation").content.decode()
    assert "Toutes familles" not in one


def test_places_of_a_country_with_their_area_and_list(client, db, indexed) -> None:
    indexed(full_sheet(parties=(RIVEBOURG, TAMBAGA, KOUROUME), countries=(MALI,)))
    html = unescape(client.get("/fr/carte/?pays=ML").content.decode())
    assert 'href="/fr/recherche/?pays=ML&lieu=ML%3A13.00%3A-9.60"' in html
    assert "<td>Kayes</td>" in html
    assert "Mali, lieu non précisé" in html
    assert re.search(r'<path class="map-land map-land--own" d="M\d', html)


def test_arcs_only_for_a_chosen_authority(client, db, indexed) -> None:
    indexed(full_sheet(parties=(RIVEBOURG, TAMBAGA), countries=(MALI,)))
    assert "map-arcs-drawn" not in client.get("/fr/carte/").content.decode()
    html = client.get("/fr/carte/?collectivite=11").content.decode()
    assert html.count('<path d="M') == 1
    assert "Les lignes vont de Rivebourg" in html
    assert json.loads(client.get("/fr/carte/donnees.json?collectivite=11").content)["arcs"] == [
        [45.43, 6.01, 13.0, -9.6]
    ]
    (hub,) = hubs_of(map_counts(read("collectivite=21"), snapshot(), localdate()), snapshot())
    assert (hub.name, hub.ends) == ("Tambaga", ((45.43, 6.01),))


def test_a_project_of_two_countries_counts_in_both_and_only_chosen_ones_show(client, db, indexed) -> None:
    indexed(full_sheet(parties=(RIVEBOURG, TAMBAGA), countries=(MALI, GERMANY)))
    assert {item.name for item in items_of(told(read("")), Scale.WORLD)} == {"Mali", "Allemagne"}
    assert {item.name for item in items_of(told(read("pays=ML")), Scale.WORLD)} == {"Mali"}
    assert "Seuls les pays choisis sont montrés." in client.get("/fr/carte/?pays=ML&echelle=monde").content.decode()


def test_what_no_map_can_show_is_counted(client, db, indexed) -> None:
    indexed(full_sheet(id=1), full_sheet(id=2, parties=(RIVEBOURG,), countries=()))
    assert "1 projet ne dit pas son pays" in client.get("/fr/carte/").content.decode()


def test_nothing_found_says_what_to_do(client, db, indexed) -> None:
    indexed(full_sheet())
    html = client.get("/fr/carte/?q=zzyzxqw").content.decode()
    assert "Rien à montrer sur cette carte" in html
    assert "<table" not in html


def test_what_is_not_understood_is_named(client, db, indexed) -> None:
    indexed(full_sheet())
    answer = client.get("/fr/carte/?pays=ZZZ&echelle=lune&lieu=ML:1.00:1.00")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "ce code de pays n’existe pas" in html
    assert "aucune fiche publique ne cite ce lieu" in html


def test_a_form_sent_with_an_empty_box_leads_to_the_short_address(client, db, indexed) -> None:
    indexed(full_sheet())
    answer = client.get("/fr/carte/?q=&pays=ML")
    assert (answer.status_code, answer["Location"]) == (302, "/fr/carte/?pays=ML")


def test_hostile_names_stay_text(client, db, indexed) -> None:
    evil = party("partner", "<script>alert(1)</script>", id=9, country="ML", lat=12.0, lon=-8.0)
    indexed(full_sheet(parties=(RIVEBOURG, evil), countries=(MALI,)))
    assert "<script>alert" not in client.get("/fr/carte/?pays=ML").content.decode()


def test_the_scale_follows_the_only_country() -> None:
    one, two = SearchQuery(countries=("ML",)), SearchQuery(countries=("ML", "SN"))
    assert scale_of("", SearchQuery()) == scale_of("", two) == scale_of("monde", one) == Scale.WORLD
    assert scale_of("", one) == scale_of("pays", one) == Scale.COUNTRY
    assert scale_of("pays", two) == Scale.WORLD
    assert scale_of("france", one) == Scale.FRANCE


def test_the_whole_world_is_counted_once_a_revision(indexed) -> None:
    indexed(full_sheet())
    first = map_counts(SearchQuery(), snapshot(), date(2026, 3, 2))
    assert map_counts(SearchQuery(), snapshot(), date(2026, 3, 2)) is first
    assert map_counts(SearchQuery(text="eau"), snapshot(), date(2026, 3, 2)) is not first
