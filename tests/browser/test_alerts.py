"""An alert from the search to the mail with the new sheet, and to its end, without a script."""

import email
import email.policy
import re
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.audit import audit
from tests.browser.site import ROOT, Site

LONGEST = 30.0
"""Seconds from what is done to the mail that tells: a round of the keeper on a busy machine."""
SEPARATOR = b"-" * 79
WORDS = {"fr": ("recherche", "/confirmer/", "/arreter/"), "en": ("search", "/confirm/", "/stop/")}
"""Parts of addresses: the search, the link that confirms, the one that stops."""
DISCREET = 4.5
"""Seconds that a reader needs for a form at the least."""


def letters(site: Site, address: str) -> Iterator[EmailMessage]:
    """The mails to an address that lie in the folder of the site, oldest first."""
    folder = Path(site.environment["ATLAS_VAR_DIR"]) / "mails"
    for path in sorted(folder.glob("*"), key=lambda one: one.stat().st_mtime):
        for part in path.read_bytes().split(SEPARATOR):
            found = email.message_from_bytes(part.strip() + b"\n", policy=email.policy.default)
            if isinstance(found, EmailMessage) and found["To"] == address:
                yield found


def text_of(site: Site, address: str, number: int) -> str:
    """The text of the n-th mail to an address, waited for."""
    limit = time.monotonic() + LONGEST
    while time.monotonic() < limit:
        found = list(letters(site, address))
        if len(found) > number:
            body, html = found[number].get_body(("plain",)), found[number].get_body(("html",))
            assert body
            assert html
            return str(body.get_content())
        time.sleep(0.5)
    pytest.fail(f"no mail number {number} to {address}")


def link_in(text: str, site: Site, words: str) -> str:
    (found,) = set(re.findall(rf"{site.url}/\S*{words}\S*", text))
    return found


@pytest.mark.parametrize("context_options", [{"java_script_enabled": False}], ids=["no script"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_alert(page: Page, site: Site, tmp_path: Path, language: str) -> None:
    search, confirm, stop = WORDS[language]
    word, address = f"axolotl{language}", f"lise.{language}@example.org"
    page.goto(f"/{language}/{search}/?q={word}")
    page.locator("#resultats a[href*='alert']").click()
    page.fill("#id_email", address)
    page.select_option("#id_frequency", "at_once")
    time.sleep(DISCREET)
    page.locator("main form button[type=submit]").click()
    page.goto(link_in(text_of(site, address, 0), site, confirm))
    expect(page.locator("main")).to_contain_text(word)
    page.locator("main form button").click()
    expect(page.locator("main form")).to_have_count(0)
    model = min((ROOT / "data" / "demonstration" / "pages").glob("*.txt"))
    sheet = tmp_path / f"98765{int(language == 'en')}_example.txt"
    sheet.write_text(re.sub(r"(?m)^(Contexte.*)$", rf"\1\n{word}", model.read_text(), count=1))
    site.manage("import_legacy", sheet, "--commit")
    news = text_of(site, address, 1)
    page.goto(link_in(news, site, "/proje"))
    expect(page.locator("main")).to_contain_text(word)
    page.goto(link_in(news, site, stop))
    page.locator("main form button").click()
    expect(page.locator("main form")).to_have_count(0)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pages_behind_links_of_mails(page: Page, site: Site, language: str) -> None:
    """They have no address that a link of the site leads to."""
    code = (
        "from datetime import datetime, UTC; from atlas.alerts.models import Alert; from atlas.alerts.links import *;"
        "from atlas.notifications.unsubscribing import unsubscribe_url;"
        f"a = Alert.objects.create(key='key-{language}', address='x@example.org', language='{language}',"
        "query='pays=ML', frequency='daily', requested_at=datetime.now(UTC));"
        f"print(link_for(a, CONFIRM), link_for(a, STOP), unsubscribe_url('x', ['campaign_reminder'], '{language}'))"
    )
    for path in site.manage("shell", "-v0", "-c", code).stdout.split():
        address = re.sub(r"^https?://[^/]*", "", path)
        for _ in range(2):  # before and after the one click
            page.goto(address)
            assert audit(page).violations == ()
            page.locator("main form button").click()
            assert audit(page).violations == ()
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            if not page.locator("main form button").count():
                break
