"""Verbs of authors: begin a draft, save it field by field, send it, take it back, answer a question.

`save_draft` is what an autosave calls: four statements, one row more, no event (the `DraftEdit` row is the audit).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from django.db import IntegrityError, transaction
from django.utils import timezone

from atlas.audit.origin import current_origin
from atlas.projects.checks import Finding, check
from atlas.projects.diff import changed_fields
from atlas.projects.draft import ProjectDraft, decode_draft, encoded

from .acceptance import EMPTY, decide
from .digests import between_blanks
from .locking import AlreadyDecided, SheetGone, is_open, lock_project, locked, moved, said, told
from .models import Contribution, DraftEdit, Origin
from .queries import base_of, draft_at
from .states import EDITABLE, State
from .values import as_json, from_json, typed
from .writable import unwritable


class DraftExists(Exception):
    """There is another draft of the same authors on this sheet."""


class NothingToSend(Exception):
    """The draft is what is published already."""


class HasErrors(Exception):
    """`findings`: what must be mended first."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(", ".join(f"{one.field}: {one.code}" for one in findings))
        self.findings = findings


@dataclass(frozen=True)
class Theirs:
    """What somebody else saved in a field meanwhile."""

    value: Any
    by: str
    at: datetime


@dataclass(frozen=True)
class Saved:
    """`edit_number` to send with the next save; `saved`: the fields that changed; `draft` as it stands now."""

    contribution_id: int
    edit_number: int
    draft: ProjectDraft
    saved: tuple[str, ...] = ()
    conflicts: Mapping[str, Theirs] = field(default_factory=dict)


class EditConflict(Exception):
    """Somebody else saved other values in the same fields (`saved.conflicts`) since; the other fields were saved.

    Nothing is lost: what was refused stands in `DraftEdit.refused`. To insist, save again with `saved.edit_number`.
    """

    def __init__(self, saved: Saved) -> None:
        super().__init__(", ".join(saved.conflicts))
        self.saved = saved


@transaction.atomic
def start_draft(
    *,
    project_id: int | None,
    by: str,
    at: datetime,
    authority_id: int | None = None,
    origin: str = Origin.PERSON,
    draft: ProjectDraft | None = None,
    proposed_to: int | None = None,
) -> Contribution:
    """The draft of these authors on a sheet: the one that they have begun, or a new one from the sheet as it stands.

    `project_id` None: a new sheet each time. `authority_id`: for whom; its colleagues share the draft. `draft`: what a
    new one begins with (a sheet to copy). `origin`: `rules.origin_for`. `proposed_to`: the authority that may accept
    the new sheet that somebody else proposes. Raises SheetGone.
    """
    if project_id is None:
        begun = msgspec.structs.replace(draft or EMPTY, legacy_prj_id=None)
        new = Contribution(origin=origin, authority_id=authority_id, proposed_to_id=proposed_to)
        return _begun(new, begun, by, at)
    project = lock_project(project_id)
    if not is_open(project):
        raise SheetGone(f"sheet {project_id} is {project.publication_state}")
    owner = {"authority_id": authority_id} if authority_id else {"authority": None, "created_by": by}
    known = Contribution.objects.filter(project=project, state__in=EDITABLE, origin=origin, **owner)
    if found := known.order_by("-pk").first():
        return found
    version = project.version_number
    new = Contribution(origin=origin, authority_id=authority_id, project=project, base_version=version)
    return _begun(new, draft or draft_at(project.pk, version), by, at)


def _begun(new: Contribution, draft: ProjectDraft, by: str, at: datetime) -> Contribution:
    new.draft, new.draft_hash = encoded(draft)
    new.state, new.created_at, new.created_by = State.DRAFT, at, by
    new.save()
    told(new, "begun", by=by, at=at, base_version=new.base_version)
    return new


def save_draft(
    contribution: Contribution, changes: Mapping[str, Any], expected_edit: int, *, by: str, at: datetime
) -> Saved:
    """Write some fields of a draft. `expected_edit`: the `edit_number` that the author's page was made from.

    Raises EditConflict (after saving what does not conflict), AlreadyDecided when it was sent or withdrawn meanwhile,
    InvalidValue for a value that the field cannot hold: then nothing is saved.
    """
    wanted = typed(changes)
    with transaction.atomic():
        saved = _save(contribution, wanted, expected_edit, by, at)
    if saved.conflicts:
        raise EditConflict(saved)
    return saved


_SAVED_COLUMNS = ("pk", "state", "draft", "edit_number", "decided_by", "decided_at")


def _save(contribution: Contribution, wanted: Mapping[str, Any], expected: int, by: str, at: datetime) -> Saved:
    row = Contribution.objects.select_for_update(of=("self",)).only(*_SAVED_COLUMNS).get(pk=contribution.pk)
    if row.state not in EDITABLE:
        raise AlreadyDecided(row.state, row.decided_by, row.decided_at)
    before = decode_draft(row.draft)
    differing = {name: value for name, value in wanted.items() if getattr(before, name) != value}
    if not differing:
        return Saved(row.pk, row.edit_number, before)
    theirs = _changed_since(row, expected)
    conflicts = {name: theirs[name] for name in differing if name in theirs}
    chosen = {name: value for name, value in differing.items() if name not in conflicts}
    after_ = msgspec.structs.replace(before, **chosen)
    text, digest = encoded(after_)
    number = row.edit_number + 1
    Contribution.objects.filter(pk=row.pk).update(draft=text, draft_hash=digest, edit_number=number)
    refused = {name: differing[name] for name in conflicts}
    DraftEdit.objects.create(
        contribution_id=row.pk,
        number=number,
        changes=as_json(chosen),
        refused=as_json(refused) if refused else "",
        at=at,
        by=by,
        origin=current_origin(),
    )
    return Saved(row.pk, number, after_, tuple(chosen), conflicts)


def _changed_since(row: Contribution, expected: int) -> dict[str, Theirs]:
    """Fields that were saved after the edit that the author's page knows, with the last value."""
    if expected >= row.edit_number:
        return {}
    edits = DraftEdit.objects.filter(contribution_id=row.pk, number__gt=expected).order_by("number")
    found = {}
    for edit in edits:
        found.update({name: Theirs(value, edit.by, edit.at) for name, value in from_json(edit.changes).items()})
    return found


@transaction.atomic
def submit(contribution: Contribution, *, by: str, at: datetime, message: str = "") -> Contribution:
    """Send a draft to those who decide. Raises NothingToSend, HasErrors, AlreadyDecided."""
    return _sent(contribution, "submit", message, by, at)


@transaction.atomic
def answer(contribution: Contribution, *, text: str, by: str, at: datetime) -> Contribution:
    """Answer a question; what was changed in the draft meanwhile goes with it."""
    return _sent(contribution, "answer", text, by, at)


def _sent(contribution: Contribution, verb: str, text: str, by: str, at: datetime) -> Contribution:
    row = locked(contribution)
    row.state = moved(row, verb)
    said(row, verb, text, by=by, at=at)
    draft, base = decode_draft(row.draft), base_of(row)
    fields = changed_fields(base, draft)
    if not fields:
        raise NothingToSend(f"contribution {row.pk} changes nothing")
    findings = check(draft, today=timezone.localdate(at))
    errors = (*(one for one in findings if one.level == "error"), *unwritable(draft))
    if errors:
        raise HasErrors(errors)
    row.findings = msgspec.to_builtins(findings)
    row.fields = between_blanks(fields)
    row.submitted_at = at
    row.reason = decide(draft, origin=row.origin, existing=None).reason
    row.decided_at, row.decided_by = None, ""
    row.save(update_fields=["state", "findings", "fields", "submitted_at", "reason", "decided_at", "decided_by"])
    told(row, "answered" if verb == "answer" else "submitted", by=by, at=at, edit=row.edit_number)
    return row


@transaction.atomic
def withdraw(contribution: Contribution, *, by: str, at: datetime, reason: str = "") -> Contribution:
    """Take a draft or a proposal back. It can be taken up again (`resume`)."""
    row = locked(contribution)
    row.state = moved(row, "withdraw")
    said(row, "withdraw", reason, by=by, at=at)
    row.submitted_at = row.submitted_at or at
    row.save(update_fields=["state", "submitted_at"])
    told(row, "withdrawn", by=by, at=at)
    return row


@transaction.atomic
def resume(contribution: Contribution, *, by: str, at: datetime) -> Contribution:
    """Take up again what was withdrawn, as a draft. Raises DraftExists when another one was begun since."""
    row = locked(contribution)
    if row.state != State.WITHDRAWN:
        raise AlreadyDecided(row.state, row.decided_by, row.decided_at)
    row.state = moved(row, "reopen")
    try:
        with transaction.atomic():
            row.save(update_fields=["state"])
    except IntegrityError:
        raise DraftExists(f"another draft on sheet {row.project_id}") from None
    told(row, "resumed", by=by, at=at)
    return row
