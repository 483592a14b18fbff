"""What readers do, in a browser, on the site that `make run` starts."""

import csv
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import LEGACY, Addresses, get, links
from tests.browser.site import ROOT, Site

BOX = "main input[name=q]"


@pytest.mark.parametrize(
    ("language", "search", "sheet"), [("fr", "recherche", "projets"), ("en", "search", "projects")]
)
def test_search_by_keyboard_alone(page: Page, language: str, search: str, sheet: str) -> None:
    """From the home page to a sheet without a pointer: skip link, box, Enter, first result, Enter."""
    page.goto(f"/{language}/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_be_visible()
    expect(skip).to_have_attribute("href", re.compile("^#"))
    page.keyboard.press("Enter")
    tab_to(page, BOX)
    page.keyboard.type("eau")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{language}/{search}/?q=eau*")
    tab_to(page, f'main a[href^="/{language}/{sheet}/"]')
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{language}/{sheet}/*/")
    expect(page.locator("main h1")).to_be_visible()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_that_sticks_covers_what_has_the_focus(page: Page, language: str, width: int) -> None:
    """The button of the filters stays at the foot of the window while one goes through a long list of choices."""
    page.set_viewport_size({"width": width, "height": 600})
    search = "recherche" if language == "fr" else "search"
    page.goto(f"/{language}/{search}/" + ("#filtres" if width < 992 else ""))
    tab_to(page, "#filtres summary")
    passed = 0
    while page.evaluate("document.activeElement.matches('#filtres :not(button)')"):
        assert page.evaluate(FOCUS_IS_UNCOVERED), page.evaluate("document.activeElement.outerHTML")
        page.keyboard.press("Tab")
        passed += 1
    assert passed > 20


FOCUS_IS_UNCOVERED = """() => {
    const focused = document.activeElement, box = focused.getBoundingClientRect();
    const seen = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return seen !== null && (focused.contains(seen) || seen.contains(focused));
}"""


def tab_to(page: Page, selector: str, limit: int = 80) -> None:
    """Press Tab until the first element that fits has the focus, which must be visible."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert page.evaluate(FOCUS_IS_VISIBLE)
            return
    pytest.fail(f"{limit} times Tab do not reach {selector}")


FOCUS_IS_VISIBLE = """() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none";
}"""


@pytest.mark.parametrize("context_options", [{}, {"java_script_enabled": False}], ids=["script", "no script"])
@pytest.mark.parametrize("width", [320, 1280])
def test_search_filter_and_read(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/fr/")
    page.fill(BOX, "assainissement")
    page.press(BOX, "Enter")
    page.wait_for_url("**/fr/recherche/?q=assainissement*")
    results = page.locator('main a[href^="/fr/projets/"]')
    expect(results.first).to_be_visible()
    expect(page.locator("main mark").first).to_be_visible()
    results.first.click()
    page.wait_for_url("**/fr/projets/*/")


@pytest.mark.parametrize("context_options", [{}, {"java_script_enabled": False}], ids=["script", "no script"])
@pytest.mark.parametrize(("language", "search"), [("fr", "recherche"), ("en", "search")])
def test_search_filter_read_and_export_by_keyboard_alone(page: Page, language: str, search: str) -> None:
    """What an officer does in a morning: words, a country, a sheet, back, the list as a file with exactly its rows."""
    page.goto(f"/{language}/{search}/")
    tab_to(page, BOX)
    page.keyboard.type("jumelage")
    page.keyboard.press("Enter")
    page.wait_for_url("**?q=jumelage*")
    tab_to(page, "#filtres input[name=pays]")
    page.keyboard.press("Space")
    tab_to(page, ".atlas-filters__apply button", limit=200)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"\?q=jumelage&pays=[A-Z]{2}$"))
    shown = int(re.findall(r"\d+", page.locator("h1").inner_text())[0])
    tab_to(page, ".atlas-hit a", limit=200)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/\d+/$"))
    expect(page.locator("main h1")).to_be_visible()
    page.go_back()
    tab_to(page, ".atlas-export summary", limit=200)
    page.keyboard.press("Enter")
    tab_to(page, '.atlas-export a[href*="export.csv"]', limit=5)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    text = Path(download.value.path()).read_text("utf-8-sig")
    assert len(list(csv.DictReader(text.splitlines(keepends=True)))) == shown > 1


@pytest.mark.parametrize(
    ("query", "said"),
    [("assainissements", r"assainissement"), ("reseau d eau", r"réseaux? d[’']eau"), ("education", r"éducation")],
)
def test_words_are_found_whatever_their_ending_and_accents(site: Site, query: str, said: str) -> None:
    found = links(get(f"{site.url}/fr/recherche/?q={query.replace(' ', '+')}").text, "/fr/projets/")
    assert found
    assert any(re.search(said, get(site.url + path).text, re.IGNORECASE) for path in found)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("/en/recherche/?q=eau", "/en/search/?q=eau"), ("/fr/search/?q=eau", "/fr/recherche/?q=eau"), ("/", "/fr/")],
)
def test_addresses_typed_in_the_other_language_lead_home(site: Site, typed: str, meant: str) -> None:
    answer = get(site.url + typed)
    assert (answer.status, answer.headers["location"]) == (301, meant)


def test_an_old_address_leads_to_its_sheet_for_good(site: Site) -> None:
    """Any example page of the demonstration carries its old number."""
    number = pages()[0].name.partition("_")[0]
    answer = get(f"{site.url}{LEGACY}{number}")
    assert answer.status == 301
    assert get(site.url + answer.headers["location"]).status == 200


def pages() -> list[Path]:
    return sorted((ROOT / "data" / "demonstration" / "pages").iterdir())


def test_facts_show_where_they_come_from(site: Site, addresses: Addresses) -> None:
    text = get(site.url + addresses["project", "fr"]).text
    assert re.search(r'<a\b[^>]*href="https?://', text)


def test_an_imported_page_is_found_after_its_commit(site: Site, tmp_path: Path) -> None:
    """The site is not restarted: its follower reads the change log (how soon: tests/catalogue/test_follow.py)."""
    model = next(path for path in pages() if path.suffix == ".txt")
    word = "quetzalcoatlus"
    page = tmp_path / "987654_example.txt"
    page.write_text(re.sub(r"(?m)^(Contexte.*)$", rf"\1\n{word}", model.read_text(), count=1))
    assert links(get(f"{site.url}/fr/recherche/?q={word}").text, "/fr/projets/") == []
    site.manage("import_legacy", page, "--commit")
    committed = time.monotonic()
    while not links(get(f"{site.url}/fr/recherche/?q={word}").text, "/fr/projets/"):
        assert time.monotonic() - committed < 20, "nobody follows"
        time.sleep(0.05)
