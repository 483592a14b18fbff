"""What a reader may mean while typing: names by the beginnings of their words, in any order, one letter wrong at most.

A book of names in memory, made from the catalogue now and then (`suggestion_source`): a keystroke costs no query. Pure.
Not for searching sheets: that is the index's.
"""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from atlas.reference.match import match_key

SHORTEST = 2
"""Letters from which something is suggested."""

SHORTEST_MISSPELT = 4
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Name:
    """Something that can be chosen. `parameter`, `value`: the filter that it sets; `names`: how it is looked for, the
    current name first; `weight`: what comes first among equals."""

    parameter: str
    value: str
    label_fr: str
    label_en: str
    names: tuple[str, ...]
    details_fr: str = ""
    details_en: str = ""
    weight: int = 0


@dataclass(frozen=True)
class Book:
    """Names, and in which of them each word stands. `words`: sorted."""

    entries: Sequence[Name]
    words: Sequence[str]
    places: Mapping[str, "array[int]"]


def book_of(names: Iterable[Name]) -> Book:
    """The book of these names."""
    entries = tuple(names)
    places: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
    for place, entry in enumerate(entries):
        for word in {word for name in entry.names for word in match_key(name).split()}:
            places[word].append(place)
    return Book(entries, sorted(places), places)


def find(book: Book, text: str, limit: int, parameters: Container[str]) -> list[Name]:
    """The names for these filters that have each word of `text`, any of them unfinished; the likeliest first."""
    key = match_key(text)
    if len(key) < SHORTEST:
        return []
    found = set.intersection(*(_having(book, word) for word in key.split()))
    wanted = (place for place in found if book.entries[place].parameter in parameters)
    ranked = sorted(wanted, key=lambda place: _order(book.entries[place], key))
    return [book.entries[place] for place in ranked[:limit]]


def _having(book: Book, word: str) -> set[int]:
    words = _beginning(book.words, word) or _near(book.words, word)
    return {place for one in words for place in book.places[one]}


def _beginning(words: Sequence[str], start: str) -> Sequence[str]:
    return words[bisect_left(words, start) : bisect_left(words, start + _LAST)]


def _near(words: Sequence[str], word: str) -> Sequence[str]:
    """Words one letter away: those with the same first letter, which people hardly ever get wrong."""
    if len(word) < SHORTEST_MISSPELT:
        return ()
    near = process.extract(word, _beginning(words, word[0]), scorer=OSA.distance, score_cutoff=1, limit=20)
    return [one for one, _distance, _place in near]


def _order(entry: Name, key: str) -> tuple[object, ...]:
    """The very name first, then names that begin so, then the heaviest."""
    keys = [match_key(name) for name in entry.names]
    is_same, begins = key in keys, any(one.startswith(key) for one in keys)
    return not is_same, not begins, -entry.weight, entry.label_fr, entry.value
