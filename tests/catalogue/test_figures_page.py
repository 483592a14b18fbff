"""The figures page, its frames and files on a small register whose numbers are known; refusals; queries."""

import csv
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.test import Client
from msgspec.structs import replace
from pytest_django import DjangoAssertNumQueries

from atlas.catalogue.figure_questions import QUESTIONS
from atlas.catalogue.figures_asked import figures_asked
from atlas.catalogue.record import PublicFunding, PublicParty, PublicProject, PublicTheme
from atlas.catalogue.tally import Rule
from atlas.reference import loading
from tests.catalogue.conftest import Indexed
from tests.catalogue.records import COUNTRIES
from tests.reference import small_data

DECENTRALISED, OTHER = "decentralised_cooperation", "other_external_action"
TOWN = PublicParty(
    role="partner", name="Rivebourg", id=1, kind="commune", group="commune", country="FR", region="53",
    region_name="Bretagne",
)  # fmt: skip
SYNDICATE = PublicParty(role="partner", name="Eaux", id=2, kind="syndicate", group="syndicate", country="FR")
DECLARED = PublicParty(role="partner", name="Larzaye", country="FR")
MALI = PublicParty(role="partner", name="Tambaga", id=9, kind="foreign_authority", group="foreign", country="ML")
SO = PublicParty(role="partner", name="Sô", country="VN")
WATER = PublicTheme(rank=0, code="env.eau", path_fr=("Environnement", "Eau"), path_en=("Environment", "Water"))
STATE = PublicFunding(funder="Ministère", nature="granted", kind="state", year=2011, amount=Decimal(1_000))
MONEY = (
    STATE,
    PublicFunding(funder="Rivebourg", nature="granted", kind="commune", year=2011, amount=Decimal(3_000)),
    PublicFunding(funder="Rivebourg", nature="granted", kind="commune", year=2013),
    PublicFunding(funder="Rivebourg", nature="granted", kind="commune", amount=Decimal("0.50")),
    PublicFunding(
        funder="Agence", nature="declared", kind="water_agency", year=2012, amount=Decimal(7_000_000),
        pct=(Decimal(50), None, Decimal(0)), pct_water=Decimal(70),
    ),
)  # fmt: skip


def sheet(number: int, **values: object) -> PublicProject:
    known = datetime(2020, 1, 1, tzinfo=UTC)
    base = {
        "id": number, "title": f"Projet {number}", "version": 1, "updated_at": known, "created_at": known,
        "family": DECENTRALISED, "status": "ongoing", "start_year": 2010, "countries": (COUNTRIES["ML"],),
        "parties": (TOWN, MALI), "themes": (WATER,), "form": "twinning",
    }  # fmt: skip
    return PublicProject(**{**base, **values})


REGISTER = (
    sheet(1, funding=MONEY),
    sheet(2, parties=(TOWN, SYNDICATE, MALI), start_year=2012, status="completed", end_date=date(2016, 5, 1)),
    sheet(
        3,
        parties=(DECLARED, SO),
        countries=(COUNTRIES["VN"],),
        start_year=2018,
        form=None,
        cofinancing_years=(2019,),
    ),
    sheet(4, family=OTHER, funding=(replace(STATE, nature="planned"),)),
    sheet(5, start_year=None, status="completed"),
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _register(indexed: Indexed) -> None:
    indexed(*REGISTER)


def page(client: Client, path: str = "/fr/chiffres/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def big_numbers(html: str) -> dict[str, str]:
    found = re.findall(r'figure__label">([^<]*)</h3>.*?figure__value">([^<]*)<', html, re.DOTALL)
    return {unescape(label): value for label, value in found}


def table(html: str, slug: str) -> list[tuple[str, ...]]:
    """Rows of a question's table, labels first, the total last where there is one."""
    section = html.split(f'<section class="atlas-question" aria-labelledby="{slug}">')[1].split(
        "</section>", maxsplit=1
    )[0]
    rows = re.findall(r'<tr><th scope="row">.*?</tr>', section, re.DOTALL)
    return [cells(row) for row in rows]


def cells(row: str) -> tuple[str, ...]:
    return tuple(
        unescape(re.sub(r"<[^>]*>", "", one)).strip() for one in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
    )


def test_the_five_numbers_of_one_family(client: Client) -> None:
    assert big_numbers(page(client)) == {
        "Projets recensés": "4",
        "Collectivités françaises": "3",
        "Partenariats": "3",
        "Partenaires étrangers": "2",
        "Pays partenaires": "2",
    }
    assert list(big_numbers(page(client, f"/fr/chiffres/?famille={OTHER}")).values()) == ["1", "1", "1", "1", "1"]
    assert set(big_numbers(page(client, "/fr/chiffres/?famille=none")).values()) == {"0"}


def test_a_past_date_says_what_was_active_then_and_that_it_is_known_today(client: Client) -> None:
    html = page(client, "/fr/chiffres/?au=2015-12-31&regle=en-cours")
    assert list(big_numbers(html).values()) == ["2", "2", "2", "1", "1"]
    assert "Ils ne disent pas ce que l’Atlas publiait à cette date." in html
    assert "au 31 décembre 2015" in html
    later = page(client, "/fr/chiffres/?au=2016-05-01&regle=en-cours")
    assert list(big_numbers(later).values()) == ["1", "1", "1", "1", "1"]


def test_each_question_has_its_exact_numbers(client: Client) -> None:
    html = page(client)
    assert table(html, "annees")[0] == ("Année non précisée", "1")
    assert table(html, "annees")[-1] == ("Total", "4")
    assert table(html, "annees")[1:4] == [("2010", "1"), ("2011", "0"), ("2012", "1")]
    assert table(html, "pays") == [("Mali", "3"), ("Viêt Nam", "1")]
    assert table(html, "zones") == [("Afrique subsaharienne", "3"), ("Asie et Océanie", "1")]
    assert table(html, "regions") == [("Bretagne", "3")]
    assert table(html, "themes") == [("Environnement", "4")]
    assert table(html, "natures") == [
        ("Communes", "1"), ("Syndicats", "1"), ("Collectivités non identifiées", "1"), ("Total", "3")
    ]  # fmt: skip
    assert table(html, "formes") == [("Jumelage", "3"), ("Forme non précisée", "1"), ("Total", "4")]
    assert table(html, "financeurs") == [("Collectivités françaises", "1"), ("État", "1"), ("Agences de l’eau", "1")]
    assert table(html, "cofinancement")[-1] == ("Total", "2", "2")
    assert table(html, "cofinancement-annees")[0] == ("2011", "1")
    assert "Aucun projet n’est compté ici" in page(client, "/fr/chiffres/?famille=none").split('id="formes"')[1]


def euros(text: str) -> str:
    return text.replace("_", "\u202f").replace(" ", "\u00a0") + "\u00a0€"


def test_amounts_are_named_by_their_nature_and_add_up_within_it_only(client: Client) -> None:
    html = page(client)
    assert table(html, "montants-declares-annees") == [
        ("2012", euros("0"), euros("7_000_000")), ("Total", euros("0"), euros("7_000_000"))
    ]  # fmt: skip
    assert table(html, "montants-accordes-annees") == [
        ("Année non précisée", euros("0"), euros("0,50")),
        ("2011", euros("1_000"), euros("3_000")),
        ("Total", euros("1_000"), euros("3_000,50")),
    ]
    assert table(html, "montants-accordes-financeurs") == [
        ("Collectivités françaises", euros("3_000,50")), ("État", euros("1_000")), ("Total", euros("4_000,50"))
    ]  # fmt: skip
    assert table(html, "montants-accordes-part-etat") == [
        ("Année non précisée", "0,0\u202f%"), ("2011", "25,0\u202f%"), ("Total", "25,0\u202f%")
    ]  # fmt: skip
    for slug in ("prevus", "engages", "verses"):
        assert f"montants-{slug}" not in html
    for slug in re.findall(r'id="(montants-accordes-[a-z-]+)"', html):
        assert "Montants accordés" in html.split(f'id="{slug}"')[1].split("</h2>")[0]


def test_one_percent_amounts_stand_apart_without_a_total(client: Client) -> None:
    assert table(page(client), "montants-un-pour-cent") == [
        ("Eau, confirmé (montant déclaré)", euros("70")),
        ("Colonne 1 de l’ancien Atlas, non confirmée (montant déclaré)", euros("50")),
        ("Colonne 3 de l’ancien Atlas, non confirmée (montant déclaré)", euros("0")),
    ]


def test_families_have_their_own_amounts_and_nothing_known_is_said(client: Client) -> None:
    html = page(client, f"/fr/chiffres/?famille={OTHER}")
    assert table(html, "montants-prevus-financeurs") == [("État", euros("1_000")), ("Total", euros("1_000"))]
    section = html.split('id="montants-declares-annees"')[1].split("</section>")[0]
    assert "Les fiches comptées ne portent aucun montant de cette nature" in section
    assert "Granted amounts" in page(client, "/en/figures/")


def test_the_same_in_english(client: Client) -> None:
    html = page(client, "/en/figures/")
    assert big_numbers(html)["Partnerships"] == "3"
    assert table(html, "pays") == [("Mali", "3"), ("Vietnam", "1")]
    assert table(html, "natures")[0] == ("Municipalities", "1")
    assert 'href="/fr/chiffres/"' in html


def test_every_number_leads_to_a_list_of_that_many_projects(client: Client) -> None:
    html = page(client, "/fr/chiffres/?au=2015-12-31")
    found = re.findall(r'<td class="atlas-table__number"><a href="([^"]*)">(\d+)</a>', html)
    assert len(found) > 10
    for address, value in found:
        if "nature=" not in address:
            title = re.search(r"<h1[^>]*>(.*?)</h1>", page(client, unescape(address)), re.DOTALL)
            assert title
            assert re.search(rf"\b{value} projets?\b", title[1])


def shown(html: str, slug: str) -> list[tuple[str, ...]]:
    """The table of a question, none where the page leaves it out."""
    return table(html, slug) if f'id="{slug}"' in html else []


def plain(text: str) -> Decimal:
    """The number that a page or a file writes."""
    return Decimal(re.sub(r"[\u00a0\u202f€%]", "", text).replace(",", "."))


@pytest.mark.parametrize("slug", QUESTIONS)
def test_file_frame_and_page_say_the_same(client: Client, slug: str) -> None:
    section = shown(page(client), slug)
    answer = client.get(f"/fr/chiffres/{slug}.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    series = len(rows[0]) - 3
    numbers = [(row[0], *map(plain, row[1:])) for row in section if row[0] != "Total"]
    assert [(row[0], *map(plain, row[1:series])) for row in rows[1:]] == numbers
    assert all(re.fullmatch(r"\d+(\.\d+)?", cell) for row in rows[1:] for cell in row[1:series])
    assert {row[-2] for row in rows[1:]} <= {"Coopération décentralisée"}
    drawing = client.get(f"/fr/chiffres/{slug}.svg")
    assert drawing.headers["Content-Type"] == "image/svg+xml"
    words = [one.text for one in ElementTree.fromstring(drawing.content).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314  (our own drawing)
    if not re.search("annees|cofinancement|part-etat", slug):
        said = " ".join(filter(None, words))
        assert all(cell in said for row in section if row[0] != "Total" for cell in row)
    frame = page(client, f"/fr/chiffres/{slug}/integrer/")
    assert [cells(row) for row in re.findall(r'<tr><th scope="row">.*?</tr>', frame, re.DOTALL)] == section


def test_only_frames_may_stand_in_other_sites(client: Client) -> None:
    frame, whole = client.get("/fr/chiffres/pays/integrer/"), client.get("/fr/chiffres/")
    assert "frame-ancestors *" in frame.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in frame.headers
    assert "frame-ancestors 'none'" in whole.headers["Content-Security-Policy"]
    assert whole.headers["X-Frame-Options"] == "DENY"
    assert '&lt;iframe src="http://testserver/fr/chiffres/pays/integrer/"' in whole.content.decode()


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ("au=hier", "ce n’est pas une date de la forme 2025-12-31"),
        ("au=2999-01-01", "cette date n’est pas encore venue"),
        ("au=1899-12-31", "aucun projet n’est aussi ancien"),
        ("famille=toutes", "cette famille d’actions n’existe pas"),
        ("regle=tout", "on compte les projets recensés ou les projets en cours"),
    ],
)
def test_what_is_wrong_is_named_and_ignored(client: Client, params: str, reason: str) -> None:
    html = page(client, f"/fr/chiffres/?{params}")
    assert reason in html
    assert big_numbers(html) == big_numbers(page(client))


@pytest.mark.parametrize("path", ["rien.csv", "rien.svg", "rien/integrer/"])
def test_a_chart_that_does_not_exist(client: Client, path: str) -> None:
    assert client.get(f"/fr/chiffres/{path}").status_code == 404


def test_an_address_says_what_is_asked_in_one_way() -> None:
    today = date(2026, 11, 24)
    assert figures_asked({}, today).to_params() == ""
    asked = figures_asked({"au": "2015-12-31", "regle": "en-cours", "famille": OTHER}, today)
    assert (asked.scope.rule, asked.scope.family, asked.is_past) == (Rule.ACTIVE, OTHER, True)
    assert figures_asked(dict(one.split("=") for one in asked.to_params().split("&")), today) == asked
    assert figures_asked({"au": "2026-11-24", "famille": DECENTRALISED}, today).to_params() == ""


def test_what_others_published_stands_below_with_its_source(
    client: Client, tmp_path: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    loading.load_reference(data_dir=small_data.write(tmp_path / "data"))
    with django_assert_num_queries(2):
        html = page(client)
    section = html.split('id="publies"')[1]
    assert "Chiffres mondiaux publiés par le passé" in section
    assert "projets, coopération décentralisée" in section.lower()
    assert "Source :" in section
    with django_assert_num_queries(0):
        page(client, "/fr/chiffres/?regle=en-cours")
