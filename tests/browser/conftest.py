"""One running site and one browser for all tests of this folder, which stay together on one worker (tests/conftest.py).

Whatever a test looks at, its page must ask nothing of other machines and write no error to the console.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.browser import chromium
from tests.browser.addresses import Addresses, found_on
from tests.browser.site import Site, running

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The Atlas with its demonstration data, as `make run` starts it."""
    with running(tmp_path_factory.mktemp("site") / "var") as site:
        yield site


@pytest.fixture(scope="session")
def addresses(site: Site) -> Addresses:
    """A page of each type in each language, found by following the site's own links."""
    return found_on(site.url)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright keeps an event loop running in this thread: Django must not take our plain code for async code."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as started:
        yield started
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium, or the one of CHROMIUM."""
    path = chromium.find()
    assert path, "no Chromium: make test installs it, CHROMIUM names it"
    browser = playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
    yield browser
    browser.close()


@pytest.fixture
def context_options() -> dict[str, object]:
    """How the window differs from the usual one; tests override it by parametrisation."""
    return {}


@pytest.fixture
def context(browser: Browser, site: Site, context_options: dict[str, object]) -> Iterator[BrowserContext]:
    """A window without history or cookies."""
    context = browser.new_context(base_url=site.url, locale="fr-FR", **context_options)
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, site: Site) -> Iterator[Page]:
    """A page whose requests and console are judged when the test ends."""
    page = context.new_page()
    requests: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert [url for url in requests if not url.startswith((f"{site.url}/", "data:"))] == []
    # The browser itself notes a page that answers 404 or 410, or a form that comes back with errors: tests ask for all.
    noted = tuple(f"the server responded with a status of {status}" for status in (404, 410, 422))
    assert [error for error in errors if not any(one in error for one in noted)] == []
    assert context.cookies() == []
