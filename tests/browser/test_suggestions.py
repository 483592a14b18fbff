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


PANEL = {"fr": "/fr/recherche/?q=jumelage", "en": "/en/search/?q=jumelage"}
FIND = "#chercher-collectivite"


def unfold(page: Page, language: str) -> None:
    page.goto(PANEL[language])
    page.locator("details.atlas-filter", has=page.locator(FIND)).locator("summary").click()


@pytest.mark.parametrize("language", PANEL)
def test_a_value_of_a_long_list_is_added_to_the_form_by_keyboard(page: Page, language: str) -> None:
    unfold(page, language)
    box = page.locator(FIND)
    box.press_sequentially("dijo")
    option = page.get_by_role("option").first
    expect(option).to_have_text(re.compile("^Dijon"))
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "-")
    box.press("Enter")
    expect(box).to_have_value("")
    expect(box).to_be_focused()
    added = page.locator("fieldset", has=box).get_by_role("checkbox", name=re.compile("Dijon"))
    expect(added).to_be_checked()
    expect(page.locator("fieldset", has=box).get_by_role("status")).to_contain_text("Dijon")
    page.locator(".atlas-filters__apply button").click()
    page.wait_for_url(re.compile(r"\?q=jumelage&collectivite=\d+$"))
    expect(page.locator(".atlas-tags")).to_contain_text("Dijon")


def test_a_value_that_stands_in_the_panel_is_checked_and_not_added_twice(page: Page) -> None:
    page.goto(PANEL["fr"])
    box = page.locator("#chercher-pays")
    shown = page.locator("fieldset", has=box).get_by_role("checkbox")
    before, first = shown.count(), shown.first.locator("..").locator("span").first.inner_text()
    box.press_sequentially(first)
    expect(page.get_by_role("option").first).to_have_text(first)
    box.press("Enter")
    expect(shown.first).to_be_checked()
    assert shown.count() == before


def test_a_value_is_added_by_pointer_in_the_drawer(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(PANEL["fr"])
    page.get_by_role("link", name="Filtrer").click()
    page.locator("#chercher-pays").press_sequentially("mali")
    page.get_by_role("option", name="Mali", exact=True).click()
    expect(page.get_by_role("checkbox", name="Mali")).to_be_checked()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator(".atlas-filters__apply button").click()
    page.wait_for_url("**/fr/recherche/?q=jumelage&pays=ML")


@pytest.mark.parametrize("context_options", [{"java_script_enabled": False}], ids=["no script"])
def test_without_script_a_long_list_leads_to_the_page_of_all_its_values(page: Page) -> None:
    page.goto(PANEL["fr"])
    assert page.locator(".atlas-filter__find").count() == 0
    page.locator("summary").filter(has_text=re.compile("^Collectivité française")).click()
    page.get_by_role("link", name="Toutes les collectivités").click()
    page.wait_for_url("**/fr/recherche/collectivite/?q=jumelage")
    page.get_by_label("Un nom dans cette liste").fill("dijon")
    page.get_by_role("button", name="Chercher dans la liste").click()
    page.get_by_role("checkbox", name=re.compile("Dijon")).check()
    page.get_by_role("button", name="Voir les fiches").click()
    page.wait_for_url(re.compile(r"/fr/recherche/\?q=jumelage&collectivite=\d+$"))
