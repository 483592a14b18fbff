"""The sitemap: every public page once in each language, nothing else, whatever the number of sheets."""

import re
import tracemalloc

import pytest
from lxml import etree

from atlas.catalogue.figures import projects_by_country
from atlas.catalogue.models import OrganisationRecord, ProjectRecord
from atlas.pages import sitemap
from atlas.reference.models import Country, Territory, TerritoryKind, WorldZone
from tests.catalogue.records import project

pytestmark = pytest.mark.django_db
SITE = "http://testserver"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def records(*numbers):
    ProjectRecord.objects.bulk_create(
        ProjectRecord(project_id=number, version=1, revision=number, content_hash="x", data="{}") for number in numbers
    )


def tree(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    return etree.fromstring(answer.getvalue())


def locations(client, path):
    return [one.text for one in tree(client, path).findall(".//s:loc", NAMES)]


def test_the_index_names_the_parts_that_hold_something(client, indexed, django_assert_num_queries):
    records(1, 19_999, 20_000, 70_000)
    OrganisationRecord.objects.create(organisation_id=5, content_hash="x", data="{}")
    with django_assert_num_queries(2):
        found = locations(client, "/sitemap.xml")
    assert found == [
        f"{SITE}/sitemap-{name}.xml" for name in ("pages-0", "projects-0", "projects-1", "projects-3", "authorities-0")
    ]


def test_a_part_holds_its_numbers_in_both_languages(client, django_assert_num_queries):
    records(3, 19_999, 20_000)
    with django_assert_num_queries(1):
        found = locations(client, "/sitemap-projects-0.xml")
    assert found == [
        f"{SITE}/fr/projets/3/", f"{SITE}/en/projects/3/", f"{SITE}/fr/projets/19999/", f"{SITE}/en/projects/19999/",
    ]  # fmt: skip


def test_each_page_names_its_twin(client):
    records(3)
    for url in tree(client, "/sitemap-projects-0.xml").findall("s:url", NAMES):
        links = {one.get("hreflang"): one.get("href") for one in url.findall("x:link", NAMES)}
        assert links == {"fr": f"{SITE}/fr/projets/3/", "en": f"{SITE}/en/projects/3/"}


@pytest.fixture
def places(indexed):
    """Sheets of some countries, which are known, and a région with its département."""
    indexed(*(project(number) for number in range(1, 20)))
    zone = WorldZone.objects.create(code="z", name_fr="Zone", name_en="Zone", rank=1)
    for code in projects_by_country():
        Country.objects.create(iso2=code, iso3=f"{code}X", name_fr=code, name_en=code, zone=zone)
    region = Territory.objects.create(kind=TerritoryKind.REGION, code="84", name="R", match_key="r")
    Territory.objects.create(kind=TerritoryKind.DEPARTMENT, code="38", name="D", match_key="d", parent=region)


def test_the_fixed_pages_countries_territories_and_their_lists_exist(client, places, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = locations(client, "/sitemap-pages-0.xml")
    assert len(set(found)) == len(found)
    assert any(re.fullmatch(rf"{SITE}/fr/pays/[A-Z]{{2}}/", one) for one in found)
    assert any(one.endswith("/lists/municipalities/") for one in found)
    assert {f"{SITE}/fr/departements/38/collectivites/", f"{SITE}/en/regions/84/"} <= set(found)
    first = next(iter(projects_by_country()))
    seen = [one for one in found if not re.search("/[A-Z]{2}/", one) or f"/{first}/" in one]
    assert {client.get(one.removeprefix(SITE)).status_code for one in seen} == {200}


def test_parts_stay_below_what_the_protocol_allows():
    assert sitemap.SPAN * 2 <= 50_000
    longest = len("".join(sitemap.part_of(sitemap.Part("projects", 0), "https://" + "a" * 60)))
    assert longest < 500


@pytest.mark.parametrize("path", ["/sitemap-rien-0.xml", "/sitemap-projects-x.xml", f"/sitemap-projects-{10**30}.xml"])
def test_no_such_part(client, path):
    assert client.get(path).status_code == 404


def test_a_part_of_numbers_that_nothing_has_is_empty(client):
    assert locations(client, "/sitemap-projects-999.xml") == []


def _peak(span, monkeypatch):
    """The most memory, in bytes, that a part of so many numbers takes while it is streamed."""
    monkeypatch.setattr(sitemap, "SPAN", span)
    tracemalloc.start()
    for _line in sitemap.part_of(sitemap.Part("projects", 0), SITE):
        pass
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def test_a_part_is_made_in_constant_memory(monkeypatch):
    records(*range(1, 12_001))
    _peak(4_000, monkeypatch)
    small, large = _peak(4_000, monkeypatch), _peak(12_000, monkeypatch)
    assert large < small * 1.5
