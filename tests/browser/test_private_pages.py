"""Every page behind a sign-in, found by following its links as each role, in both languages.

Looked at by axe, at 320 px, in both appearances; each has one title and writes no error to the console.
"""

from collections.abc import Iterator
from functools import cache
from urllib.parse import urldefrag, urlsplit

import pytest
from django.urls import Resolver404, resolve
from django.utils.translation import override
from playwright.sync_api import Browser, Page

from atlas.accounts.roles import Role
from atlas.ui.middleware import PRIVATE
from tests.browser.audit import audit
from tests.browser.officers import make_accounts, sign_in, window
from tests.browser.site import Site
from tests.permissions.matrix import MATRIX

ROLES = (Role.AUTHORITY_ADMIN, Role.POST_AGENT, Role.PREFECTURE, Role.MINISTRY_ADMIN)
"""Roles that open different pages."""
LANGUAGES = ("fr", "en")
MOST = 150


@pytest.fixture(scope="module", autouse=True)
def _accounts(site: Site) -> None:
    make_accounts(site)


@cache
def name_of(path: str, language: str) -> str:
    """URL name of an address; "" for files and addresses of the administration."""
    with override(language):
        try:
            return resolve(path).url_name or ""
        except Resolver404:
            return ""


def links_on(page: Page) -> Iterator[str]:
    """Private addresses that the page leads to, without fragment."""
    for link in page.locator("a[href]").evaluate_all("links => links.filter(a => !a.download).map(a => a.href)"):
        address = urlsplit(urldefrag(link).url)
        if address.path.startswith(PRIVATE) and not address.path.startswith("/admin/"):
            yield address.path + (f"?{address.query}" if address.query else "")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ROLES, ids=str)
def test_every_page_that_a_role_finds(browser: Browser, site: Site, role: str, language: str) -> None:
    """One page of each kind; what a page of that kind leads to is followed, too."""
    context = window(browser, site, java_script_enabled=True)
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    sign_in(page, site, role, language)
    seen, waiting, wrong = set(), list(links_on(page)), {}
    while waiting and len(seen) < MOST:
        address = waiting.pop(0)
        kind = name_of(address.partition("?")[0], language)
        if not kind or kind in seen:
            continue
        seen.add(kind)
        if not page.request.get(address).headers.get("content-type", "").startswith("text/html"):
            continue
        answer = page.goto(address)
        assert answer
        if answer.status != 200 or page.locator("main h1").count() != 1:
            wrong[address] = (str(answer.status),)
            continue
        waiting += links_on(page)
        if found := audit(page).violations:
            wrong[address] = found
    context.close()
    assert wrong == {}
    assert errors == []
    assert seen <= set(MATRIX)
    assert len(seen) >= 8
