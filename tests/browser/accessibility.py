"""`make accessibility`: look at every type of page with axe-core and write down what was found.

The file is data of the site: its accessibility statement is made from it (`atlas/pages/accessibility.py`). It says what
was found, defects too; `make test` refuses a file with defects or with fewer types of pages than the site has.
"""

import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import django
from django.utils.timezone import localdate
from playwright.sync_api import Browser, sync_playwright
from tqdm import tqdm

from tests.browser import chromium
from tests.browser.addresses import LANGUAGES, Addresses, found_on
from tests.browser.audit import LEVELS, Found, audit
from tests.browser.page_names import NAMES
from tests.browser.site import ROOT, running

RESULT = ROOT / "data" / "accessibility" / "audit.json"
BEYOND = {"2.1.3"}
"""Criteria of level AAA that a rule for level A names besides (keyboard, no exception)."""
Pages = dict[tuple[str, str], Found]
"""(type of page, language) → what was found there."""


def main() -> int:
    """Write the result; 1 if there are defects, which are printed."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    django.setup()
    with tempfile.TemporaryDirectory() as name, running(Path(name) / "var") as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))
        pages = _pages(browser, site.url, found_on(site.url))
        engine = {"tool": f"axe-core {_version(browser)}", "browser": f"Chromium {browser.version}"}
        browser.close()
    result = {"audited_on": localdate().isoformat(), **engine, **summary(pages)}
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    print(*result["violations"], sep="\n")
    return 1 if result["violations"] else 0


def _pages(browser: Browser, url: str, addresses: Addresses) -> Pages:
    from tests.browser.visits import SEEN, visit  # its templates want Django set up

    found: Pages = {}
    for kind, language in tqdm([(kind, language) for kind in SEEN for language in LANGUAGES], unit="page"):
        page = browser.new_page(base_url=url)
        visit(page, addresses, kind, language)
        found[kind, language] = audit(page)
        page.close()
    return found


def _version(browser: Browser) -> str:
    from axe_playwright_python.base import AXE_SCRIPT

    page = browser.new_page()
    page.evaluate(AXE_SCRIPT)
    version = str(page.evaluate("axe.version"))
    page.close()
    return version


def summary(pages: Mapping[tuple[str, str], Found]) -> dict[str, object]:
    """What is written of `pages`: types of pages by name, rules and WCAG criteria that were applied, what remains."""
    passed = {rule: tags for found in pages.values() for rule, tags in found.passed.items()}
    kinds = dict.fromkeys(kind for kind, _language in pages)
    return {
        "languages": list(LANGUAGES),
        "pages": [{"kind": kind, "fr": NAMES[kind][0], "en": NAMES[kind][1]} for kind in kinds],
        "rules": sorted(passed),
        "criteria": sorted({one for tags in passed.values() for one in _criteria(tags)}, key=_in_order),
        "undecided": _undecided(pages),
        "violations": [
            f"{kind} ({lang}): {line}" for (kind, lang), found in pages.items() for line in found.violations
        ],
    }


def _criteria(tags: list[str]) -> Iterator[str]:
    """`wcag1410` is criterion 1.4.10. Of rules for levels A and AA only: the others are advice."""
    if set(tags) & set(LEVELS):
        found = (f"{one[1]}.{one[2]}.{one[3]}" for tag in tags if (one := re.fullmatch(r"wcag(\d)(\d)(\d+)", tag)))
        yield from (criterion for criterion in found if criterion not in BEYOND)


def _in_order(criterion: str) -> list[int]:
    return [int(part) for part in criterion.split(".")]


def _undecided(pages: Mapping[tuple[str, str], Found]) -> dict[str, int]:
    """Rule → number of types of pages where axe leaves something to a human."""
    where: dict[str, set[str]] = {}
    for (kind, _language), found in pages.items():
        for line in found.undecided:
            where.setdefault(line.partition(":")[0], set()).add(kind)
    return {rule: len(kinds) for rule, kinds in sorted(where.items())}


if __name__ == "__main__":
    sys.exit(main())
