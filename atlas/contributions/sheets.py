"""Verbs on a sheet itself (`states.SHEET_TRANSITIONS`): undo a version, withdraw, publish again, say that it is right.

Undoing writes a new version; nothing is ever taken out of the history.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Final

from django.db import transaction

from atlas.audit.actions import Entry, record
from atlas.projects.actions import Application, Applied, apply_draft, set_alive, set_publication, set_verified
from atlas.projects.diff import FIELDS, changed_fields, take
from atlas.projects.models import Project

from .deciding import Conflict, checked
from .locking import AlreadyDecided, ReasonMissing, SheetGone, is_open, lock_project
from .models import Contribution, Origin, Remark
from .queries import draft_at, relinked
from .states import ForbiddenTransition, State, sheet_after
from .telling import tell_author


class FirstVersion(Exception):
    """What began a sheet cannot be undone: the sheet can be withdrawn."""


@transaction.atomic
def undo(
    *, project_id: int, number: int, reason: str, by: str, at: datetime, fields: Collection[str] | None = None
) -> Applied:
    """Give the fields that a version changed the values that they had before it, in a new version.

    `fields`: only those. Raises AlreadyDecided when nothing of the version stands any more (it was undone), Conflict
    when some of it was changed again since: undo the others by naming them. FirstVersion, SheetGone, ReasonMissing.
    """
    if not reason.strip():
        raise ReasonMissing("to undo needs a reason")
    project = lock_project(project_id)
    if number <= 1:
        raise FirstVersion(f"version {number}")
    if not is_open(project) or project.pk != project_id:
        raise SheetGone(f"sheet {project_id} is {project.publication_state}")
    before, after, current = relinked(
        *(draft_at(project_id, one) for one in (number - 1, number, project.version_number))
    )
    standing = changed_fields(before, after) - changed_fields(after, current)
    wanted = changed_fields(before, after) if fields is None else changed_fields(before, after).intersection(fields)
    if not standing & wanted:
        raise AlreadyDecided(State.UNDONE)
    if wanted - standing:
        raise Conflict(tuple(name for name in FIELDS if name in wanted - standing))
    draft = take(current, before, wanted)
    application = Application(
        draft=draft,
        origin=Origin.PERSON,
        project_id=project_id,
        expected_version=project.version_number,
        findings=checked(draft, at),
    )
    applied = apply_draft(application, by=by, at=at)
    _mark_undone(applied, number, reason, by, at)
    return applied


def _mark_undone(applied: Applied, number: int, reason: str, by: str, at: datetime) -> None:
    """The contribution that had made the version says so, and why."""
    project_id = applied.project_id
    detail = {"undone": number, "version": applied.version, "changed": list(applied.changed)}
    record([Entry("project.undone", "project", project_id, detail)], by=by, at=at)
    found = Contribution.objects.select_for_update(of=("self",)).filter(
        project_id=project_id, applied_version=number, state=State.ACCEPTED
    )
    for contribution in found:
        contribution.state = State.UNDONE
        contribution.save(update_fields=["state"])
        Remark.objects.create(contribution=contribution, verb="undo", text=reason.strip(), by=by, at=at)
        facts = {"project": project_id, "version": applied.version}
        record([Entry("contribution.undone", "contribution", contribution.pk, facts)], by=by, at=at)
        tell_author(contribution, "undo", reason, by=by, at=at)


@transaction.atomic
def withdraw_project(*, project_id: int, reason: str, by: str, at: datetime) -> None:
    """Take a sheet out of publication: no page, no search, no file shows it; its number and history stay."""
    if not reason.strip():
        raise ReasonMissing("to withdraw needs a reason")
    _move(project_id, "withdraw", reason, by, at)


@transaction.atomic
def restore_project(*, project_id: int, by: str, at: datetime, reason: str = "") -> None:
    """Publish a withdrawn sheet again, as it was."""
    _move(project_id, "restore", reason, by, at)


_TOLD: Final = {"withdraw": "withdrawn", "restore": "restored"}


def _move(project_id: int, verb: str, reason: str, by: str, at: datetime) -> None:
    project = Project.objects.select_for_update(of=("self",)).get(pk=project_id)
    try:
        state = sheet_after(project.publication_state, verb)
    except ForbiddenTransition:
        raise AlreadyDecided(project.publication_state) from None
    set_publication(project, state, verb=_TOLD[verb], by=by, at=at, detail={"reason": reason.strip()})


@transaction.atomic
def verify_sheets(project_ids: Sequence[int], *, on: date, by: str, at: datetime) -> None:
    """« Rien à changer »: who may says on that day that these sheets are right (`verified_on`). Raises SheetGone."""
    projects = list(Project.objects.select_for_update(of=("self",)).filter(pk__in=project_ids).order_by("pk"))
    if len(projects) != len(set(project_ids)) or not all(map(is_open, projects)):
        raise SheetGone("a sheet is not published")
    set_verified(projects, on=on, by=by, at=at)


@transaction.atomic
def say_alive(*, project_id: int, alive: str, on: date, by: str, at: datetime) -> None:
    """« Relation vivante », said by a post for a day (D2.5). Raises SheetGone."""
    project = lock_project(project_id)
    if not is_open(project) or project.pk != project_id:
        raise SheetGone(f"sheet {project_id} is {project.publication_state}")
    set_alive(project, alive, on=on, by=by, at=at)
