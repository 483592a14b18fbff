from datetime import UTC, date, datetime

import msgspec
import pytest

from atlas.audit.models import Event
from atlas.contributions.actions import Delivery, Outcome, ProposedChange, receive
from atlas.contributions.models import Contribution, Proposal
from atlas.projects.actions import Application, apply_draft
from atlas.projects.draft import PrivatePart, PrivatePerson, ProjectDraft, decode_draft
from atlas.projects.models import Project, SourceDocument, SourceReference
from atlas.projects.queries import current_draft
from tests.factories.drafts import changed, full_draft
from tests.factories.world import World, make_world

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
TODAY = date(2026, 11, 22)
pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def delivery(draft: ProjectDraft, raw: str = "page", **values: object) -> Delivery:
    return Delivery(origin="legacy_page", key="prj:900", name="900.txt", raw=raw.encode(), draft=draft, **values)


def take(*deliveries: Delivery) -> list[Outcome]:
    return receive(list(deliveries), by="test", at=AT, today=TODAY)


def test_a_new_page_becomes_a_published_project_with_its_document_and_lines(world: World) -> None:
    (outcome,) = take(delivery(full_draft(world), address="https://example.org/900", lines={"title": (12, 12)}))
    project = Project.objects.get()
    assert (outcome.kind, outcome.project_id) == ("created", project.pk)
    assert (project.publication_state, project.legacy_prj_id) == ("published", 900)
    reference = SourceReference.objects.select_related("document").get()
    assert (reference.lines, reference.document.name) == ({"title": [12, 12]}, "900.txt")
    contribution = Contribution.objects.get()
    assert (contribution.state, contribution.project_id, contribution.applied_version) == ("accepted", project.pk, 1)
    assert contribution.decided_by == "rule:new_from_trusted_source"


def test_the_bytes_received_can_be_read_back(world: World) -> None:
    import zlib

    take(delivery(full_draft(world), raw="Réseau\r\n\x00"))
    assert zlib.decompress(SourceDocument.objects.get().raw) == "Réseau\r\n\x00".encode()


def test_the_same_page_again_changes_nothing(world: World) -> None:
    take(delivery(full_draft(world)))
    (outcome,) = take(delivery(full_draft(world)))
    assert outcome.kind == "unchanged"
    assert (Contribution.objects.count(), Project.objects.get().version_number, Event.objects.count()) == (1, 1, 1)


def test_the_same_page_twice_in_one_batch_counts_once(world: World) -> None:
    assert [o.kind for o in take(delivery(full_draft(world)), delivery(full_draft(world)))] == ["created", "unchanged"]


def test_a_newer_page_updates_and_the_older_one_does_not_come_back(world: World) -> None:
    draft = full_draft(world)
    take(delivery(draft))
    (second,) = take(delivery(changed(draft, title="Nouveau titre"), raw="page 2"))
    (third,) = take(delivery(draft))
    assert (second.kind, second.changed, third.kind) == ("updated", ("title",), "unchanged")
    assert Project.objects.get().title == "Nouveau titre"


def test_after_a_person_s_edit_a_conflicting_page_waits_and_is_kept_whole(world: World) -> None:
    draft = full_draft(world)
    (first,) = take(delivery(draft))
    edited = changed(draft, title="Titre corrigé")
    apply_draft(Application(edited, "person", project_id=first.project_id, expected_version=1), by="agent", at=AT)
    newer = changed(draft, title="Autre titre", context="Autre contexte")
    (outcome,) = take(delivery(newer, raw="page 2"))
    assert (outcome.kind, outcome.reason, outcome.detail) == ("pending", "conflicts_with_human_edit", "title")
    assert current_draft(first.project_id) == edited
    waiting = Contribution.objects.get(state="submitted")
    assert decode_draft(waiting.draft) == newer
    assert Event.objects.filter(verb="contribution.submitted", object_id=waiting.pk).count() == 1


def test_a_page_held_back_waits_whatever_the_rules_say(world: World) -> None:
    (outcome,) = take(delivery(full_draft(world)).held("same_id_different_content"))
    assert (outcome.kind, outcome.reason, Project.objects.count()) == ("pending", "same_id_different_content", 0)


def test_a_page_without_title_waits_with_its_reason(world: World) -> None:
    (outcome,) = take(delivery(ProjectDraft(legacy_prj_id=900, objective="Un objectif")))
    assert (outcome.reason, outcome.detail) == ("has_errors", "title_missing")


def test_proposals_and_persons_stay_with_the_contribution_and_out_of_the_draft(world: World) -> None:
    private = PrivatePart(persons=(PrivatePerson(role="correspondent", organisation="Poste", last_name="TESTE"),))
    proposal = ProposedChange("title", "title_completion", "Titre", "Titre complet", "same opening")
    take(delivery(full_draft(world), private=private, proposals=(proposal,)))
    contribution = Contribution.objects.get()
    assert "TESTE" in contribution.private
    assert "TESTE" not in contribution.draft
    assert list(Proposal.objects.values_list("rule", "proposed", "state")) == [
        ("title_completion", "Titre complet", "open")
    ]


def test_a_page_without_identifier_is_known_by_its_content(world: World) -> None:
    draft = changed(full_draft(world), legacy_prj_id=None)
    page = msgspec.structs.replace(draft)
    one = Delivery(origin="legacy_page", key="hash:1", name="a.txt", raw=b"a", draft=page)
    assert [take(one)[0].kind, take(one)[0].kind] == ["created", "unchanged"]


def test_queries_do_not_grow_with_the_batch(world: World, django_assert_max_num_queries) -> None:
    drafts = [changed(full_draft(world), legacy_prj_id=n) for n in range(1, 21)]
    batch = [Delivery(origin="legacy_page", key=f"prj:{d.legacy_prj_id}", name="x", raw=b"x", draft=d) for d in drafts]
    with django_assert_max_num_queries(40):
        receive(batch, by="test", at=AT, today=TODAY)
