"""Lists of the country register: how many at a date, by family and kind; parts that always add up; each refusal."""

import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from atlas.catalogue import register_words
from atlas.catalogue.figures import country_figures
from atlas.catalogue.register_asked import RegisterAsked
from atlas.catalogue.register_lists import LISTS, family_lists
from atlas.catalogue.search import known
from atlas.catalogue.search_query import SearchQuery
from atlas.catalogue.search_values import UNIDENTIFIED
from atlas.reference.models import Country, WorldZone
from tests.catalogue.records import project
from tests.catalogue.sheets import HAUTES_TERRES, MALI, RIVEBOURG, TAMBAGA, party

LARZAYE = party("partner", "Larzaye", id=13, kind="department", group="department", country="FR")
SYNDICATE = party("partner", "Syndicat de l’Ombeline", id=14, kind="syndicate", group="syndicate", country="FR")

KINDS = ("toutes", "communes", "groupements", "departements-et-regions")


def asked(day):
    return RegisterAsked(day, date(2036, 1, 1))


def partnership(number, *parties, **changes):
    values = {
        "parties": (*parties, TAMBAGA), "countries": (MALI,), "status": "ongoing", "start_year": 2010,
        "end_date": None, "family": "decentralised_cooperation",
    }  # fmt: skip
    return project(number, length=50, **{**values, **changes})


@pytest.fixture
def mali(db, indexed):
    zone = WorldZone.objects.create(code="afrique", name_fr="Afrique", name_en="Africa", rank=1)
    Country.objects.create(iso2="ML", iso3="MLI", name_fr="Mali", name_en="Mali", zone=zone)
    indexed(
        partnership(1, RIVEBOURG, LARZAYE),
        partnership(2, RIVEBOURG, status="completed", start_year=2000, end_date=date(2005, 12, 31)),
        partnership(3, SYNDICATE, family="other_external_action"),
    )


def page(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def names(html):
    return re.findall(r'<th scope="row"><a href="/fr/collectivites/\d+/">([^<]+)</a></th>', html)


@pytest.mark.parametrize(
    ("list_name", "day", "expected"),
    [
        ("toutes", "2020-01-01", ["Larzaye", "Rivebourg", "Syndicat de l’Ombeline"]),
        ("toutes", "2003-01-01", ["Rivebourg"]),
        ("communes", "2020-01-01", ["Rivebourg"]),
        ("groupements", "2020-01-01", ["Syndicat de l’Ombeline"]),
        ("departements-et-regions", "2020-01-01", ["Larzaye"]),
        ("departements-et-regions", "2003-01-01", []),
    ],
)
def test_who_was_active_on_a_day(client, mali, list_name, day, expected):
    html = page(client, f"/fr/pays/ML/listes/{list_name}/?au={day}")
    assert names(html) == expected
    assert f'value="{day}"' in html
    assert bool(expected) or "Aucune à cette date." in html


def test_families_stay_apart_and_lead_to_their_projects(client, mali):
    html = page(client, "/fr/pays/ML/listes/toutes/?au=2020-01-01")
    assert re.findall(r'<h2 id="famille-\d">([^<]+)</h2>', html) == [
        "Coopération décentralisée",
        "Autre action extérieure",
    ]
    assert "2 collectivités françaises : départements 1, communes 1." in re.sub(r"\s+", " ", html)
    assert "pays=ML&amp;famille=other_external_action&amp;actif_au=2020-01-01" in html


def test_english(client, mali):
    assert "<h1>Mali: French municipalities</h1>" in page(client, "/en/countries/ML/lists/municipalities/")


def test_a_day_that_is_none_is_said(client, mali):
    for path in ("/fr/pays/ML/listes/toutes/", "/fr/pays/ML/"):
        html = re.sub(r"\s+", " ", page(client, f"{path}?au=x"))
        assert "« x » n’a pas été pris en compte : ce n’est pas une date" in html
    html = page(client, "/fr/pays/ML/listes/toutes/?au=2999-01-01&regle=tout&famille=rien")
    assert html.count("n’a pas été pris en compte") == 3
    assert "cette date n’est pas encore venue" in html


def test_before_any_project(client, mali):
    assert "Aucun projet commencé à cette date" in page(client, "/fr/pays/ML/listes/toutes/?au=1950-01-01")


@pytest.mark.parametrize("path", ["ML/listes/autre", "XX/listes/toutes", "FR/listes/toutes"])
def test_no_such_list_or_country(client, mali, path):
    page(client, f"/fr/pays/{path}/", 404)


def test_small_letters_lead_to_the_right_address(client, mali):
    answer = client.get("/fr/pays/ml/listes/toutes/")
    assert (answer.status_code, answer["Location"]) == (301, "/fr/pays/ML/listes/toutes/")


@pytest.mark.parametrize(("asked", "right"), [
    ("/en/countries/ML/lists/{fr}/", "/en/countries/ML/lists/{en}/"),
    ("/en/pays/ml/listes/{fr}/", "/en/countries/ml/lists/{en}/"),
    ("/fr/pays/ML/listes/{en}/", "/fr/pays/ML/listes/{fr}/"),
    ("/fr/countries/ML/lists/{en}/", "/fr/pays/ML/listes/{fr}/"),
])  # fmt: skip
@pytest.mark.parametrize("name", LISTS)
def test_an_address_is_of_one_language(client, mali, name, asked, right):
    slugs = {"fr": name, "en": LISTS[name].slug_en}
    answer = client.get(f"{asked.format(**slugs)}?au=2012-01-01")
    assert (answer.status_code, answer["Location"]) == (301, f"{right.format(**slugs)}?au=2012-01-01")


@pytest.mark.parametrize("name", LISTS)
def test_the_language_switch_keeps_the_list(client, mali, name):
    here, there = f"/fr/pays/ML/listes/{name}/", f"/en/countries/ML/lists/{LISTS[name].slug_en}/"
    assert f'href="{there}?au=2012-01-01"' in page(client, f"{here}?au=2012-01-01")
    assert f'href="{here}?au=2012-01-01"' in page(client, f"{there}?au=2012-01-01")


def test_one_query(client, mali, django_assert_num_queries):
    with django_assert_num_queries(1):
        page(client, "/fr/pays/ML/listes/toutes/")


def test_the_country_page_leads_to_every_list(client, mali):
    html = page(client, "/fr/pays/ML/")
    assert all(f'href="/fr/pays/ML/listes/{name}/"' in html for name in LISTS)
    html = page(client, "/fr/pays/ML/?au=2012-01-01")
    assert all(f'href="/fr/pays/ML/listes/{name}/?au=2012-01-01"' in html for name in LISTS)


@pytest.mark.parametrize(("name", "words"), [
    ("par-region-partenaire", ["Kayes", "2 projets, 2 collectivités françaises, 1 partenaire étranger"]),
    ("par-theme", ["Thème non précisé", "2 projets, 2 collectivités françaises"]),
    ("partenaires", ["Tambaga", "2 partenariats, 1 partenaire étranger.", "Lien depuis", "2000"]),
    ("sans-partenaire", ["Hautes-Terres", "1 collectivité française. 1 projet ne nomment", "Suggérer une correction"]),
])  # fmt: skip
def test_lists_by_area_theme_partner_and_without_a_partner(client, mali, indexed, name, words):
    alone = replace(partnership(4, HAUTES_TERRES), parties=(HAUTES_TERRES,))
    indexed(
        partnership(1, RIVEBOURG, LARZAYE, themes=()),
        partnership(2, RIVEBOURG, status="completed", start_year=2000, themes=()),
        alone,
    )
    html = re.sub(r"\s+", " ", page(client, f"/fr/pays/ML/listes/{name}/?regle=recenses"))
    assert [one for one in words if one not in html] == []


def test_one_family_only(client, mali):
    html = page(client, "/fr/pays/ML/listes/toutes/?famille=other_external_action")
    assert names(html) == ["Syndicat de l’Ombeline"]
    assert 'href="/fr/pays/ML/listes/communes/?famille=other_external_action"' in html


def test_a_long_list_shows_its_beginning_and_names_the_files(mali):
    found = family_lists(SearchQuery(countries=("ML",)), LISTS["toutes"], asked(date(2020, 1, 1)), known(), "fr")[0]
    frame = register_words.Frame(LISTS["toutes"], asked(date(2020, 1, 1)), "/r/", "/c/", "fr", most=1)
    (section,) = register_words.shown(found, frame).sections
    assert (len(section.rows), section.left) == (1, "1")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(seed=st.integers(0, 10**6), year=st.integers(1975, 2030))
def test_parts_add_up_to_the_list_and_lists_to_the_figure(indexed, seed, year):
    """For any sheets and any day: the breakdown, the rows and the country page's own figure are one number."""
    indexed(*(project(number, seed=seed, length=20) for number in range(1, 25)))
    for iso2 in ("ML", "DE"):
        day = date(year, 6, 30)
        whole, *parts = (
            family_lists(SearchQuery(countries=(iso2,)), LISTS[name], asked(day), known(), "fr") for name in KINDS
        )
        figures = [f.value for f in country_figures(iso2, day) if f.code == "authorities_active" and f.group is None]
        assert [one.authorities for one in whole] == figures
        for place, one in enumerate(whole):
            assert sum(one.groups.values()) == one.authorities == len(one.rows)
            unidentified = sum(row.group == UNIDENTIFIED for row in one.rows)
            assert sum(part[place].authorities for part in parts) == one.authorities - unidentified
