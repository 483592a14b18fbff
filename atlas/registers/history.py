"""What became of a register, edit by edit: for its page, which fields changed and when; for staff, the words.

Words that stood on the page once stay private: they may have been taken away because they should not have been there.
Pure but for `edits_of`, which reads the versions of one register.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from django.utils import timezone

from atlas.catalogue.record import PublicEdit

from .models import MODELS, CountryRegister, EntryKind, EntryVersion

SHOWN: Final = 50
"""Edits that a page tells, the newest ones."""

ADDED, CHANGED, WITHDRAWN = "added", "changed", "withdrawn"
SAME, GONE, NEW = "same", "gone", "new"

_WORD: Final = re.compile(r"\s+|\w+|[^\w\s]")
_OURS: Final = frozenset({"is_public", "data_post_id"})
"""Columns whose change is told otherwise: as an addition or a withdrawal, with the date that a post vouches for."""


@dataclass(frozen=True, slots=True)
class Change:
    """A column whose value differs, with both values."""

    name: str
    before: Any
    after: Any


def changes(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """The columns that differ between two versions of an entry of this kind, in the order of its model: PostgreSQL
    keeps none in JSON."""
    return tuple(
        Change(name, before.get(name), after.get(name))
        for name in MODELS[kind].content_fields
        if before.get(name) != after.get(name)
    )


def marked(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Both texts as one, in pieces: (SAME, GONE or NEW; words)."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    for tag, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield SAME, "".join(old[start:end])
            continue
        if start < end:
            yield GONE, "".join(old[start:end])
        if first < last:
            yield NEW, "".join(new[first:last])


def edits_of(register: CountryRegister) -> tuple[PublicEdit, ...]:
    """What the page tells of its edits, the newest first. One query."""
    versions = EntryVersion.objects.filter(register=register).select_related("post").order_by("at", "pk")
    return tuple(reversed(list(_edits(list(versions)))))[:SHOWN]


def _edits(versions: list[EntryVersion]) -> Iterator[PublicEdit]:
    """Of an entry that no longer stands on the page, no label is told, nor of one under a label that it lost."""
    labels = {_entry(one): one.label if _is_public(one.content) else "" for one in versions}
    last: dict[tuple[str, int], Mapping[str, Any]] = {}
    for version in versions:
        entry = _entry(version)
        before = last.get(entry)
        last[entry] = version.content
        what = _what(before, version.content)
        names = _names(version.kind, before, version.content) if what == CHANGED else ()
        if what and (what != CHANGED or names):
            yield PublicEdit(
                on=timezone.localdate(version.at),
                what=what,
                entry=version.kind,
                label="" if version.kind == EntryKind.REGISTER else labels[entry],
                by=version.post.name if version.post else "",
                changed=names,
            )


def _entry(version: EntryVersion) -> tuple[str, int]:
    return version.kind, version.entry_id


def _is_public(content: Mapping[str, Any] | None) -> bool:
    """The dates of a register have no such column: they always stand on its page."""
    return content is not None and content.get("is_public", True)


def _what(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> str:
    """'' for an edit of what nobody sees."""
    if _is_public(after):
        return CHANGED if _is_public(before) else ADDED
    return WITHDRAWN if _is_public(before) else ""


def _names(kind: str, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(one.name for one in changes(kind, before or {}, after) if one.name not in _OURS)
