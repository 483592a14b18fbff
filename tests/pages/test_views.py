"""Home, pages of text, and what is shown when something is not there."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.test import Client, override_settings
from django.urls import path
from msgspec.structs import replace

from atlas.catalogue.search import search
from atlas.catalogue.search_query import SearchQuery
from atlas.reference.models import Country, WorldZone
from config import urls
from tests.catalogue.records import french_party, project


def html_of(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def heading(html):
    return re.search(r"<h1[^>]*>(.*?)</h1>", html)[1]


def test_the_root_leads_to_the_french_home_for_good(client):
    answer = client.get("/", headers={"accept-language": "en"})
    assert (answer.status_code, answer.headers["Location"]) == (301, "/fr/")


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/fr/a-propos/", "À propos de l’Atlas"),
        ("/en/about/", "About the Atlas"),
        ("/fr/mentions-legales/", "Mentions légales"),
        ("/en/legal-notice/", "Legal notice"),
        ("/fr/accessibilite/", "Déclaration d’accessibilité"),
        ("/en/accessibility/", "Accessibility statement"),
    ],
)
def test_pages_of_text(client, path, title):
    answer = client.get(path)
    html = html_of(answer)
    assert heading(html) == title
    assert f"<title>{title} – Atlas" in html
    assert not answer.cookies


def test_the_legal_notice_says_who_answers_or_that_nobody_does(client):
    trial = html_of(client.get("/fr/mentions-legales/"))
    assert "n’indique pas d’éditeur" in trial
    with override_settings(ATLAS_PUBLISHER="Service <d’essai>", ATLAS_HOST="Rivebourg", ATLAS_CONTACT="a@example.org"):
        named = html_of(client.get("/fr/mentions-legales/"))
        accessible = html_of(client.get("/fr/accessibilite/"))
    assert "Éditeur\u00a0: Service &lt;d’essai&gt;." in named
    assert "n’indique pas d’éditeur" not in named
    assert "Écrivez à a@example.org" in accessible


def test_a_page_that_does_not_exist_offers_others(client):
    html = html_of(client.get("/fr/rien-ici/"), 404)
    assert heading(html) == "Cette page n’existe pas"
    assert 'href="/fr/recherche/"' in html
    assert 'rel="canonical"' not in html
    assert heading(html_of(client.get("/en/nothing-here/"), 404)) == "This page does not exist"


def test_a_sheet_that_does_not_exist_is_said_to_be_missing(client, db):
    assert "Aucune fiche publiée ne porte le numéro 12345." in html_of(client.get("/fr/projets/12345/"), 404)


def test_addresses_of_the_other_language_lead_on_for_good(client):
    answer = client.get("/en/recherche/?q=eau%20vive&pays=ML")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/en/search/?q=eau%20vive&pays=ML")


def test_a_missing_slash_is_added(client):
    answer = client.get("/fr/a-propos")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/fr/a-propos/")


def test_robots_may_read_everything_public(client):
    answer = client.get("/robots.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /fr/recherche/?",
        "Disallow: /en/search/?",
        "",
        "Sitemap: http://testserver/sitemap.xml",
    ]


def broken(_request):
    raise RuntimeError("on purpose")


class BrokenSite:
    """The site's addresses with one that fails."""

    urlpatterns = [path("broken/", broken), *urls.urlpatterns]
    handler404, handler500 = urls.handler404, urls.handler500


def test_an_icon_is_found_where_programs_look_for_it(client):
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer["Location"]) == (302, static("ui/favicon.svg"))
    assert answer["Cache-Control"] == "public, max-age=86400"
    assert finders.find("ui/favicon.svg") is not None
    assert f'<link rel="icon" href="{answer["Location"]}" type="image/svg+xml">' in client.get("/fr/a-propos/").text


@override_settings(ROOT_URLCONF=BrokenSite)
def test_a_failure_says_so_in_both_languages_without_database():
    answer = Client(raise_request_exception=False).get("/broken/")
    html = html_of(answer, 500)
    assert heading(html) == "Le site a rencontré une erreur"
    assert "Something went wrong on our side" in html
    assert "on purpose" not in html
    assert "<style" not in html


@pytest.fixture
def _mali(db):
    zone = WorldZone.objects.create(code="afrique", name_fr="Afrique", name_en="Africa", rank=1)
    Country.objects.create(
        iso2="ML", iso3="MLI", name_fr="Mali", name_en="Mali (en)", zone=zone, latitude=17.3, longitude=-3.5
    )


@pytest.mark.usefixtures("_mali")
def test_the_home_page(client, indexed, django_assert_num_queries):
    indexed(*(project(number) for number in range(1, 41)))
    client.get("/fr/")
    with django_assert_num_queries(0):
        answer = client.get("/fr/?made=anew")
    html = html_of(answer)
    assert not answer.cookies
    assert html.count('name="q"') == 1
    assert re.findall(r'<h3 class="atlas-figure__label">(.*?)</h3>', html) == [
        "Projets recensés",
        "Collectivités françaises",
        "Partenaires étrangers",
    ]
    assert len(re.findall(r'<li class="atlas-hit">', html)) == 5
    label, shown = re.search(r'aria-label="Mali\u00a0: (\d+) projets"><title>Mali \((\d+)\)</title>', html).groups()
    assert label == shown
    assert re.search(rf'<a href="/fr/pays/ML/">Mali</a></th><td class="atlas-table__number">{label}</td>', html)


@pytest.mark.usefixtures("_mali")
def test_every_example_and_entry_of_the_home_page_leads_somewhere(client, indexed):
    indexed(*(project(number) for number in range(1, 41)))
    html = html_of(client.get("/en/"))
    lists = set(re.findall(r'href="(/en/search/[^"]*)"', html))
    assert len(lists) > 6
    for address in lists:
        html_of(client.get(address.replace("&amp;", "&")))


@pytest.mark.usefixtures("_mali")
def test_the_home_page_leads_to_each_region_that_acts_with_its_number_of_sheets(client, indexed):
    indexed(*(project(number) for number in range(1, 41)))
    entry = re.compile(r'<a href="/fr/regions/(\w+)/">([^<]+)</a> <span class="atlas-entries__count">(\d+)</span>')
    found = entry.findall(html_of(client.get("/fr/")))
    asked = [(code, name, search(SearchQuery(regions=(code,))).total) for code, name, _count in found]
    assert found
    assert [(code, name, int(count)) for code, name, count in found] == asked
    assert [int(count) for _code, _name, count in found] == sorted((int(one[2]) for one in found), reverse=True)


@pytest.mark.usefixtures("_mali")
def test_a_region_of_before_2016_counts_in_the_one_that_took_over(client, indexed):
    """Basse-Normandie (25) has an entry on the list of filters, Normandie (28) has both on the home page."""
    before, now = french_party(1), french_party(2)
    before = replace(before, region="25", region_name="Basse-Normandie")
    now = replace(now, region="28", region_name="Normandie")
    both = (before, now)
    indexed(*(project(one, parties=parties) for one, parties in enumerate((both, (before,), (now,)), start=1)))
    html = html_of(client.get("/fr/"))
    assert '<a href="/fr/regions/28/">Normandie</a> <span class="atlas-entries__count">3</span>' in html
    assert "/fr/regions/25/" not in html


@pytest.mark.usefixtures("_mali")
def test_a_home_page_before_the_first_sheet(client, indexed):
    indexed()
    assert "Aucune fiche n’est encore publiée." in html_of(client.get("/fr/"))


def test_a_home_page_without_index_says_when_to_come_back(client):
    assert client.get("/en/").status_code == 503
