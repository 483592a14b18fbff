"""Sentences for invented sheets: French enough for search, a few in each thousand words rare. No sense is intended."""

from functools import cache
from random import Random
from typing import Final

from tests.bench import places
from tests.bench.vocabulary import (
    CIRCUMSTANCES,
    INFINITIVES,
    OBJECTS,
    PLURAL_VERBS,
    SINGULAR_VERBS,
    SUBJECTS,
    TOPICS,
    rare_words,
)

_RARE: Final = rare_words()
_LENGTHS: Final = {"context": 850, "history": 500, "objective": 550, "description": 1_100}
FIELDS = tuple(_LENGTHS)


@cache
def topic(code: str | None) -> tuple[str, ...]:
    """What a theme's projects speak of: the nearest list above it, a general one without a theme."""
    while code:
        if code in TOPICS:
            return TOPICS[code]
        code = code.rpartition(".")[0]
    return OBJECTS


def skewed(rng: Random, words: tuple[str, ...]) -> str:
    """One of the words, the first ones much more often."""
    return words[int(len(words) * rng.random() ** 2.2)]


def sentence(rng: Random, subjects: tuple[str, ...], town: str) -> str:
    """One sentence of 8 to 30 words."""
    kind = rng.random()
    first = skewed(rng, subjects)
    if kind < 0.3:
        return _upper(f"{_who_does(rng)} {first} {skewed(rng, CIRCUMSTANCES)}.")
    if kind < 0.5:
        return f"Il s’agit {_of(skewed(rng, INFINITIVES))} {first} et {skewed(rng, OBJECTS)}."
    if kind < 0.65:
        return f"À {town}, {_who_does(rng)} {first} : {_tail(rng)}, {_tail(rng)}."
    if kind < 0.8:
        people = rng.randrange(20, 9_000)
        return f"Le projet prévoit {first}, {skewed(rng, subjects)} et {skewed(rng, OBJECTS)} pour {people} habitants."
    if kind < 0.9:
        return f"- {skewed(rng, INFINITIVES)} {first} ({_tail(rng)}) ;"
    return _upper(f"{skewed(rng, CIRCUMSTANCES)}, {_who_does(rng)} {skewed(rng, OBJECTS)} et {places.village(rng)}.")


def _who_does(rng: Random) -> str:
    who = skewed(rng, SUBJECTS)
    return f"{who} {skewed(rng, PLURAL_VERBS if who.startswith('les ') else SINGULAR_VERBS)}"


def _of(infinitive: str) -> str:
    return f"d’{infinitive}" if infinitive[0] in "aeiouéê" else f"de {infinitive}"


def _upper(words: str) -> str:
    return words[0].upper() + words[1:]


def _tail(rng: Random) -> str:
    """A rare word: each sheet has a dozen of them, the last ones of the list stand in very few sheets."""
    return _RARE[int(len(_RARE) * rng.random() ** 1.6)]


def paragraph(rng: Random, length: int, subjects: tuple[str, ...], town: str) -> str:
    """About `length` characters; lines end where a list item or a paragraph does."""
    written, size, parts = rng.random(), 0, []
    while size < length * (0.4 + 1.2 * written):
        one = sentence(rng, subjects, town)
        size += len(one)
        parts.append(one)
        parts.append("\n" if one.endswith(";") or rng.random() < 0.15 else " ")
    return "".join(parts).replace(" \n", "\n").strip()


def texts(rng: Random, theme: str | None, town: str) -> dict[str, str]:
    """The four long texts of a sheet, about 3,000 characters in all; history is sometimes empty."""
    subjects = topic(theme)
    made = {field: paragraph(rng, length, subjects, town) for field, length in _LENGTHS.items()}
    return made if rng.random() < 0.8 else {field: text for field, text in made.items() if field != "history"}


def title(rng: Random, theme: str | None, town: str) -> str:
    """Mostly short; some in capitals, some so long that the old site cut it at 255 bytes (D3.7)."""
    kind = rng.random()
    first = skewed(rng, topic(theme))
    if kind < 0.05:
        return f"JUMELAGE AVEC {town.upper()}"
    if kind < 0.07:
        return "Jumelage"
    short = _upper(f"{skewed(rng, INFINITIVES)} {first} à {town}")
    if kind < 0.95:
        return short if kind < 0.6 else f"{short} {skewed(rng, CIRCUMSTANCES)}"
    long = f"{short} : {' '.join(sentence(rng, topic(theme), town) for _ in range(4))}"
    return long.encode()[:255].decode(errors="ignore")
