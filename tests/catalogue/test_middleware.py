"""Public pages over HTTP: validated and kept by the catalogue's revision, never stale, compressed for who asks."""

import gzip

import pytest
from django.test import Client

from atlas.catalogue import middleware
from atlas.catalogue.page_cache import PageCache
from tests.catalogue.records import publish
from tests.catalogue.sheets import full_sheet
from tests.factories.accounts import staff_member

pytestmark = pytest.mark.django_db

SHEET = "/fr/projets/7/"
OF_ONE_TRANSFER = {"Content-Length", "Content-Encoding"}


@pytest.fixture
def site(client, indexed, monkeypatch):
    """A client of a site with one sheet at revision 1."""
    monkeypatch.setattr(middleware, "PAGES", PageCache())
    publish(full_sheet())
    indexed(full_sheet(), revision=1)
    return client


def lasting(answer):
    return {name: value for name, value in answer.headers.items() if name not in OF_ONE_TRANSFER}


PAGES = ("/fr/", "/fr/recherche/?q=eau", SHEET, "/fr/pays/", "/fr/a-propos/", "/en/projects/7/")


@pytest.mark.parametrize("path", PAGES)
def test_an_answer_that_is_kept_is_the_same_answer_without_a_query(site, path, django_assert_num_queries):
    first = site.get(path)
    with django_assert_num_queries(0):
        again = site.get(path)
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.content == first.content
    assert again.headers == first.headers
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert first.headers["Vary"] == "Accept-Encoding"
    assert not first.cookies
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options"):
        assert again.headers[name]


@pytest.mark.parametrize("path", PAGES)
def test_who_has_the_page_is_told_so_without_a_query(site, path, django_assert_num_queries):
    tag = site.get(path).headers["ETag"]
    with django_assert_num_queries(0):
        answer = site.get(path, headers={"if-none-match": f'"other", {tag}'})
    assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", tag)
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert site.get(path, headers={"if-none-match": '"other"'}).status_code == 200


def test_a_change_of_the_catalogue_is_seen_at_once(site, indexed):
    before = site.get(SHEET)
    changed = full_sheet(title="Un tout autre titre")
    indexed(changed, revision=publish(changed))
    after = site.get(SHEET, headers={"if-none-match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "Un tout autre titre" in after.content.decode()
    assert after.headers["ETag"].startswith('W/"2-')


def test_the_next_day_pages_are_made_anew(site, time_machine):
    time_machine.move_to("2026-03-01 12:00 +0100")
    before = site.get("/fr/")
    time_machine.move_to("2026-03-02 00:00:01 +0100")
    after = site.get("/fr/", headers={"if-none-match": before.headers["ETag"]})
    assert "1er mars 2026" in before.content.decode()
    assert "2 mars 2026" in after.content.decode()


def test_readers_who_take_gzip_get_the_same_page_compressed(site):
    plain = site.get(SHEET)
    for _ in range(2):
        small = site.get(SHEET, headers={"accept-encoding": "br, gzip"})
        assert small.headers["Content-Encoding"] == "gzip"
        assert int(small.headers["Content-Length"]) == len(small.content) < len(plain.content)
        assert gzip.decompress(small.content) == plain.content
        assert lasting(small) == lasting(plain)
    assert "Content-Encoding" not in plain.headers


def test_head_tells_what_get_would_give(site):
    whole = site.get(SHEET)
    head = site.head(SHEET)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == whole.headers


def test_permalinks_name_the_host_that_was_asked(site):
    assert "http://testserver/fr/projets/7/" in site.get(SHEET).content.decode()
    assert "http://localhost/fr/projets/7/" in site.get(SHEET, headers={"host": "localhost"}).content.decode()
    assert site.get(SHEET, headers={"host": "elsewhere.example"}).status_code == 400


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/fr/projets/99/", 404),
        ("/fr/rien/", 404),
        ("/fr/recherche/?q=", 302),
        ("/fr/compte/connexion/", 200),
        ("/", 301),
    ],
)
def test_only_public_pages_that_exist_are_kept(site, path, status):
    for _ in range(2):
        answer = site.get(path)
        assert answer.status_code == status
        assert "ETag" not in answer.headers
    assert middleware.PAGES.size == 0


def test_a_sheet_that_was_missing_appears(site, indexed):
    assert site.get("/fr/projets/8/").status_code == 404
    publish(full_sheet(id=8, legacy_prj_id=None))
    assert site.get("/fr/projets/8/").status_code == 200


def test_what_is_not_a_reading_is_not_answered_from_what_is_kept(site):
    tag = site.get(SHEET).headers["ETag"]
    assert site.post(SHEET, headers={"if-none-match": tag}).status_code == 405


def test_who_is_logged_in_sees_what_everybody_sees(site):
    agent = Client()
    agent.force_login(staff_member("agent@atlas.example"))
    assert agent.get(SHEET).content == site.get(SHEET).content


def test_without_an_index_nothing_is_kept_and_all_is_compressed(client):
    publish(full_sheet())
    for path, status in ((SHEET, 200), ("/fr/recherche/", 503), ("/fr/rien/", 404)):
        answer = client.get(path, headers={"accept-encoding": "gzip"})
        assert answer.status_code == status
        assert "ETag" not in answer.headers
        assert (answer.headers["Content-Encoding"], answer.headers["Vary"]) == ("gzip", "Accept-Encoding")
        assert int(answer.headers["Content-Length"]) == len(answer.content)
        assert "</html>" in gzip.decompress(answer.content).decode()
