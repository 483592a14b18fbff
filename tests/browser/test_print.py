"""On paper: what leads elsewhere goes, what is folded is printed, nothing runs over the edge."""

import pytest
from playwright.sync_api import Page

from tests.browser.addresses import Addresses

PAPER = {"width": 718, "height": 1000}
"""CSS pixels of an A4 page between margins of a centimetre."""
SCREEN_ONLY = (
    ".atlas-nav",
    ".atlas-header__tools",
    ".atlas-breadcrumb",
    ".atlas-filters",
    ".sheet-aside",
    ".atlas-export",
)
KINDS = (
    "full project",
    "French authority",
    "foreign authority",
    "register",
    "register list",
    "search as a table",
    "search",
)
paper = pytest.mark.parametrize("context_options", [{"viewport": PAPER}], ids=["A4"])
seen = """selector => [...document.querySelectorAll(selector)].filter(one => one.checkVisibility()).length"""


@paper
@pytest.mark.parametrize("kind", KINDS)
def test_a_printed_page_holds_its_content_and_nothing_to_click(page: Page, addresses: Addresses, kind: str) -> None:
    page.goto(addresses[kind, "fr"])
    assert page.evaluate(seen, ", ".join(SCREEN_ONLY)) > 0
    page.emulate_media(media="print")
    assert [one for one in SCREEN_ONLY if page.evaluate(seen, one)] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER["width"]
    assert page.locator("main h1").is_visible()


@paper
def test_lists_that_are_folded_on_screen_are_printed(page: Page, addresses: Addresses) -> None:
    page.goto(addresses["register", "fr"])
    folded = "details.sheet-fold:not([open]) li"
    assert page.evaluate(seen, folded) == 0
    page.emulate_media(media="print")
    assert page.evaluate(seen, folded) == page.locator(folded).count() > 0
