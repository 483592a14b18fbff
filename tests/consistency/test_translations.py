"""English is complete and current: every text of the code has its English, and the catalogue holds nothing else."""

import re
from functools import cache

from tests.consistency.translations import catalogue, key, name, strings, texts

CODE = {entry: f"{name(path)}:{line}" for path, line, entry in texts()}


@cache
def in_catalogue():
    """Read once: reading it for each text took four minutes."""
    return {key(message): message for message in catalogue() if message.id}


def test_texts_are_found():
    assert len(CODE) > 200
    assert (None, "Rechercher") in CODE


def test_every_text_is_in_the_catalogue():
    assert {place: entry[1] for entry, place in CODE.items() if entry not in in_catalogue()} == {}, "make translations"


def test_the_catalogue_holds_no_text_of_the_past():
    assert [entry for entry in in_catalogue() if entry not in CODE] == [], "make translations"


def test_every_text_has_its_english():
    assert [message.id for message in in_catalogue().values() if message.fuzzy or not all(strings(message))] == []


def test_translations_keep_the_variables():
    """Each %(name)s and {name} of the French stands in the English."""
    variable = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
    broken = []
    for message in in_catalogue().values():
        french = set(variable.findall(message.id if isinstance(message.id, str) else message.id[1]))
        english = set(variable.findall(strings(message)[-1]))
        if all(strings(message)) and french != english:
            broken.append((message.id, sorted(french ^ english)))
    assert broken == []


def test_english_is_not_french():
    """A text of three words or more that is the same in both languages was forgotten, but for proper names."""
    same = [
        m.id for m in in_catalogue().values() if isinstance(m.id, str) and m.id == m.string and len(m.id.split()) > 3
    ]
    assert same == []


def test_no_english_says_itself_twice():
    """A careless merge of two catalogues joins what each says of the same text."""
    words = [text for message in in_catalogue().values() for text in strings(message)]
    assert [text for text in words if len(text) > 10 and text[: len(text) // 2] * 2 == text] == []
