"""Distinct query strings of mixed breadth, drawn from words that the sheets hold: the same ones in every run.

A third matches over half of the sheets, a third some of them; the others are narrowed by filters or hold a rare word.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random
from typing import Final
from urllib.parse import urlencode

Pairs = tuple[tuple[str, str], ...]
STATUSES: Final = ("ongoing", "completed", "dormant")
SORTS: Final = ("pertinence", "maj", "debut")


@dataclass(frozen=True)
class Words:
    """Words of a sample of `size` sheets, each with the numbers of the sheets that hold it, as bits of an integer."""

    size: int
    sheets: Mapping[str, int]

    def between(self, least: float, most: float) -> list[str]:
        """Words that stand in this share of the sheets, most used first."""
        shares = {word: bits.bit_count() / self.size for word, bits in self.sheets.items()}
        found = [word for word, share in shares.items() if least <= share < most]
        return sorted(found, key=lambda word: (-shares[word], word))


def words_of(texts: Sequence[Iterable[str]]) -> Words:
    """Count the words of sheets, each given as its words."""
    found: Counter[str] = Counter()
    for number, words in enumerate(texts):
        for word in set(words):
            found[word] |= 1 << number
    return Words(len(texts), found)


def broad(words: Words, rng: Random) -> list[Pairs]:
    """One, two or three words that stand together in over half of the sheets."""
    used = words.between(0.55, 1.01)
    groups = [(word,) for word in used] + list(combinations(used, 2)) + list(combinations(used[:24], 3))
    found = [group for group in groups if _together(words, group) > 0.5]
    rng.shuffle(found)
    return [(("q", " ".join(group)),) for group in found]


def middling(words: Words, rng: Random, number: int) -> list[Pairs]:
    """One or two words, each in 2 to 50 % of the sheets."""
    some = words.between(0.02, 0.5)
    return _distinct(number, lambda: (("q", " ".join(rng.sample(some, rng.choice((1, 2, 2))))),))


def filtered(words: Words, rng: Random, number: int, countries: Sequence[str], themes: Sequence[str]) -> list[Pairs]:
    """A word that is not rare, with one or two filters."""
    usual = words.between(0.02, 1.01)
    return _distinct(number, lambda: (("q", rng.choice(usual)), *filters(rng, countries, themes)))


def rare(words: Words, rng: Random, number: int) -> list[Pairs]:
    """A word in less than 2 % of the sheets, one in five with a letter too many."""
    seldom = words.between(0.0, 0.02)
    return _distinct(number, lambda: (("q", rng.choice(seldom) + rng.choice(("", "", "", "", "e"))),))


def filters(rng: Random, countries: Sequence[str], themes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """One or two filters; start years as a range."""
    for name in sorted(rng.sample(("pays", "theme", "etat", "debut_min"), rng.choice((1, 1, 2)))):
        if name == "debut_min":
            first = rng.randrange(1975, 2020)
            yield from ((name, str(first)), ("debut_max", str(first + rng.randrange(2, 20))))
        else:
            yield name, rng.choice({"pays": countries, "theme": themes, "etat": STATUSES}[name])


@dataclass(frozen=True)
class Searches:
    """Query strings, all distinct: `mixed` to be timed; `countable`, some of them, can be counted without the index."""

    mixed: tuple[str, ...]
    countable: tuple[str, ...]


def searches(words: Words, number: int, *, countries: Sequence[str], themes: Sequence[str], seed: int = 3) -> Searches:
    """A third of each kind, shuffled; fewer when there are not so many broad ones."""
    rng = Random(seed)
    wide = broad(words, rng)
    third = min(number // 3, len(wide))
    some, narrowed = middling(words, rng, third), filtered(words, rng, third * 2 // 3, countries, themes)
    mixed = [*wide[:third], *some, *narrowed, *rare(words, rng, third - len(narrowed))]
    countable = [*wide[:8], *some[:8], *narrowed[:8]]
    rng.shuffle(mixed)
    return Searches(tuple(map(urlencode, mixed)), tuple(map(urlencode, countable)))


def lists(number: int, *, countries: Sequence[str], themes: Sequence[str], seed: int = 4) -> list[str]:
    """Distinct query strings without a text: one or two filters and a sort."""
    rng = Random(seed)
    found = _distinct(number, lambda: (*filters(rng, countries, themes), ("tri", rng.choice(SORTS))))
    return [urlencode(pairs) for pairs in found]


def _together(words: Words, group: Iterable[str]) -> float:
    bits = (1 << words.size) - 1
    for word in group:
        bits &= words.sheets[word]
    return bits.bit_count() / words.size


def _distinct(number: int, make: Callable[[], Pairs]) -> list[Pairs]:
    found: dict[Pairs, None] = {}
    for _ in range(number * 20):
        if len(found) == number:
            break
        found[make()] = None
    return list(found)
