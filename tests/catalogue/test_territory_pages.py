"""Régions and départements: what acts there, with the numbers of the search; old régions lead to their successors."""

import re
from datetime import date
from html import unescape

import pytest
from django.http import QueryDict

from atlas.catalogue.search import known, search
from atlas.catalogue.search_query import SearchQuery
from atlas.catalogue.territory_figures import Ground, authorities_by_group, territory_figures
from atlas.reference.match import match_key
from atlas.reference.models import Territory, TerritorySuccession
from tests.catalogue.records import project
from tests.catalogue.sheets import GERMANY, MALI, RIVEBOURG, TAMBAGA, TODAY, party

pytestmark = pytest.mark.django_db

ISERE = {"department": "38", "region": "84", "department_name": "Isère", "region_name": "Auvergne-Rhône-Alpes"}
COUNCIL = party("partner", "Isère (département)", id=31, kind="department", group="department", country="FR", **ISERE)
OLD = party("partner", "Auvergne (région)", id=32, kind="region", group="region", country="FR", region="83",
            region_name="Auvergne")  # fmt: skip
ELSEWHERE = party("partner", "Étangville", id=33, kind="commune", group="commune", country="FR", department="29",
                  region="53", department_name="Finistère", region_name="Bretagne")  # fmt: skip
TOWN = party("partner", "Rivebourg", id=11, kind="commune", group="commune", country="FR", **ISERE)


@pytest.fixture(autouse=True)
def territories():
    def place(kind, code, name, **values):
        return Territory.objects.create(kind=kind, code=code, name=name, match_key=match_key(name), **values)

    region = place("region", "84", "Auvergne-Rhône-Alpes", valid_from=date(2016, 1, 1), population=8_000_000)
    old = place("region", "83", "Auvergne", valid_to=date(2016, 1, 1))
    place("region", "53", "Bretagne")
    place("department", "38", "Isère", parent=region)
    TerritorySuccession.objects.create(predecessor=old, successor=region, occurred_on=date(2016, 1, 1), kind="merger")


def sheet(number, *parties, **changes):
    values = {"countries": (MALI,), "status": "ongoing", "start_year": 2010, "end_date": None,
              "family": "decentralised_cooperation"}  # fmt: skip
    return project(number, length=80, **{**values, "parties": parties, **changes})


@pytest.fixture
def some(indexed):
    indexed(
        sheet(1, TOWN, TAMBAGA),
        sheet(2, TOWN, COUNCIL, TAMBAGA, countries=(MALI, GERMANY), status="completed"),
        sheet(3, OLD, TAMBAGA, family=None),
        sheet(4, TOWN, ELSEWHERE, TAMBAGA, family="other_external_action"),
        sheet(5, ELSEWHERE, TAMBAGA),
    )


def page(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def texts(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.partition("<main")[2]))


@pytest.mark.usefixtures("some")
def test_a_region_counts_what_it_took_over(client):
    html = page(client, "/fr/regions/84/")
    assert "Cette région réunit depuis 2016 : Auvergne" in texts(html)
    assert '<a href="/fr/collectivites/32/">Auvergne (région)</a>' in html
    assert '<a href="/fr/departements/38/">Isère (38)</a> <span class="atlas-mention">3</span>' in html
    assert "sur 4." in texts(html)


@pytest.mark.usefixtures("some")
def test_only_authorities_of_the_territory_act(client):
    html = page(client, "/fr/departements/38/")
    assert "Étangville" not in html.partition('id="collectivites"')[2].partition("</section>")[0]
    assert "Communes (1)" in html
    assert "Départements (1)" in html
    assert '<a class="fr-breadcrumb__link" href="/fr/regions/84/">' in html


@pytest.mark.usefixtures("some")
@pytest.mark.parametrize(
    "ground", [Ground("region", ("84", "83")), Ground("region", ("53",)), Ground("department", ("38",))]
)
def test_each_figure_is_the_length_of_the_list_behind_it(ground):
    figures = tuple(territory_figures(ground, TODAY))
    assert figures
    for figure in figures:
        if figure.code.startswith("projects_"):
            query = SearchQuery.from_params(QueryDict(figure.href_params), known=known())
            assert not query.problems
            assert search(query).total == figure.value


@pytest.mark.usefixtures("some")
def test_families_are_never_added_up():
    found = {(one.code, one.family): one.value for one in territory_figures(Ground("region", ("84", "83")), TODAY)}
    assert found["projects_recorded", "decentralised_cooperation"] == 2
    assert found["projects_ongoing", "decentralised_cooperation"] == 1
    assert found["projects_recorded", "other_external_action"] == 1
    assert found["projects_recorded", "none"] == 1
    assert found["countries", "decentralised_cooperation"] == 2


@pytest.mark.usefixtures("some")
def test_every_authority_stands_in_one_kind():
    groups = authorities_by_group(Ground("region", ("84", "83")).query, TODAY)
    names = [one.name for members in groups.values() for one in members]
    assert sorted(names) == ["Auvergne (région)", "Isère (département)", "Rivebourg"]


def test_many_authorities_are_not_many_links(client, indexed):
    towns = [
        party("partner", f"Bourg {n}", id=100 + n, kind="commune", group="commune", country="FR", **ISERE)
        for n in range(40)
    ]
    indexed(*(sheet(number, town, TAMBAGA) for number, town in enumerate(towns, start=1)))
    html = page(client, "/fr/departements/38/")
    listed = html.partition('id="collectivites"')[2].partition("</section>")[0]
    assert len(re.findall(r'<a href="/fr/collectivites/\d+/"', listed)) == 12
    assert "Communes (40)" in listed
    link = re.search(r'<a href="([^"]+)">Communes\s: 28 de plus', listed)
    assert link
    everyone = page(client, link[1])
    assert len(re.findall(r'<th scope="row"><a href="/fr/collectivites/\d+/">', everyone)) == 40
    assert "collectivités qui agissent à l’étranger" in texts(everyone)


@pytest.mark.usefixtures("some")
def test_a_former_region_explains_and_leads_on(client):
    html = page(client, "/fr/regions/83/")
    assert "La région Auvergne a existé jusqu’au 1 janvier 2016" in texts(html).replace("1er", "1").replace("1ᵉʳ", "1")
    assert 'href="/fr/regions/84/"' in html


@pytest.mark.usefixtures("some")
def test_the_list_has_the_numbers_of_the_pages(client):
    html = page(client, "/fr/territoires/")
    assert '<a href="/fr/regions/84/">Auvergne-Rhône-Alpes</a> <span class="atlas-mention">4</span>' in html
    assert '<a href="/fr/departements/38/">Isère (38)</a> <span>3</span>' in html
    assert "/fr/regions/83/" not in html


@pytest.mark.usefixtures("some")
@pytest.mark.parametrize(
    ("path", "queries"),
    [("/fr/territoires/", 2), ("/fr/regions/84/", 2), ("/fr/regions/83/", 2), ("/en/departments/38/", 1)],
)
def test_queries(client, django_assert_num_queries, path, queries):
    with django_assert_num_queries(queries):
        page(client, path)


@pytest.mark.parametrize("path", ["/fr/regions/99/", "/fr/departements/999/", "/fr/regions/38/"])
def test_an_unknown_code_is_not_found(client, indexed, path):
    indexed()
    page(client, path, 404)


def test_small_letters_lead_to_the_right_address(client):
    answer = client.get("/fr/departements/2a/")
    assert (answer.status_code, answer["Location"]) == (301, "/fr/departements/2A/")


def test_a_territory_without_projects_says_so(client, indexed):
    indexed(sheet(1, RIVEBOURG, TAMBAGA))
    assert "Aucune fiche publiée ne nomme une collectivité de ce territoire." in page(client, "/fr/regions/53/")


def test_before_the_reference_data_the_list_says_so(client, indexed):
    indexed()
    Territory.objects.exclude(parent=None).delete()
    Territory.objects.all().delete()
    assert "n’est pas encore chargé" in page(client, "/fr/territoires/")
