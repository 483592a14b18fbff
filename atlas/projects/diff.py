"""Compare two drafts field by field, and merge a source's changes into what people edited since. Pure."""

from collections.abc import Iterable

import msgspec

from .draft import ProjectDraft

FIELDS: tuple[str, ...] = ProjectDraft.__struct_fields__


class Change(msgspec.Struct, frozen=True):
    """One field that differs; `before` and `after` are the fields' own values."""

    field: str
    before: object
    after: object


def diff(before: ProjectDraft, after: ProjectDraft) -> tuple[Change, ...]:
    """Every field that differs, in the sheet's order."""
    return tuple(
        Change(name, old, new) for name in FIELDS if (old := getattr(before, name)) != (new := getattr(after, name))
    )


def changed_fields(before: ProjectDraft, after: ProjectDraft) -> frozenset[str]:
    """Names of the fields that differ."""
    return frozenset(change.field for change in diff(before, after))


def take(base: ProjectDraft, other: ProjectDraft, fields: Iterable[str]) -> ProjectDraft:
    """`base` with the named fields of `other`."""
    return msgspec.structs.replace(base, **{name: getattr(other, name) for name in fields})
