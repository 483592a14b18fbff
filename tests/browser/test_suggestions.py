"""Type-ahead as readers use it: by keyboard, by pointer, on each box; the boxes stay plain forms without script."""

import re

import pytest
from playwright.sync_api import Page, expect

BOX = "input#q"


@pytest.mark.parametrize("start", ["/fr/", "/fr/recherche/?q=eau", "/fr/pays/"])
def test_a_suggestion_is_taken_by_keyboard(page: Page, start: str) -> None:
    page.goto(start)
    box = page.locator(BOX)
    box.fill("")
    box.press_sequentially("madagas")
    option = page.get_by_role("option").first
    expect(option).to_contain_text("Madagascar")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "-")
    box.press("Enter")
    page.wait_for_url("**/fr/recherche/?pays=MG")


def test_escape_closes_and_enter_still_searches(page: Page) -> None:
    page.goto("/fr/")
    box = page.locator(BOX)
    box.press_sequentially("madagas")
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("madagas")
    box.press("Enter")
    page.wait_for_url("**/fr/recherche/?q=madagas")


@pytest.mark.parametrize("width", [320, 1280])
def test_a_suggestion_is_taken_by_pointer(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/en/")
    page.locator(BOX).press_sequentially("merignac sai")
    page.locator(BOX).fill("")
    page.locator(BOX).press_sequentially("paul saint")
    option = page.get_by_role("option").first
    expect(option).to_contain_text("Saint-Paul")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    option.click()
    page.wait_for_url(re.compile(r"/en/search/\?collectivite=\d+$"))
