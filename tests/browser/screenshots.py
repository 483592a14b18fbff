"""`make screenshots`: the pictures of the documentation, from the running demonstration."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import chromium
from tests.browser.addresses import found_on
from tests.browser.site import ROOT, running

IMAGES = ROOT / "docs" / "images"
WIDTH = 1280
# Picture → (type of page, how much of its height).
PICTURES = {"home": ("home", 1650), "project": ("full project", 1250)}


def main() -> int:
    """Write one picture for each entry of PICTURES, the upper part of a page."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, running(Path(name) / "var") as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))
        page = browser.new_page(base_url=site.url)
        addresses = found_on(site.url)
        for picture, (kind, height) in PICTURES.items():
            page.set_viewport_size({"width": WIDTH, "height": height})
            page.goto(addresses[kind, "fr"])
            page.screenshot(path=IMAGES / f"{picture}.png")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
