"""The text of an old page without its persons: what is left of a page when their time is over (D5.4). Pure.

The page stays readable, line by line: labels and values stand where they stood. Not for what the public sees: persons
never get there (`delivery`).
"""

import re
from collections.abc import Iterator

from .decoding import decode
from .labels import CORRESPONDENT, COUNSELLOR, SITE_TITLE, is_header, post_name, spelled
from .locate import Section, locate
from .markup import is_markup, markup_page
from .parts import has_email
from .sheet import PERSONS, Findings, NotASheet
from .text import Page, clean, comparison_keys

ERASED = "[…]"
_ADDRESS = re.compile(r"\S*(?:@|\[at\])\S*", re.IGNORECASE)


def without_persons(raw: bytes) -> bytes:
    """The lines of a page as UTF-8, those of persons and every electronic address replaced by « […] ».

    A page in HTML becomes the text that was read of it. What is no page any more becomes « […] » alone.
    """
    try:
        text = clean(decode(raw)[0])
    except NotASheet:
        return ERASED.encode()
    page = markup_page(text) if is_markup(text) else Page(text.split("\n"), comparison_keys(text), [])
    sections = locate(page, Findings())
    if not sections:
        return ERASED.encode()
    erased = set(_private_lines(page, sections))
    kept = (ERASED if index in erased else _without_address(line) for index, line in enumerate(page.lines))
    return "\n".join(kept).encode()


def _without_address(line: str) -> str:
    return _ADDRESS.sub(ERASED, line) if has_email(line) else line


def _private_lines(page: Page, sections: tuple[Section, ...]) -> Iterator[int]:
    """Above the first label whatever the old site did not print itself; in tables of persons, their rows."""
    spans = [("", range(sections[0].line))]
    spans += [(one.field, range(one.start, one.end)) for one in sections if one.field in PERSONS]
    for field, lines in spans:
        yield from (line for line in lines if page.keys[line] and not _is_printed(page, line, field))


def _is_printed(page: Page, line: int, field: str) -> bool:
    """A label or heading of the old site, not a value."""
    line_key = page.keys[line]
    if field and is_header(line_key, field):
        return True
    return (
        line_key in CORRESPONDENT
        or line_key in COUNSELLOR
        or line_key == SITE_TITLE
        or line_key.startswith("Accueil >")
        or post_name(page.lines[line], line_key) is not None
        or spelled(line_key) is not None
    )
