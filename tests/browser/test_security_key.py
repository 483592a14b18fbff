"""A security key from its first use to the sign-in that it confirms, with the authenticator that Chromium plays.

At « localhost »: keys are bound to a name, and the site's address of the other tests is a number.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.officers import WORD, email_of, make_accounts, window
from tests.browser.site import Site

KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
KEYS = "/fr/compte/second-facteur/cles/"
ROLE = "partner_editor"


@pytest.fixture
def with_key(browser: Browser, site: Site) -> Iterator[Page]:
    """Somebody without a second factor, whose machine has a security key."""
    make_accounts(site)
    context = window(browser, site)
    page = context.new_page()
    page.goto(site.url.replace("127.0.0.1", "localhost") + "/fr/")
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    yield page
    context.close()


def address(page: Page, path: str) -> str:
    return page.evaluate("location.origin") + path


def enter(page: Page) -> None:
    page.goto(address(page, "/fr/compte/connexion/"))
    page.fill("#id_login", email_of(ROLE))
    page.fill("#id_password", WORD)
    page.locator("main .account-form [type=submit]").first.click()
    page.wait_for_load_state()


def again(page: Page) -> None:
    """What changes the account asks for the password once more."""
    if "/verification/" in page.url:
        page.fill("#id_password", WORD)
        page.get_by_role("button", name="Confirmer").click()
        page.wait_for_load_state()


def test_a_security_key_is_added_used_and_removed(with_key: Page) -> None:
    page = with_key
    enter(page)
    page.goto(address(page, f"{KEYS}ajout/"))
    again(page)
    page.fill("[name=name]", "La clé du bureau")
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/second-facteur/secours/**")
    expect(page.locator(".account-message--success").first).to_contain_text("La clé de sécurité est ajoutée.")

    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_load_state()
    enter(page)
    assert page.url.endswith("/fr/compte/second-facteur/saisie/")
    page.get_by_role("button", name="Utiliser une clé de sécurité").click()
    page.wait_for_url("**/fr/espace/")

    page.goto(address(page, KEYS))
    expect(page.locator("main")).to_contain_text("La clé du bureau")
    page.get_by_role("link", name="Retirer").click()
    again(page)
    page.get_by_role("button", name="Retirer").click()
    page.wait_for_load_state()
    expect(page.locator("main")).not_to_contain_text("La clé du bureau")

    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_load_state()
    enter(page)
    assert page.url.endswith("/fr/espace/"), "nothing but the password is asked for again"
