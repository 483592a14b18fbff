"""Staff import a table: without a script, by keyboard, at 320 px, in both languages; the keeper does the work."""

import csv
import io
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.audit import audit
from tests.browser.officers import FORGET
from tests.browser.site import Site

WORD = "mot-de-passe-d-essai"
HOSTILE = "<img src=x onerror=alert(1)>"
ROWS = [
    ["Ville française", "Département", "Ville jumelle", "Pays", "Année"],
    ["Pontcharra", "38", "Ville d’essai", "Italie", "1987"],
    ["Trifouilly", "38", HOSTILE, "Atlantide", "hier"],
]
EMAIL = "essai@atlas.example"
MAKE = (
    "from atlas.accounts.models import User; from tests.factories.accounts import second_factor;"
    f"User.objects.filter(email='{EMAIL}').exists() or "
    f"second_factor(User.objects.create_superuser('{EMAIL}', password='{WORD}'))"
)
CODE = f"from tests.factories.accounts import code_of; print(code_of('{EMAIL}'))"
PAGES = {"fr": "/fr/espace/imports/", "en": "/en/workspace/imports/"}


@pytest.fixture(scope="module", autouse=True)
def account(site: Site) -> None:
    """Someone of the staff."""
    site.manage("shell", "-c", MAKE)


@pytest.fixture(params=["fr", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def enter(page: Page, site: Site, language: str) -> None:
    """By password and code, back to the page that was asked for. A code serves once: limits are forgotten before."""
    site.manage("shell", "-v0", "-c", FORGET)
    page.goto(PAGES[language])
    page.fill("#id_login", EMAIL)
    page.fill("#id_password", WORD)
    press(page, ".account-form [type=submit]")
    page.fill("#id_code", site.manage("shell", "-v0", "-c", CODE).stdout.strip())
    press(page, ".account-form [type=submit]")
    assert page.url.endswith(PAGES[language])


@pytest.fixture
def page(site: Site, browser: Browser, language: str) -> Iterator[Page]:
    """Signed in, in a browser that runs no script of the site."""
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    enter(page, site, language)
    yield page
    context.close()


def table(folder: Path) -> Path:
    """A list of which one row is good and one is not."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(ROWS)
    path = folder / "liste.csv"
    path.write_text(out.getvalue())
    return path


def press(page: Page, button: str) -> None:
    """By keyboard, until the next page is there."""
    with page.expect_navigation():
        page.locator(button).press("Enter")


def until_done(page: Page) -> None:
    """As a person does: ask again until the work is done."""
    limit = time.monotonic() + 120
    while page.locator("progress").count():
        assert time.monotonic() < limit
        time.sleep(0.5)
        with page.expect_navigation():
            page.locator("main a.fr-btn").first.click()


def test_a_table_comes_in_by_keyboard_without_a_script(
    site: Site, browser: Browser, page: Page, language: str, tmp_path: Path
) -> None:
    seen = [page.url]
    page.set_input_files("#id_table", table(tmp_path))
    press(page, "main form button")
    seen.append(page.url)
    assert HOSTILE in page.locator(".import-preview").inner_text()
    assert page.locator(".import-preview img").count() == 0
    press(page, "button[name=try]")
    until_done(page)
    seen.append(page.url)
    press(page, "main form button")
    until_done(page)
    assert page.locator(".import-counts").count() == 1
    assert page.locator(".import-preview img").count() == 0
    with page.expect_download() as download:
        page.locator("a[href$='.csv']").click()
    assert HOSTILE in download.value.path().read_text("utf-8-sig")
    _audited(browser, page, site, seen)


def test_the_page_of_a_run_follows_it_by_itself(site: Site, browser: Browser, tmp_path: Path) -> None:
    """With scripts nobody has to ask: the result appears when it is there."""
    context = browser.new_context(base_url=site.url)
    page = context.new_page()
    enter(page, site, "fr")
    page.set_input_files("#id_table", table(tmp_path))
    press(page, "main form button")
    press(page, "button[name=try]")
    page.locator(".import-counts").wait_for(timeout=120_000)
    assert page.locator("progress").count() == 0
    context.close()


def _audited(browser: Browser, page: Page, site: Site, seen: list[str]) -> None:
    """The same pages with scripts, because axe is one."""
    state = page.context.storage_state()
    context = browser.new_context(base_url=site.url, storage_state=state, bypass_csp=True)
    for address in seen:
        looked = context.new_page()
        looked.goto(address)
        assert audit(looked).violations == (), address
        looked.close()
    context.close()
