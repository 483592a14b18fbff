"""Two sheets, two organisations that are one: nothing is lost, old numbers lead on, and it can be taken back."""

from datetime import date

import pytest
from django.test import Client
from hypothesis import given

from atlas.audit.models import Event
from atlas.catalogue.actions import rebuild_organisations, reconcile
from atlas.catalogue.models import Moved
from atlas.catalogue.queries import organisation_by_id, project_by_id, project_id_for_legacy
from atlas.contributions.actions import Delivery, receive
from atlas.contributions.deciding import accept
from atlas.contributions.joining import BOTH, KEEP, OTHER, choices_of, joined, relink
from atlas.contributions.locking import AlreadyDecided
from atlas.contributions.merging import (
    MergeRefused,
    merge_organisations,
    merge_projects,
    preview_of,
    separate_organisations,
    separate_projects,
)
from atlas.contributions.models import Contribution
from atlas.contributions.sheets import withdraw_project
from atlas.organisations.mailboxes import Mailbox
from atlas.organisations.models import Contact, Organisation, OrganisationName
from atlas.organisations.queries import merged_into, name_index
from atlas.projects.diff import FIELDS
from atlas.projects.draft import FundingDraft, PartyDraft, ProjectDraft, place_of
from atlas.projects.models import FundingLine, Party, PrivateContact, Project, SourceReference, Version
from atlas.projects.queries import current_draft, draft_from_rows, field_origins
from tests.contributions.people import AT, OFFICER, published, sent, two_sheets, version_of
from tests.factories.drafts import changed, drafts, full_draft
from tests.factories.world import World, make_world, organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def test_what_both_say_is_said_once_and_what_one_says_is_kept() -> None:
    mine = ProjectDraft(
        title="Titre",
        context="Mon contexte",
        parties=(PartyDraft(role="partner", name="Pontcharra", organisation_id=1),),
        funding=(FundingDraft(funder="État", year=2019, amount=100),),
        sdgs=(6,),
        end_year=2020,
    )
    theirs = ProjectDraft(
        title="Autre",
        context="Son contexte",
        history="Une histoire",
        parties=(
            PartyDraft(role="partner", name="Ville de Pontcharra", organisation_id=1),
            PartyDraft(role="owner", name="Sikoro"),
        ),
        funding=(FundingDraft(funder="ETAT", year=2019, amount=100), FundingDraft(funder="État", year=2020, amount=5)),
        sdgs=(3, 6),
        end_date=date(2021, 1, 1),
    )
    one = joined(mine, theirs)
    assert (one.title, one.context, one.history) == ("Titre", "Mon contexte", "Une histoire")
    assert [party.name for party in one.parties] == ["Pontcharra", "Sikoro"]
    assert [line.year for line in one.funding] == [2019, 2020]
    assert (one.sdgs, one.end_year, one.end_date) == ((3, 6), 2020, None)
    other = joined(mine, theirs, {"title": OTHER, "context": BOTH, "parties": KEEP, "end_date": OTHER})
    assert (other.title, other.context) == ("Autre", "Mon contexte\n\nSon contexte")
    assert (len(other.parties), other.end_year, other.end_date) == (1, None, date(2021, 1, 1))


def test_places_of_both_sheets_stay_and_the_same_one_stands_once() -> None:
    koro, other = place_of("ML", "Koro", at=(14.07, -3.08)), place_of("ML", "KORO", at=(14.5, -3.08))
    mine = ProjectDraft(places=(koro, place_of("ML")))
    theirs = ProjectDraft(places=(place_of("ML", "koro", at=(14.07, -3.08)), other, place_of("ML")))
    assert joined(mine, theirs).places == (koro, place_of("ML"), other)


@given(drafts, drafts)
def test_joined_with_itself_or_nothing_a_draft_stays_as_it_is(one: ProjectDraft, other: ProjectDraft) -> None:
    assert joined(one, ProjectDraft()) == one
    kept = joined(one, other, dict.fromkeys(FIELDS, KEEP))
    assert kept == one
    assert {name: choices_of(name)[0] for name in ("title", "context", "funding")} == {
        "title": KEEP,
        "context": KEEP,
        "funding": BOTH,
    }


def test_merged_with_nothing_lost(world: World) -> None:
    keep, drop = two_sheets(world)
    PrivateContact.objects.create(project_id=drop, role="x", organisation_name="y", expires_on=date(2028, 1, 1))
    waiting = sent(drop, title="Un titre pour l’autre fiche", beneficiaries="13 000 habitants")
    keep_before, drop_before, preview = preview_of(keep, drop, {"history": BOTH})
    done = merge_projects(keep_id=keep, drop_id=drop, choices={"history": BOTH}, by=OFFICER, at=AT)
    assert (done.version, done.changed, current_draft(keep)) == (2, ("history",), preview)
    assert current_draft(keep).history == f"{keep_before.history}\n\n{drop_before.history}"
    gone = Project.objects.get(pk=drop)
    assert (gone.publication_state, gone.merged_into_id, gone.legacy_prj_id) == ("merged", keep, 901)
    assert draft_from_rows(gone) == drop_before
    assert Version.objects.filter(project=drop).count() == 1
    assert SourceReference.objects.filter(project=keep).count() == 2
    assert PrivateContact.objects.get().project_id == keep
    applied = accept(waiting, fields=["beneficiaries"], by=OFFICER, at=AT)
    assert applied is not None
    assert (applied.project_id, current_draft(keep).beneficiaries) == (keep, "13 000 habitants")
    assert Contribution.objects.get(pk=waiting.pk).project_id == keep


@pytest.mark.django_db(transaction=True)
def test_old_numbers_lead_to_the_sheet_that_stays_and_back_again(client: Client) -> None:
    keep, drop = two_sheets(make_world())
    merge_projects(keep_id=keep, drop_id=drop, by=OFFICER, at=AT)
    assert project_by_id(drop) is None
    for language, folder in (("fr", "projets"), ("en", "projects")):
        answer = client.get(f"/{language}/{folder}/{drop}/")
        assert (answer.status_code, answer["Location"]) == (301, f"/{language}/{folder}/{keep}/")
    for rest in ("fiche.pdf", "corriger/", "corriger/recu/", "?utm=1"):
        answer = client.get(f"/fr/projets/{drop}/{rest}")
        assert (answer.status_code, answer["Location"]) == (301, f"/fr/projets/{keep}/{rest}")
    assert project_id_for_legacy(901) == keep
    for path in (f"/api/v1/projects/{drop}", f"/api/v1/projects/{drop}/versions?lang=en"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (301, path.replace(str(drop), str(keep)))
    Moved.objects.all().delete()
    assert reconcile() >= 0
    assert Moved.objects.get().to == keep
    separate_projects(drop_id=drop, reason="Deux projets", by=OFFICER, at=AT)
    assert project_by_id(drop) is not None
    assert project_id_for_legacy(901) == drop
    assert not Moved.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_chain_of_merges_leads_to_its_end(client: Client) -> None:
    world = make_world()
    first, second = two_sheets(world)
    third = published(changed(full_draft(world), legacy_prj_id=902), key="prj:902")
    merge_projects(keep_id=second, drop_id=first, by=OFFICER, at=AT)
    merge_projects(keep_id=third, drop_id=second, by=OFFICER, at=AT)
    assert client.get(f"/fr/projets/{first}/")["Location"] == f"/fr/projets/{third}/"
    assert project_id_for_legacy(900) == third


def test_taken_back_both_are_as_they_were(world: World) -> None:
    keep, drop = two_sheets(world)
    before = current_draft(keep), current_draft(drop)
    PrivateContact.objects.create(project_id=drop, role="x", organisation_name="y", expires_on=date(2028, 1, 1))
    merge_projects(keep_id=keep, drop_id=drop, choices={"title": OTHER}, by=OFFICER, at=AT)
    assert separate_projects(drop_id=drop, reason="Deux projets", by=OFFICER, at=AT) == ()
    assert (current_draft(keep), current_draft(drop)) == before
    assert PrivateContact.objects.get().project_id == drop
    assert SourceReference.objects.filter(project=keep).count() == 1
    with pytest.raises(AlreadyDecided):
        separate_projects(drop_id=drop, reason="Encore", by=OFFICER, at=AT)


def test_taken_back_what_was_edited_since_stays(world: World) -> None:
    keep, drop = two_sheets(world)
    merge_projects(keep_id=keep, drop_id=drop, choices={"title": OTHER, "history": OTHER}, by=OFFICER, at=AT)
    accept(sent(keep, title="Un titre depuis"), by=OFFICER, at=AT)
    assert separate_projects(drop_id=drop, reason="Deux projets", by=OFFICER, at=AT) == ("title",)
    assert (current_draft(keep).title, current_draft(keep).history) == ("Un titre depuis", "Une histoire.")


def test_what_cannot_be_merged(world: World) -> None:
    keep, drop = two_sheets(world)
    with pytest.raises(MergeRefused):
        merge_projects(keep_id=keep, drop_id=keep, by=OFFICER, at=AT)
    merge_projects(keep_id=keep, drop_id=drop, by=OFFICER, at=AT)
    with pytest.raises(AlreadyDecided):
        merge_projects(keep_id=keep, drop_id=drop, by=OFFICER, at=AT)
    with pytest.raises(AlreadyDecided):
        merge_projects(keep_id=drop, drop_id=keep, by=OFFICER, at=AT)


def test_a_withdrawn_sheet_can_be_merged_into_a_published_one(world: World) -> None:
    keep, drop = two_sheets(world)
    withdraw_project(project_id=drop, reason="Doublon", by=OFFICER, at=AT)
    merge_projects(keep_id=keep, drop_id=drop, by=OFFICER, at=AT)
    assert Event.objects.get(verb="project.merged").detail["before"] == "archived"


def test_a_page_of_a_merged_sheet_waits_for_a_person(world: World) -> None:
    keep, drop = two_sheets(world)
    merge_projects(keep_id=keep, drop_id=drop, by=OFFICER, at=AT)
    newer = changed(full_draft(world), legacy_prj_id=901, title="Un titre de page")
    page = Delivery(origin="legacy_page", key="prj:901", name="x", raw=b"newer", draft=newer)
    (outcome,) = receive([page], by="import", at=AT, today=date(2026, 11, 25))
    assert (outcome.kind, outcome.reason, version_of(drop)) == ("pending", "sheet_was_merged", 1)
    waiting = Contribution.objects.get(state="submitted")
    applied = accept(waiting, override=True, by=OFFICER, at=AT)
    assert applied is not None
    assert (applied.project_id, current_draft(keep).legacy_prj_id) == (keep, 900)


# Organisations.


@pytest.fixture
def twin(world: World) -> Organisation:
    """Sikoro, entered twice."""
    return organisation("foreign_authority", "Commune de Sikoro", "ML", population=12_000, is_provisional=True)


def test_every_sheet_names_the_one_that_stays(world: World, twin: Organisation) -> None:
    parties = (
        PartyDraft(role="partner", name="Pontcharra", organisation_id=world.commune.pk, country="FR"),
        PartyDraft(role="partner", name="C. de Sikoro", organisation_id=twin.pk, country="ML"),
    )
    funding = (FundingDraft(funder="Commune de Sikoro", organisation_id=twin.pk, year=2020),)
    sheet = published(changed(full_draft(world), parties=parties, funding=funding))
    other = published(changed(full_draft(world), legacy_prj_id=905), key="prj:905")
    contact = Contact.objects.create(organisation=twin, last_name="EXEMPLE", expires_on=date(2028, 1, 1))
    assert merge_organisations(keep_id=world.partner.pk, drop_id=twin.pk, by=OFFICER, at=AT) == 1
    draft = current_draft(sheet)
    assert [(one.name, one.organisation_id) for one in draft.parties][1] == ("C. de Sikoro", world.partner.pk)
    assert (draft.funding[0].organisation_id, version_of(sheet), version_of(other)) == (world.partner.pk, 2, 1)
    assert not Party.objects.filter(organisation=twin).exists()
    assert not FundingLine.objects.filter(organisation=twin).exists()
    contact.refresh_from_db()
    keep = Organisation.objects.get(pk=world.partner.pk)
    assert (contact.organisation_id, keep.population) == (keep.pk, 12_000)
    assert list(OrganisationName.objects.values_list("organisation_id", "name", "kind")) == [
        (keep.pk, "Commune de Sikoro", "alias")
    ]
    twin.refresh_from_db()
    assert (twin.merged_into_id, merged_into([twin.pk])) == (keep.pk, {twin.pk: keep.pk})
    assert Event.objects.get(verb="merged").detail["moved"] == {"organisations.contact.organisation": [contact.pk]}


def test_a_merge_of_organisations_is_taken_back(world: World, twin: Organisation) -> None:
    parties = (
        PartyDraft(role="partner", name="C. de Sikoro", organisation_id=twin.pk, country="ML"),
        PartyDraft(role="owner", name="Sikoro", organisation_id=world.partner.pk),
        PartyDraft(role="implementer", name="Mairie de Sikoro", organisation_id=twin.pk),
    )
    funding = (FundingDraft(funder="Commune de Sikoro", organisation_id=twin.pk, year=2020),)
    sheet = published(changed(full_draft(world), parties=parties, funding=funding))
    contact = Contact.objects.create(organisation=twin, last_name="EXEMPLE", expires_on=date(2028, 1, 1))
    merge_organisations(keep_id=world.partner.pk, drop_id=twin.pk, by=OFFICER, at=AT)
    merged = current_draft(sheet).parties
    mended = changed(merged[2], name="Mairie de Sikoro, service de l’eau")
    accept(sent(sheet, parties=[*merged[:2], mended]), by=OFFICER, at=AT)
    assert separate_organisations(drop_id=twin.pk, reason="Deux communes", by=OFFICER, at=AT) == 1
    draft = current_draft(sheet)
    assert [one.organisation_id for one in draft.parties] == [twin.pk, world.partner.pk, world.partner.pk]
    assert draft.funding[0].organisation_id == twin.pk
    contact.refresh_from_db()
    keep = Organisation.objects.get(pk=world.partner.pk)
    twin.refresh_from_db()
    assert (contact.organisation_id, keep.population, twin.merged_into_id) == (twin.pk, None, None)
    assert not OrganisationName.objects.exists()
    with pytest.raises(AlreadyDecided):
        separate_organisations(drop_id=twin.pk, reason="Encore", by=OFFICER, at=AT)
    merge_organisations(keep_id=world.partner.pk, drop_id=twin.pk, by=OFFICER, at=AT)
    assert {one.organisation_id for one in current_draft(sheet).parties} == {world.partner.pk}


def test_a_merge_of_organisations_is_nobody_s_word_on_a_field(world: World, twin: Organisation) -> None:
    parties = (PartyDraft(role="partner", name="Sikoro", organisation_id=twin.pk, country="ML"),)
    sheet = published(changed(full_draft(world), parties=parties))
    merge_organisations(keep_id=world.partner.pk, drop_id=twin.pk, by=OFFICER, at=AT)
    assert Version.objects.get(project_id=sheet, number=2).origin == "relink"
    assert field_origins([sheet])[sheet]["parties"] == "legacy_page"


def test_a_draft_begun_before_names_the_one_that_stays_when_it_is_accepted(world: World, twin: Organisation) -> None:
    parties = (PartyDraft(role="partner", name="Sikoro", organisation_id=twin.pk, country="ML"),)
    sheet = published(changed(full_draft(world), parties=parties))
    more = [{"role": "owner", "name": "Sikoro", "organisation_id": twin.pk}]
    waiting = sent(sheet, title="Autre titre", parties=[{"role": "partner", "name": "Sikoro"}, *more])
    merge_organisations(keep_id=world.partner.pk, drop_id=twin.pk, by=OFFICER, at=AT)
    accept(waiting, by=OFFICER, at=AT)
    assert current_draft(sheet).parties[1].organisation_id == world.partner.pk


def test_names_of_both_are_known_to_imports(world: World, twin: Organisation) -> None:
    merge_organisations(keep_id=world.partner.pk, drop_id=twin.pk, by=OFFICER, at=AT)
    index = name_index()
    assert twin.pk not in index.entries
    assert index.match("Commune de Sikoro", role="partner", country="ML").organisation_id == world.partner.pk


def test_what_the_other_has_too_stays_with_the_tombstone(world: World, twin: Organisation) -> None:
    for holder in (world.partner, twin):
        Mailbox.objects.create(
            organisation=holder,
            function_fr="Maire",
            function_en="Mayor",
            email="mairie@example.org",
            verified_on=date(2026, 1, 1),
        )
    merge_organisations(keep_id=world.partner.pk, drop_id=twin.pk, by=OFFICER, at=AT)
    assert set(Mailbox.objects.values_list("organisation_id", flat=True)) == {world.partner.pk, twin.pk}


def test_codes_go_with_what_stays(world: World) -> None:
    new = organisation("commune", "Pontcharra bis", "FR", siren="213803149")
    merge_organisations(keep_id=world.commune.pk, drop_id=new.pk, by=OFFICER, at=AT)
    world.commune.refresh_from_db()
    new.refresh_from_db()
    assert (world.commune.siren, world.commune.insee_code, new.siren) == ("213803149", "38314", None)


def test_organisations_that_are_not_one(world: World, twin: Organisation) -> None:
    reference = organisation("association", "Du référentiel", None)
    Organisation.objects.filter(pk=reference.pk).update(origin="reference", reference_key="x:1")
    abroad = organisation("foreign_authority", "Sikoro", "SN")
    coded = organisation("commune", "Pontcharra", "FR", siren="111111111")
    Organisation.objects.filter(pk=world.commune.pk).update(siren="222222222")
    cases = {
        "same": (twin, twin),
        "country": (world.partner, abroad),
        "reference": (twin, reference),
        "codes": (world.commune, coded),
    }
    for code, (keep, drop) in cases.items():
        with pytest.raises(MergeRefused) as refused:
            merge_organisations(keep_id=keep.pk, drop_id=drop.pk, by=OFFICER, at=AT)
        assert refused.value.code == code
    merge_organisations(keep_id=world.partner.pk, drop_id=twin.pk, by=OFFICER, at=AT)
    with pytest.raises(MergeRefused) as refused:
        merge_organisations(keep_id=world.partner.pk, drop_id=twin.pk, by=OFFICER, at=AT)
    assert refused.value.code == "merged"


@pytest.mark.django_db(transaction=True)
def test_the_page_of_a_merged_organisation_leads_on(client: Client) -> None:
    world = make_world()
    twin = organisation("foreign_authority", "Commune de Sikoro", "ML")
    sheet = published(full_draft(world))
    rebuild_organisations()
    assert organisation_by_id(twin.pk) is not None
    merge_organisations(keep_id=world.partner.pk, drop_id=twin.pk, by=OFFICER, at=AT)
    assert organisation_by_id(twin.pk) is None
    answer = client.get(f"/fr/collectivites/{twin.pk}/")
    assert (answer.status_code, answer["Location"]) == (301, f"/fr/collectivites/{world.partner.pk}/")
    assert client.get(f"/api/v1/organisations/{twin.pk}")["Location"] == f"/api/v1/organisations/{world.partner.pk}"
    record = organisation_by_id(world.partner.pk)
    assert record is not None
    assert [name.name for name in record.names] == ["Commune de Sikoro"]
    assert project_by_id(sheet) is not None


def test_relinking_touches_no_other_number(world: World) -> None:
    draft = full_draft(world)
    assert relink(draft, {}) == draft
    assert relink(draft, {world.state.pk: 7}).funding[0].organisation_id == 7
