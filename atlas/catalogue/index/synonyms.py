"""Acronyms and other words of the field that find each other (D13): « AEP » and « adduction d’eau potable ».

The list is `data/search/synonyms.csv`, read once; a term is known by the stems of its meaningful words. Applied when a
text is searched, so that a new line needs no new index. Not for spelling, accents or plurals: those are the analyzers'.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from atlas.catalogue.index.analysis import Token, tokens

KINDS = ("same", "english")

Stems = tuple[str, ...]
"""The meaningful words of a term."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term's stems, each with its place among all words of the term: « eau » is the third of « adduction d’eau »."""

    placed: tuple[tuple[int, str], ...]

    @property
    def stems(self) -> Stems:
        return tuple(stem for _place, stem in self.placed)


@dataclass(frozen=True, slots=True)
class Expansion:
    """Words `first` to `last` (not included) of a text are a known term; `others` mean the same."""

    first: int
    last: int
    others: tuple[Term, ...]


Synonyms = Mapping[Stems, tuple[Term, ...]]
"""What else to look for, by term."""


def expansions(words: Sequence[Token]) -> Iterator[Expansion]:
    """The known terms in a run of words, from left to right, the longest at each place; they do not overlap."""
    meaningful = [(place, one.stem) for place, one in enumerate(words) if one.stem is not None]
    synonyms, longest = known()
    start = 0
    while start < len(meaningful):
        sizes = range(longest, 0, -1)
        size = next((size for size in sizes if _stems(meaningful[start : start + size], size) in synonyms), 0)
        if size:
            found = meaningful[start : start + size]
            yield Expansion(found[0][0], found[-1][0] + 1, synonyms[_stems(found, size)])
        start += size or 1


def _stems(placed: Sequence[tuple[int, str]], size: int) -> Stems:
    """Empty, which no term is, where the text has fewer words."""
    return tuple(stem for _place, stem in placed) if len(placed) == size else ()


@cache
def known() -> tuple[Synonyms, int]:
    """All terms, and how many words the longest has."""
    synonyms = read(settings.DATA_DIR / "search" / "synonyms.csv")
    return synonyms, max(map(len, synonyms), default=0)


def read(path: Path) -> dict[Stems, tuple[Term, ...]]:
    """The list. Raises ValueError for a line that makes no sense: it is data of ours, which a test reads."""
    with path.open(newline="", encoding="utf-8") as file:
        lines = [(row["kind"], [_term(text) for text in row["terms"].split("|")]) for row in csv.DictReader(file)]
    found: dict[Stems, tuple[Term, ...]] = {}
    for kind, terms in lines:
        if kind not in KINDS or len(terms) < 2:
            raise ValueError(f"{kind}: {terms}")
        for term in terms if kind == "same" else terms[:1]:
            if term.stems in found:
                raise ValueError(f"stands in two lines: {term.stems}")
            found[term.stems] = tuple(_others(term, terms))
            if not found[term.stems]:
                raise ValueError(f"says the same twice: {term.stems}")
    return found


def _others(term: Term, terms: Iterable[Term]) -> Iterator[Term]:
    return (other for other in terms if other.stems != term.stems)


def _term(text: str) -> Term:
    placed = [(place, one.stem) for place, one in enumerate(tokens(text)) if one.stem is not None]
    if not placed:
        raise ValueError(f"no word to search: {text!r}")
    return Term(tuple((place - placed[0][0], stem) for place, stem in placed))
