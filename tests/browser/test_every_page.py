"""What holds for each type of page in each language."""

from collections.abc import Callable
from functools import cache

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.addresses import ANSWERS_404, LANGUAGES, TYPES, Addresses, get, links
from tests.browser.site import Site

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"], "resultTypes": ["violations"]}
every_page = pytest.mark.parametrize(("kind", "language"), [(kind, lang) for kind in TYPES for lang in LANGUAGES])
dark = pytest.mark.parametrize("context_options", [{"color_scheme": "dark"}], ids=["dark"])


def violations(page: Page) -> list[str]:
    """What axe finds, one readable line each."""
    found = Axe().run(page, options=WCAG).response["violations"]
    return [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]


@every_page
def test_axe_finds_nothing(page: Page, addresses: Addresses, kind: str, language: str) -> None:
    page.goto(addresses[kind, language])
    assert violations(page) == []


@dark
@pytest.mark.parametrize(
    "kind", ["home", "search", "full project", "French authority", "country", "map", "map of France", "région"]
)
def test_axe_finds_nothing_in_the_dark(page: Page, addresses: Addresses, kind: str) -> None:
    page.goto(addresses[kind, "fr"])
    assert violations(page) == []


@every_page
@pytest.mark.parametrize("context_options", [{"viewport": {"width": 320, "height": 640}}], ids=["320px"])
def test_a_narrow_window_scrolls_one_way_only(page: Page, addresses: Addresses, kind: str, language: str) -> None:
    page.goto(addresses[kind, language])
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate("document.body.scrollWidth") <= 320


@every_page
@pytest.mark.parametrize("context_options", [{"java_script_enabled": False}], ids=["no script"])
def test_every_page_says_its_piece_without_javascript(
    page: Page, addresses: Addresses, kind: str, language: str
) -> None:
    answer = page.goto(addresses[kind, language])
    assert answer is not None
    assert answer.status == (404 if kind in ANSWERS_404 else 200)
    assert page.locator("main h1").count() == 1
    assert page.locator("main h1").inner_text().strip()


@every_page
def test_pages_leave_nothing_with_the_reader(site: Site, addresses: Addresses, kind: str, language: str) -> None:
    """No cookie, and nothing that would make a cache keep one copy a reader. Old addresses have no language in them."""
    answer = get(site.url + addresses[kind, language])
    varies = {part.strip().lower() for part in answer.headers.get("vary", "").split(",")}
    assert "set-cookie" not in answer.headers
    assert not {"cookie", "*"} & varies
    assert "accept-language" not in varies or kind == "unknown old address"


@every_page
def test_pages_say_in_which_language_they_speak(site: Site, addresses: Addresses, kind: str, language: str) -> None:
    spoken = "fr" if kind == "unknown old address" else language
    assert f'<html lang="{spoken}"' in get(site.url + addresses[kind, language]).text


@pytest.mark.parametrize("kind", [kind for kind in TYPES if kind not in ANSWERS_404])
def test_the_other_language_is_one_link_away(site: Site, addresses: Addresses, kind: str) -> None:
    """The French page leads to its English twin, which leads back."""
    french = addresses[kind, "fr"]
    english = [link for link in links(get(site.url + french).text, "/en/") if french.count("/") == link.count("/")]
    assert len(english) == 1
    assert french in links(get(site.url + english[0]).text, "/fr/")


@pytest.fixture(scope="session")
def status(site: Site) -> Callable[[str], int]:
    """What an address answers, asked once: pages share most of their links."""
    return cache(lambda link: get(site.url + link).status)


@every_page
def test_no_link_leads_nowhere(
    site: Site, addresses: Addresses, status: Callable[[str], int], kind: str, language: str
) -> None:
    found = links(get(site.url + addresses[kind, language]).text)[:60]
    assert {link: status(link) for link in found if status(link) not in {200, 301, 302}} == {}


DOWNLOADS = {
    "csv": "text/csv; charset=utf-8; header=present",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "pdf": "application/pdf",
    "atom": "application/atom+xml; charset=utf-8",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["search", "not understood", "French authority", "foreign authority", "country"])
def test_files_of_a_list_are_what_their_names_say(site: Site, addresses: Addresses, kind: str, language: str) -> None:
    found = links(get(site.url + addresses[kind, language]).text)
    files = {link: link.partition("?")[0].rpartition(".")[2] for link in found if "." in link.partition("?")[0]}
    assert set(files.values()) == set(DOWNLOADS)
    for link, extension in files.items():
        answer = get(site.url + link)
        assert (answer.status, answer.headers["content-type"]) == (200, DOWNLOADS[extension])
        assert "set-cookie" not in answer.headers


@every_page
def test_headers_forbid_what_pages_do_not_need(site: Site, addresses: Addresses, kind: str, language: str) -> None:
    headers = get(site.url + addresses[kind, language]).headers
    assert "'unsafe" not in headers["content-security-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
