"""Where a project happens, said by a pin: with the mouse, by keyboard, without a script."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.audit import audit
from tests.browser.test_workspace import Enter, begin, enter, is_saved, project

__all__ = ["enter", "project"]
READY = ".ws-pins:not([hidden]) .leaflet-container, .ws-pins:not([hidden]) .leaflet-overlay-pane canvas"


def degrees(page: Page, row: int = 0) -> tuple[float, float]:
    """What the fields of a row say."""
    lat, lon = (page.input_value(f"#places-{row}-{name}") for name in ("latitude", "longitude"))
    return float(lat), float(lon)


def at_an_empty_row(page: Page, project: int) -> None:
    """The section with the map, its table of places with one empty row: tests share the draft."""
    begin(page, project, "partenaires")
    expect(page.locator(READY).first).to_be_visible()
    remove = page.locator('[data-table="places"] .ws-rows [data-remove]')
    while remove.count():
        remove.first.click()
    page.locator('[data-table="places"] [data-add]').click()


def test_a_pin_by_click_by_drag_and_by_keyboard(enter: Enter, project: int) -> None:
    page = enter("alix")
    at_an_empty_row(page, project)
    page.fill("#places-0-name", "Koro, école")
    page.locator(".ws-pins__map").click(position={"x": 150, "y": 120})
    pin = page.locator(".ws-pin")
    expect(pin).to_have_attribute("aria-label", "Koro, école")
    first = degrees(page)
    expect(page.locator("#places-0-country")).not_to_have_value("")
    pin.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowRight")
    moved = degrees(page)
    assert moved[0] > first[0]
    assert moved[1] > first[1]
    expect(page.locator(".ws-pins [role=status]")).to_contain_text("Épingle déplacée\u00a0: Koro, école")
    is_saved(page)
    box = pin.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 12, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 12, box["y"] + 60, steps=4)
    page.mouse.up()
    assert degrees(page)[0] < moved[0]
    assert not audit(page).violations
    is_saved(page)
    page.reload()
    expect(page.locator("#places-0-name")).to_have_value("Koro, école")
    expect(page.locator(".ws-pin")).to_have_count(1)
    page.goto(page.url.replace("/partenaires/", "/apercu/"))
    expect(page.locator("#lieux")).to_contain_text("position déclarée")
    expect(page.locator(".locator-place title").first).to_contain_text("Koro, école")


def test_a_position_in_one_cell_and_a_known_place(enter: Enter, project: int) -> None:
    page = enter("camille")
    at_an_empty_row(page, project)
    page.fill("#places-0-latitude", "14.49, -4.19")
    page.press("#places-0-latitude", "Tab")
    assert degrees(page) == (14.49, -4.19)
    page.locator('[data-table="places"] [data-add]').click()
    page.locator("#places-1-name").press_sequentially("Bamako")
    page.locator(".atlas-suggestions [role=option]").filter(has_text="(ML)").first.click()
    lat, lon = degrees(page, 1)
    assert (round(lat), round(lon)) == (13, -8)
    expect(page.locator(".ws-pin")).to_have_count(2)
    is_saved(page)


@pytest.mark.parametrize("width", [320, 1200])
def test_the_same_without_a_script(enter: Enter, project: int, width: int) -> None:
    page = enter("alix", java_script_enabled=False, viewport={"width": width, "height": 800})
    address = begin(page, project, "partenaires")
    expect(page.locator(".ws-pins")).to_be_hidden()
    page.fill("#places-0-name", f"École {width}")
    page.fill("#places-0-latitude", "14° 29′ 24″ N, 4° 11′ 24″ O")
    page.fill("#places-0-longitude", "")
    page.select_option("#places-0-country", "ML")
    page.locator(".ws-actions--end button[value=save]").click()
    page.wait_for_url(re.compile("/partenaires/$"))
    page.goto(address)
    assert (page.input_value("#places-0-name"), degrees(page)) == (f"École {width}", (14.49, -4.19))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
