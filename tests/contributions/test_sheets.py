"""Undo, withdraw and publish again, say that a sheet is right; whom a sheet concerns."""

from datetime import date

import pytest
from django.test import Client

from atlas.audit.models import Event
from atlas.catalogue.actions import reconcile
from atlas.catalogue.models import Change, Moved
from atlas.catalogue.queries import is_withdrawn, project_by_id
from atlas.contributions.deciding import Conflict, accept
from atlas.contributions.locking import AlreadyDecided, ReasonMissing, SheetGone
from atlas.contributions.models import Contribution, Remark
from atlas.contributions.sheets import FirstVersion, restore_project, undo, verify_sheets, withdraw_project
from atlas.organisations.models import Succession
from atlas.projects.draft import PartyDraft
from atlas.projects.models import Project
from atlas.projects.queries import Stakes, current_draft, field_origins, stakes_of
from tests.contributions.people import AGENT, AT, OFFICER, published, sent, version_of
from tests.factories.drafts import changed, full_draft
from tests.factories.world import World, make_world, organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def sheet(world: World) -> int:
    return published(full_draft(world))


def test_undone_the_fields_are_as_they_were_in_a_new_version(sheet: int) -> None:
    before = current_draft(sheet)
    contribution = sent(sheet, title="Autre titre", context="Autre contexte")
    accept(contribution, by=OFFICER, at=AT)
    applied = undo(project_id=sheet, number=2, reason="Erreur de fiche", by=OFFICER, at=AT)
    assert (applied.version, applied.changed, current_draft(sheet)) == (3, ("title", "context"), before)
    assert Contribution.objects.get(pk=contribution.pk).state == "undone"
    assert Remark.objects.get().text == "Erreur de fiche"
    assert Event.objects.filter(verb__in=["project.undone", "contribution.undone"]).count() == 2
    assert field_origins([sheet])[sheet]["title"] == "person"


def test_nothing_is_undone_twice(sheet: int) -> None:
    accept(sent(sheet, title="Autre titre"), by=OFFICER, at=AT)
    undo(project_id=sheet, number=2, reason="Erreur", by=OFFICER, at=AT)
    with pytest.raises(AlreadyDecided):
        undo(project_id=sheet, number=2, reason="Erreur", by=OFFICER, at=AT)
    assert version_of(sheet) == 3


def test_an_undo_can_be_undone(sheet: int) -> None:
    accept(sent(sheet, title="Autre titre"), by=OFFICER, at=AT)
    undo(project_id=sheet, number=2, reason="Erreur", by=OFFICER, at=AT)
    undo(project_id=sheet, number=3, reason="Ce n’en était pas une", by=OFFICER, at=AT)
    assert current_draft(sheet).title == "Autre titre"


def test_what_was_changed_again_since_is_not_undone_unseen(sheet: int) -> None:
    accept(sent(sheet, title="Autre titre", context="Autre contexte"), by=OFFICER, at=AT)
    accept(sent(sheet, title="Un troisième titre"), by=OFFICER, at=AT)
    with pytest.raises(Conflict) as refused:
        undo(project_id=sheet, number=2, reason="Erreur", by=OFFICER, at=AT)
    assert refused.value.fields == ("title",)
    undo(project_id=sheet, number=2, fields=["context"], reason="Erreur", by=OFFICER, at=AT)
    assert (current_draft(sheet).title, current_draft(sheet).context) == ("Un troisième titre", "Un contexte.")


def test_what_began_a_sheet_is_not_undone_and_nothing_without_a_reason(sheet: int) -> None:
    with pytest.raises(FirstVersion):
        undo(project_id=sheet, number=1, reason="Erreur", by=OFFICER, at=AT)
    with pytest.raises(ReasonMissing):
        undo(project_id=sheet, number=1, reason="", by=OFFICER, at=AT)


@pytest.mark.django_db(transaction=True)
def test_withdrawn_nothing_shows_it_and_published_again_it_is_as_before() -> None:
    sheet = published(full_draft(make_world()))
    before = project_by_id(sheet)
    withdraw_project(project_id=sheet, reason="Hors champ", by=OFFICER, at=AT)
    assert project_by_id(sheet) is None
    restore_project(project_id=sheet, by=OFFICER, at=AT)
    after = project_by_id(sheet)
    assert before is not None
    assert after is not None
    assert (after.title, after.version) == (before.title, before.version)
    assert list(Change.objects.order_by("revision").values_list("kind", flat=True)) == ["upsert", "delete", "upsert"]
    event = Event.objects.get(verb="project.withdrawn")
    assert event.detail == {"before": "published", "after": "archived", "reason": "Hors champ"}


@pytest.mark.django_db(transaction=True)
def test_every_address_of_a_withdrawn_sheet_says_that_it_is_gone(client: Client) -> None:
    sheet = published(full_draft(make_world()))
    withdraw_project(project_id=sheet, reason="Hors champ", by=OFFICER, at=AT)
    for rest in ("", "fiche.pdf", "corriger/", "corriger/recu/"):
        answer = client.get(f"/fr/projets/{sheet}/{rest}")
        assert answer.status_code == 410
        assert "Cette fiche n’est plus publiée" in answer.content.decode()
    assert "This sheet is no longer published" in client.get(f"/en/projects/{sheet}/").content.decode()
    for path in (f"/api/v1/projects/{sheet}", f"/api/v1/projects/{sheet}/versions"):
        answer = client.get(path)
        assert (answer.status_code, answer["Content-Type"]) == (410, "application/problem+json")
        assert answer.json()["title"] == "Fiche retirée de la publication"
    old = client.get("/cncdext/dyn/public/atlas/detailProjet.html", {"criteres.prjId": "900"})
    assert (old.status_code, old["Location"]) == (301, f"/fr/projets/{sheet}/")
    Moved.objects.all().delete()
    reconcile()
    assert is_withdrawn(sheet)
    restore_project(project_id=sheet, reason="Dans le champ", by=OFFICER, at=AT)
    assert not is_withdrawn(sheet)
    assert client.get(f"/fr/projets/{sheet}/").status_code == 200
    assert client.get(f"/fr/projets/{10**30}/").status_code == 404


def test_a_sheet_is_withdrawn_once(sheet: int) -> None:
    withdraw_project(project_id=sheet, reason="Hors champ", by=OFFICER, at=AT)
    with pytest.raises(AlreadyDecided):
        withdraw_project(project_id=sheet, reason="Hors champ", by=OFFICER, at=AT)
    restore_project(project_id=sheet, by=OFFICER, at=AT)
    with pytest.raises(AlreadyDecided):
        restore_project(project_id=sheet, by=OFFICER, at=AT)


@pytest.mark.django_db(transaction=True)
def test_who_may_says_that_a_sheet_is_right() -> None:
    sheet = published(full_draft(make_world()))
    verify_sheets([sheet], on=date(2026, 11, 25), by=AGENT, at=AT)
    record = project_by_id(sheet)
    assert record is not None
    assert (record.verified_on, Project.objects.get().verified_on) == (date(2026, 11, 25), date(2026, 11, 25))
    assert Event.objects.get(verb="project.verified").detail == {"before": "", "after": "2026-11-25"}
    withdraw_project(project_id=sheet, reason="Hors champ", by=OFFICER, at=AT)
    with pytest.raises(SheetGone):
        verify_sheets([sheet], on=date(2026, 11, 26), by=AGENT, at=AT)


def test_whom_a_sheet_concerns(sheet: int, world: World, django_assert_num_queries) -> None:
    with django_assert_num_queries(5):
        stakes = stakes_of([sheet])
    assert stakes == {
        sheet: Stakes(
            authorities=frozenset({world.commune.pk}),
            lead=world.commune.pk,
            regions=frozenset({"84"}),
            countries=frozenset({"ML"}),
            posts=frozenset({world.post.pk}),
        )
    }


def test_who_leads_a_sheet_and_who_took_over(world: World) -> None:
    old = organisation("region", "Ancienne région", "FR", region_code="42", valid_to=date(2016, 1, 1))
    Succession.objects.create(predecessor=old, successor=world.region, occurred_on=date(2016, 1, 1), kind="merger")
    parties = (
        PartyDraft(role="partner", name="Pontcharra", organisation_id=world.commune.pk, country="FR"),
        PartyDraft(role="lead", name="Ancienne région", organisation_id=old.pk, country="FR"),
    )
    sheet = published(changed(full_draft(world), parties=parties))
    stakes = stakes_of([sheet, 999_999])
    assert stakes[sheet].authorities == {world.commune.pk, old.pk, world.region.pk}
    assert (stakes[sheet].lead, stakes[sheet].regions) == (world.region.pk, {"84", "42", "53"})
    assert stakes[999_999] == Stakes()
