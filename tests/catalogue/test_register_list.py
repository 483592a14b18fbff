"""Lists of the country register: how many at a date, by family and kind; parts that always add up; each refusal."""

import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atlas.catalogue.figures import country_figures
from atlas.catalogue.register_lists import LISTS, family_lists
from atlas.reference.models import Country, WorldZone
from tests.catalogue.records import project
from tests.catalogue.sheets import MALI, RIVEBOURG, TAMBAGA, party

LARZAYE = party("partner", "Larzaye", id=13, kind="department", group="department", country="FR")
SYNDICATE = party("partner", "Syndicat de l’Ombeline", id=14, kind="syndicate", group="syndicate", country="FR")


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
    html = page(client, f"/fr/pays/ML/listes/{list_name}/?actif_au={day}")
    assert names(html) == expected
    assert f'value="{day}"' in html
    assert bool(expected) or "Aucune collectivité de cette nature" in html


def test_families_stay_apart_and_lead_to_their_projects(client, mali):
    html = page(client, "/fr/pays/ML/listes/toutes/?actif_au=2020-01-01")
    assert re.findall(r'<h2 id="famille-\d">([^<]+)</h2>', html) == [
        "Coopération décentralisée",
        "Autre action extérieure",
    ]
    assert "2 collectivités : départements 1, communes 1." in re.sub(r"\s+", " ", html)
    assert "pays=ML&amp;famille=other_external_action&amp;actif_au=2020-01-01" in html


def test_english(client, mali):
    assert "French authorities active: Mali" in page(client, "/en/countries/ML/lists/communes/")


def test_a_day_that_is_none_is_said(client, mali):
    assert "x : ce n’est pas une date" in page(client, "/fr/pays/ML/listes/toutes/?actif_au=x")


def test_before_any_project(client, mali):
    assert "Aucun projet commencé à cette date" in page(client, "/fr/pays/ML/listes/toutes/?actif_au=1950-01-01")


@pytest.mark.parametrize("path", ["ML/listes/autre", "XX/listes/toutes", "FR/listes/toutes"])
def test_no_such_list_or_country(client, mali, path):
    page(client, f"/fr/pays/{path}/", 404)


def test_small_letters_lead_to_the_right_address(client, mali):
    answer = client.get("/fr/pays/ml/listes/toutes/")
    assert (answer.status_code, answer["Location"]) == (301, "/fr/pays/ML/listes/toutes/")


def test_one_query(client, mali, django_assert_num_queries):
    with django_assert_num_queries(1):
        page(client, "/fr/pays/ML/listes/toutes/")


def test_the_country_page_leads_to_every_list(client, mali):
    html = page(client, "/fr/pays/ML/")
    assert all(f'href="/fr/pays/ML/listes/{name}/"' in html for name in LISTS)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(seed=st.integers(0, 10**6), year=st.integers(1975, 2030))
def test_parts_add_up_to_the_list_and_lists_to_the_figure(indexed, seed, year):
    """For any sheets and any day: the breakdown, the rows and the country page's own figure are one number."""
    indexed(*(project(number, seed=seed, length=20) for number in range(1, 25)))
    for iso2 in ("ML", "DE"):
        day = date(year, 6, 30)
        whole = family_lists(iso2, LISTS["toutes"], day, "/r/", "fr")
        parts = [family_lists(iso2, LISTS[name], day, "/r/", "fr") for name in LISTS if name != "toutes"]
        figures = [f.value for f in country_figures(iso2, day) if f.code == "authorities_active" and f.group is None]
        assert [one.count for one in whole] == figures
        for place, one in enumerate(whole):
            assert sum(int(part.count) for part in one.parts) == one.count == len(one.rows)
            unidentified = sum(row.kind == "Collectivités non identifiées" for row in one.rows)
            assert sum(part[place].count for part in parts) == one.count - unidentified
