"""When is a contribution accepted without a person, and what of it is taken? The one place for these rules. Pure.

Sources are ranked. A source changes what it changed since its own last word, where nobody of a higher rank spoke:
a person's value is never overwritten, the conflict waits for a human (D3.9); a richer source is not overwritten by a
poorer one, silently, because nothing is lost: the poorer value stays in its own contribution.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from atlas.projects.checks import Finding
from atlas.projects.diff import FIELDS, changed_fields, take
from atlas.projects.draft import ProjectDraft

from .models import Origin

# A truncated page speaks with the lowest rank: what it does not say is not « empty ».
PARTIAL_RANK = 0
RANKS: Mapping[str, int] = {
    Origin.FACTS: 1,
    Origin.IATI: 2,
    Origin.LEGACY_PAGE: 3,
    Origin.SPREADSHEET: 3,
    Origin.PERSON: 4,
    Origin.SUGGESTED_EDIT: 4,
    Origin.SUGGESTION: 4,
}
TRUSTED = frozenset({Origin.FACTS, Origin.IATI, Origin.LEGACY_PAGE, Origin.SPREADSHEET})
# What a person said, or a reader with a moderator's agreement: no source writes over it.
HUMAN = frozenset({Origin.PERSON, Origin.SUGGESTED_EDIT, Origin.SUGGESTION})
EMPTY = ProjectDraft()


@dataclass(frozen=True)
class Existing:
    """A project as it stands: its draft, who last changed each field, and the last draft accepted from this source."""

    draft: ProjectDraft
    origins: Mapping[str, str]
    last_from_source: ProjectDraft | None = None


@dataclass(frozen=True)
class Decision:
    """`accepted` False = it waits, `reason` is a code and `detail` names the fields. `draft` = what to write."""

    accepted: bool
    reason: str
    draft: ProjectDraft
    detail: str = ""
    changes: bool = True


def decide(
    draft: ProjectDraft,
    *,
    origin: str,
    existing: Existing | None,
    findings: tuple[Finding, ...] = (),
    is_partial: bool = False,
) -> Decision:
    """Apply the rules to one submitted draft."""
    if origin not in TRUSTED:
        return Decision(False, "needs_moderation", draft)
    if existing is None:
        errors = [finding.code for finding in findings if finding.level == "error"]
        if errors:
            return Decision(False, "has_errors", draft, ", ".join(errors))
        return Decision(True, "new_from_trusted_source", draft)
    merged, conflicts = merge(draft, existing, origin=origin, is_partial=is_partial)
    if conflicts:
        return Decision(False, "conflicts_with_human_edit", draft, ", ".join(conflicts))
    return Decision(True, "update_from_trusted_source", merged, changes=merged != existing.draft)


def merge(
    draft: ProjectDraft, existing: Existing, *, origin: str, is_partial: bool
) -> tuple[ProjectDraft, tuple[str, ...]]:
    """The existing draft with what the source may change, and the fields where a person spoke since."""
    base = existing.last_from_source or EMPTY
    spoken = changed_fields(base, draft)
    rank = PARTIAL_RANK if is_partial else RANKS[origin]
    taken, conflicts = [], []
    for name in FIELDS:
        current = getattr(existing.draft, name)
        if name not in spoken or getattr(draft, name) == current:
            continue
        owner = existing.origins.get(name)
        if owner in HUMAN:
            conflicts.append(name)
        elif current == getattr(EMPTY, name) or RANKS.get(owner or "", 0) <= rank:
            taken.append(name)
    return take(existing.draft, draft, taken), tuple(conflicts)


@dataclass(frozen=True)
class Proposed:
    """What a draft would change of a sheet as it stands, in the sheet's order. `conflicts`, among `fields`: the sheet
    changed there since the draft was begun, so that to accept them is to overwrite somebody."""

    fields: tuple[str, ...]
    conflicts: tuple[str, ...] = ()


def proposed(draft: ProjectDraft, *, base: ProjectDraft, current: ProjectDraft, is_partial: bool = False) -> Proposed:
    """Compare a draft with what it was begun from and with what stands now. A truncated page empties nothing."""
    spoken = changed_fields(base, draft)
    if is_partial:
        spoken = frozenset(name for name in spoken if getattr(draft, name) != getattr(EMPTY, name))
    differing = changed_fields(current, draft)
    fields = tuple(name for name in FIELDS if name in spoken and name in differing)
    moved = changed_fields(base, current)
    return Proposed(fields, tuple(name for name in fields if name in moved))
