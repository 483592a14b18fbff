"""The quality of sheets: every number of the pages is the length of the list that it opens; files hold the same."""

import re
from datetime import date
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.core.management import call_command
from msgspec.structs import replace

from atlas.catalogue.completeness import flag_codes, stated, verified_until
from atlas.catalogue.models import QualityDay
from atlas.catalogue.quality import by_authority, by_country, quality_of, quality_of_row
from atlas.catalogue.quality_history import Day, is_followed, keep_day, trend
from atlas.catalogue.record import PublicFlag, PublicFunding, PublicParty, PublicPlace, PublicTheme
from atlas.catalogue.search import known, search
from atlas.catalogue.search_query import SearchQuery
from atlas.catalogue.search_values import Criterion, FlagCode
from atlas.projects.checks import PUBLIC_CODES
from tests.catalogue.records import COUNTRIES, project
from tests.opendata import reading

TODAY = date(2026, 11, 25)
RECORDS = [project(number, length=50) for number in range(1, 121)]
TAMBAGA = PublicParty(role="partner", name="Tambaga", id=9, group="foreign", country="ML", lat=13.1, lon=-9.2)
NOBODY = PublicParty(role="partner", name="Sô", country="VN")
KORO = PublicPlace(country="ML", name="Koro", lat=14.1, lon=-3.1)
FULL = project(
    500,
    length=0,
    status="completed",
    start_year=2001,
    end_date=date(2004, 1, 1),
    parties=(TAMBAGA,),
    themes=(PublicTheme(rank=0, path_fr=("Eau",), path_en=("Water",)),),
    funding=(PublicFunding(funder="Rivebourg", nature="declared", amount=0),),
    flags=(),
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-25T10:00:00+01:00", tick=False):
        yield


@pytest.fixture
def register(indexed):
    indexed(*RECORDS)


def total(address):
    """How many sheets the list at an address of the search holds."""
    query = SearchQuery.from_params(parse_qs(urlsplit(address).query), known=known())
    assert query.problems == ()
    return search(query).total


def linked(html):
    """(number, address) of every link to a list, as the page writes them."""
    found = re.findall(r'<a href="(/(?:fr/recherche|en/search)/\?[^"]*)"[^>]*>(?:<[^>]*>)?([\d\u202f,]+)', html)
    return [(int(re.sub(r"\D", "", text)), unescape(address)) for address, text in found]


def page(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({}, set()),
        ({"themes": ()}, {"theme"}),
        ({"start_year": None}, {"dates"}),
        ({"end_date": None}, {"dates"}),
        ({"end_date": None, "end_year": 2004}, set()),
        ({"end_date": None, "status": "cancelled"}, {"dates"}),
        ({"end_date": None, "status": "ongoing"}, set()),
        ({"parties": (NOBODY,)}, {"partenaire", "lieu"}),
        ({"parties": (NOBODY, TAMBAGA)}, set()),
        ({"parties": (replace(TAMBAGA, lat=None, lon=None),)}, {"lieu"}),
        ({"parties": (replace(TAMBAGA, role="funder"),)}, {"partenaire", "lieu"}),
        ({"parties": ()}, {"partenaire", "lieu"}),
        ({"parties": (NOBODY,), "places": (KORO,)}, {"partenaire"}),
        ({"parties": (NOBODY,), "places": (PublicPlace(country="ML"),)}, {"partenaire"}),
        ({"parties": (NOBODY,), "places": (PublicPlace(country="ML", name="Koro"),)}, {"partenaire", "lieu"}),
        ({"parties": (NOBODY,), "places": (PublicPlace(country="FR", lat=45.2, lon=5.7),)}, {"partenaire", "lieu"}),
        ({"funding": ()}, {"financement"}),
        ({"funding": (PublicFunding(funder="Rivebourg", nature="declared", year=2002),)}, {"financement"}),
    ],
)
def test_what_a_sheet_lacks(change, missing):
    assert {*Criterion.values} - {"verification"} - stated(replace(FULL, **change)) == missing


def test_a_verification_holds_for_24_months():
    assert verified_until(replace(FULL, verified_on=None)) is None
    assert verified_until(replace(FULL, verified_on=date(2024, 11, 25))) == date(2026, 11, 25)
    assert verified_until(replace(FULL, verified_on=date(2024, 2, 29))) == date(2026, 3, 1)


def test_public_flags_are_those_of_the_checks():
    assert {*FlagCode.values} == PUBLIC_CODES
    flags = tuple(PublicFlag(code=code) for code in ("stale", "stale", "unheard_of"))
    assert flag_codes(replace(FULL, flags=flags)) == {"stale"}


def test_the_day_decides_what_is_verified(indexed):
    indexed(replace(FULL, verified_on=date(2024, 11, 26)))
    assert quality_of(SearchQuery(), TODAY).lacking["verification"] == 0
    assert quality_of(SearchQuery(), date(2026, 11, 26)).lacking["verification"] == 1
    assert search(SearchQuery(stated=("verification",)), today=TODAY).total == 1
    assert search(SearchQuery(lacking=("verification",)), today=date(2026, 11, 26)).total == 1
    assert search(SearchQuery(lacking=("verification", "theme")), today=TODAY).total == 0


SCOPES = ["", "pays=ML", "pays=ML&pays=SN", "famille=none", "etat=completed", "etat=a-confirmer", "q=eau", "region=53"]


@pytest.mark.parametrize("params", SCOPES)
def test_every_number_of_the_page_is_the_length_of_its_list(client, register, params):
    numbers = linked(page(client, f"/fr/qualite/?{params}"))
    assert len(numbers) > 30
    assert [number for number, _ in numbers] == [total(address) for _, address in numbers]


@pytest.mark.parametrize(
    "path", ["/fr/qualite/pays/", "/en/quality/authorities/", "/fr/qualite/collectivites/?pays=ML"]
)
def test_every_number_of_a_table_is_the_length_of_its_list(client, register, path):
    numbers = linked(page(client, path))
    assert len(numbers) > 50
    assert [number for number, _ in numbers] == [total(address) for _, address in numbers]


def test_numbers_are_those_counted_by_hand(register):
    found = quality_of(SearchQuery(), TODAY)
    assert found.projects == 120
    for one in Criterion:
        if one is not Criterion.VERIFICATION:
            assert found.stated(one) == sum(one in stated(record) for record in RECORDS)
    for code in FlagCode.values:
        assert found.flags[code] == sum(code in flag_codes(record) for record in RECORDS)
    assert found.flags["stale"] > 0
    assert found.worst[0] == max(found.lacking, key=lambda one: found.lacking[one])


def test_tables_are_sorted_by_what_can_be_mended(register):
    for table in (by_country(SearchQuery(), TODAY), by_authority(SearchQuery(), TODAY)):
        assert len(table) > 8
        assert [row.gaps for row in table] == sorted((row.gaps for row in table), reverse=True)
    assert {row.code for row in by_country(SearchQuery(), TODAY)} == {*COUNTRIES}
    for row in by_authority(SearchQuery(), TODAY)[:20]:
        whole = quality_of(quality_of_row(SearchQuery(), row).query, TODAY)
        assert (whole.projects, tuple(whole.lacking.values())) == (row.projects, row.lacking)


def test_what_is_missing_most_comes_first_and_each_place_leads_to_its_own_page(client, register):
    html = page(client, "/fr/qualite/")
    found = quality_of(SearchQuery(), TODAY)
    parameters = re.findall(r"/fr/recherche/\?manque=(\w+)", html)
    assert parameters == [one for one in found.worst if found.lacking[one]]
    assert "/fr/qualite/?pays=ML" in html
    assert "<h1>Qualité des fiches : Mali</h1>" in page(client, "/fr/qualite/?pays=ML")
    assert 'href="/en/quality/?pays=ML"' in page(client, "/fr/qualite/?pays=ML")
    assert "/fr/qualite/pays/" not in re.sub(r"<footer.*", "", page(client, "/fr/qualite/?pays=ML"), flags=re.S)


def test_pages_need_one_query_and_tables_none(client, register, django_assert_num_queries):
    with django_assert_num_queries(1):
        page(client, "/fr/qualite/")
    with django_assert_num_queries(0):
        page(client, "/fr/qualite/?famille=none")
    with django_assert_num_queries(0):
        page(client, "/fr/qualite/collectivites/")
    with django_assert_num_queries(0):
        client.get("/fr/qualite/pays/export.csv").getvalue()


def test_what_makes_no_sense_is_said(client, register):
    html = page(client, "/fr/qualite/?pays=ZZ&manque=theme")
    assert "« ZZ » n’a pas été pris en compte" in html
    assert "« theme » n’a pas été pris en compte : cette page compte déjà par critère" in html
    assert "120 fiches publiées" in html
    assert "Aucune fiche publiée ne répond à ces critères" in page(client, "/fr/qualite/?pays=TO")
    assert "Aucune fiche publiée ne répond à ces critères" in page(client, "/fr/qualite/pays/?pays=TO")
    page(client, "/fr/qualite/pays/?page=2", 404)
    page(client, "/fr/qualite/rien/export.csv", 404)
    page(client, "/fr/qualite/pays/export.pdf", 404)
    assert client.post("/fr/qualite/").status_code == 405


def test_an_authority_table_has_pages(client, register):
    rows = by_authority(SearchQuery(), TODAY)
    first, second = (page(client, f"/fr/qualite/collectivites/?page={number}") for number in (1, 2))
    names = [
        re.findall(r'<th scope="row"><a href="/fr/qualite/\?collectivite=(\d+)"', html) for html in (first, second)
    ]
    assert [*names[0], *names[1]] == [row.code for row in rows]
    assert len(names[0]) == 100


@pytest.mark.parametrize("params", ["", "?pays=ML"])
def test_files_hold_the_rows_of_the_tables(client, register, params):
    query = SearchQuery(countries=("ML",)) if params else SearchQuery()
    rows = reading.rows_of_csv(reading.body(client, f"/fr/qualite/collectivites/export.csv{params}"))
    expected = by_authority(query, TODAY)
    assert [
        (row["Numéro de la collectivité"], row["Fiches"], row["Manques"], row["Thème manquant"]) for row in rows
    ] == [(row.code, str(row.projects), str(row.gaps), str(row.lacking[0])) for row in expected]
    _about, (labels, *data) = reading.sheets_of(
        reading.body(client, f"/fr/qualite/collectivites/export.xlsx{params}")
    ).values()
    assert labels == [*rows[0]][: len(labels)]
    assert [line[3] for line in data] == [row.gaps for row in expected]


def test_the_file_of_criteria_says_shares(client, register):
    rows = reading.rows_of_csv(reading.body(client, "/en/quality/criteres/export.csv"))
    found = quality_of(SearchQuery(), TODAY)
    assert [row["Criterion code"] for row in rows] == list(found.worst)
    assert rows[0]["Missing on"] == str(found.lacking[found.worst[0]])
    assert rows[0]["Stated (%)"] == f"{found.stated(found.worst[0]) * 100 / 120:.1f}"
    assert rows[0]["As of"] == "2026-11-25"


def test_a_day_is_kept_once_and_only_what_changed(indexed, register):
    assert keep_day(date(2026, 11, 1)) == 1 + len(by_country(SearchQuery(), TODAY)) + len(
        by_authority(SearchQuery(), TODAY)
    )
    QualityDay.objects.create(scope="", day=date(2026, 10, 1), projects=1)
    assert keep_day(date(2026, 11, 1)) == 0
    assert keep_day(date(2026, 11, 2)) == 0
    indexed(*(replace(RECORDS[0], themes=()), *RECORDS[1:]), revision=2)
    codes = {f"pays={country.iso2}" for country in RECORDS[0].countries}
    authorities = {f"collectivite={party.id}" for party in RECORDS[0].french_authorities}
    assert keep_day(date(2026, 11, 2)) == 1 + len(codes) + len(authorities)
    rows = QualityDay.objects.filter(day=date(2026, 11, 2))
    assert {row.scope for row in rows} == {"", *codes, *authorities}
    indexed(RECORDS[0], revision=3)
    keep_day(date(2026, 11, 3))
    gone = QualityDay.objects.get(scope="pays=HT" if "pays=HT" not in codes else "pays=LB", day=date(2026, 11, 3))
    assert (gone.projects, set(gone.lacking.values())) == (0, {0})


def test_nothing_is_kept_of_an_empty_register(indexed):
    indexed()
    assert keep_day(TODAY) is None
    assert not QualityDay.objects.exists()


def test_a_trend_shows_the_first_day_the_ends_of_months_and_today(register):
    now = quality_of(SearchQuery(), TODAY)
    lacking = dict.fromkeys(Criterion.values, 10)
    QualityDay.objects.create(scope="", day=date(2026, 9, 12), projects=100, lacking=lacking)
    QualityDay.objects.create(scope="", day=date(2026, 10, 15), projects=110, lacking={**lacking, "theme": 4})
    QualityDay.objects.create(scope="pays=ML", day=date(2026, 10, 15), projects=7, lacking=lacking)
    days = trend(now, TODAY)
    assert [(one.on, one.projects) for one in days] == [
        (date(2026, 9, 12), 100), (date(2026, 9, 30), 100), (date(2026, 10, 31), 110), (TODAY, 120),
    ]  # fmt: skip
    assert days[2].stated == 110 * 6 - 54
    assert Day(TODAY, 0, lacking).asked == 0
    QualityDay.objects.create(scope="", day=date(2024, 1, 1), projects=1, lacking=lacking)
    assert [one.on.month for one in trend(now, TODAY)] == [1, 5, 6, 7, 8, 9, 10, 11]


def test_the_page_shows_a_trend_once_there_is_one(client, register):
    assert "Le suivi commence aujourd’hui" in page(client, "/fr/qualite/")
    assert "sans autre filtre" in page(client, "/fr/qualite/?famille=none")
    lacking = dict.fromkeys(Criterion.values, 10)
    QualityDay.objects.create(scope="pays=ML", day=date(2026, 9, 12), projects=40, lacking=lacking)
    html = page(client, "/fr/qualite/?pays=ML")
    assert 'id="chart-trend-title"' in html
    assert '<th scope="row">12 septembre 2026</th><td class="atlas-table__number">40</td>' in html
    assert "75,0\u202f%" in html


def test_which_searches_are_followed():
    assert is_followed(SearchQuery(page=3))
    assert is_followed(SearchQuery(countries=("ML",)))
    assert is_followed(SearchQuery(authorities=(7,)))
    assert not is_followed(SearchQuery(countries=("ML", "SN")))
    assert not is_followed(SearchQuery(text="eau"))


def test_the_keeper_keeps_a_day(register, capsys):
    call_command("tend")
    kept = QualityDay.objects.count()
    assert f"Quality of sheets: {kept} numbers kept." in capsys.readouterr().out
    call_command("tend")
    assert QualityDay.objects.count() == kept > 50
