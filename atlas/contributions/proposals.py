"""Decide on the doubtful values that imports leave to a human, one by one or all equal ones at once.

They hang on contributions that are decided themselves. A value taken changes the sheet through the door, like any other
(origin: a person, so that no later import writes over it).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction

from atlas.audit.actions import Entry, record
from atlas.projects.actions import Application, Applied, apply_draft
from atlas.projects.draft import ProjectDraft

from .deciding import checked
from .drafting import HasErrors
from .locking import AlreadyDecided, SheetGone, is_open, lock_project, locked_proposal
from .models import Origin, Proposal
from .queries import draft_at, equal_to
from .taking import ChoiceMissing, taken_into
from .values import typed


@transaction.atomic
def take_proposal(
    proposal: Proposal, *, by: str, at: datetime, choice: str = "", values: Mapping[str, Any] | None = None
) -> Applied | None:
    """Take it: as it is, by `choice` of a candidate, or with `values` that a person gives. None = the sheet said so.

    Raises AlreadyDecided, ChoiceMissing, SheetGone, HasErrors, InvalidValue.
    """
    row = locked_proposal(proposal)
    project_id = row.contribution.project_id
    if project_id is None:
        raise SheetGone("the contribution waits for a decision itself")
    project = lock_project(project_id)
    if not is_open(project):
        raise SheetGone(f"sheet {project.pk} is {project.publication_state}")
    current = draft_at(project.pk, project.version_number)
    draft = _mended(current, row, choice, values)
    applied = None
    if draft != current:
        application = Application(
            draft=draft,
            origin=Origin.PERSON,
            project_id=project.pk,
            expected_version=project.version_number,
            findings=checked(draft, at),
        )
        applied = apply_draft(application, by=by, at=at)
    _close(row, Proposal.State.TAKEN, by, at, version=applied.version if applied else None)
    return applied


def _mended(current: ProjectDraft, row: Proposal, choice: str, values: Mapping[str, Any] | None) -> ProjectDraft:
    if values:
        return msgspec.structs.replace(current, **typed(values))
    return taken_into(current, row, choice)


@transaction.atomic
def refuse_proposal(proposal: Proposal, *, by: str, at: datetime) -> None:
    """Leave the sheet as it is. Raises AlreadyDecided."""
    _close(locked_proposal(proposal), Proposal.State.REFUSED, by, at)


def _close(row: Proposal, state: Proposal.State, by: str, at: datetime, **detail: Any) -> None:
    row.state, row.decided_at, row.decided_by = state, at, by
    row.save(update_fields=["state", "decided_at", "decided_by"])
    facts = {"rule": row.rule, "field": row.field, "contribution": row.contribution_id, **detail}
    record([Entry(f"proposal.{state.value}", "proposal", row.pk, facts)], by=by, at=at)


@dataclass(frozen=True)
class Bulk:
    """Proposals taken or refused at once; `left`: those that could not be (decided meanwhile, sheet withdrawn …)."""

    done: tuple[int, ...]
    left: tuple[int, ...]


def accept_equal(proposal: Proposal, *, by: str, at: datetime, choice: str = "") -> Bulk:
    """Take this proposal and all open ones that say the same of other sheets, each in a transaction of its own."""
    done, left = [], []
    for one in equal_to(proposal):
        try:
            take_proposal(one, by=by, at=at, choice=choice)
            done.append(one.pk)
        except (AlreadyDecided, ChoiceMissing, SheetGone, HasErrors):
            left.append(one.pk)
    return Bulk(tuple(done), tuple(left))


def refuse_equal(proposal: Proposal, *, by: str, at: datetime) -> Bulk:
    """The same, to leave all those sheets as they are."""
    done, left = [], []
    for one in equal_to(proposal):
        try:
            refuse_proposal(one, by=by, at=at)
            done.append(one.pk)
        except AlreadyDecided:
            left.append(one.pk)
    return Bulk(tuple(done), tuple(left))
