"""The map in a browser: by keyboard, with and without a script, from the world to a project; the CSP is kept."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_journeys import tab_to

PICTURE = ".map-picture svg"
ZOOMING = ".map-leaflet"
NOTE_REFUSALS = """window.refused = [];
document.addEventListener("securitypolicyviolation", event => window.refused.push(event.violatedDirective));"""


PATHS = {"fr": ("/fr/carte/", "/fr/recherche/", "/fr/projets/"), "en": ("/en/map/", "/en/search/", "/en/projects/")}
"""Map, search and sheets by language."""


@pytest.mark.parametrize("language", PATHS)
@pytest.mark.parametrize("context_options", [{"java_script_enabled": False}], ids=["no script"])
def test_from_the_world_to_a_project_by_links_alone(page: Page, language: str) -> None:
    chart, search, sheets = PATHS[language]
    page.goto(chart)
    expect(page.locator(PICTURE)).to_be_visible()
    page.locator(f"{PICTURE} a[aria-label^='Mali']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{chart}?pays=ML")
    expect(page.locator("h1")).to_contain_text({"fr": "Carte : ", "en": "Map: "}[language])
    page.locator(f"{PICTURE} a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{search}?pays=ML&lieu=*")
    page.locator(f'main a[href^="{sheets}"]').first.click()
    page.wait_for_url(f"**{sheets}*/")


@pytest.mark.parametrize("language", PATHS)
def test_the_zooming_map_by_keyboard(page: Page, language: str) -> None:
    """Skip link, arrows and plus on the map, then the links of the places that it shows."""
    chart, search, sheets = PATHS[language]
    page.add_init_script(NOTE_REFUSALS)
    page.goto(chart)
    expect(page.locator(ZOOMING)).to_be_visible()
    near = page.locator(".map-near")
    before = near.inner_text()
    tab_to(page, ZOOMING)
    for _ in range(3):
        page.keyboard.press("+")
        page.wait_for_timeout(400)
    page.keyboard.press("ArrowRight")
    expect(near).not_to_have_text(before)
    page.locator(f"{ZOOMING} .leaflet-control-zoom-out").press("Enter")
    tab_to(page, ".map-near a")
    link = page.evaluate("document.activeElement.getAttribute('href')")
    assert re.match(rf"{search}\?lieu=[A-Z]{{2}}", link)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{search}?lieu=*")
    expect(page.locator(f'main a[href^="{sheets}"]').first).to_be_visible()
    page.goto(chart)
    expect(page.locator(ZOOMING)).to_be_visible()
    assert page.evaluate("window.refused") == []


@pytest.mark.parametrize("width", [360, 1280])
def test_the_whole_world_is_seen_at_once(page: Page, width: int) -> None:
    """From the west of America to the east of New Zealand, before anybody zooms."""
    page.set_viewport_size({"width": width, "height": 800})
    page.add_init_script(NOTE_BOUNDS)
    page.goto("/fr/carte/")
    expect(page.locator(ZOOMING)).to_be_visible()
    west, east = page.evaluate("[window.map.getBounds().getWest(), window.map.getBounds().getEast()]")
    assert west < -125
    assert east > 178


NOTE_BOUNDS = (
    """document.addEventListener("DOMContentLoaded", () => L.Map.addInitHook(function () { window.map = this; }));"""
)
"""Leaflet says each map that it makes; ours is made later, when its places have come."""


def test_a_click_on_a_place_says_its_projects(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 1200})
    page.goto("/fr/carte/?pays=ML")
    box = page.locator(ZOOMING)
    expect(box).to_be_visible()
    box.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    size = box.bounding_box()
    assert size
    popup = page.locator(".leaflet-popup")
    for across in range(4, 60):
        for down in range(4, 40, 2):
            page.mouse.click(size["x"] + size["width"] * across / 64, size["y"] + size["height"] * down / 44)
            if popup.count():
                expect(popup.get_by_role("link", name="Voir les projets")).to_have_attribute(
                    "href", re.compile(r"^/fr/recherche/\?pays=ML&lieu=ML")
                )
                return
    pytest.fail("no place of Mali answers a click")


def test_arcs_are_shown_when_an_authority_is_chosen(page: Page) -> None:
    page.goto("/en/map/")
    page.locator(".map-arcs a").first.click()
    page.wait_for_url("**/en/map/?collectivite=*")
    expect(page.locator(".map figcaption")).to_contain_text("The lines lead from")


@pytest.mark.parametrize("context_options", [{"java_script_enabled": False}], ids=["no script"])
def test_arcs_without_a_script(page: Page) -> None:
    page.goto("/fr/carte/")
    page.locator(".map-arcs a").first.click()
    page.wait_for_url("**/fr/carte/?collectivite=*")
    assert page.locator(".map-arcs-drawn path").count() >= 1
