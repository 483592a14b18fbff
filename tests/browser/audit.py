"""What axe-core finds on one page, in each appearance that a reader may choose or have.

`make accessibility` looks at every type of page and writes what it found to `data/accessibility/audit.json`, from which
the site's accessibility statement is made; `make test` looks again and compares the list of pages.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, Self

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

LEVELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
TAGS = (*LEVELS, "best-practice")
NARROW: Final[ViewportSize] = {"width": 320, "height": 640}
SCHEMES: Final[tuple[Literal["light"], Literal["dark"]]] = ("light", "dark")
CONTRAST: Final[dict[str, object]] = {"runOnly": {"type": "rule", "values": ("color-contrast",)}}
ALL_BUT_CONTRAST: Final[dict[str, object]] = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"color-contrast": {"enabled": False}},
}

RUN = """options => { const said = node => [...node.any, ...node.all, ...node.none].map(one => one.message).join("; ");
return axe.run(options).then(({violations, passes, incomplete}) => ({
    violations: violations.flatMap(rule => rule.nodes.map(node => [rule.id, node.html])),
    undecided: incomplete.flatMap(rule => rule.nodes.map(node => [rule.id, `${node.html} (${said(node)})`])),
    passes: passes.map(rule => [rule.id, rule.tags]),
})); }"""
# Pictures behind words (the design system draws lines under links with them) would keep axe from judging contrast.
PLAIN = """() => {
    const plain = new CSSStyleSheet();
    plain.replaceSync("*, ::before, ::after { background-image: none !important; transition: none !important }");
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, plain];
}"""
UNFOLD = """() => document.querySelectorAll("details").forEach(folded => folded.open = true)"""


@dataclass(frozen=True)
class Found:
    """`violations`: one readable line each; `undecided`: rules that leave something to a human's judgement, with an
    element each; `passed`: rule → its tags, which name the WCAG criteria."""

    violations: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    passed: dict[str, list[str]] = field(default_factory=dict)

    def __add__(self, other: Self) -> "Found":
        return Found(self.violations + other.violations, self.undecided + other.undecided, self.passed | other.passed)


def audit(page: Page) -> Found:
    """Judge what `page` shows in a wide and in a narrow window, and the contrast of all its words in light and dark."""
    page.evaluate(AXE_SCRIPT)
    found = _run(page, "wide", ALL_BUT_CONTRAST)
    page.evaluate(UNFOLD)
    wide = page.viewport_size or NARROW
    page.set_viewport_size(NARROW)
    found += _run(page, "320 px", ALL_BUT_CONTRAST) + Found(tuple(_sideways(page)))
    page.set_viewport_size(wide)
    page.evaluate(PLAIN)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        found += _run(page, scheme, CONTRAST)
    return found


def _run(page: Page, appearance: str, options: dict[str, object]) -> Found:
    said = page.evaluate(RUN, {**options, "resultTypes": ["violations", "incomplete"]})
    return Found(
        tuple(f"{appearance}: {rule}: {html}" for rule, html in said["violations"]),
        tuple(f"{rule}: {html}" for rule, html in said["undecided"]),
        dict(said["passes"]),
    )


def _sideways(page: Page) -> Iterator[str]:
    width = page.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)")
    if width > NARROW["width"]:
        yield f"320 px: the page is {width} px wide"
