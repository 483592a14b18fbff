"""Matched words in <mark>: a title whole, long texts as one excerpt. Each piece is escaped before marks are put in."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from html import escape
from itertools import groupby
from operator import itemgetter

from django.utils.safestring import SafeString

from atlas.catalogue.index.matching import Marks

EXCERPT_LENGTH = 240
_BEFORE = 70
"""Characters of an excerpt's text: at most in all, and at most before the first matched word."""

_SAME_START = 3
"""A word and its French stem share this many letters, or the whole stem: stemming only touches endings (a test holds
it, with the exception that `_variants` knows)."""

_LONGEST_ENDING = 3
"""Letters that a word may have more than a misspelt one that it stands for."""

Span = tuple[int, int]


class Marker:
    """Marks texts for one search: patterns find candidates fast, their stem or spelling decides."""

    def __init__(self, marks: Marks) -> None:
        self._marks = marks
        self._patterns = _candidates(marks)

    @property
    def is_needed(self) -> bool:
        """False for a search without words: no text is looked through."""
        return bool(self._patterns)

    def title(self, text: str) -> SafeString:
        """The whole text as HTML, its matched words marked."""
        return _html(text, self._spans(text))

    def excerpt(self, texts: Iterable[str]) -> SafeString:
        """Up to 240 characters around the first matched word of the first text that has one; '' when none has."""
        for text in texts:
            first = self._first(text)
            if first is not None:
                part = _surroundings(text, first)
                return _html(part, self._spans(part))
        return SafeString("")

    def _spans(self, text: str) -> Iterable[Span]:
        """Of all matched words, in the order of the text; each once, though two patterns may find it."""
        found = [one.span() for pattern in self._patterns for one in pattern.finditer(text) if self._holds(one)]
        return sorted(set(found)) if len(self._patterns) > 1 else found

    def _first(self, text: str) -> Span | None:
        """The matched word that comes first, of whichever pattern; None for none."""
        first: Span | None = None
        for pattern in self._patterns:
            # Each pattern looks only before what another has found: most texts have a match near their beginning.
            for one in pattern.finditer(text, 0, first[0] if first else len(text)):
                if self._holds(one):
                    first = one.span()
                    break
        return first

    def _holds(self, found: re.Match[str]) -> bool:
        text = found.group()
        return self._marks.matches(text) if text.isalnum() else self._marks.matches_phrase(text)


def _html(text: str, spans: Iterable[Span]) -> SafeString:
    pieces: list[str] = []
    done = 0
    for start, end in spans:
        if start < done:
            continue  # a word inside a phrase that is marked whole
        pieces += (escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>")
        done = end
    return SafeString("".join((*pieces, escape(text[done:]))))


def _surroundings(text: str, first: Span) -> str:
    """One line of whole words around a match, with « … » where the text goes on."""
    room = EXCERPT_LENGTH - 4
    start = first[0] - min(_BEFORE, first[0])
    if start > 0:
        space = text.find(" ", start, first[0])
        start = space + 1 if space >= 0 else first[0]
    end = min(len(text), start + room)
    if end < len(text):
        space = text.rfind(" ", first[1], end)
        end = space if space >= 0 else end
    line = " ".join(text[start:end].split())
    return f"{'… ' if start > 0 else ''}{line}{' …' if end < len(text) else ''}"


def _candidates(marks: Marks) -> tuple[re.Pattern[str], ...]:
    """Words that may match: those that start like a stem or a beginning, or are about as long as a misspelt word."""
    starts = {one[:_SAME_START] for one in (*marks.stems, *marks.beginnings)}
    lengths = {len(one) for one in marks.misspelt}
    return (*map(_starting, sorted(starts)), *map(_about_as_long, sorted(lengths)), *map(_phrase, marks.phrases))


@lru_cache(maxsize=4096)
def _starting(letters: str) -> re.Pattern[str]:
    """Kept: readers search for few beginnings, and to compile one costs as much as to search a page for it."""
    return re.compile("|".join(_start(spelling) for spelling in sorted(_variants(letters))))


@lru_cache(maxsize=256)
def _phrase(stems: tuple[str, ...]) -> re.Pattern[str]:
    """Words that begin like these, in this order, with at most two little words between."""
    words = ("|".join(_start(spelling) for spelling in sorted(_variants(stem[:_SAME_START]))) for stem in stems)
    return re.compile(r"\W+(?:\w{1,4}\W+){0,2}?".join(f"(?:{word})" for word in words))


@cache
def _about_as_long(length: int) -> re.Pattern[str]:
    return re.compile(rf"\b\w{{{length - 1},{length + _LONGEST_ENDING}}}\b")


def _start(letters: str) -> str:
    """A word that starts with these letters, accents aside. The check that nothing precedes comes after the first
    letter: a pattern that begins with a set of letters is searched four times as fast."""
    first, *others = map(_spellings, letters)
    return rf"{first}(?<!\w\w){''.join(others)}\w*"


def _variants(letters: str) -> set[str]:
    """Ligatures, and the one letter that stemming changes so early (« payer » has the stem `pai`)."""
    return {letters, letters.replace("oe", "œ"), letters.replace("ae", "æ"), re.sub("i$", "y", letters)}


_LATIN = 256
"""Up to here a set of letters is a table of 32 bytes, made in no time; beyond, a pattern takes 0.1 ms a letter."""


@cache
def _spellings(letter: str) -> str:
    """A set of all letters of Latin-1 that fold to this one, and of everything beyond: the check comes after."""
    plain = [
        unicodedata.normalize("NFD", char)[0].lower() if char.isalpha() else char for char in map(chr, range(_LATIN))
    ]
    plain = [_UNFOLDED.get(char, char) for char in plain]
    others = "".join(f"{_code(first)}-{_code(last)}" for first, last in _runs(one != letter for one in plain))
    return f"[^{others}]"


_UNFOLDED = {"ø": "o", "æ": "a", "ß": "s"}
"""Letters of Latin-1 that fold without being composed; the first letter of what they fold to."""


def _code(place: int) -> str:
    return rf"\x{place:02x}"


def _runs(flags: Iterable[bool]) -> Iterator[Span]:
    """First and last place of each run of true."""
    for is_set, run in groupby(enumerate(flags), key=itemgetter(1)):
        places = [place for place, _flag in run]
        if is_set:
            yield places[0], places[-1]
