"""The result of the last automatic audit, from which the accessibility statement is made.

`make accessibility` writes the file in a real browser; nothing here judges pages.
"""

from datetime import date
from functools import lru_cache

import msgspec
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from atlas.ui.formats import day

RESULT = settings.DATA_DIR / "accessibility" / "audit.json"
ALL_CRITERIA = 50
"""Success criteria of levels A and AA in WCAG 2.1 (W3C Recommendation, 5 June 2018): 30 and 20."""
LEFT_TO_HUMANS = {
    "color-contrast": _("contraste des nombres écrits sur les cercles et les barres d’un graphique"),
    "heading-order": _("ordre des titres dans une partie ajoutée par un script"),
    "link-in-text-block": _("liens au milieu d’un texte"),
    "aria-prohibited-attr": _("noms donnés à des éléments qui n’en attendent pas"),
}
"""Rules of axe-core that leave something to a human's judgement, in words; the others are shown by their identifier."""


class AuditedPage(msgspec.Struct, frozen=True):
    """A type of page with its name in both languages."""

    kind: str
    fr: str
    en: str


class Audit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`rules`, `criteria`: what was applied at least once; `undecided`: rule → number of types of pages;
    `violations`: one line each, as the tool says it."""

    audited_on: date
    tool: str
    browser: str
    languages: tuple[str, ...]
    pages: tuple[AuditedPage, ...]
    rules: tuple[str, ...]
    criteria: tuple[str, ...]
    undecided: dict[str, int]
    violations: tuple[str, ...]


class Doubt(msgspec.Struct, frozen=True):
    """Something that the tool leaves to a human, on so many types of pages."""

    words: str
    pages: int


class Statement(msgspec.Struct, frozen=True):
    """What the page says of an audit, in a reader's language. `criteria`: of how many of ALL_CRITERIA, by number."""

    audited_on: str
    tool: str
    browser: str
    pages: tuple[str, ...]
    rules: int
    criteria: tuple[str, ...]
    all_criteria: int
    doubts: tuple[Doubt, ...]
    violations: tuple[str, ...]


@lru_cache(maxsize=1)
def last_audit() -> Audit:
    """The committed result; it changes with the code only."""
    return msgspec.json.decode(RESULT.read_bytes(), type=Audit)


def statement_of(audit: Audit, language: str) -> Statement:
    """`audit` in words of the active `language`."""
    return Statement(
        audited_on=day(audit.audited_on, language),
        tool=audit.tool,
        browser=audit.browser,
        pages=tuple(page.en if language == "en" else page.fr for page in audit.pages),
        rules=len(audit.rules),
        criteria=audit.criteria,
        all_criteria=ALL_CRITERIA,
        doubts=tuple(Doubt(str(LEFT_TO_HUMANS.get(rule, rule)), count) for rule, count in audit.undecided.items()),
        violations=audit.violations,
    )
