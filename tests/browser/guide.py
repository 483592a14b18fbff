"""`make guide`: the user guide, in French, with pictures taken while the journeys of the tests are walked.

What it says stands in `guide.toml`; `test_guide.py` compares it with docs/guide.md, with the journeys and with the
words on the buttons.
"""

import re
import shutil
import sys
import tempfile
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page, sync_playwright

from tests.browser import chromium, guide_journeys, journeys
from tests.browser.journeys import RARE, Scene
from tests.browser.officers import make_accounts
from tests.browser.site import ROOT, running

GUIDE: Final = ROOT / "docs" / "guide.md"
IMAGES: Final = ROOT / "docs" / "images" / "guide"
PARTNER: Final = "Commune de Kitaville"
WIDTH: Final = 1000
"""Pixels: the width at which a picture is legible beside text, and pages still have their columns."""
TALLEST: Final = 1200
SPAN: Final = """([tallest, from]) => {
  const named = ['.account-menu', 'main'].map((one) => document.querySelector(one));
  const box = [from && document.querySelector(from), ...named].find(Boolean).getBoundingClientRect();
  const top = box.top + scrollY, main = document.querySelector('main').getBoundingClientRect();
  const foot = document.querySelector('footer').getBoundingClientRect().top + scrollY;
  let end = Math.min(main.bottom + scrollY, foot - 16, top + tallest);
  const parts = 'p, h1, h2, h3, h4, li, tr, dt, dd, label, input, select, textarea, button, summary, legend, img, svg';
  for (let again = true; again;) {
    again = false;
    for (const one of document.querySelectorAll(`main :is(${parts})`)) {
      const at = one.getBoundingClientRect(), start = at.top + scrollY, to = at.bottom + scrollY;
      if (at.height && at.height < 400 && start < end && to > end + 1) { end = start - 1; again = true; }
    }
  }
  return [Math.max(0, top - 8), end];
}"""
"""Top and bottom of what a picture shows: the page below the site’s head, no line cut through."""


@dataclass
class Album:
    """Pictures taken."""

    folder: Path
    taken: list[str] = field(default_factory=list)

    def take(self, page: Page, name: str, start: str = "") -> None:
        """The upper part of the page below the head of the site, or from an element on, as JPEG."""
        page.set_viewport_size({"width": WIDTH, "height": 900})
        page.evaluate("scrollTo(0, 0)")
        page.wait_for_timeout(300)
        top, end = page.evaluate(SPAN, [TALLEST, start])
        clip = {"x": 0, "y": top, "width": WIDTH, "height": max(end - top, 120)}
        page.screenshot(path=self.folder / f"{name}.jpg", type="jpeg", quality=75, full_page=True, clip=clip)  # type: ignore[arg-type]  # a box
        self.taken.append(name)


def told() -> dict[str, Any]:
    """What the guide says."""
    return tomllib.loads(Path(__file__).with_name("guide.toml").read_text())


def pictures(guide: dict[str, Any]) -> list[str]:
    """Those that its steps name, in their order."""
    return [step["picture"] for chapter in guide["chapter"] for step in chapter["step"]]


def set_in_type(text: str) -> str:
    """One line, with the spaces of French that do not break."""
    line = re.sub(r"\s+", " ", text).strip()
    return re.sub(r" (?=[:;?!»])|(?<=«) ", "\u00a0", line)


def _paragraphs(text: str) -> str:
    return "\n\n".join(set_in_type(part) for part in text.strip().split("\n\n"))


def text_of(guide: dict[str, Any]) -> str:
    """docs/guide.md."""
    chapters = guide["chapter"]
    contents = [(one["slug"], one["title"]) for one in chapters] + [("questions", "Questions fréquentes")]
    parts = [
        f"# {set_in_type(guide['title'])}",
        _paragraphs(guide["lead"]),
        "## Sommaire",
        "\n".join(f"{place}. [{set_in_type(title)}](#{slug})" for place, (slug, title) in enumerate(contents, 1)),
        *(part for place, one in enumerate(chapters, 1) for part in _chapter(place, one)),
        f'<a id="questions"></a>\n\n## {len(contents)}. Questions fréquentes',
        *(f"**{set_in_type(one['asked'])}**\n\n{_paragraphs(one['answer'])}" for one in guide["question"]),
    ]
    return "\n\n".join(parts) + "\n"


def _chapter(number: int, chapter: dict[str, Any]) -> list[str]:
    title = set_in_type(chapter["title"])
    parts = [f'<a id="{chapter["slug"]}"></a>\n\n## {number}. {title}', _paragraphs(chapter["lead"])]
    if waits := chapter.get("waits"):
        parts += [
            "Ce qui peut vous attendre :".replace(" :", "\u00a0:"),
            "\n".join(f"- {set_in_type(one)}" for one in waits),
        ]
    for place, step in enumerate(chapter["step"], 1):
        heading = set_in_type(step["title"])
        parts += [
            f"### {number}.{place} {heading}",
            _paragraphs(step["text"]),
            f"![{heading}](images/guide/{step['picture']}.jpg)",
        ]
    return parts


def walk(scene: Scene) -> None:
    """Every journey that has something to show."""
    make_accounts(scene.site)
    with scene.person("authority_admin") as page:
        authority = journeys.authority_of(page)
    guide_journeys.look_at_the_door(scene)
    journeys.watch_a_search(scene, "lectrice@lecteurs.example")
    guide_journeys.verify_relations(scene)
    guide_journeys.entrust_sheets(scene)
    guide_journeys.write_with_another(scene)
    guide_journeys.fill_a_sheet(scene)
    guide_journeys.create_a_sheet(scene, "Eau potable à Koro")
    journeys.ask_for_an_account(scene, "andrea@ville.example", authority)
    number = journeys.edit_and_send(scene, "andrea@ville.example")
    journeys.correct_as_a_reader(scene, number, "lecteur@lecteurs.example")
    words = "Les écoles du quartier nord"
    journeys.suggest_as_a_post(scene, words)
    journeys.declare_an_authority(scene, authority, PARTNER, "lise@lecteurs.example")
    journeys.check_and_propose(scene, PARTNER)
    journeys.moderate(scene, "authority_admin", words)
    journeys.moderate(scene, "ministry_officer", RARE)
    guide_journeys.keep_a_country(scene)
    guide_journeys.keep_an_account(scene)
    guide_journeys.watch_over_all(scene, number)
    journeys.run_a_campaign(scene, 2026)


def main() -> int:
    """Write the pictures and the page."""
    shutil.rmtree(IMAGES, ignore_errors=True)
    IMAGES.mkdir(parents=True)
    album, guide = Album(IMAGES), told()
    with tempfile.TemporaryDirectory() as name, running(Path(name) / "var") as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=[*chromium.FLAGS, "--lang=fr"])
        walk(Scene(site, browser, album))
        guide_journeys.come_too_late(Scene(site, browser, album, has_scripts=False), "Depuis 2009, trois villages.")
        browser.close()
    if lacking := set(pictures(guide)) ^ set(album.taken):
        sys.stderr.write(f"Pictures without a step, or steps without a picture: {', '.join(sorted(lacking))}\n")
        return 1
    GUIDE.write_text(text_of(guide))
    return 0


if __name__ == "__main__":
    sys.exit(main())
