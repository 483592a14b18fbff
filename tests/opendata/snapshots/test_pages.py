"""The pages of data: what they show with files, without any, while the first are made."""

import re

import pytest
from django.utils.translation import override

from atlas.opendata.columns import ALL, EXTRACTION
from atlas.opendata.snapshots import store
from atlas.opendata.snapshots.long_columns import LONG_TABLES
from atlas.opendata.snapshots.store import Progress
from tests.catalogue.records import COUNTRIES, project
from tests.opendata.snapshots.conftest import NOON

PAGES = [("/fr/donnees/", "fr", "registre"), ("/en/data/", "en", "register")]


def text_of(answer):
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def found(public, made):
    """The files of three projects in one zone."""
    public(*(project(number, countries=(COUNTRIES["ML"],)) for number in range(1, 4)))
    return made()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[1])
def test_the_page_leads_to_every_file_of_its_language(client, found, page, django_assert_num_queries):
    path, language, slug = page
    with django_assert_num_queries(1):
        html = text_of(client.get(path))
    links = re.findall(rf'href="({path}(?:fichiers|files)/[^"]+\.[^"]+)"', html)
    names = [one.names[language] for one in found.files if language in one.names]
    # The three that come first stand there twice.
    assert links[:3] == [f"{path}{'fichiers' if language == 'fr' else 'files'}/{slug}.{one}" for one in FIRST]
    assert [link.rpartition("/")[2] for link in links[3:]] == names
    for one in found.files:
        assert (one.sha256 in html) == (language in one.names)
    for link in dict.fromkeys(links):
        assert client.head(link).status_code == 200
    assert "Licence Ouverte 2.0" in html
    assert ("25 novembre 2026" if language == "fr" else "25 November 2026") in html
    assert "https://atlas.example" not in html


FIRST = ("csv", "jsonl", "xlsx")


def test_a_page_is_not_kept_beyond_the_set_that_it_shows(client, public, made):
    public(project(1))
    made()
    before = client.get("/fr/donnees/")
    made(hours=24)
    after = client.get("/fr/donnees/")
    assert "26 novembre 2026" not in text_of(before)
    assert "26 novembre 2026" in text_of(after)
    assert not before.has_header("ETag")
    days = re.findall(r'href="(/fr/donnees/fichiers/[\d-]+/)"', text_of(after))
    assert [client.get(link).status_code for link in days] == [200, 200]


@pytest.mark.parametrize(
    ("path", "file"), [("/fr/donnees/fichiers/", "registre.csv"), ("/en/data/files/", "register.csv")]
)
def test_the_page_of_a_day_leads_to_the_files_of_that_day(client, found, made, path, file):
    made(hours=24)
    html = text_of(client.get(f"{path}2026-11-25/"))
    assert f'href="{path}2026-11-25/{file}"' in html
    assert f'href="{path}{file}"' not in html


def test_without_files_the_page_says_why_and_what_to_do(client, zones, django_assert_num_queries):
    with django_assert_num_queries(0):
        html = text_of(client.get("/fr/donnees/"))
    assert "n’ont pas encore été faits" in html
    assert "publish_files" in html
    assert "/fr/donnees/fichiers/" not in html
    assert "have not been made" in text_of(client.get("/en/data/"))


def test_while_the_first_set_is_made_the_page_says_how_far_it_is(client, zones):
    with store.building(NOON) as folder:
        store.tell(folder, Progress(started_at=NOON, done=12, total=100, name="fr/registre.csv"))
        assert "12 sur 100 sont prêts" in text_of(client.get("/fr/donnees/"))
        assert "12 of 100 are ready" in text_of(client.get("/en/data/"))


def test_a_format_that_a_dataset_is_too_long_for_is_named(client, public, made, monkeypatch):
    monkeypatch.setattr("atlas.opendata.snapshots.build.MOST_ROWS", 0)
    public(project(1))
    made()
    html = text_of(client.get("/fr/donnees/"))
    assert "Pas de fichier ODS, XLSX" in html
    assert "registre.xlsx" not in html


@pytest.mark.parametrize(("path", "language"), [("/fr/donnees/colonnes/", "fr"), ("/en/data/columns/", "en")])
def test_every_column_stands_on_the_page_of_columns(client, db, path, language, django_assert_num_queries):
    with django_assert_num_queries(0):
        html = text_of(client.get(path))
    tables = html.split("<table>")[1:]
    assert len(tables) == 1 + len(LONG_TABLES)
    for table, chosen in zip(tables, [ALL, *LONG_TABLES.values()], strict=True):
        assert re.findall(r"<code>(\w+)</code>", table) == [one.key for one in (*chosen, *EXTRACTION)]
    with override(language):
        assert str(ALL[3].label) in html
