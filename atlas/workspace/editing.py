"""Saving one section of a draft: only what the person changed, never over what somebody else saved meanwhile.

The page sends beside each field the digest of what it showed (`was`). What is typed and differs from it was changed
here; what stands now and differs from it was changed elsewhere. Both at once is a clash: it is kept in the history of
edits (`DraftEdit.refused`), not in the draft, and its author sees both.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import msgspec
from django.utils.translation import gettext as _

from atlas.accounts.queries import names_of
from atlas.contributions.comparison import Words, value_lines
from atlas.contributions.drafting import EditConflict, Theirs, save_draft
from atlas.contributions.models import Contribution, DraftEdit
from atlas.contributions.values import from_json
from atlas.organisations.models import Organisation
from atlas.projects.draft import FundingDraft, PartyDraft, ProjectDraft, decode_draft
from atlas.reference.match import match_key

from .fields import FieldSpec, Lists, Typed
from .reading import Problem, as_typed, digest, normal, read

ALWAYS: Final = 0
"""The number of an edit before all others: whatever was saved in a field since is a clash."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that two people changed. `theirs`, `typed`: what stands, as lines and as inputs; `was`: its digest."""

    field: str
    label: str
    theirs: tuple[str, ...]
    by: str
    at: datetime
    typed: Typed
    was: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A field that somebody else changed and this page did not: `typed` is what stands now, as inputs."""

    field: str
    label: str
    by: str
    typed: Typed
    was: str


@dataclass(frozen=True)
class SectionSaved:
    """What became of a section. `draft`: as it stands now. `saved`: the fields written by this call."""

    draft: ProjectDraft
    edit_number: int
    saved: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    clashes: tuple[Clash, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()


@dataclass
class _Sorted:
    """Fields of a section by what is to become of them."""

    changes: dict[str, Any] = field(default_factory=dict)
    clashing: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    moved: list[FieldSpec] = field(default_factory=list)


def save_section(
    contribution: Contribution,
    specs: Sequence[FieldSpec],
    typed: Typed,
    was: Mapping[str, str],
    *,
    lists: Lists,
    words: Words,
    by: str,
    at: datetime,
) -> SectionSaved:
    """Save what was changed. A field without its digest in `was` was not on the page and is left alone.

    `contribution` as read for this request: what was saved since then is a conflict like what was saved before.

    Raises AlreadyDecided when the draft was sent or withdrawn meanwhile.
    """
    before = decode_draft(contribution.draft)
    sorted_ = _sort([spec for spec in specs if spec.name in was], typed, was, before, lists)
    changes = with_known_names(sorted_.changes)
    saved, theirs = _save(contribution, changes, contribution.edit_number, by, at)
    if sorted_.clashing:
        saved, more = _save(contribution, sorted_.clashing, ALWAYS, by, at)
        theirs |= more
    return SectionSaved(
        draft=saved.draft,
        edit_number=saved.edit_number,
        saved=tuple(changes),
        problems=tuple(sorted_.problems),
        clashes=_clashes(specs, theirs, saved.draft, words, by),
        elsewhere=_elsewhere(contribution, sorted_.moved, saved.draft, by),
    )


def _sort(
    specs: Iterable[FieldSpec], typed: Typed, was: Mapping[str, str], before: ProjectDraft, lists: Lists
) -> _Sorted:
    found = _Sorted()
    for spec in specs:
        mine, shown = normal(spec, typed), was[spec.name]
        now, here = digest(as_typed(spec, before)), digest(mine)
        if here == now:
            continue
        if here == shown:
            found.moved.append(spec)
            continue
        reading = read(spec, mine, before, lists)
        found.problems.extend(reading.problems)
        (found.changes if now == shown else found.clashing).update(reading.values)
    return found


def _save(
    contribution: Contribution, changes: Mapping[str, Any], expected: int, by: str, at: datetime
) -> tuple[Any, dict[str, Theirs]]:
    try:
        return save_draft(contribution, changes, expected, by=by, at=at), {}
    except EditConflict as conflict:
        return conflict.saved, dict(conflict.saved.conflicts)


def _clashes(
    specs: Iterable[FieldSpec], theirs: Mapping[str, Theirs], draft: ProjectDraft, words: Words, me: str
) -> tuple[Clash, ...]:
    names = _names((one.by for one in theirs.values()), me) if theirs else {}
    found = []
    for spec in specs:
        other = next((theirs[name] for name in spec.fields if name in theirs), None)
        if other is not None:
            lines = tuple(line for name in spec.fields for line in value_lines(name, getattr(draft, name), words))
            now = as_typed(spec, draft)
            found.append(Clash(spec.name, str(spec.label), lines, names[other.by], other.at, now, digest(now)))
    return tuple(found)


def _names(actors: Iterable[str], me: str) -> dict[str, str]:
    """Who it was, as the person reads it: two windows of one's own meet as well."""
    return {**names_of(actors), me: _("Vous, dans une autre fenêtre,")}


def _elsewhere(
    contribution: Contribution, specs: Sequence[FieldSpec], draft: ProjectDraft, me: str
) -> tuple[Elsewhere, ...]:
    if not specs:
        return ()
    authors: dict[str, str] = {}
    for edit in DraftEdit.objects.filter(contribution=contribution).order_by("number"):
        authors.update(dict.fromkeys(from_json(edit.changes), edit.by))
    names = _names(authors.values(), me)
    found = []
    for spec in specs:
        by = next((names[authors[name]] for name in spec.fields if name in authors), "")
        now = as_typed(spec, draft)
        found.append(Elsewhere(spec.name, str(spec.label), by, now, digest(now)))
    return tuple(found)


def with_known_names(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Parties and funders that are named as exactly one organisation of today get its number. One query or none."""
    found = dict(changes)
    unlinked = [
        item
        for name in ("parties", "funding")
        for item in changes.get(name, ())
        if item.organisation_id is None and _name(item)
    ]
    if not unlinked:
        return found
    known = _known({match_key(_name(item)) for item in unlinked})
    for name in ("parties", "funding"):
        if name in found:
            found[name] = tuple(_with_number(item, known) for item in found[name])
    return found


def _name(item: PartyDraft | FundingDraft) -> str:
    return item.name if isinstance(item, PartyDraft) else item.funder


def _known(keys: Iterable[str]) -> dict[str, list[tuple[int, str]]]:
    rows = Organisation.objects.filter(match_key__in=list(keys), valid_to=None).order_by("pk")
    found: dict[str, list[tuple[int, str]]] = {}
    for key, pk, country in rows.values_list("match_key", "pk", "country_id"):
        found.setdefault(key, []).append((pk, country or ""))
    return found


def _with_number(item: Any, known: Mapping[str, list[tuple[int, str]]]) -> Any:
    if item.organisation_id is not None:
        return item
    country = getattr(item, "country", None)
    fitting = [pk for pk, home in known.get(match_key(_name(item)), ()) if not country or home == country]
    return msgspec.structs.replace(item, organisation_id=fitting[0]) if len(fitting) == 1 else item
