"""`make screenshots`: the pictures of the documentation, from the running demonstration.

Two large ones for the README, and each main page on a desktop and on a telephone for docs/screens.md, which it writes.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser import chromium
from tests.browser.addresses import Addresses, found_on
from tests.browser.site import ROOT, running

IMAGES = ROOT / "docs" / "images"
SCREENS = ROOT / "docs" / "screens.md"
WIDTH = 1280
# Picture → (type of page, how much of its height).
PICTURES = {"home": ("home", 1650), "project": ("full project", 1250)}
SIZES = {"desktop": (1200, 1400), "telephone": (360, 800)}
MAIN = {
    "home": "Home: one search box, key figures with their date, the world",
    "search": "Search: filters with counts, matched words, both sides of each project",
    "search as a table": "The same search as a table",
    "all values": "All values of one filter",
    "nothing found": "Nothing found: what to try",
    "full project": "Project sheet",
    "French authority": "French authority",
    "foreign authority": "Foreign authority",
    "countries": "Countries by zone",
    "register": "Country: the embassy’s register",
    "register list": "List of the authorities of a country, at a date",
    "list of partners": "Partners of a country with their French authorities",
    "map": "Map of the world, with the table of its numbers",
    "map of a country": "Map of a country",
    "map of France": "Map of France, by département",
    "territories": "Régions and départements",
    "région": "Région: figures, map, authorities that act",
    "figures": "Figures: one chart a question",
    "figure in a frame": "A chart in a page of another site",
    "data": "Data: three downloads first, then every file",
    "API": "Documentation of the API",
    "quality": "Quality: what is missing most, and who can mend it",
    "correction": "A reader suggests a correction",
    "accessibility": "Accessibility statement, from the real examination",
}
"""Types of page (tests/browser/addresses.py) and what their pictures show."""
HERE = Path(__file__).parent
CARD = ROOT / "atlas" / "ui" / "static" / "ui" / "card.png"
"""What programs show beside a link to the site (Open Graph)."""


def main() -> int:
    """Write every picture and the page that shows them."""
    (IMAGES / "screens").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, running(Path(name) / "var") as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))
        addresses = found_on(site.url)
        for picture, (kind, height) in PICTURES.items():
            _take(browser, f"{site.url}{addresses[kind, 'fr']}", (WIDTH, height), IMAGES / f"{picture}.png")
        _take_card(browser, site.url)
        for kind in MAIN:
            _take_screens(browser, site.url, addresses, kind)
        browser.close()
    SCREENS.write_text(screens())
    return 0


def _take_screens(browser: Browser, url: str, addresses: Addresses, kind: str) -> None:
    for device, size in SIZES.items():
        _take(browser, f"{url}{addresses[kind, 'fr']}", size, IMAGES / "screens" / _file(kind, device))


def _take_card(browser: Browser, url: str) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 630}, base_url=url)
    page.route("**/card", lambda route: route.fulfill(path=HERE / "card.html"))
    page.goto("/card")
    page.screenshot(path=CARD)
    page.close()


def _take(browser: Browser, url: str, size: tuple[int, int], path: Path) -> None:
    """The upper part of a page. JPEG for what is many: a fifth of the bytes."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, locale="fr-FR")
    page.goto(url)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=path, **({"quality": 80, "type": "jpeg"} if path.suffix == ".jpg" else {}))
    page.close()


def _file(kind: str, device: str) -> str:
    return f"{kind.lower().replace(' ', '-').replace('é', 'e')}-{device}.jpg"


def screens() -> str:
    """The page of the documentation that shows the main screens."""
    parts = ["# Screens", "", "Made by `make screenshots` from the demonstration; 1,200 and 360 pixels wide.", ""]
    for kind, words in MAIN.items():
        desktop, telephone = (f"images/screens/{_file(kind, device)}" for device in SIZES)
        parts += [f"## {words}", "", f"![{words}, on a desktop]({desktop})", ""]
        parts += [f"![{words}, on a telephone]({telephone})", ""]
    return "\n".join(parts)


if __name__ == "__main__":
    sys.exit(main())
