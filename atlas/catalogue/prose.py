"""Plain text of a sheet → safe HTML: paragraphs, lists, links.

Sources are untrusted: everything is escaped, no mark-up of theirs survives, and only whole http(s) addresses become
links. E-mail addresses stay text. Uses the standard `html.escape`, five times faster than Django's: a sheet has two
hundred lines. Not a Markdown reader: a line of the sheet stays a line.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape, unescape
from itertools import groupby

from django.utils.safestring import SafeString

# A list mark: a bullet, or a dash before anything but a digit (« -5 °C » is text).
_ITEM = re.compile(r"\s*(?:[•▪◦‣·➢►]\s*|[-–—*](?:\s+|(?=[^\W\d])))")
_ADDRESS = re.compile(r"https?://[^\s<>\"«»“”]+", re.IGNORECASE)
_PARTS = re.compile(r"<p>(.*?)</p>|<li>(.*?)</li>", re.DOTALL)
_MARKUP = re.compile(r"<[^>]*>")
_BESIDE = re.compile(r" (?=[;:!?»%€])|(?<=«) ")
"""A space that French typography does not break; most sheets were typed with a plain one."""
_TRAILING = ".,;:!?'’…"
_SENTENCE_END = re.compile(r"[.!?…]\s")


def paragraphs(text: str) -> SafeString:
    """HTML of a long text: one `<p>` a line, consecutive marked lines as one `<ul>`; empty text gives ''."""
    lines = [line for line in text.splitlines() if line.strip()]
    groups = groupby(lines, key=_is_item)
    return SafeString("".join(_list(group) if is_list else _lines(group) for is_list, group in groups))


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive lines of one kind, without markup: items of a list, or paragraphs."""

    is_list: bool
    lines: tuple[str, ...]


def blocks_of(html: str) -> tuple[Block, ...]:
    """What `paragraphs` made, without its markup, for files that have another one."""
    found = [(part[0] == "", plain(part[0] or part[1])) for part in _PARTS.findall(html)]
    groups = groupby(found, key=lambda part: part[0])
    return tuple(Block(is_list, tuple(text for _, text in group)) for is_list, group in groups)


def plain(html: str) -> str:
    """The text of what this module made, on one line a paragraph or item."""
    return unescape(_MARKUP.sub("", html.replace("</p><p>", "\n").replace("</li><li>", "\n")))


def _list(lines: Iterable[str]) -> str:
    items = "".join(f"<li>{_tied(_ITEM.sub('', line, count=1).strip())}</li>" for line in lines)
    return f"<ul>{items}</ul>"


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"<p>{_tied(line.strip())}</p>" for line in lines)


def _is_item(line: str) -> bool:
    """A mark with something behind it; a lone dash is text."""
    found = _ITEM.match(line)
    return found is not None and found.end() < len(line.rstrip())


def line(text: str) -> SafeString:
    """HTML of a short text: on one line, escaped, addresses linked, no paragraph around it."""
    return SafeString(_linked(" ".join(text.split())))


def _tied(text: str) -> str:
    """As `_linked`, with no sign of punctuation alone at the beginning of a line."""
    return _BESIDE.sub("\u00a0", _linked(text))


def _linked(text: str) -> str:
    """Escaped text whose http(s) addresses are links; they pass no rank and give no hold on our page."""
    if "://" not in text:
        return escape(text)
    parts: list[str] = []
    position = 0
    for found in _ADDRESS.finditer(text):
        address = _without_tail(found.group())
        target = escape(address)
        parts.append(escape(text[position : found.start()]))
        parts.append(f'<a href="{target}" rel="nofollow noopener">{target}</a>')
        position = found.start() + len(address)
    return "".join([*parts, escape(text[position:])])


def _without_tail(address: str) -> str:
    """The address without the punctuation of the sentence: a bracket is kept when it was opened inside."""
    while address:
        last = address[-1]
        is_loose_bracket = last in ")]" and address.count(last) > address.count("(" if last == ")" else "[")
        if last not in _TRAILING and not is_loose_bracket:
            break
        address = address[:-1]
    return address


def is_web_address(url: str) -> bool:
    """Only these may become a link's target: never `javascript:`, `data:` or a path on our own site."""
    return url[:8].lower().startswith(("http://", "https://")) and not re.search(r"[\s<>\"]", url)


def opening(text: str, limit: int = 320) -> str:
    """The beginning of a text on one line, at most `limit` characters: whole sentences that fill half, else words."""
    flat = " ".join(_ITEM.sub("", part, count=1).strip() for part in text.splitlines() if part.strip())
    if len(flat) <= limit:
        return flat
    cut = flat[: limit - 1]
    ends = [found.start() + 1 for found in _SENTENCE_END.finditer(cut)]
    if ends and ends[-1] >= limit // 2:
        return cut[: ends[-1]]
    return cut[: cut.rfind(" ")].rstrip(" ,;:–-") + "…" if " " in cut else cut + "…"
