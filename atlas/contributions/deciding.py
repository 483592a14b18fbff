"""Verbs of those who decide (`states`): accept whole or field by field, refuse, send back, ask, reopen.

Whether an account may is the caller's question (`rules.may`), asked before; what must hold whoever asks is held here:
one decision wins, nothing is overwritten unseen, what is written can be written. Verbs on the sheet itself: `sheets`;
on single doubtful values: `proposals`.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction
from django.utils import timezone

from atlas.projects.actions import Application, Applied, apply_draft
from atlas.projects.checks import Finding, check
from atlas.projects.diff import FIELDS, take
from atlas.projects.draft import ProjectDraft, decode_draft, decode_private
from atlas.projects.models import Project
from atlas.projects.queries import projects_by_legacy_id

from .acceptance import EMPTY, TRUSTED
from .drafting import HasErrors
from .locking import AlreadyDecided, SheetGone, SheetMoved, is_open, lock_project, locked, moved, said, told
from .models import Contribution, Origin, Proposal
from .queries import draft_at, proposed_by, relinked
from .states import State
from .telling import tell_author
from .values import typed
from .writable import unwritable


class Conflict(Exception):
    """`fields`: the sheet changed there since the draft was begun. Accept again with `override` to overwrite it."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


class NothingToAccept(Exception):
    """The sheet says already what was proposed."""


@transaction.atomic
def accept(
    contribution: Contribution,
    *,
    by: str,
    at: datetime,
    fields: Collection[str] | None = None,
    values: Mapping[str, Any] | None = None,
    expected_version: int | None = None,
    override: bool = False,
    reason: str = "",
) -> Applied | None:
    """Write what was proposed to the sheet: all of it, or some `fields`; with other `values` where the decider mends.

    `expected_version`: the version that the decider's page showed. Raises AlreadyDecided, SheetMoved when the sheet
    moved since that page, Conflict, HasErrors, SheetGone, NothingToAccept. A reader's remark that needs no change of
    the sheet is accepted without one: None.
    """
    row = locked(contribution)
    row.state = moved(row, "accept")
    project, current = _target(row, expected_version)
    chosen = _chosen(row, current, fields, frozenset(values or ()), override=override)
    (offered,) = relinked(decode_draft(row.draft))
    draft = msgspec.structs.replace(take(current, offered, chosen), **typed(values or {}))
    said(row, "accept", reason, by=by, at=at)
    applied = None
    if draft != current or project is None:
        applied = apply_draft(_application(row, project, draft, at, is_mended=bool(values)), by=by, at=at)
    elif row.origin != Origin.SUGGESTION:
        raise NothingToAccept(f"contribution {row.pk}")
    _decided(row, by, at, applied)
    row.taken = [name for name in FIELDS if applied and name in applied.changed]
    row.save(update_fields=["state", "decided_at", "decided_by", "applied_version", "project", "taken"])
    _close_remark(row, by, at, Proposal.State.TAKEN)
    left = list(proposed_by(row, draft).fields) if project else []
    told(row, "accepted", by=by, at=at, version=row.applied_version, taken=row.taken, left=left)
    tell_author(row, "accept", reason, by=by, at=at)
    return applied


def _target(row: Contribution, expected_version: int | None) -> tuple[Project | None, ProjectDraft]:
    """The sheet that it would change, locked, and what it says; none for a new one."""
    if row.project_id is None:
        return None, EMPTY
    project = lock_project(row.project_id)
    if not is_open(project):
        raise SheetGone(f"sheet {project.pk} is {project.publication_state}")
    if expected_version is not None and project.version_number != expected_version:
        raise SheetMoved(f"project {project.pk} is at version {project.version_number}")
    return project, draft_at(project.pk, project.version_number)


def _chosen(
    row: Contribution,
    current: ProjectDraft,
    fields: Collection[str] | None,
    mended: frozenset[str],
    *,
    override: bool,
) -> tuple[str, ...]:
    """The fields to take from the draft. What the decider writes himself is no conflict: he has seen the sheet."""
    offered = proposed_by(row, current)
    chosen = tuple(name for name in offered.fields if (fields is None or name in fields) and name not in mended)
    conflicts = tuple(name for name in chosen if name in offered.conflicts)
    if conflicts and not override:
        raise Conflict(conflicts)
    return chosen


def _application(
    row: Contribution, project: Project | None, draft: ProjectDraft, at: datetime, *, is_mended: bool
) -> Application:
    is_source = row.origin in TRUSTED
    return Application(
        draft=draft,
        origin=Origin.PERSON if is_mended and is_source else row.origin,
        project_id=project.pk if project else None,
        expected_version=project.version_number if project else 0,
        private=decode_private(row.private) if is_source and row.private else None,
        findings=checked(draft, at, is_new=project is None),
        document_id=row.document_id,
        lines=row.lines,
    )


def checked(draft: ProjectDraft, at: datetime, *, is_new: bool = False) -> tuple[Finding, ...]:
    """The findings on a draft that is to be written. Raises HasErrors."""
    findings = check(draft, today=timezone.localdate(at))
    errors = [*(one for one in findings if one.level == "error"), *unwritable(draft)]
    if is_new and draft.legacy_prj_id is not None and projects_by_legacy_id([draft.legacy_prj_id]):
        errors.append(Finding("number_taken", "legacy_prj_id", str(draft.legacy_prj_id), "error"))
    if errors:
        raise HasErrors(tuple(errors))
    return findings


def _decided(row: Contribution, by: str, at: datetime, applied: Applied | None = None) -> None:
    row.decided_at, row.decided_by = at, by
    if applied is not None:
        row.applied_version, row.project_id = applied.version, applied.project_id


def _close_remark(row: Contribution, by: str, at: datetime, state: str) -> None:
    """What a reader said stands in one proposal: it is decided with the contribution."""
    if row.origin == Origin.SUGGESTION:
        open_ones = row.proposals.filter(state=Proposal.State.OPEN)
        open_ones.update(state=state, decided_at=at, decided_by=by)


@transaction.atomic
def reject(contribution: Contribution, *, reason: str, by: str, at: datetime) -> Contribution:
    """Refuse it, with the reason. Raises AlreadyDecided, ReasonMissing."""
    row = _moved_with_words(contribution, "reject", reason, by, at)
    _decided(row, by, at)
    row.save(update_fields=["state", "decided_at", "decided_by"])
    _close_remark(row, by, at, Proposal.State.REFUSED)
    told(row, "rejected", by=by, at=at)
    tell_author(row, "reject", reason, by=by, at=at)
    return row


@transaction.atomic
def return_to_author(contribution: Contribution, *, reason: str, by: str, at: datetime) -> Contribution:
    """Send it back to be mended."""
    row = _moved_with_words(contribution, "return", reason, by, at)
    _decided(row, by, at)
    row.save(update_fields=["state", "decided_at", "decided_by"])
    told(row, "returned", by=by, at=at)
    tell_author(row, "return", reason, by=by, at=at)
    return row


@transaction.atomic
def ask(contribution: Contribution, *, question: str, by: str, at: datetime) -> Contribution:
    """Ask the author something; it waits for the answer, and can be decided all the same."""
    row = _moved_with_words(contribution, "ask", question, by, at)
    row.save(update_fields=["state"])
    told(row, "asked", by=by, at=at)
    tell_author(row, "ask", question, by=by, at=at)
    return row


@transaction.atomic
def reopen(contribution: Contribution, *, by: str, at: datetime, reason: str = "") -> Contribution:
    """Put what was refused back into the queue."""
    row = locked(contribution)
    if row.state != State.REJECTED:
        raise AlreadyDecided(row.state, row.decided_by, row.decided_at)
    row.state = moved(row, "reopen")
    said(row, "reopen", reason, by=by, at=at)
    row.decided_at, row.decided_by = None, ""
    row.save(update_fields=["state", "decided_at", "decided_by"])
    if row.origin == Origin.SUGGESTION:
        row.proposals.update(state=Proposal.State.OPEN, decided_at=None, decided_by="")
    told(row, "reopened", by=by, at=at)
    return row


def _moved_with_words(contribution: Contribution, verb: str, text: str, by: str, at: datetime) -> Contribution:
    row = locked(contribution)
    row.state = moved(row, verb)
    said(row, verb, text, by=by, at=at)
    return row
