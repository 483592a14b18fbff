"""Which column of a file is which of ours: guessed from names, remembered by its header. Pure.

A mapping has one key for each column of the file, '' for a column that is left out. It is saved for next time under the
fingerprint of the header, so that the same table next year is understood as it was corrected this year.
"""

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache

from django.utils.translation import override

from atlas.reference.match import match_key

from .columns import COLUMNS, TableKind, by_key, names_of


@cache
def _known(kind: str) -> Mapping[str, str]:
    """Match key of a name → our key. The first column in the list's order has it."""
    found: dict[str, str] = {}
    for column in COLUMNS[kind]:
        for name in names_of(column):
            found.setdefault(name, column.key)
    for language in ("en", "fr"):  # a column's own label is nobody else's, whatever synonyms say
        with override(language):
            found.update({match_key(str(column.label)): column.key for column in COLUMNS[kind]})
    return found


def guess_mapping(kind: str, header: Sequence[str]) -> tuple[str, ...]:
    """One of our keys for each column; a key is given once, to the first column that bears its name."""
    found: list[str] = []
    for name in header:
        key = _known(kind).get(match_key(name), "")
        found.append(key if key not in found else "")
    return tuple(found)


def recognised(header: Sequence[str]) -> int:
    """How many of these names are known to the kind that knows most of them."""
    return max(_score(kind, header) for kind in COLUMNS)


def guess_kind(header: Sequence[str]) -> str:
    """The kind that lacks the fewest of what it needs, then knows most of the names; the first of equals."""
    return max(COLUMNS, key=lambda kind: (-len(missing(kind, guess_mapping(kind, header))), _score(kind, header)))


def _score(kind: str, header: Sequence[str]) -> int:
    return sum(1 for key in guess_mapping(kind, header) if key)


def missing(kind: str, mapping: Sequence[str]) -> tuple[str, ...]:
    """Keys that a table of this kind needs and no column gives."""
    needed = [column.key for column in COLUMNS[kind] if column.is_required]
    if kind == TableKind.PLACE and "coordinates" not in mapping:
        needed += ["latitude", "longitude"]
    return tuple(key for key in needed if key not in mapping)


def checked(kind: str, mapping: Sequence[str], width: int) -> tuple[str, ...]:
    """A mapping as somebody gave it, if it can be one: known keys, each once, one a column. Raises ValueError."""
    keys = [key for key in mapping if key]
    if len(mapping) != width or len(set(keys)) != len(keys) or not set(keys) <= by_key(kind).keys():
        raise ValueError("not a mapping of this table")
    return tuple(mapping)


def fingerprint(header: Sequence[str]) -> str:
    """32 hexadecimal digits that stand for the names of the columns, in their order."""
    text = "\x1f".join(match_key(name) for name in header)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
