"""Acronyms and other words of the field that find each other (D13): « AEP » and « adduction d’eau potable ».

The list is `data/search/synonyms.csv`, read once, with the former names of places (`former_names`); a term is known by
the stems of its meaningful words. Some terms also
name a value of a filter: « EPCI » finds the sheets of intermunicipalities, « CG64 » those of a département’s council.
Applied when a text is searched, so that a new line needs no new index. Not for spelling, accents or plurals: those are
the analyzers'.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

from django.conf import settings

from atlas.catalogue.index.analysis import Token, tokens
from atlas.catalogue.index.former_names import PLACE, renamed
from atlas.catalogue.shapes import departments

BOTH_WAYS, ONE_WAY, FILTER = "same", "wider", "filter"
KINDS = (BOTH_WAYS, ONE_WAY, "english", FILTER)
"""`english` is one-way too: it tells translations from the words of the field."""

_COUNCILS = ("CG", "CD")
"""« CG64 », « CD 2A »: what officers call a département’s council."""

Stems = tuple[str, ...]
"""The meaningful words of a term."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term's stems, each with its place among all words of the term: « eau » is the third of « adduction d’eau »."""

    placed: tuple[tuple[int, str], ...]

    @property
    def stems(self) -> Stems:
        return tuple(stem for _place, stem in self.placed)


Filters = tuple[str, ...]
"""Terms of the index (`facet:value`) that a sheet has all of."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What else a term finds: other terms, and sheets with the values of filters."""

    others: tuple[Term, ...] = ()
    filters: tuple[Filters, ...] = ()


@dataclass(frozen=True, slots=True)
class Expansion:
    """Words `first` to `last` (not included) of a text are a known term."""

    first: int
    last: int
    meaning: Meaning


Synonyms = Mapping[Stems, Meaning]
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
    synonyms: dict[Stems, Meaning] = {}
    for some in (_councils(), read(settings.DATA_DIR / "search" / "synonyms.csv"), _renamed()):
        for stems, meaning in some.items():
            synonyms[stems] = _joined(synonyms.get(stems, Meaning()), meaning)
    return synonyms, max(map(len, synonyms), default=0)


def read(path: Path) -> dict[Stems, Meaning]:
    """The list. Raises ValueError for a line that makes no sense: it is data of ours, which a test reads."""
    found: dict[Stems, Meaning] = {}
    lines: set[tuple[str, Stems]] = set()
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for stems, meaning in _line(row["kind"], row["terms"].split("|")):
                if (row["kind"], stems) in lines:
                    raise ValueError(f"stands in two lines: {stems}")
                lines.add((row["kind"], stems))
                found[stems] = _joined(found.get(stems, Meaning()), meaning)
    return found


def _line(kind: str, texts: Sequence[str]) -> Iterator[tuple[Stems, Meaning]]:
    """What a line says of each of its terms."""
    if kind not in KINDS or len(texts) < 2:
        raise ValueError(f"{kind}: {texts}")
    if kind == FILTER:
        *names, value = texts
        if value.count(":") != 1:
            raise ValueError(f"no value of a filter: {value!r}")
        yield from ((_term(name).stems, Meaning(filters=((value,),))) for name in names)
        return
    terms = [_term(text) for text in texts]
    for term in terms if kind == BOTH_WAYS else terms[:1]:
        others = tuple(other for other in terms if other.stems != term.stems)
        if not others:
            raise ValueError(f"says the same twice: {term.stems}")
        yield term.stems, Meaning(others)


def _joined(one: Meaning, other: Meaning) -> Meaning:
    """Lines of different kinds add up."""
    return Meaning(one.others + other.others, one.filters + other.filters)


def _councils() -> dict[Stems, Meaning]:
    names = product(_COUNCILS, ("", " "), departments())
    return {
        _term(f"{council}{gap}{code}").stems: Meaning(filters=(("kind:department", f"department:{code}"),))
        for council, gap, code in names
    }


def _renamed() -> dict[Stems, Meaning]:
    """A former name of a country finds its sheets; names of a town find each other: sheets hold either."""
    found: dict[Stems, Meaning] = {}
    for one in renamed():
        name, former = _term(one.name), tuple(map(_term, one.former))
        said = [(old, Meaning((name,), ((f"country:{one.iso2}",),))) for old in former]
        if one.kind == PLACE:
            terms = (name, *former)
            said = [(term, Meaning(tuple(other for other in terms if other is not term))) for term in terms]
        for term, meaning in said:
            found[term.stems] = _joined(found.get(term.stems, Meaning()), meaning)
    return found


def _term(text: str) -> Term:
    placed = [(place, one.stem) for place, one in enumerate(tokens(text)) if one.stem is not None]
    if not placed:
        raise ValueError(f"no word to search: {text!r}")
    return Term(tuple((place - placed[0][0], stem) for place, stem in placed))
