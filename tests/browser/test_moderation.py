"""Those who decide, in a browser: by keyboard, at 320 px, in both languages; what is accepted is public and found."""

import json
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.audit import audit
from tests.browser.site import Site

# An officer, a suggestion of two fields on the first sheet, one of them with a word that no other sheet has.
MAKE = """
import json
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from atlas.contributions.models import Contribution
from atlas.projects.models import Project
from tests.contributions.people import sent
from tests.factories.accounts import account
officer = account("ministry_officer", email="moderation@atlas.example", full_name="Une officière")
first, second = Project.objects.filter(publication_state="published").order_by("pk")[:2]
one = sent(first.pk, by="user:999999", title=f"{first.title} WORD", context="Un contexte proposé.")
other = sent(second.pk, by="user:999999", context="Un autre contexte proposé.")
session = SessionStore()
session[SESSION_KEY] = str(officer.pk)
session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
session[HASH_SESSION_KEY] = officer.get_session_auth_hash()
session.create()
print(json.dumps([session.session_key, one.pk, first.pk, second.pk, other.pk]))
"""
WORD = "zyxovalent"
LONGEST = 20.0
"""Seconds after which something is broken. « Public within 2 s » is measured by `make bench` (follower lag) and counted
in tests/catalogue/test_follow.py: a machine that does other things too must not fail it."""


@pytest.fixture(scope="module")
def made(site: Site) -> list:
    return json.loads(site.manage("shell", "-v0", "-c", MAKE.replace("WORD", WORD)).stdout)


@pytest.fixture
def page(site: Site, browser: Browser, made: list) -> Iterator[Page]:
    context = browser.new_context(base_url=site.url, bypass_csp=True)  # axe is a script of ours in the page
    context.add_cookies([{"name": "sessionid", "value": made[0], "url": site.url}])
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_is_accessible_in_wide_and_narrow_windows(page: Page, made: list, language: str) -> None:
    _session, one, first, second, _other = made
    pages = {
        "fr": ["", f"{one}/", "valeurs/", "doublons/", "organismes/", f"fiches/{first}/"],
        "en": ["", f"{one}/", "values/", "duplicates/", "organisations/", f"sheets/{first}/"],
    }[language]
    merge = {"fr": "fusion/fiches/", "en": "merge/sheets/"}[language]
    base = {"fr": "/fr/espace/moderation/", "en": "/en/workspace/moderation/"}[language]
    for path in [*pages, f"{pages[-1]}?version=1", f"{merge}?garder={first}&autre={second}"]:
        answer = page.goto(base + path)
        assert answer is not None
        assert answer.status == 200, path
        assert audit(page).violations == (), path


def test_keys_lead_to_buttons_only_when_they_are_switched_on(page: Page, made: list) -> None:
    page.goto(f"/fr/espace/moderation/{made[4]}/")
    focused = "document.activeElement.value || document.activeElement.tagName"
    page.keyboard.press("a")
    assert page.evaluate(focused) == "BODY"
    page.locator("#shortcuts").press("Space")
    assert page.locator("[data-shortcuts-status]").inner_text() == "Raccourcis clavier activés"
    for key, verb in (("a", "accept"), ("r", "reject"), ("v", "return"), ("q", "ask")):
        page.keyboard.press(key)
        assert page.evaluate(focused) == verb
    page.locator("#reason").focus()
    page.keyboard.type("a")
    assert page.locator("#reason").input_value() == "a"
    for path in ("", "doublons/"):
        page.goto(f"/fr/espace/moderation/{path}")
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.closest('.mod-list > li') !== null"), path


def test_what_is_accepted_by_keyboard_is_public_and_found(page: Page, made: list) -> None:
    _session, one, first, _second, _other = made
    page.goto(f"/fr/espace/moderation/{one}/")
    page.locator("#shortcuts").press("Space")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.dataset.key") == "next"
    page.locator("#field-context").press("Space")
    page.locator("[data-key=accept]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/espace/moderation/")
    accepted = time.monotonic()
    assert "Proposition acceptée" in page.content()
    while page.goto(f"/fr/recherche/?q={WORD}") and f"/fr/projets/{first}/" not in page.content():
        assert time.monotonic() - accepted < LONGEST
    page.goto(f"/fr/projets/{first}/")
    assert WORD in page.locator("h1").inner_text()
    assert "Un contexte proposé." not in page.content()
