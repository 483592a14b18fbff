"""What a country's page shows of its register: each block when it has something, both languages, hostile texts."""

import re
from datetime import date

import pytest
from msgspec.structs import replace

from atlas.catalogue.models import RegisterRecord
from atlas.catalogue.record import (
    PublicArticle,
    PublicNetwork,
    PublicPaper,
    PublicPassage,
    PublicRegister,
    PublicStation,
    PublicWebLink,
    encode,
)
from atlas.catalogue.register_page import register_page
from atlas.reference.models import Country, Territory, WorldZone

pytestmark = pytest.mark.django_db
POST = "Ambassade de France à Bamako"
FULL = PublicRegister(
    iso2="ML",
    posts=(PublicStation(id=1, name=POST),),
    passages=(
        PublicPassage(kind="history", body_fr="Depuis 1961.\n- un\n- deux", body_en="Since 1961."),
        PublicPassage(kind="state_of_play", body_fr="Partout."),
        PublicPassage(kind="state_of_play", heading_fr="Kayes", heading_en="Kayes region", body_fr="La première."),
    ),
    links=(PublicWebLink(kind="network", label_fr="Réseau", label_en="Network", url="https://www.example.org/a"),),
    papers=(
        PublicPaper(
            id=7, kind="guide", title_fr="Guide", language="fr", dated_on=date(2026, 1, 2), file="ab.pdf",
            size=1_234_567, media_type="application/pdf",
        ),
        PublicPaper(id=8, kind="map", title_fr="Carte", language="mul", url="https://example.org/carte"),
    ),
    articles=(
        PublicArticle(title_fr="Assises", published_on=date(2026, 3, 1), body_fr="À Bamako."),
        PublicArticle(title_fr="Ailleurs", published_on=date(2025, 3, 1), url="https://example.org/b"),
    ),
    networks=(PublicNetwork(name="Réseau breton", region="53", region_name="Bretagne", note_fr="Deux réunions."),),
    data_on=date(2026, 10, 31),
    data_by=POST,
    edited_on=date(2026, 11, 2),
)  # fmt: skip


@pytest.fixture(autouse=True)
def mali(indexed):
    indexed()
    zone = WorldZone.objects.create(code="afrique", name_fr="Afrique", name_en="Africa", rank=1)
    Country.objects.create(iso2="ML", iso3="MLI", name_fr="Mali", name_en="Mali", zone=zone)
    Territory.objects.create(kind="region", code="53", name="Bretagne", match_key="bretagne")


def keep(register):
    RegisterRecord.objects.create(pk=register.iso2, content_hash="x", data=encode(register))


def page(client, path="/fr/pays/ML/"):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def section(html, name):
    """What stands in one section, on one line; '' when the page has none."""
    found = re.search(rf'<section id="{name}".*?</section>', html, re.DOTALL)
    return re.sub(r"\s+", " ", found[0]) if found else ""


def texts(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def test_texts_in_their_sections_with_their_dates(client):
    keep(FULL)
    html = page(client)
    assert texts(section(html, "registre-history")) == (
        "Historique Données au 31 octobre 2026, d’après : Ambassade de France à Bamako "
        "Page modifiée le 2 novembre 2026, par le ministère Depuis 1961. un deux"
    )
    assert "<ul><li>un</li><li>deux</li></ul>" in section(html, "registre-history")
    assert texts(section(html, "registre-state-of-play")) == "État des lieux Partout. Kayes La première."
    assert section(html, "registre-support") == ""
    assert "Exemple fictif" not in html


def test_the_day_of_the_last_verification(client):
    keep(replace(FULL, verified_on=date(2026, 11, 25)))
    assert "Relations vérifiées par un poste diplomatique au 25 novembre 2026" in page(client)
    assert "Relations verified by a diplomatic post as of 25 November 2026" in page(client, "/en/countries/ML/")


def test_nobody_verified_nobody_says_so(client):
    keep(FULL)
    assert "Relations vérifiées" not in page(client)
    assert 'href="/fr/pays/ML/inscrire/"' in page(client)


def test_english_where_there_is_some_and_french_that_says_so(client):
    keep(FULL)
    html = page(client, "/en/countries/ML/")
    assert 'class="sheet-text"><p>Since 1961.</p>' in html
    assert 'class="sheet-text" lang="fr"><p>Partout.</p>' in html
    assert "<h3>Kayes region</h3>" in html
    assert ">Network</a>" in html
    assert '<p lang="fr">Deux réunions.</p>' in html
    assert "Data as of 31 October 2026, according to: Ambassade" in texts(html).replace("\u00a0", " ")
    assert "by the ministry" in html
    assert ' lang="fr"' not in page(client).partition("<main")[2].partition("</main>")[0]


def test_documents_title_first_then_what_and_how_large(client):
    keep(FULL)
    html = section(page(client), "complements")
    guide, card = re.findall(r'<li>\s*(<a href="[^"]*(?:pdf|carte)".*?)</li>', html)
    assert '<a href="/fr/pays/ML/documents/7.pdf" hreflang="fr" download>Guide</a>' in guide
    assert texts(guide).replace("\u00a0", " ") == "Guide Guide · 2 janvier 2026 · en français · PDF, 1,3 Mo"
    assert '<a href="https://example.org/carte" rel="noopener">Carte</a>' in card
    assert texts(card) == "Carte Carte · en plusieurs langues · example.org"


def test_links_articles_and_networks(client):
    keep(FULL)
    html = page(client)
    more, networks = section(html, "complements"), section(html, "reseaux")
    assert '<a href="https://www.example.org/a" rel="noopener">Réseau</a>' in more
    assert "Réseau example.org · Association ou réseau de collectivités" in texts(more)
    assert "Articles Assises 1er mars 2026 À Bamako. Ailleurs 1er mars 2025 · example.org" in texts(more)
    assert '<a href="/fr/regions/53/">Bretagne</a>' in networks
    assert "<strong>Réseau breton</strong>" in networks


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"passages": FULL.passages[:1]}, {"registre-history"}),
        ({"papers": FULL.papers}, {"complements"}),
        ({"links": FULL.links}, {"complements"}),
        ({"articles": FULL.articles}, {"complements"}),
        ({"networks": FULL.networks}, {"reseaux"}),
        ({}, set()),
    ],
)
def test_a_block_without_content_is_not_shown_and_the_dates_stand_in_the_first(client, changes, shown):
    keep(PublicRegister(iso2="ML", edited_on=date(2026, 11, 2), is_example=True, **changes))
    html = page(client)
    known = ("registre-history", "registre-state-of-play", "registre-support", "reseaux", "complements")
    assert {name for name in known if section(html, name)} == shown
    assert html.count("Page modifiée le") == len(shown)
    assert html.count("Exemple fictif") == len(shown)


def test_no_register_at_all(client):
    assert "Page modifiée le" not in page(client)


def test_two_queries_however_much_is_in_it(client, django_assert_num_queries):
    page(client, "/fr/pays/ML/?a=1")
    keep(FULL)
    with django_assert_num_queries(2):
        page(client)


HOSTILE = {
    "script": '<script>alert("1")</script>',
    "attribute": '" onmouseover="alert(1)" x="',
    "template": "{{ request }} {% url 'home' %} %(who)s",
    "control": "Eau\x00\x01\x1b[31m\u202egnp",
    "end": "</section></main><h1>x",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_stay_texts(client, text):
    keep(
        PublicRegister(
            iso2="ML",
            passages=(PublicPassage(kind="history", heading_fr=text, body_fr=text),),
            links=(PublicWebLink(kind="other", label_fr=text, url="https://example.org/"),),
            papers=(PublicPaper(id=1, kind="guide", title_fr=text, language="fr", url="https://example.org/"),),
            articles=(PublicArticle(title_fr=text, published_on=date(2026, 1, 1), body_fr=text),),
            networks=(PublicNetwork(name=text, region="53", region_name=text, note_fr=text),),
            edited_on=date(2026, 1, 1),
        )
    )
    main = page(client).partition("<main")[2]
    assert "alert(1)</script>" not in main
    assert "<script>alert" not in main
    assert not re.search(r"<[^>]*\sonmouseover=", main)
    assert main.count("<h1") == 1
    assert not re.search("[\x00-\x08\x1b\u202e]", main)
    assert "unknown variable" not in main


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//example.org", "/admin/", 'https://a.example/"x', ""]
)
def test_what_is_no_address_leads_nowhere(address):
    """Even if a record held one: links go, other lines lose theirs."""
    register = PublicRegister(
        iso2="ML",
        links=(PublicWebLink(kind="other", label_fr="a", url=address),),
        papers=(PublicPaper(id=1, kind="guide", title_fr="b", language="fr", url=address),),
        articles=(PublicArticle(title_fr="c", published_on=date(2026, 1, 1), url=address),),
        networks=(PublicNetwork(name="d", region="53", region_name="Bretagne", url=address),),
    )
    made = register_page(register, "fr")
    assert made.links == ()
    assert [one.url for one in (*made.papers, *made.articles, *made.networks)] == ["", "", ""]
