"""Whatever people do in whatever order, the register stays whole (hypothesis tries sequences of verbs)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.audit.models import Event
from atlas.contributions.deciding import (
    Conflict,
    NothingToAccept,
    accept,
    ask,
    reject,
    reopen,
    return_to_author,
)
from atlas.contributions.drafting import (
    DraftExists,
    EditConflict,
    NothingToSend,
    answer,
    resume,
    save_draft,
    start_draft,
    submit,
    withdraw,
)
from atlas.contributions.locking import AlreadyDecided, SheetGone
from atlas.contributions.merging import merge_projects, separate_projects
from atlas.contributions.models import Contribution, DraftEdit
from atlas.contributions.sheets import FirstVersion, restore_project, undo, withdraw_project
from atlas.projects.draft import decode_draft
from atlas.projects.models import Project, Version
from atlas.projects.queries import draft_from_rows
from tests.contributions.people import AGENT, AT, OFFICER, POST, two_sheets
from tests.factories.world import make_world

REFUSALS = (
    AlreadyDecided,
    Conflict,
    DraftExists,
    EditConflict,
    FirstVersion,
    NothingToAccept,
    NothingToSend,
    SheetGone,
    Version.DoesNotExist,
)
pytestmark = pytest.mark.django_db


def save(one: Contribution, text: str, seen: int) -> None:
    save_draft(one, {"title": f"Titre {text}", "context": text}, seen, by=one.created_by, at=AT)


ON_ONE: dict[str, Callable[[Contribution, str, int], Any]] = {
    "save": save,
    "submit": lambda one, _text, _seen: submit(one, by=AGENT, at=AT),
    "withdraw": lambda one, _text, _seen: withdraw(one, by=AGENT, at=AT),
    "resume": lambda one, _text, _seen: resume(one, by=AGENT, at=AT),
    "answer": lambda one, text, _seen: answer(one, text=text, by=AGENT, at=AT),
    "accept": lambda one, _text, seen: accept(one, override=bool(seen % 2), by=OFFICER, at=AT),
    "accept some": lambda one, _text, _seen: accept(one, fields=["context"], by=OFFICER, at=AT),
    "reject": lambda one, text, _seen: reject(one, reason=text, by=OFFICER, at=AT),
    "return": lambda one, text, _seen: return_to_author(one, reason=text, by=OFFICER, at=AT),
    "ask": lambda one, text, _seen: ask(one, question=text, by=OFFICER, at=AT),
    "reopen": lambda one, _text, _seen: reopen(one, by=OFFICER, at=AT),
}
ON_SHEETS: dict[str, Callable[[int, int, int], Any]] = {
    "start": lambda sheet, _other, n: start_draft(project_id=sheet, by=(AGENT, POST)[n % 2], at=AT),
    "undo": lambda sheet, _other, n: undo(project_id=sheet, number=n + 1, reason="x", by=OFFICER, at=AT),
    "take out": lambda sheet, _other, _n: withdraw_project(project_id=sheet, reason="x", by=OFFICER, at=AT),
    "restore": lambda sheet, _other, _n: restore_project(project_id=sheet, by=OFFICER, at=AT),
    "merge": lambda sheet, other, _n: merge_projects(keep_id=sheet, drop_id=other, by=OFFICER, at=AT),
    "separate": lambda sheet, _other, _n: separate_projects(drop_id=sheet, reason="x", by=OFFICER, at=AT),
}
# Few values, so that the same draft, field and sheet are met again and again.
STEPS = st.lists(
    st.tuples(
        st.sampled_from([*ON_ONE, *ON_ONE, *ON_SHEETS, "start"]),
        st.integers(0, 5),
        st.sampled_from("abc"),
    ),
    min_size=5,
    max_size=40,
)


def step(name: str, number: int, text: str, sheets: tuple[int, int]) -> None:
    if name in ON_SHEETS:
        ON_SHEETS[name](sheets[number % 2], sheets[1 - number % 2], number)
        return
    open_ones = list(Contribution.objects.filter(document=None).order_by("pk"))
    if open_ones:
        ON_ONE[name](open_ones[number % len(open_ones)], text, number)


@settings(max_examples=40)
@given(steps=STEPS)
def test_any_sequence_of_verbs_keeps_the_register_whole(steps: list[tuple[str, int, str]]) -> None:
    with transaction.atomic():
        sheets = two_sheets(make_world())
        for name, number, text in steps:
            before = whole()
            try:
                with transaction.atomic():
                    step(name, number, text, sheets)
            except EditConflict:
                continue
            except REFUSALS:
                assert whole() == before
        check()
        transaction.set_rollback(True)


def whole() -> tuple[int, ...]:
    """Numbers that a refused verb leaves alone."""
    return (Version.objects.count(), Event.objects.count(), DraftEdit.objects.count(), Contribution.objects.count())


def check() -> None:
    for project in Project.objects.all():
        numbers = list(project.versions.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, project.version_number + 1))
        newest = project.versions.get(number=project.version_number)
        assert draft_from_rows(project) == decode_draft(newest.draft)
        assert (project.merged_into_id is not None) == (project.publication_state == "merged")
        written = Event.objects.filter(object_type="project", object_id=project.pk)
        assert written.filter(verb__in=["project.created", "project.updated"]).count() == project.version_number
    for one in Contribution.objects.filter(state__in=["accepted", "undone"]).exclude(applied_version=None):
        assert Version.objects.filter(project_id=one.project_id, number=one.applied_version).count() == 1
    for one in Contribution.objects.filter(document=None):
        edits = list(one.edits.order_by("number").values_list("number", flat=True))
        assert edits == list(range(1, one.edit_number + 1))
        assert (one.decided_at is None) == (one.decided_by == "")
