from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from atlas.audit.models import Event
from atlas.projects.actions import Application, StaleVersion, apply_draft, apply_drafts
from atlas.projects.checks import Finding
from atlas.projects.draft import PrivatePart, PrivatePerson, ProjectDraft, decode_draft
from atlas.projects.models import FundingLine, Party, PrivateContact, Project, QualityFlag, Version
from atlas.projects.queries import current_draft, draft_from_rows, field_origins
from atlas.projects.signals import project_changed
from tests.factories.drafts import changed, full_draft
from tests.factories.world import World, make_world

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def test_the_rows_hold_the_whole_draft(world: World) -> None:
    draft = full_draft(world)
    applied = apply_draft(Application(draft, "facts"), by="rule", at=AT)
    assert draft_from_rows(Project.objects.get(pk=applied.project_id)) == draft
    assert current_draft(applied.project_id) == draft


def test_an_update_makes_a_version_and_replaces_only_what_changed(world: World) -> None:
    draft = full_draft(world)
    first = apply_draft(Application(draft, "facts"), by="rule", at=AT)
    parties = set(Party.objects.values_list("pk", flat=True))
    newer = changed(draft, title="Autre titre", funding=draft.funding[:1])
    second = apply_draft(
        Application(newer, "person", project_id=first.project_id, expected_version=1), by="agent", at=AT
    )
    assert (second.version, second.changed) == (2, ("title", "funding"))
    assert draft_from_rows(Project.objects.get()) == newer
    assert set(Party.objects.values_list("pk", flat=True)) == parties
    assert FundingLine.objects.get().amount == Decimal(4000)
    assert [decode_draft(v.draft) for v in Version.objects.order_by("number")] == [draft, newer]


def test_every_write_leaves_one_audit_event(world: World) -> None:
    first = apply_draft(Application(full_draft(world), "facts"), by="rule", at=AT)
    apply_draft(
        Application(ProjectDraft(title="B"), "person", project_id=first.project_id, expected_version=1), by="x", at=AT
    )
    events = list(Event.objects.order_by("pk").values_list("actor", "verb", "object_type", "object_id"))
    assert events == [
        ("rule", "project.created", "project", first.project_id),
        ("x", "project.updated", "project", first.project_id),
    ]


def test_a_draft_made_against_an_older_version_is_refused_and_writes_nothing(world: World) -> None:
    first = apply_draft(Application(full_draft(world), "facts"), by="rule", at=AT)
    update = Application(ProjectDraft(title="B"), "person", project_id=first.project_id, expected_version=1)
    apply_draft(update, by="x", at=AT)
    with pytest.raises(StaleVersion), transaction.atomic():
        apply_drafts([Application(ProjectDraft(title="C"), "facts"), update], by="x", at=AT)
    assert Project.objects.count() == 1
    assert Project.objects.get().version_number == 2


def test_the_origin_of_each_field_is_the_last_version_that_changed_it(world: World) -> None:
    draft = full_draft(world)
    first = apply_draft(Application(draft, "facts"), by="rule", at=AT)
    apply_draft(
        Application(changed(draft, title="B"), "person", project_id=first.project_id, expected_version=1),
        by="x",
        at=AT,
    )
    origins = field_origins([first.project_id])[first.project_id]
    assert (origins["title"], origins["funding"]) == ("person", "facts")


def test_persons_are_kept_apart_with_a_day_of_erasure_and_unconfirmed_ones_replaced(world: World) -> None:
    def private(name: str) -> PrivatePart:
        return PrivatePart(persons=(PrivatePerson(role="foreign_contact", organisation="SIKORO", last_name=name),))

    draft = full_draft(world)
    first = apply_draft(Application(draft, "facts", private=private("ANCIEN")), by="rule", at=AT)
    apply_draft(
        Application(draft, "facts", project_id=first.project_id, expected_version=1, private=private("NOUVEAU")),
        by="rule",
        at=AT,
    )
    contact = PrivateContact.objects.get()
    assert (contact.last_name, contact.expires_on.year) == ("NOUVEAU", 2028)
    assert "NOUVEAU" not in Version.objects.get(number=2).draft


def test_flags_are_those_of_the_last_version(world: World) -> None:
    draft = full_draft(world)
    first = apply_draft(Application(draft, "facts", findings=(Finding("stale"),)), by="rule", at=AT)
    apply_draft(
        Application(draft, "facts", project_id=first.project_id, expected_version=1, findings=(Finding("title_poor"),)),
        by="rule",
        at=AT,
    )
    assert list(QualityFlag.objects.values_list("code", "audience")) == [("title_poor", "ministry")]


def test_one_signal_after_commit_names_every_project(world: World, django_capture_on_commit_callbacks) -> None:
    heard: list[tuple[int, ...]] = []

    def listen(**kwargs: object) -> None:
        heard.append(kwargs["project_ids"])

    project_changed.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            applied = apply_drafts(
                [Application(ProjectDraft(title=title), "facts") for title in "AB"], by="rule", at=AT
            )
    finally:
        project_changed.disconnect(listen)
    assert heard == [tuple(result.project_id for result in applied)]


@pytest.mark.parametrize(
    "nonsense",
    [
        {"status": "frozen"},
        {"family": "both"},
        {"form": "poem"},
        {"legacy_prj_id": -1},
    ],
)
def test_the_database_refuses_nonsense(world: World, nonsense: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        apply_draft(Application(changed(full_draft(world), **nonsense), "facts"), by="rule", at=AT)


def test_a_negative_amount_is_refused(world: World) -> None:
    draft = full_draft(world)
    line = changed(draft.funding[0], amount=Decimal(-1))
    with pytest.raises(IntegrityError), transaction.atomic():
        apply_draft(Application(changed(draft, funding=(line,)), "facts"), by="rule", at=AT)
