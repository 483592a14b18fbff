"""The frame of a public page: language, addresses, menu, brand, and nothing that costs or follows the reader."""

import re

import pytest
from django.test import override_settings

from atlas.ui import frame


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture(autouse=True)
def _fresh_frame():
    """Kept headers depend on settings that these tests change."""
    frame.header.cache_clear()
    frame.footer.cache_clear()


@pytest.mark.parametrize(("path", "language"), [("/fr/a-propos/", "fr"), ("/en/about/", "en")])
def test_the_page_says_its_language(client, path, language):
    answer = client.get(path)
    assert f'<html lang="{language}">' in answer.content.decode()
    assert answer.headers["Content-Language"] == language


@pytest.mark.parametrize(
    ("path", "twin", "name"),
    [
        ("/fr/a-propos/", "/en/about/", "English"),
        ("/en/about/?x=1&y=%C3%A9", "/fr/a-propos/?x=1&amp;y=%C3%A9", "Français"),
        ("/fr/mentions-legales/", "/en/legal-notice/", "English"),
    ],
)
def test_the_other_language_is_the_same_page(client, path, twin, name):
    other = twin[1:3]
    assert f'<a href="{twin}" lang="{other}" hreflang="{other}">{name}</a>' in page(client, path)


def test_a_query_string_cannot_break_out_of_the_link(client):
    html = page(client, '/fr/a-propos/?"><script>alert(1)</script>')
    assert "<script>" not in html


def test_the_address_to_keep_has_no_query_string(client):
    html = page(client, "/fr/a-propos/?utm=1")
    assert '<link rel="canonical" href="http://testserver/fr/a-propos/">' in html
    assert re.findall(r'hreflang="(\w\w)" href="([^"]+)"', html) == [
        ("fr", "http://testserver/fr/a-propos/"),
        ("en", "http://testserver/en/about/"),
    ]
    assert '<meta property="og:url" content="http://testserver/fr/a-propos/">' in html


@pytest.mark.parametrize(
    ("name", "current"),
    [
        ("figures", {"figures": "page"}),
        ("about", {}),
        ("project", {"search": "true"}),
        ("country", {"countries": "true"}),
        ("home", {}),
    ],
)
def test_the_menu_says_where_we_are(name, current):
    items = dict(zip([section.url_name for section in frame.SECTIONS], frame.menu(name), strict=True))
    assert {key: item.current for key, item in items.items() if item.current} == current


def test_readers_get_no_cookie_and_caches_may_keep_the_page(client):
    answer = client.get("/fr/a-propos/", headers={"accept-language": "en"})
    assert not answer.cookies
    assert "Vary" not in answer.headers or "cookie" not in answer.headers["Vary"].lower()
    assert "accept-language" not in answer.headers.get("Vary", "").lower()
    assert '<html lang="fr">' in answer.content.decode()


def test_the_frame_asks_the_database_nothing(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        page(client, "/fr/a-propos/")


def test_skip_links_lead_to_what_exists(client):
    html = page(client, "/fr/a-propos/")
    targets = re.findall(r'class="fr-link" href="#(\w+)"', html)
    assert targets == ["content", "navigation", "q", "footer"]
    assert all(f'id="{target}"' in html for target in targets)


def test_nothing_inline_nothing_from_elsewhere(client):
    answer = client.get("/fr/a-propos/")
    html = answer.content.decode()
    assert not re.search(r"<style|style=|<script(?! src=)|\son\w+=|javascript:", html)
    assert not re.findall(r'(?:src|<link[^>]*rel="(?:stylesheet|icon)"[^>]*href)="(?:https?:)?//', html)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_brand_of_the_state_only_where_it_is_set(client):
    html = page(client, "/fr/a-propos/")
    assert "marianne.css" not in html
    assert "fr-logo" not in html
    frame.header.cache_clear()
    frame.footer.cache_clear()
    with override_settings(ATLAS_STATE_BRAND=True):
        html = page(client, "/fr/a-propos/")
    assert "marianne.css" in html
    assert html.count("fr-logo") == 2


@pytest.mark.parametrize("shown", [True, False])
def test_demonstration_data_is_said_on_every_page(client, shown):
    with override_settings(ATLAS_DEMONSTRATION=shown):
        html = page(client, "/fr/mentions-legales/")
        explained = page(client, "/fr/a-propos/")
    assert ("/fr/a-propos/#demonstration" in html) is shown
    assert ('id="demonstration"' in explained) is shown
