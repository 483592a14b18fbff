"""Countries, territories, themes, organisations, figures and places: the numbers of the site's own pages."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from atlas.catalogue.figures import CODES
from atlas.catalogue.number_tables import LABELS
from atlas.catalogue.tally import Rule
from tests.opendata import reading

COLUMNS = (Rule.ACTIVE, Rule.RECORDED)


def numbers_of_page(client, path):
    """{(family, figure code): number} of a page's tables of figures, those by kind left out."""
    page = html.fromstring(reading.body(client, path).decode())
    found = {}
    for table in page.xpath("//table[contains(@class, 'sheet-numbers')]"):
        family = table.findtext("caption").strip()
        for row in table.xpath("tbody/tr"):
            said = row.find("th").text_content().strip()
            what = next((code for code, label in LABELS.items() if str(label) == said), "")
            for rule, cell in zip(COLUMNS, row.xpath("td"), strict=True) if what else ():
                found[family, CODES[rule][what]] = int(re.sub(r"\D", "", cell.text_content()))
    return found


def numbers_of_api(content):
    return {
        (one["family"]["label_fr"], one["code"]): one["value"] for one in content["figures"] if one["group"] is None
    }


@pytest.mark.parametrize("params", ["", "?au=2015-12-31", "?au=1990-01-01"])
@pytest.mark.parametrize("code", ["ML", "SN"])
def test_a_country_has_the_figures_of_its_page(client, register, read, code, params):
    found = read(f"countries/{code}{params}")
    assert numbers_of_api(found) == numbers_of_page(client, f"/fr/pays/{code}/{params}")
    assert found["as_of"] == (params.partition("=")[2] or found["as_of"])


def test_each_figure_leads_to_the_list_that_it_counts(register, read):
    figures = [one for one in read("countries/ML?au=2015-12-31")["figures"] if one["code"].startswith("projects_")]
    assert figures
    for one in figures:
        assert read(one["projects"].removeprefix("http://testserver/api/v1/"))["total"] == one["value"]
        assert one["rule"]
        assert one["as_of"] == "2015-12-31"


def test_kinds_of_authorities_add_up(register, read):
    figures = read("figures?pays=ML")["items"]
    for family in {one["family"]["code"] for one in figures}:
        of_family = [
            one for one in figures if one["family"]["code"] == family and one["code"].startswith("authorities")
        ]
        (whole,) = (one["value"] for one in of_family if one["group"] is None)
        assert whole == sum(one["value"] for one in of_family if one["group"])


def test_figures_of_a_search(register, read):
    recorded, active = (read(f"figures?pays=ML&au=2015-12-31{rule}")["items"] for rule in ("", "&regle=en-cours"))
    assert {one["counting"] for one in recorded} == {"recenses"}
    assert {one["counting"] for one in active} == {"en-cours"}
    country = numbers_of_api(read("countries/ML?au=2015-12-31"))
    found = numbers_of_api({"figures": [*recorded, *active]})
    assert {key: number for key, number in found.items() if key in country} == country
    (family,) = {one["family"]["code"] for one in read("figures?famille=none&pays=ML")["items"]}
    assert family == "none"


@pytest.mark.parametrize("path", ["countries/FR", "countries/ZZ", "countries/1", "territories/regions/99",
                                  "territories/communes/38185", "organisations/999999"])  # fmt: skip
def test_what_is_not_there(register, read, path):
    assert read(path, 404)["title"] == "Rien à cette adresse"


def test_small_letters_do(register, read):
    assert read("countries/ml")["code"] == "ML"


@pytest.mark.parametrize(("path", "queries"), [
    ("countries", 1), ("countries/ML", 2), ("territories", 2), ("territories/regions/84", 4),
    ("territories/departments/38", 3), ("themes", 0), ("figures", 0), ("places", 0), ("organisations", 1),
    ("", 0), ("openapi.json", 0),
])  # fmt: skip
def test_queries(register, client, path, queries):
    client.get(f"/api/v1/{path}")
    with CaptureQueriesContext(connection) as seen:
        assert client.get(f"/api/v1/{path}").status_code == 200
    assert len(seen) == queries


def test_territories_count_as_their_pages(client, register, read):
    items = {(one["kind"], one["code"]): one for one in read("territories")["items"]}
    assert items["department", "38"]["region"] == "84"
    for (kind, code), one in items.items():
        parameter = {"region": "region", "department": "departement"}[kind]
        assert one["projects"] == read(f"projects?{parameter}={code}")["total"]
        assert client.get(one["permalink"].removeprefix("http://testserver")).status_code == 200
    region = read("territories/regions/84?au=2010-01-01")
    assert {one["as_of"] for one in region["figures"]} == {"2010-01-01"}


def test_themes_count_as_their_lists(register, read):
    items = read("themes")["items"]
    assert {one["level"] for one in items} == {1, 2, 3}
    for one in items:
        assert one["projects"] == read(f"projects?theme={one['code']}")["total"] > 0
        assert one["parent"] == (one["code"].rpartition(".")[0] or None)


def test_countries_count_as_their_lists(register, read):
    items = read("countries")["items"]
    assert [one["code"] for one in items] == ["ML", "SN"]
    for one in items:
        assert one["projects"] == read(f"projects?pays={one['code']}")["total"] > 0
    assert read("countries?fields=code,zone")["items"][0] == {
        "code": "ML",
        "zone": {"code": "afrique-subsaharienne", "label_fr": "Afrique", "label_en": "Africa"},
    }


@pytest.mark.parametrize("query", ["", "pays=ML", "q=eau", "etat=completed", "q=zzyzx"])
def test_places_are_those_of_the_map(client, register, read, query):
    theirs, ours = client.get(f"/fr/carte/donnees.json?{query}").json(), read(f"places?{query}")
    assert ours["projects"] == theirs["total"]
    families = ("decentralised_cooperation", "other_external_action", "none")
    by_code = {one["code"]: sum(one[family] for family in families) for one in ours["items"]}
    theirs_by_code = dict(
        zip(theirs["places"]["code"], map(sum, zip(*theirs["places"]["projects"], strict=True)), strict=True)
    )
    assert by_code == theirs_by_code
    for one in ours["items"][:3]:
        both = "&".join(filter(None, (query, f"lieu={one['code']}")))
        assert read(f"projects?{both}")["total"] == by_code[one["code"]]
    points = client.get(f"/api/v1/places.geojson?{query}").json()["features"]
    assert [one["properties"]["code"] for one in points] == list(by_code)
    assert all(one["geometry"]["type"] == "Point" for one in points)


def test_an_organisation_with_its_partners_and_figures(client, register, read):
    number = read("organisations?role=french&limit=1")["items"][0]["id"]
    found = read(f"organisations/{number}")
    page = numbers_of_page(client, f"/fr/collectivites/{number}/")
    ours = numbers_of_api(found)
    assert page
    assert {key: ours[key] for key in page if key in ours} == {key: page[key] for key in page if key in ours}
    assert found["partners"]
    total = read(found["projects"].removeprefix("http://testserver/api/v1/"))["total"]
    assert total == sum(value for (_family, code), value in ours.items() if code == "projects_recorded") > 0
    narrowed = read(f"organisations/{number}/projects?etat=completed")["total"]
    assert narrowed <= total


def test_csv_has_the_keys_of_the_objects(client, register, read):
    (row, *_others) = reading.rows_of_csv(client.get("/api/v1/countries.csv").content)
    assert (row["code"], row["zone_label_en"], row["projects"]) == (
        "ML", "Africa", str(read("countries")["items"][0]["projects"]),
    )  # fmt: skip
    rows = reading.rows_of_csv(client.get("/api/v1/figures.csv?pays=ML").content)
    assert [int(one["value"]) for one in rows] == [one["value"] for one in read("figures?pays=ML")["items"]]
    assert {one["group_code"] for one in rows} > {""}


def test_the_entry_leads_to_every_list(client, register, read):
    found = read("")
    assert found["items"][0]["name"] == "projects"
    for one in (*found["items"], {"url": found["openapi"]}, {"url": found["documentation"]}):
        assert client.get(one["url"].removeprefix("http://testserver")).status_code == 200
