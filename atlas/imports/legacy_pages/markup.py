"""HTML of a page → the lines that a reader of the page sees, cells of table rows kept apart (for D3.6's 1 % columns).

Generic: it knows HTML and asks ``labels`` only whether a piece of text is a label, since a label must be a whole line
whatever elements the page was built of. Scripts, styles and forms' choices are dropped.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from .labels import is_label
from .text import Page, comparison_keys, key, without_bullets

_START = re.compile(
    r"\s*(?:<!doctype\s+html|<\?xml|<!--|<html|<head|<body|<(?:div|table|form|main|section|h1)\b)", re.IGNORECASE
)
_ELEMENTS = re.compile(r"</?(?:html|body|div|table|tr|td|span|p|dl|dt|dd|ul|li|h[1-6])\b[^>]{0,500}>", re.IGNORECASE)
OWN_ID = re.compile(r"criteres\.prjId(?:=|%3D)([0-9]{1,9})\b", re.IGNORECASE)
_SAVED_FROM = re.compile(r"<!-- saved from url=\([0-9]{1,6}\)(\S{1,500})")
_SPACES = re.compile(r"[ \t\n\r\f]+")
_DROPPED = frozenset(
    {"script", "style", "noscript", "template", "head", "select", "datalist", "button", "object", "iframe", "svg"}
)
_INLINE = frozenset(
    {
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "em", "font", "i", "img", "input"),
        *("ins", "kbd", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time"),
        *("tt", "u", "var", "wbr"),
    }
)
_CELLS = frozenset({"td", "th"})


@dataclass
class _Lines:
    """The lines written so far, and the one being written."""

    texts: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    cells: dict[int, tuple[str, ...]] = field(default_factory=dict)
    parts: list[str] = field(default_factory=list)
    number: int = 1

    def add(self, text: str, number: int) -> None:
        if not self.parts:
            self.number = number
        self.parts.append(text)

    def end_line(self, number: int, *, even_empty: bool = False) -> None:
        text = _SPACES.sub(" ", "".join(self.parts)).strip()
        if text or even_empty:
            self.texts.append(text)
            self.numbers.append(self.number if self.parts else number)
        self.parts.clear()

    def whole(self, text: str, number: int) -> None:
        self.end_line(number)
        self.texts.append(text)
        self.numbers.append(number)


def is_markup(text: str) -> bool:
    """Whether a text is HTML rather than the text of a page, where « << < » is all that looks like it."""
    return _START.match(text[:2000]) is not None or len(_ELEMENTS.findall(text[:20_000])) >= 6


def markup_page(text: str) -> Page:
    """The page of an HTML document, also of a broken or cut one. ``numbers`` are lines of the HTML."""
    root = _parsed(text)
    lines = _Lines()
    if root is not None:
        _write(root, lines)
    whole, private_use = without_bullets("\n".join(lines.texts))
    return Page(
        whole.split("\n"),
        comparison_keys(whole),
        lines.numbers or [1],
        lines.cells,
        is_markup=True,
        own_ids=tuple(_own_ids(root, text)) if "prjId" in text and root is not None else (),
        private_use=private_use,
    )


def _parsed(text: str) -> etree._Element | None:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError:
        return None


def _write(root: etree._Element, lines: _Lines) -> None:
    walker = etree.iterwalk(root, events=("start", "end"))
    preformatted = 0
    for event, element in walker:
        tag = element.tag
        number = element.sourceline or 1
        if event == "start":
            preformatted += tag in {"pre", "textarea"}
            if _starts_whole(element, lines, number):
                walker.skip_subtree()
            elif element.text:
                _text(element.text, lines, number, preformatted=preformatted > 0)
        else:
            preformatted -= tag in {"pre", "textarea"}
            if tag not in _INLINE and tag != "br":
                lines.end_line(number)
            if element.tail and element is not root:
                _text(element.tail, lines, number, preformatted=preformatted > 0)
    lines.end_line(1)


def _starts_whole(element: etree._Element, lines: _Lines, number: int) -> bool:
    """Write what an element is as a whole, if it is: nothing, a line end, a row of cells, a label."""
    tag = element.tag
    if tag in _DROPPED:
        return True
    if tag == "br":
        lines.end_line(number, even_empty=True)
        return True
    if tag not in _INLINE:
        lines.end_line(number)
    if tag == "tr" and (cells := _row(element)):
        lines.whole(" ".join(cell for cell in cells if cell), number)
        lines.cells[len(lines.texts) - 1] = cells
        return True
    if label := _label(element):
        lines.whole(label, number)
        return True
    return False


def _text(text: str, lines: _Lines, number: int, *, preformatted: bool) -> None:
    if preformatted:
        *whole, last = text.split("\n")
        for line in whole:
            lines.add(line, number)
            lines.end_line(number, even_empty=True)
        text = last
    elif not lines.parts and text.strip() and len(text) < 300 and (label := _as_label(text)):
        lines.whole(label, number)
        return
    if text:
        lines.add(text, number)


def _label(element: etree._Element) -> str | None:
    """The label that a leaf element is, if it is one."""
    if len(element) or not element.text or len(element.text) > 300:
        return None
    return _as_label(element.text)


def _as_label(text: str) -> str | None:
    """A label between elements may have a colon that the page's text has not."""
    plain = _SPACES.sub(" ", text).strip()
    bare = plain.rstrip(" \u00a0:")
    return plain if is_label(key(plain)) else bare if is_label(key(bare)) else None


def _row(row: etree._Element) -> tuple[str, ...] | None:
    """The texts of a data row's cells; None for a row of layout: one cell, a table or a label inside."""
    cells = [cell for cell in row if cell.tag in _CELLS]
    if len(cells) < 2 or row.find(".//table") is not None:
        return None
    texts = tuple(_SPACES.sub(" ", "".join(_plain(cell))).strip() for cell in cells)
    return None if any(text and len(text) < 300 and _as_label(text) for text in texts[:2]) else texts


def _plain(cell: etree._Element) -> Iterator[str]:
    walker = etree.iterwalk(cell, events=("start", "end"))
    for event, element in walker:
        if element.tag not in _INLINE:
            yield " "
        if event == "end":
            yield (element.tail or "") if element is not cell else ""
        elif element.tag in _DROPPED:
            walker.skip_subtree()
        else:
            yield element.text or ""


def _own_ids(root: etree._Element, text: str) -> set[int]:
    """The ids in places where a page speaks of itself; failing those, the ids of all its links to sheets."""
    if saved := _SAVED_FROM.search(text[:3000]):
        return {int(number) for number in OWN_ID.findall(saved[1])}
    own: set[int] = set()
    linked: set[int] = set()
    for element in root.iter("link", "meta", "base", "form", "input", "a"):
        values = " ".join(str(value) for value in element.attrib.values())
        found = {int(number) for number in OWN_ID.findall(values)}
        if element.tag == "a":
            linked |= found
        else:
            own |= found | _hidden_id(element)
    return own or linked


def _hidden_id(element: etree._Element) -> set[int]:
    value = element.get("value") or ""
    is_id = element.get("name") == "criteres.prjId" and value.isascii() and value.isdigit() and len(value) < 10
    return {int(value)} if is_id else set()
