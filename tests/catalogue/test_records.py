from datetime import UTC, datetime
from decimal import Decimal

import pytest

from atlas.catalogue.actions import make_lines, rebuild_organisations, rebuild_records, reconcile
from atlas.catalogue.models import Change, OrganisationRecord, ProjectLine, ProjectRecord, Revision
from atlas.catalogue.record import decode, decode_organisation
from atlas.organisations.models import Organisation
from atlas.projects.actions import Application, Applied, apply_draft
from atlas.projects.checks import Finding
from atlas.projects.draft import PrivatePart, PrivatePerson, ProjectDraft
from atlas.projects.models import Project, SourceDocument
from atlas.projects.queries import current_draft
from tests.factories.drafts import changed, full_draft
from tests.factories.world import World, make_world

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def applied(world: World) -> Applied:
    person = PrivatePerson(role="foreign_contact", organisation="SIKORO", last_name="SECRETE", email="x@example.org")
    return apply_draft(
        Application(
            full_draft(world),
            "facts",
            private=PrivatePart(persons=(person,)),
            findings=(Finding("mail_not_official"), Finding("status_vs_end", "end_date")),
        ),
        by="rule",
        at=AT,
    )


def test_a_record_says_everything_public_with_names_of_today(world: World, applied: Applied) -> None:
    rebuild_records([applied.project_id])
    record = decode(ProjectRecord.objects.get().data)
    assert [(p.name, p.declared, p.role) for p in record.parties] == [
        ("Pontcharra", "Ville de Pontcharra", "partner"),
        ("Sikoro", None, "partner"),
        ("Association des Puits", None, "implementer"),
        ("Ministère chargé des affaires étrangères", "MAEE", "funder"),
    ]
    assert (record.total_amount, record.state_amount) == (Decimal("10000.00"), Decimal("4000.00"))
    assert [theme.path_fr for theme in record.themes] == [
        ("Environnement, Climat et Energie", "Eau et déchets"),
        ("Un thème inconnu",),
    ]
    assert record.themes[0].path_en == ("Environment", "Water")
    assert [flag.code for flag in record.flags] == ["status_vs_end"]


def test_no_person_and_no_defect_of_a_contact_is_in_a_record(world: World, applied: Applied) -> None:
    rebuild_records([applied.project_id])
    data = ProjectRecord.objects.get().data
    for private in ("SECRETE", 'example.org"', "mail_not_official"):
        assert private not in data


def test_a_rebuild_without_change_costs_no_revision(applied: Applied) -> None:
    assert rebuild_records([applied.project_id]) == 1
    assert rebuild_records([applied.project_id]) == 0
    assert (Revision.objects.get().number, Change.objects.count()) == (1, 1)


def test_the_commit_of_a_draft_rebuilds_its_record(world: World, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        apply_draft(Application(full_draft(world), "facts"), by="rule", at=AT)
    assert ProjectRecord.objects.count() == 1


def test_reconcile_finds_what_a_crash_left_behind(world: World, applied: Applied) -> None:
    assert reconcile() == 1
    apply_draft(
        Application(
            changed(full_draft(world), title="Suite"), "facts", project_id=applied.project_id, expected_version=1
        ),
        by="rule",
        at=AT,
    )
    assert [reconcile(), reconcile()] == [1, 0]
    assert decode(ProjectRecord.objects.get().data).title == "Suite"


def test_a_project_that_is_no_longer_published_leaves_the_catalogue(applied: Applied) -> None:
    reconcile()
    Project.objects.update(publication_state="archived")
    assert reconcile() == 1
    assert not ProjectRecord.objects.exists()
    assert list(Change.objects.order_by("revision").values_list("revision", "kind")) == [(1, "upsert"), (2, "delete")]


def test_what_was_made_of_a_record_goes_with_it(world: World, applied: Applied) -> None:
    reconcile()
    assert make_lines() == 1
    apply_draft(
        Application(
            changed(full_draft(world), title="Suite"), "facts", project_id=applied.project_id, expected_version=1
        ),
        by="rule",
        at=AT,
    )
    reconcile()
    assert not ProjectLine.objects.exists()
    assert make_lines() == 2
    Project.objects.update(publication_state="archived")
    reconcile()
    assert not ProjectLine.objects.exists()


def test_a_draft_is_not_public_before_it_is_published(world: World) -> None:
    Project.objects.create(title="Brouillon", created_at=AT, updated_at=AT)
    assert reconcile() == 0


def test_a_renamed_organisation_renews_the_projects_that_cite_it(world: World, applied: Applied) -> None:
    reconcile()
    rebuild_organisations()
    before = Revision.objects.get().number
    Organisation.objects.filter(pk=world.commune.pk).update(name="Pontcharra-sur-Bréda")
    assert rebuild_organisations() == 1
    assert decode(ProjectRecord.objects.get().data).parties[0].name == "Pontcharra-sur-Bréda"
    assert Revision.objects.get().number == before + 1


def test_what_only_the_organisation_says_moves_the_revision_too(world: World, applied: Applied) -> None:
    reconcile()
    rebuild_organisations()
    before, record = Revision.objects.get().number, ProjectRecord.objects.get()
    Organisation.objects.filter(pk=world.commune.pk).update(population=7_654)
    assert rebuild_organisations() == 1
    assert Revision.objects.get().number == before + 1
    last = Change.objects.latest("revision")
    assert (last.revision, last.project_id, last.kind) == (before + 1, applied.project_id, "upsert")
    assert ProjectRecord.objects.get().data == record.data
    assert rebuild_organisations() == 0
    assert Revision.objects.get().number == before + 1


def test_organisations_have_a_record_before_they_have_a_project(world: World) -> None:
    assert rebuild_organisations() == 4
    assert rebuild_organisations() == 0
    record = decode_organisation(OrganisationRecord.objects.get(organisation_id=world.commune.pk).data)
    assert (record.name, record.insee_code, record.group) == ("Pontcharra", "38314", "commune")


def test_an_organisation_registered_by_an_import_gets_its_record_with_the_project(applied: Applied) -> None:
    rebuild_records([applied.project_id])
    assert OrganisationRecord.objects.count() == 3


def test_examples_are_said_to_be_examples_only_in_the_demonstration(world: World, settings) -> None:
    draft = ProjectDraft(title="Exemple", legacy_prj_id=900_001)
    applied = apply_draft(Application(draft, "facts"), by="rule", at=AT)
    rebuild_records([applied.project_id])
    assert decode(ProjectRecord.objects.get().data).is_example is True
    settings.ATLAS_DEMONSTRATION = False
    rebuild_records([applied.project_id])
    assert decode(ProjectRecord.objects.get().data).is_example is False


def test_an_example_points_to_no_page_of_the_old_site(world: World) -> None:
    draft = changed(full_draft(world), legacy_prj_id=900_001)
    address = "https://example.org/old/900001"
    document = SourceDocument.objects.create(
        kind="legacy_page", key="x", name="x", address=address, content_hash="x", raw=b"", received_at=AT
    )
    applied = apply_draft(Application(draft, "legacy_page", document_id=document.pk), by="rule", at=AT)
    rebuild_records([applied.project_id])
    assert [(source.kind, source.address) for source in decode(ProjectRecord.objects.get().data).sources] == [
        ("legacy_page", "")
    ]


def test_addresses_in_the_prose_are_masked_in_the_record_and_kept_in_the_register(world: World) -> None:
    draft = changed(full_draft(world), description="Écrire à camille.modele@example.org, 01 23 45 67 89.")
    applied = apply_draft(Application(draft, "facts"), by="rule", at=AT)
    rebuild_records([applied.project_id])
    record = decode(ProjectRecord.objects.get().data)
    assert record.description == "Écrire à [courriel masqué], [téléphone masqué]."
    assert current_draft(applied.project_id).description == draft.description
