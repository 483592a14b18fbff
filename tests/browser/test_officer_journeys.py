"""From end to end in Chromium, on the demonstration's data.

An account and a sheet, a suggestion, a correction, an alert, ProConnect. A campaign: test_campaigns.py.
"""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import journeys
from tests.browser.journeys import RARE, Scene
from tests.browser.mailbox import mail_to
from tests.browser.officers import email_of, make_accounts
from tests.browser.site import Site
from tests.factories.provider import openid_provider

WITHIN = 2.0
"""Seconds from a decision until the public reads it."""


@pytest.fixture(scope="module")
def scene(site: Site, browser: Browser) -> Scene:
    make_accounts(site)
    return Scene(site, browser)


def test_from_a_request_for_an_account_to_the_public_sheet(scene: Scene) -> None:
    """The alert of a reader who waits for the same words arrives too."""
    journeys.watch_a_search(scene, "lectrice@lecteurs.example")
    with scene.person("authority_admin") as page:
        authority = journeys.authority_of(page)
    journeys.ask_for_an_account(scene, "andrea@ville.example", authority)
    number = journeys.edit_and_send(scene, "andrea@ville.example")
    journeys.moderate(scene, "ministry_officer", RARE)
    journeys.found_everywhere(scene, number, WITHIN)
    assert f"/projets/{number}/" in mail_to(scene.site, "lectrice@lecteurs.example", holding=f"/projets/{number}/")


def test_a_post_suggests_and_the_authority_accepts(scene: Scene) -> None:
    words = "Les écoles du quartier nord"
    number = journeys.suggest_as_a_post(scene, words)
    journeys.moderate(scene, "authority_admin", words)
    with scene.visitor() as page:
        page.wait_for_timeout(WITHIN * 1_000)
        page.goto(f"/fr/projets/{number}/")
        assert words in page.locator("main").inner_text()


def test_a_reader_corrects_and_is_thanked(scene: Scene) -> None:
    with scene.person("authority_admin") as page:
        page.goto("/fr/espace/")
        number = int((page.locator(".ws-sheet__title a").first.get_attribute("href") or "").strip("/").split("/")[-1])
    assert journeys.correct_as_a_reader(scene, number, "lecteur@lecteurs.example")
    with scene.person("ministry_officer") as page:
        journeys.open_what_says(page, "Il manque le quartier du marché.")


def test_in_and_out_by_proconnect(scene: Scene) -> None:
    agent = {"sub": "agent-9", "email": email_of("reader"), "email_verified": True}
    with openid_provider(agent, scene.site.provider) as address, scene.visitor() as page:
        page.goto("/fr/compte/connexion/")
        page.get_by_role("button", name="S’identifier avec ProConnect").click()
        page.wait_for_url(f"{address}/**")
        page.locator("button[name=sub]").first.click()
        page.wait_for_url(re.compile(r"/fr/"))
        page.goto("/fr/compte/")
        expect(page.locator("main")).to_contain_text(email_of("reader"))
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.get_by_role("button", name="Se déconnecter").first.click()
        page.wait_for_load_state()
        assert [url for url in asked if url.startswith(address) and "post_logout_redirect_uri" in url], "there too"
        page.goto(f"{scene.site.url}/fr/compte/")
        assert "/connexion/" in page.url
