"""What a first visit costs: bytes over the wire, nothing that holds back the page but its style."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.addresses import TYPES, Addresses

MOST_BYTES = 150_000
"""Compressed, for any page, the map's own files aside (issue « Speed »)."""

MEASURE = """() => performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))
    .map(one => ({name: one.name, kind: one.initiatorType, bytes: one.transferSize, blocks: one.renderBlockingStatus}))
"""
MAP_FILES = ("/leaflet/", "/lands", "/map.", "donnees.json", "data.json", "/world.")


@pytest.mark.parametrize("kind", TYPES)
def test_a_first_visit_is_light_and_waits_for_no_script(page: Page, addresses: Addresses, kind: str) -> None:
    page.goto(addresses[kind, "fr"])
    page.wait_for_load_state("networkidle")
    loaded: list[dict[str, Any]] = page.evaluate(MEASURE)
    own = [one for one in loaded if not _is_of_the_map(one)]
    assert 0 < sum(one["bytes"] for one in own) <= MOST_BYTES, own
    assert [one["name"] for one in loaded if one["kind"] == "script" and one["blocks"] == "blocking"] == []


def _is_of_the_map(loaded: dict[str, Any]) -> bool:
    return loaded["kind"] != "navigation" and any(part in loaded["name"] for part in MAP_FILES)
