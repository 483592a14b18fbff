"""Passages that stand twice on a page, and a cut title that the description can complete (D3.7)."""

from .reading import Reading
from .sheet import LegacySheet

_FIELDS = ("context", "history", "objective", "description")
_MIN_LINE = 20
_MIN_SHARED = 60
_MIN_TITLE = 30
_MAX_TITLE = 4000
_EDGES = "-–—•*·.,;: "
_SENTENCE_ENDS = (". ", ".\n", "! ", "? ", "\n")


def inspect_passages(reading: Reading, sheet: LegacySheet) -> None:
    _title_in_description(reading, sheet)
    seen: dict[str, str] = {}
    begun: dict[str, str] = {}
    for field in _FIELDS:
        lines = _folded_lines(reading, field)
        own = dict.fromkeys(bare for line in lines if len(bare := line.strip(_EDGES)) >= _MIN_LINE)
        shared: dict[str, int] = {}
        for line in own:
            if other := seen.get(line):
                shared[other] = shared.get(other, 0) + len(line)
        for other, size in shared.items():
            if size >= _MIN_SHARED:
                reading.findings.flag("repeated_passage", field, f"{size} characters stand in {other} too")
        opening = " ".join(lines[:_MIN_SHARED])[:_MIN_SHARED]
        if len(opening) == _MIN_SHARED and (other := begun.setdefault(opening, field)) not in {field, *shared}:
            reading.findings.flag("repeated_passage", field, f"same opening as {other}")
        seen = dict.fromkeys(own, field) | seen


def _folded_lines(reading: Reading, field: str) -> list[str]:
    """The lines of a field that are not empty, as they are compared, without case."""
    section = reading.sections.get(field)
    if section is None:
        return []
    return [line.casefold() for line in reading.page.keys[section.start : section.end] if line]


def _title_in_description(reading: Reading, sheet: LegacySheet) -> None:
    """A title whose end stands in the description: the sentence goes on there, which completes a cut title."""
    title, description = sheet.title or "", sheet.description or ""
    if not _MIN_TITLE <= len(title) <= _MAX_TITLE or not description:
        return
    low_title, low_text = _same_length(title), _same_length(description)
    if len(low_text) != len(description) or len(low_title) != len(title):
        return
    place = low_text.find(low_title[-_MIN_TITLE:])
    if place < 0:
        return
    reading.findings.flag("repeated_passage", "title", "the title's end stands in the description too")
    after = place + _MIN_TITLE
    rest = description[after : _sentence_end(description, after)].rstrip()
    is_cut = any(flag.code == "title_probably_cut" for flag in reading.findings.flags)
    if is_cut and rest.strip(" ."):
        reason = "the title is cut where the description goes on"
        reading.findings.propose("title", "title_completion", current=title, proposed=title + rest, reason=reason)


def _same_length(text: str) -> str:
    """One character for one, so that a place found in the changed text is a place in the real one."""
    return text.replace("\u2019", "'").replace("\u00a0", " ").replace("\u202f", " ").lower()


def _sentence_end(text: str, start: int) -> int:
    ends = [place + 1 if mark != "\n" else place for mark in _SENTENCE_ENDS if (place := text.find(mark, start)) >= 0]
    return min(ends, default=len(text))
