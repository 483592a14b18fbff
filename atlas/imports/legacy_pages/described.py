"""Actions hidden in the description (D2.2), and the years of co-financing. Reads the text, never changes it."""

import re
from collections.abc import Sequence

from .sheet import LegacyAction
from .text import fold

_BULLET = re.compile(r"^[-–—•]\s*(?=\S)")
_COFINANCED = re.compile(r"^projets? cofinances? par (?:le |la |l')?[^0-9]{2,80} en\b(.{4,60})$")
_YEARS = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_OBJECTIVE = "objectif de l'action"
_SUMMARY = "description sommaire"


def cofinancing_years(description: str | None) -> tuple[int, ...]:
    """Years of the lines « Projet cofinancé par le MAEE en <année> », in order, once each."""
    years: dict[int, None] = {}
    for line in (description or "").split("\n"):
        if "inanc" in line and len(line) < 200 and (found := _COFINANCED.match(fold(line).rstrip(" ."))):
            years |= dict.fromkeys(int(year) for year in _YEARS.findall(found[1]))
    return tuple(years)


def actions(description: str | None) -> tuple[LegacyAction, ...]:
    """« - title » right above « Objectif de l'action : … », then « Description sommaire : … » up to the next action."""
    lines = (description or "").split("\n")
    starts = [i for i in range(len(lines) - 1) if _starts(lines[i], lines[i + 1])]
    ends = [*starts[1:], len(lines)]
    return tuple(_action(lines[start:end]) for start, end in zip(starts, ends, strict=False))


def _starts(line: str, following: str) -> bool:
    return _BULLET.match(line.strip()) is not None and _after(following, _OBJECTIVE) is not None


def _after(line: str, words: str) -> str | None:
    """What follows « words : » on a line, None when it does not start so."""
    head, colon, rest = line.strip().partition(":")
    return rest.strip() if colon and len(head) < 40 and fold(head) == words else None


def _action(lines: Sequence[str]) -> LegacyAction:
    title = _BULLET.sub("", lines[0].strip()).rstrip(" :")
    body = lines[1:]
    middle = next((i for i, line in enumerate(body) if _after(line, _SUMMARY) is not None), len(body))
    return LegacyAction(title, _text(body[:middle], _OBJECTIVE), _text(body[middle:], _SUMMARY))


def _text(lines: Sequence[str], words: str) -> str | None:
    if not lines:
        return None
    return "\n".join([_after(lines[0], words) or "", *lines[1:]]).strip() or None
