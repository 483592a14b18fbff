"""Two drafts of one partnership as one, and drafts whose organisations were merged. Pure.

What both sheets say is said once; what only one says is kept; where both fill a field that holds one value, the sheet
that stays has the word unless the person who merges chooses otherwise. What is not taken stands in the versions of the
other sheet.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, Final

import msgspec

from atlas.projects.diff import FIELDS
from atlas.projects.draft import FundingDraft, PartyDraft, ProjectDraft, ThemeDraft
from atlas.projects.rows import TEXTS
from atlas.reference.match import match_key

KEEP: Final = "keep"
OTHER: Final = "other"
BOTH: Final = "both"
_BLANK = ProjectDraft()
_ENDS: Final = ("end_date", "end_year")
_TEXTS: Final = frozenset({*TEXTS})


def _party(one: PartyDraft) -> Hashable:
    return (one.role, one.organisation_id or match_key(one.name) or one.name)


def _line(one: FundingDraft) -> Hashable:
    return (one.organisation_id or match_key(one.funder) or one.funder, one.year, one.amount, one.nature)


def _theme(one: ThemeDraft) -> Hashable:
    return one.code or (one.l1, one.l2, one.l3)


# What makes two items of a list the same one.
_SAME: Final[Mapping[str, Callable[[Any], Hashable]]] = {
    "countries": str,
    "places": lambda one: (one.country, match_key(one.name), one.latitude, one.longitude),
    "posts": lambda one: one.post_id or match_key(one.name),
    "themes": _theme,
    "parties": _party,
    "contact_functions": lambda one: (match_key(one.organisation), match_key(one.function)),
    "funding": _line,
    "actions": lambda one: match_key(one.title) or one.title,
    "documents": lambda one: one.url or one.title,
    "sdgs": int,
    "cofinancing_years": int,
    "extra": lambda one: one,
}


def choices_of(name: str) -> tuple[str, ...]:
    """What the person who merges may choose for a field, the usual first."""
    if name in _SAME:
        return (BOTH, KEEP, OTHER)
    return (KEEP, OTHER, BOTH) if name in _TEXTS else (KEEP, OTHER)


def joined(keep: ProjectDraft, other: ProjectDraft, choices: Mapping[str, str] | None = None) -> ProjectDraft:
    """One draft of two. The number of the old site stays with its own sheet."""
    chosen = choices or {}
    values = {name: _value(name, keep, other, chosen.get(name, "")) for name in FIELDS if name != "legacy_prj_id"}
    values.update(_end(keep, other, chosen))
    return msgspec.structs.replace(keep, **values)


def _end(keep: ProjectDraft, other: ProjectDraft, chosen: Mapping[str, str]) -> dict[str, Any]:
    """A day or a year, from one of the sheets."""
    said = [name for name in _ENDS if getattr(keep, name) is not None]
    wanted = chosen.get("end_date") or chosen.get("end_year") or (KEEP if said else OTHER)
    source = other if wanted == OTHER else keep
    return {name: getattr(source, name) for name in _ENDS}


def _value(name: str, keep: ProjectDraft, other: ProjectDraft, choice: str) -> Any:
    mine, theirs, blank = getattr(keep, name), getattr(other, name), getattr(_BLANK, name)
    if choice == OTHER:
        return theirs
    if name in _SAME:
        return mine if choice == KEEP else _union(name, mine, theirs)
    if choice == BOTH and name in _TEXTS and mine and theirs and mine != theirs:
        return f"{mine}\n\n{theirs}"
    return theirs if mine == blank and choice != KEEP else mine


def _union(name: str, mine: tuple[Any, ...], theirs: tuple[Any, ...]) -> tuple[Any, ...]:
    same = _SAME[name]
    known = {same(one) for one in mine}
    added = []
    for one in theirs:
        if same(one) not in known:
            known.add(same(one))
            added.append(one)
    if name == "themes":
        return (*mine, *_after(mine, added))
    found = (*mine, *added)
    return tuple(sorted(found)) if name in {"sdgs", "cofinancing_years"} and added else found


def _after(mine: Iterable[ThemeDraft], added: Iterable[ThemeDraft]) -> Iterable[ThemeDraft]:
    """Themes of the other sheet come behind ours: a sheet has one main theme."""
    last = max((one.rank for one in mine), default=-1)
    return (msgspec.structs.replace(one, rank=last + place) for place, one in enumerate(added, start=1))


def relink(draft: ProjectDraft, moved: Mapping[int, int]) -> ProjectDraft:
    """The draft with other numbers of organisations; names as declared stay."""
    return msgspec.structs.replace(
        draft,
        parties=tuple(_moved(one, moved) for one in draft.parties),
        funding=tuple(_moved(one, moved) for one in draft.funding),
    )


def _moved(one: Any, moved: Mapping[int, int]) -> Any:
    number = moved.get(one.organisation_id or 0)
    return one if number is None else msgspec.structs.replace(one, organisation_id=number)


def renamed_as(current: ProjectDraft, before: ProjectDraft, drop: int, keep: int) -> ProjectDraft:
    """`current`, with `drop` instead of `keep` on the lines that named `drop` in `before` and are the same since."""
    lines: tuple[Any, ...] = (*before.parties, *before.funding)
    theirs = {_line_key(one) for one in lines if one.organisation_id == drop}

    def named(one: Any) -> Any:
        is_theirs = one.organisation_id == keep and _line_key(one) in theirs
        return msgspec.structs.replace(one, organisation_id=drop) if is_theirs else one

    return msgspec.structs.replace(
        current,
        parties=tuple(named(one) for one in current.parties),
        funding=tuple(named(one) for one in current.funding),
    )


def _line_key(one: Any) -> Hashable:
    """A party or line of funding, whichever organisation it names."""
    key: Hashable = msgspec.structs.replace(one, organisation_id=None)
    return key
