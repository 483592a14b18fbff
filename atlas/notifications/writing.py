"""From a template to the two parts of a mail: the text, complete by itself, and the same text as HTML.

A mail is written once, as text: its first line is the subject, a blank line ends a paragraph, « – » begins an item of a
list, and a line that is an address of this site is a link (in HTML it bears the words of the item above it). « → » with
the words of a verb, and an address on the next line, are what one is asked to do: a button in HTML. Thus both parts
always say the same, and what somebody typed is escaped in one place. The style (`notifications/frame.html`) is little:
without it, as some mail programs show it, the letter reads as well.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import override

LONGEST_SUBJECT: Final = 200
SIGNATURE: Final = "\n-- \n"
"""What mail programs take for the beginning of a signature: nothing of the letter stands below it."""
_ITEM: Final = "– "
_DEED: Final = "→ "
_NUMBERED: Final = re.compile(r"\d+\. ")
_LOOSE: Final = re.compile(r"(?<=«) (?=\S)|(?<=\S) (?=[»:;?!](?:\s|$))")
_BUTTON: Final = (
    "display:inline-block;padding:10px 20px;border-radius:4px;background:#000091;color:#ffffff;text-decoration:none;"
    "font-weight:bold"
)
"""On the element itself: some mail programs take no other style, and a button must look like one."""


@dataclass(frozen=True)
class Letter:
    """A subject of one line, and a text without greeting and signature."""

    subject: str
    text: str


def site_url(language: str, page: str, *args: object) -> str:
    """The whole address of a page: mails are read elsewhere. Of the site's own name, whatever a request called it."""
    with override(language):
        return f"{settings.ATLAS_SITE}{reverse(page, args=args)}"


def write(template: str, language: str, context: Mapping[str, object]) -> Letter:
    """A template in the recipient's language."""
    with override(language):
        subject, _, text = render_to_string(template, dict(context)).strip().partition("\n")
    return Letter(" ".join(subject.split())[:LONGEST_SUBJECT], text.strip())


def signed(text: str, language: str, *, unsubscribe_url: str = "") -> str:
    """The whole text of a mail: greeting, text, who writes, and how to end such mails where they can be refused."""
    context = {"text": text, "site": site_url(language, "home"), "unsubscribe_url": unsubscribe_url}
    with override(language):
        return render_to_string("notifications/letter.txt", context).strip() + "\n"


def html_of(subject: str, text: str, language: str) -> str:
    """The same mail as HTML. French signs of two parts never begin a line."""
    if language == "fr":
        subject, text = (_LOOSE.sub("\u00a0", words) for words in (subject, text))
    letter, _, signature = text.rpartition(SIGNATURE)
    context = {"subject": subject, "parts": _parts(letter or text), "signature": _parts(signature if letter else "")}
    with override(language):
        return render_to_string("notifications/frame.html", {**context, "language": language})


def _parts(text: str) -> list[SafeString]:
    lines = [line.rstrip() for line in text.strip().splitlines()]
    blocks = (list(block) for is_text, block in groupby(lines, bool) if is_text)
    return [part for block in blocks for part in _block(block)]


def _block(lines: list[str]) -> Iterator[SafeString]:
    """A button, the title of a piece of news, or a paragraph, and a list if one begins in it."""
    if lines[0].startswith(_DEED) and [_is_address(line.strip()) for line in lines[1:]] == [True]:
        words = lines[0].removeprefix(_DEED)
        yield format_html('<p><a class="deed" style="{}" href="{}">{}</a></p>', _BUTTON, lines[1].strip(), words)
        return
    if len(lines) == 1 and _NUMBERED.match(lines[0]):
        yield format_html("<h2>{}</h2>", lines[0])
        return
    first = next((place for place, line in enumerate(lines) if line.startswith(_ITEM)), len(lines))
    if first:
        yield format_html("<p>{}</p>", _joined(lines[:first]))
    if first < len(lines):
        items = ((one,) for one in _items(lines[first:]))
        yield format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", items))


def _items(lines: list[str]) -> Iterator[SafeString]:
    """Each item with the lines below it. One whose second line is an address is a link with the words of the first."""
    starts = [place for place, line in enumerate(lines) if line.startswith(_ITEM)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        words, *more = [line.strip() for line in lines[start:end]]
        words = words.removeprefix(_ITEM)
        if more and _is_address(more[0]):
            rest = format_html("<br>{}", _joined(more[1:])) if more[1:] else ""
            yield format_html('<a href="{}">{}</a>{}', more[0], words, rest)
        else:
            yield _joined([words, *more])


def _joined(lines: list[str]) -> SafeString:
    return format_html_join(SafeString("<br>"), "{}", ((_line(line.strip()),) for line in lines))


def _line(line: str) -> SafeString | str:
    return format_html('<a href="{0}">{0}</a>', line) if _is_address(line) else line


def _is_address(line: str) -> bool:
    """Of this site only: what a stranger typed becomes no link of ours."""
    return line.startswith(f"{settings.ATLAS_SITE}/") and not set(line) & set(" <>\"'")
