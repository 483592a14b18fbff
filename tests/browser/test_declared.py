"""An authority that declares itself: from the public form to the sheet that everybody finds; the mail's own page."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import journeys
from tests.browser.audit import audit
from tests.browser.journeys import Scene
from tests.browser.mailbox import link_in, mail_to
from tests.browser.officers import make_accounts
from tests.browser.site import Site

PARTNER = "Commune de Kitaville"


@pytest.fixture(scope="module")
def scene(site: Site, browser: Browser) -> Scene:
    make_accounts(site)
    return Scene(site, browser)


def test_from_the_form_to_the_public_sheet(scene: Scene) -> None:
    address = "lise@lecteurs.example"
    with scene.person("authority_admin") as page:
        authority = journeys.authority_of(page)
    journeys.declare_an_authority(scene, authority, PARTNER, address)
    journeys.check_and_propose(scene, PARTNER)
    with scene.visitor() as page:
        page.goto(f"/fr/recherche/?q={PARTNER}")
        assert "une école et un forage" not in page.locator("main").inner_text()
    journeys.moderate(scene, "authority_admin", PARTNER)
    told = mail_to(scene.site, address, holding="acceptée et publiée")
    with scene.visitor() as page:
        page.goto(link_in(told, scene.site))
        expect(page.locator("main")).to_contain_text("une école et un forage")
        page.goto(f"/fr/recherche/?q={PARTNER}")
        expect(page.locator("main mark").first).to_be_visible()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_behind_the_mail(page: Page, site: Site, language: str) -> None:
    address, words = f"paul.{language}@lecteurs.example", {"fr": "pays/ML/inscrire", "en": "countries/ML/register"}
    page.goto(f"/{language}/{words[language]}/")
    for name, value in {"authority": "Syndicat Inventé", "partner": "Kita", "name": "Paul", "email": address}.items():
        page.fill(f"[name={name}]", value)
    page.wait_for_timeout(4_200)
    page.locator("main form button[type=submit]").click()
    page.wait_for_load_state()
    page.goto(link_in(mail_to(site, address, holding=f"/{language}/"), site))
    assert audit(page).violations == ()
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.locator("main")).to_contain_text(address)
    page.locator("main form button[type=submit]").click()
    page.wait_for_load_state()
    expect(page.locator("main")).not_to_contain_text(address)
    assert audit(page).violations == ()
    page.reload()
    assert audit(page).violations == ()
