"""Words for invented sheets, from `words.txt`: French phrases by subject, and a long tail made of stems.

The lists are ordered: what comes first is drawn most often, so that some words stand in most sheets and many in few.
"""

from itertools import product
from pathlib import Path
from typing import Final


def _sections(text: str) -> dict[str, tuple[str, ...]]:
    """Lists by the name in brackets above them."""
    found: dict[str, tuple[str, ...]] = {}
    for part in text.split("\n[")[1:]:
        name, _, phrases = part.partition("]\n")
        found[name] = tuple(phrase.strip() for phrase in phrases.replace("\n", "|").split("|") if phrase.strip())
    return found


WORDS: Final = _sections(Path(__file__).with_name("words.txt").read_text(encoding="utf-8"))
SUBJECTS: Final = WORDS["subjects"]
OBJECTS: Final = WORDS["objects"]
CIRCUMSTANCES: Final = WORDS["circumstances"]
INFINITIVES: Final = WORDS["infinitives"]
SINGULAR_VERBS: Final = WORDS["verbs"]
_IRREGULAR = {"soutient": "soutiennent", "met en place": "mettent en place", "construit": "construisent"}
PLURAL_VERBS: Final = tuple(_IRREGULAR.get(verb, f"{verb}nt") for verb in SINGULAR_VERBS)
TOPICS: Final = {name.removeprefix("topic "): words for name, words in WORDS.items() if name.startswith("topic ")}
"""Theme code, or its first parts → what such a project speaks of."""


def rare_words() -> tuple[str, ...]:
    """The long tail, about two thousand words, in a fixed order that mixes nouns with derived words."""
    derived = (root + ending for root, ending in product(WORDS["roots"], WORDS["endings"]))
    joined = (prefix + adjective for adjective, prefix in product(WORDS["adjectives"], WORDS["prefixes"]))
    words = list(dict.fromkeys((*WORDS["nouns"], *WORDS["adjectives"], *derived, *joined)))
    step = 1_597  # prime, so that the walk meets each word once
    return tuple(words[place * step % len(words)] for place in range(len(words)))
