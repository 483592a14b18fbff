"""Country pages: figures by family that add up by kind, lists, map; the list of countries by zone."""

import re
from urllib.parse import quote

import pytest
from django.utils.translation import override

from atlas.catalogue.figure_cards import cards, kind_tables
from atlas.catalogue.figures import Figure
from atlas.catalogue.territory_lists import SHOWN
from atlas.reference.models import Country, WorldZone
from tests.catalogue.records import project
from tests.catalogue.sheets import KOUROUME, MALI, RIVEBOURG, TAMBAGA, TODAY, party

pytestmark = pytest.mark.django_db

LARZAYE = party("partner", "Larzaye", id=13, kind="department", group="department", country="FR")
SYNDICATE = party("partner", "Syndicat de l’Ombeline", id=14, kind="syndicate", group="syndicate", country="FR")


@pytest.fixture(autouse=True)
def countries():
    africa = WorldZone.objects.create(
        code="afrique-ocean-indien", name_fr="Afrique et océan Indien", name_en="Africa", rank=1
    )
    asia = WorldZone.objects.create(code="asie-oceanie", name_fr="Asie et Océanie", name_en="Asia", rank=2)
    for iso2, iso3, name, zone in (
        ("ML", "MLI", "Mali", africa), ("BJ", "BEN", "Bénin", africa), ("VN", "VNM", "Vietnam", asia),
        ("FR", "FRA", "France", asia),
    ):  # fmt: skip
        Country.objects.create(iso2=iso2, iso3=iso3, name_fr=name, name_en=name, zone=zone)


def partnership(number, *parties, **changes):
    values = {
        "parties": parties or (RIVEBOURG, TAMBAGA), "countries": (MALI,), "status": "ongoing", "start_year": 2010,
        "end_date": None, "family": "decentralised_cooperation", "title": f"Projet {number}",
    }  # fmt: skip
    return project(number, length=100, **{**values, **changes})


def page(client, path="/fr/pays/ML/", status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def texts(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.partition("<main")[2]))


def numbers(html):
    """Rows of the table of kinds: label, active, recorded."""
    cell = r'<td class="atlas-table__number">(\d+)</td>'
    return re.findall(rf'<th scope="row">([^<]*)</th>{cell}{cell}', html)


def test_name_zone_and_figures_with_their_day_and_list(client, indexed):
    indexed(partnership(1), partnership(2, status="completed"))
    html = page(client)
    assert "Afrique et océan Indien Mali" in texts(html)
    assert re.search(r"Au \d+(er)? \S+ \d{4}", texts(html))
    assert "Coopération décentralisée Ce qui est compté En cours Recensés Projets 1 2" in texts(html)
    assert "Collectivités françaises 1 1 Partenariats 1 1 Partenaires étrangers 1 1" in texts(html)
    assert 'href="/fr/pays/ML/listes/partenaires/?regle=recenses&amp;famille=decentralised_cooperation"' in html
    assert re.search(r'href="/fr/recherche/\?pays=ML[^"]*"', html)


def test_kinds_add_up_and_a_syndicate_is_no_intermunicipality(client, indexed):
    indexed(
        partnership(1, RIVEBOURG, LARZAYE, TAMBAGA),
        partnership(2, SYNDICATE, TAMBAGA),
        partnership(3, status="completed"),
    )
    found = numbers(page(client))
    assert found == [("Départements", "1", "1"), ("Communes", "1", "1"), ("Syndicats", "1", "1"), ("Total", "3", "3")]


def test_figures_lists_and_projects_are_those_of_the_day(client, indexed):
    indexed(partnership(1), partnership(2, LARZAYE, TAMBAGA, start_year=2018))
    html = page(client, "/fr/pays/ML/?au=2012-06-30")
    assert "Au 30 juin 2012" in texts(html)
    assert "Projets 1 1 Collectivités françaises 1 1" in texts(html)
    assert "Rivebourg" in html
    assert "Larzaye" not in html
    assert "Ils ne disent pas ce que l’Atlas publiait à cette date." in html
    assert "begun" not in html
    assert "commence_au=2012-06-30" in html
    assert numbers(html) == [("Communes", "1", "1"), ("Total", "1", "1")]


def test_projects_by_area_of_the_partner(client, indexed):
    indexed(partnership(1), partnership(2, LARZAYE, KOUROUME), partnership(3, RIVEBOURG))
    html = page(client)
    areas = re.findall(r'<th scope="row">([^<]*)</th><td class="atlas-table__number">(\d+)</td></tr>', html)
    assert areas == [("Kayes", "1"), ("Région non connue", "1")]
    assert html.count('<circle cx="') == 1
    assert "ne sont donc dans aucune région : 1." in texts(html).replace("\u00a0", " ")


def test_families_have_a_table_each(client, indexed):
    indexed(partnership(1), partnership(2, family="other_external_action"), partnership(3, family=None))
    captions = re.findall(r"<caption>([^<]*?)\s: collectivités", page(client))
    assert captions == ["Coopération décentralisée", "Autre action extérieure", "Famille non précisée"]


def test_authorities_and_partners_are_listed_once(client, indexed):
    indexed(partnership(1, RIVEBOURG, TAMBAGA, KOUROUME), partnership(2))
    html = page(client)
    assert html.count('<a href="/fr/collectivites/11/">Rivebourg</a>') == 1
    assert html.count('<a href="/fr/collectivites/21/">Tambaga</a>') == 1
    assert "<li>Commune rurale de Kouroumé" in html


def test_the_contents_lead_to_every_part_of_the_page(client, indexed):
    for sheets in ([], [partnership(1)], [partnership(1, RIVEBOURG), partnership(2, LARZAYE, KOUROUME)]):
        indexed(*sheets)
        html = page(client)
        contents = html.partition('<nav class="fr-summary')[2].partition("</nav>")[0]
        named = re.findall(r'<a class="fr-summary__link" href="#([^"]+)">[^<]+</a>', contents)
        parts = re.findall(r'<section id="([^"]+)" class="sheet-section', html)
        assert [one for one in named if one not in ("chiffres", "listes")] == parts
        assert all(html.count(f' id="{one}"') == 1 for one in named)
        assert ("listes" in named) == bool(sheets)


def test_a_long_list_of_authorities_shows_its_beginning_and_leads_to_all(client, indexed):
    many = [
        party("partner", f"Bourg {n:02}", id=100 + n, kind="commune", group="commune", country="FR") for n in range(14)
    ]
    indexed(*(partnership(n + 1, one, TAMBAGA) for n, one in enumerate(many)))
    html = page(client, "/fr/pays/ML/?au=2020-12-31")
    assert len(set(re.findall(r">Bourg \d\d</a></?li|>Bourg \d\d</a> <span", html))) == SHOWN
    assert "2 de plus, dans la liste entière" in html
    whole = re.search(r'<p><a href="(/fr/pays/ML/listes/toutes/[^"]*)">', html)[1].replace("&amp;", "&")
    assert all(f">{one.name}</a>" in page(client, whole) for one in many)


def test_partners_of_another_country_are_left_out(client, indexed):
    other = party("partner", "Phu Lam", id=30, country="VN", group="foreign")
    indexed(partnership(1, RIVEBOURG, TAMBAGA, other))
    assert '<a href="/fr/collectivites/30/">' not in page(client)


def test_the_latest_projects_then_a_link_to_all(client, indexed):
    indexed(*(partnership(number) for number in range(1, 24)))
    html = page(client)
    assert len(re.findall(r'<a href="/fr/projets/\d+/"', html)) == 6
    assert "Les 6 fiches mises à jour en dernier, sur 23." in texts(html)
    assert "Voir les 23 projets" in html


def test_a_short_list_is_whole(client, indexed):
    indexed(partnership(1))
    html = page(client)
    assert "Une fiche." in html
    assert "Voir les" not in html


def test_without_projects_the_page_says_so(client, indexed):
    indexed(partnership(1))
    html = page(client, "/fr/pays/BJ/")
    assert "Aucune fiche publiée ne cite encore ce pays." in html
    assert 'id="collectivites"' not in html


@pytest.mark.parametrize("code", ["XX", "FR", "MLI", "a"])
def test_no_partner_country(client, indexed, code):
    indexed(partnership(1))
    page(client, f"/fr/pays/{code}/", 404)


def test_small_letters_lead_to_the_right_address(client, indexed):
    indexed(partnership(1))
    answer = client.get("/en/countries/ml/")
    assert (answer.status_code, answer["Location"]) == (301, "/en/countries/ML/")


@pytest.mark.parametrize("partners", [1, 3])
def test_two_queries(client, indexed, django_assert_num_queries, partners):
    """Beside what is kept for a revision: the figures that others published."""
    indexed(*(partnership(number) for number in range(1, partners + 1)))
    page(client, "/en/countries/ML/")
    page(client, "/fr/pays/ML/?a=1")
    with django_assert_num_queries(2):
        page(client)


def test_no_index_yet_is_said(client):
    page(client, status=503)


def test_countries_by_zone_without_those_that_have_none(client, indexed):
    vietnam = MALI.__class__(iso2="VN", name_fr="Vietnam", name_en="Vietnam", zone="asie-oceanie")
    indexed(partnership(1), partnership(2, countries=(MALI, vietnam)))
    html = page(client, "/fr/pays/")
    zones = re.findall(r'<h2 id="([\w-]+)">', html)
    lines = re.findall(r'<a href="/fr/pays/(\w\w)/">(\w+)</a> <span>(\d+)</span>', html)
    assert zones == ["afrique-ocean-indien", "asie-oceanie"]
    assert lines == [("ML", "Mali", "2"), ("VN", "Vietnam", "1")]


def test_countries_before_any_sheet(client, indexed):
    indexed()
    assert "Aucune fiche n’est encore publiée" in page(client, "/fr/pays/")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("ben", [("BJ", "Bénin", "0")]),
        ("MALI", [("ML", "Mali", "1")]),
        ("viêt", [("VN", "Vietnam", "0")]),
        ("ali", []),
        ("france", []),
    ],
)
def test_a_country_is_found_by_the_beginning_of_its_name(client, indexed, asked, found):
    indexed(partnership(1))
    html = page(client, f"/fr/pays/?q={quote(asked)}")
    assert re.findall(r'<a href="/fr/pays/(\w\w)/">(\w+)</a> <span>(\d+)</span>', html) == found
    expected = "Un pays a un nom qui contient" if found else "Aucun pays n’a un nom qui contient"
    assert f"{expected} « {asked} »" in html


def test_hostile_words_in_the_search_box_stay_words(client, indexed):
    indexed(partnership(1))
    html = page(client, '/fr/pays/?q="><script>alert(1)</script>')
    assert "<script>alert" not in html


def test_two_queries_for_the_list(client, indexed, django_assert_num_queries):
    indexed(partnership(1))
    page(client, "/fr/pays/?q=a")
    with django_assert_num_queries(2):
        page(client, "/fr/pays/")


def figure(code, value, family="decentralised_cooperation", group=None):
    return Figure(code, value, TODAY, "règle", family, "pays=ML", group)


def test_cards_leave_the_parts_by_kind_to_the_table():
    figures = [figure("authorities_recorded", 3), figure("authorities_recorded", 3, group="commune")]
    made = cards(figures, "/r/", "fr")
    assert [(card.label, [(part.value, part.url) for part in card.parts]) for card in made] == [
        ("Collectivités françaises", [("3", "/r/?pays=ML")])
    ]


def test_a_family_without_authorities_has_no_table():
    assert kind_tables([figure("authorities_recorded", 0), figure("authorities_active", 0)], "fr") == ()


def test_kinds_are_worded_in_the_reader_s_language():
    with override("fr"):
        table = kind_tables(
            [figure("authorities_recorded", 2, group="unidentified"), figure("authorities_recorded", 2)], "fr"
        )
    assert [row.label for row in table[0].rows] == ["Collectivités non identifiées"]
