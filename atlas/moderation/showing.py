"""Two drafts side by side for whoever decides: lines of `contributions.comparison`, what differs marked in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from atlas.contributions.comparison import Words, value_lines
from atlas.contributions.field_words import LABELS
from atlas.projects.diff import FIELDS
from atlas.projects.draft import ProjectDraft

OTHER_FIELD: Final = _("Autre rubrique")
_WORDS_AT_MOST: Final = 3000
"""Longer texts are compared line by line, not word by word."""


@dataclass(frozen=True)
class Piece:
    """A part of a line; `mark`: `added`, `removed` or ""."""

    text: str
    mark: str = ""


Line = tuple[Piece, ...]


@dataclass(frozen=True)
class Side:
    """One field before and after, each as lines of pieces."""

    field: str
    label: str
    before: tuple[Line, ...]
    after: tuple[Line, ...]
    is_conflict: bool = False
    source_lines: tuple[str, ...] = ()


def field_label(name: str) -> str:
    """« Titre », as the form calls it."""
    return str(LABELS.get(name, OTHER_FIELD))


def lines_of(name: str, value: Any, words: Words) -> list[str]:
    """A field's value in words, one line an item; none for an empty one."""
    return list(value_lines(name, value, words))


def sides_of(
    before: ProjectDraft,
    after: ProjectDraft,
    fields: Iterable[str],
    *,
    words: Words,
    conflicts: Iterable[str] = (),
    source: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Side, ...]:
    """The named fields of two drafts, side by side, in the order of the sheet."""
    wanted, against, found = set(fields), set(conflicts), []
    for name in FIELDS:
        if name in wanted:
            left, right = marked(*(lines_of(name, getattr(draft, name), words) for draft in (before, after)))
            lines = tuple((source or {}).get(name, ()))
            found.append(Side(name, field_label(name), left, right, name in against, lines))
    return tuple(found)


def marked(old: Sequence[str], new: Sequence[str]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Lines that differ are marked; a line that was changed is marked word by word."""
    left: list[Line] = []
    right: list[Line] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            left += [(Piece(line),) for line in old[a:b]]
            right += [(Piece(line),) for line in new[c:d]]
            continue
        pairs = min(b - a, d - c)
        for one, other in zip(old[a : a + pairs], new[c : c + pairs], strict=True):
            first, second = _words(one, other)
            left.append(first)
            right.append(second)
        left += [(Piece(line, "removed"),) for line in old[a + pairs : b]]
        right += [(Piece(line, "added"),) for line in new[c + pairs : d]]
    return tuple(left), tuple(right)


def _words(old: str, new: str) -> tuple[Line, Line]:
    before, after = old.split(" "), new.split(" ")
    if len(before) + len(after) > _WORDS_AT_MOST:
        return (Piece(old, "removed"),), (Piece(new, "added"),)
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    left = _pieces((kind != "equal", before[a:b], "removed") for kind, a, b, _c, _d in codes)
    right = _pieces((kind != "equal", after[c:d], "added") for kind, _a, _b, c, d in codes)
    return tuple(left), tuple(right)


def _pieces(parts: Iterable[tuple[bool, Sequence[str], str]]) -> Iterator[Piece]:
    for differs, words, mark in parts:
        if words:
            yield Piece(" ".join(words) + " ", mark if differs else "")
