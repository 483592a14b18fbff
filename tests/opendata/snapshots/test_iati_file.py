"""The register among the published files as IATI: the same as the export of a search, counted, left out when empty."""

import io

import pytest
from lxml import etree

from atlas.catalogue.search_query import SearchQuery
from atlas.opendata.iati.files import write_activities
from atlas.opendata.snapshots import build, store
from tests.catalogue.records import COUNTRIES, project
from tests.opendata.iati.conftest import reference
from tests.opendata.snapshots.conftest import NOON

__all__ = ["reference"]
ZONE = "afrique-subsaharienne"


def a_set():
    return store.manifest(build.publish(NOON))


@pytest.mark.parametrize(("dataset", "zones"), [("register", ()), (f"zone-{ZONE}", (ZONE,))])
def test_the_file_is_the_export_of_the_same_search(public, reference, dataset, zones):
    public(*(project(number, status=None if number == 3 else "ongoing") for number in range(1, 30)))
    made = a_set().found(dataset, "iati.xml", "fr")
    content = (store.root() / store.current() / made.path).read_bytes()
    expected = io.BytesIO()
    count = write_activities(expected, site="https://atlas.example", query=SearchQuery(zones=zones), today=NOON.date())
    assert content == expected.getvalue()
    assert made.rows == count == len(etree.fromstring(content).findall("iati-activity"))
    assert 0 < count < 29
    assert made.names["en"].startswith("register")


def test_without_a_project_that_can_be_an_activity_there_is_no_file_and_a_spreadsheet_comes_third(
    client, public, reference
):
    public(project(1, countries=(COUNTRIES["ML"],), status=None))
    assert a_set().found("register", "iati.xml", "fr") is None
    html = client.get("/fr/donnees/").content.decode()
    first = html[html.index("data-first") : html.index("sommaire")]
    assert "registre.xlsx" in first
    assert "iati.xml" not in html


def test_iati_comes_third_and_is_in_the_catalogue(client, public, reference):
    public(*(project(number, status="ongoing") for number in range(1, 20)))
    a_set()
    html = client.get("/fr/donnees/").content.decode()
    first = html[html.index("data-first") : html.index("sommaire")]
    assert [one in first for one in ("registre.csv", "registre.jsonl", "registre.iati.xml", "registre.xlsx")] == [
        True, True, True, False,
    ]  # fmt: skip
    answer = client.get("/fr/donnees/fichiers/registre.iati.xml")
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    assert answer.getvalue().startswith(b"<?xml")
    assert b"fichiers/registre.iati.xml" in client.get("/fr/donnees/catalogue.rdf").content
