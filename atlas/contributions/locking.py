"""One contribution under its lock, on its way from state to state: of two decisions at the same moment one wins.

Whoever locks several rows takes contributions first, then projects, each by number: nobody waits for each other.
"""

from datetime import datetime
from typing import Any

from atlas.audit.actions import Entry, record
from atlas.projects.models import Project, Publication

from .models import Contribution, Proposal, Remark
from .states import VERBS, ForbiddenTransition, Reason, State, after


class AlreadyDecided(Exception):
    """Somebody was faster: the contribution (or proposal, or sheet) is no longer in a state for this verb."""

    def __init__(self, state: str, by: str = "", at: datetime | None = None) -> None:
        super().__init__(f"it is {state} already")
        self.state, self.by, self.at = state, by, at


class ReasonMissing(ValueError):
    """This verb needs words."""


class SheetMoved(Exception):
    """The sheet has a newer version than the page that the decider saw; look again."""


class SheetGone(Exception):
    """There is no published sheet under this number (never was, withdrawn, deleted)."""


def locked(contribution: Contribution) -> Contribution:
    """The row as it stands now, ours until the end of the transaction."""
    return Contribution.objects.select_for_update(of=("self",)).get(pk=contribution.pk)


def moved(contribution: Contribution, verb: str) -> State:
    """The state after the verb. Raises AlreadyDecided."""
    try:
        return after(contribution.state, verb)
    except ForbiddenTransition:
        raise AlreadyDecided(contribution.state, contribution.decided_by, contribution.decided_at) from None


def lock_project(project_id: int) -> Project:
    """The project that stands under this number today, locked: a merged one leads to what it was merged into."""
    project = Project.objects.select_for_update(of=("self",)).get(pk=project_id)
    while project.merged_into_id is not None:
        project = Project.objects.select_for_update(of=("self",)).get(pk=project.merged_into_id)
    return project


def is_open(project: Project) -> bool:
    """People may propose changes to it."""
    return project.publication_state == Publication.PUBLISHED


def said(contribution: Contribution, verb: str, text: str, *, by: str, at: datetime) -> None:
    """Keep the words of a verb. Raises ReasonMissing where the table asks for some."""
    text = text.strip()
    if not text and VERBS[verb].reason is Reason.REQUIRED:
        raise ReasonMissing(f"to {verb} needs a reason")
    if text:
        Remark.objects.create(contribution=contribution, verb=verb, text=text, by=by, at=at)


def told(contribution: Contribution, what: str, *, by: str, at: datetime, **detail: Any) -> None:
    """The audit event of a verb. Words that were said stay in `Remark`."""
    facts = {"project": contribution.project_id, "state": contribution.state, **detail}
    record([Entry(f"contribution.{what}", "contribution", contribution.pk, facts)], by=by, at=at)


def locked_proposal(proposal: Proposal) -> Proposal:
    """An open proposal under its lock. Raises AlreadyDecided."""
    found = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if found.state != Proposal.State.OPEN:
        raise AlreadyDecided(found.state, found.decided_by, found.decided_at)
    return found
