"""A campaign from its plan to the line on the public page."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client

from atlas.accounts.models import User
from atlas.accounts.scopes import scope_of
from atlas.audit.models import Event
from atlas.campaigns.models import AuthorityUpdate, SheetAnswer, UpdateCampaign
from atlas.campaigns.preparing import Prepared, tend_campaigns
from atlas.campaigns.publishing import publish_all
from atlas.campaigns.queries import atlas_up_to_date, waiting_for
from atlas.catalogue.actions import rebuild_organisations
from atlas.catalogue.attestation import PublicAttestation
from atlas.catalogue.identity import identity_of
from atlas.catalogue.models import AttestationRecord
from atlas.catalogue.queries import organisation_by_id
from atlas.contributions.models import Contribution
from atlas.notifications.actions import send_due
from atlas.organisations.models import Contact
from atlas.projects.models import Project

from .conftest import AT, TODAY, Scene, browser

pytestmark = pytest.mark.django_db


def mails(at: object = AT) -> list[tuple[list[str], str, str]]:
    mail.outbox.clear()
    send_due(by="test", at=at)  # type: ignore[arg-type]  # a moment
    return [(one.to, one.subject, str(one.body)) for one in mail.outbox]


def test_the_ministry_plans_announces_extends_and_closes(officer: User, scene: Scene) -> None:
    UpdateCampaign.objects.update(closed_at=AT)
    client, base = browser(officer), "/fr/espace/campagnes/2027/"
    said = {
        "year": "2027", "opens_on": "2026-11-20", "closes_on": "2027-01-31", "circular_fr": "Merci.",
        "circular_en": "", "kinds": ["commune"], "regions": [],
    }  # fmt: skip
    assert client.post("/fr/espace/campagnes/nouvelle/", {**said, "closes_on": "2026-11-01"}).status_code == 422
    assert client.post("/fr/espace/campagnes/nouvelle/", said)["Location"] == base
    assert client.post(f"{base}ouvrir/")["Location"] == base
    campaign = UpdateCampaign.objects.get(year=2027)
    assert (campaign.opened_at, campaign.kinds) == (AT, ["commune"])
    assert client.post(f"{base}prolonger/", {"until": "2027-01-31"}).status_code == 422
    client.post(f"{base}prolonger/", {"until": "2027-02-15"})
    client.post(f"{base}fermer/")
    campaign.refresh_from_db()
    assert (campaign.last_day, campaign.closed_at) == (date(2027, 2, 15), AT)
    verbs = Event.objects.filter(object_type="updatecampaign", object_id=campaign.pk).order_by("pk")
    assert [event.verb for event in verbs] == [
        "campaign.planned", "campaign.opened", "campaign.extended", "campaign.closed",
    ]  # fmt: skip
    assert {event.actor for event in verbs} == {officer.actor}


def test_two_campaigns_do_not_ask_at_once(officer: User, scene: Scene) -> None:
    client = browser(officer)
    UpdateCampaign.objects.create(
        year=2027, circular_fr="x", opens_on=TODAY, closes_on=TODAY + timedelta(days=9), created_at=AT
    )
    page = client.post("/fr/espace/campagnes/2027/ouvrir/", follow=True).content.decode()
    assert "Une autre campagne court encore" in page
    assert UpdateCampaign.objects.get(year=2027).opened_at is None


def test_the_keeper_prepares_and_tells_once(scene: Scene, admin: User, agent: User) -> None:
    assert tend_campaigns(by="tend", at=AT) == Prepared(rows=2, told=1)
    assert tend_campaigns(by="tend", at=AT) == Prepared()
    told = mails()
    assert sorted(to for (to,), _subject, _text in told) == ["admin@ville.example", "agent@ville.example"]
    assert "Campagne 2026 de mise à jour de l’Atlas" in told[0][1]
    assert "Merci de vérifier." in told[0][2]
    assert f"http://127.0.0.1:8000{scene.path()}" in told[0][2]


def test_an_authority_answers_sheet_by_sheet_and_its_admin_signs(
    prepared: Scene, admin: User, agent: User, indexed: None
) -> None:
    rebuild_organisations([prepared.commune.pk])
    worker, mayor = browser(agent), browser(admin)
    first, second, shared = prepared.sheets
    page = worker.get(prepared.path()).content.decode()
    assert (page.count('value="unchanged"'), "Fiche 903" in page, "Attester la mise à jour" in page) == (2, True, False)
    worker.post(prepared.path(f"fiches/{first}/"), {"verdict": "unchanged"})
    worker.post(prepared.path(f"fiches/{second}/"), {"verdict": "ended"})
    worker.post(prepared.path(f"fiches/{shared}/"), {"verdict": "unchanged"})
    assert prepared.update().state == "in_progress"
    assert dict(SheetAnswer.objects.values_list("project_id", "verdict")) == {first: "unchanged", second: "ended"}
    proposal = Contribution.objects.get(state="submitted")
    assert (proposal.project_id, proposal.authority_id, proposal.created_by) == (
        second, prepared.commune.pk, agent.actor,
    )  # fmt: skip
    assert mayor.post(prepared.path("attester/"), follow=True).content.decode().count("rien n’est attesté")
    assert "<p>Il reste les contacts à attester.</p>" in mayor.get(prepared.path()).content.decode()
    worker.post(
        prepared.path("contacts/"), {"function": "Adjointe", "last_name": "INVENTEE", "email": "x@ville.example"}
    )
    assert Contact.objects.get().verified_on == TODAY
    assert worker.post(prepared.path("attester/")).status_code == 403
    assert atlas_up_to_date(prepared.commune.pk, TODAY) is None
    mayor.post(prepared.path("attester/"))
    update = prepared.update()
    assert (update.state, update.signed_at, update.signed_by) == ("attested", AT, admin.actor)
    assert dict(Project.objects.order_by("pk").values_list("pk", "verified_on")) == {
        first: TODAY, second: TODAY, shared: None,
    }  # fmt: skip
    assert atlas_up_to_date(prepared.commune.pk, TODAY) == TODAY
    html = Client().get(f"/fr/collectivites/{prepared.commune.pk}/").content.decode()
    assert "À jour, attesté par la collectivité le" in html
    assert "25 novembre 2026" in html


@pytest.fixture
def attested(prepared: Scene, admin: User) -> Scene:
    rebuild_organisations([prepared.commune.pk])
    mayor = browser(admin)
    for number in prepared.sheets[:2]:
        mayor.post(prepared.path(f"fiches/{number}/"), {"verdict": "unchanged"})
    mayor.post(prepared.path("contacts/"), {})
    mayor.post(prepared.path("attester/"))
    assert prepared.update().state == "attested"
    return prepared


def test_what_is_signed_does_not_change_until_it_is_reopened(attested: Scene, agent: User, prefecture: User) -> None:
    worker = browser(agent)
    path = attested.path(f"fiches/{attested.sheets[0]}/")
    assert "rouvrez-la" in worker.post(path, {"verdict": "not_ours"}, follow=True).content.decode()
    assert not Contribution.objects.filter(state="submitted").exists()
    assert worker.post(attested.path("rouvrir/"), {"reason": "x"}).status_code == 403
    browser(prefecture).post(attested.path("rouvrir/"), {"reason": "Il manque une fiche."})
    update = attested.update()
    assert (update.state, update.signed_at, update.reason) == ("reopened", None, "Il manque une fiche.")
    assert atlas_up_to_date(attested.commune.pk, TODAY) is None
    assert organisation_by_id(attested.commune.pk).attestation is None  # type: ignore[union-attr]  # it has a record
    page = worker.get(attested.path()).content.decode()
    assert "Il manque une fiche." in page
    worker.post(path, {"verdict": "not_ours"})
    assert Contribution.objects.get(state="submitted").project_id == attested.sheets[0]


def test_a_public_date_that_was_lost_is_made_again(attested: Scene) -> None:
    AttestationRecord.objects.all().delete()
    rebuild_organisations([attested.commune.pk])
    for changed in (1, 0):
        out = StringIO()
        call_command("publish_attestations", stdout=out)
        assert out.getvalue() == f"Attestations: {changed} changed.\n"
        assert shown(attested) == PublicAttestation(on=TODAY, campaign=2026)


def test_another_campaign_asks_again(attested: Scene) -> None:
    UpdateCampaign.objects.create(
        year=2027, circular_fr="x", opens_on=date(2027, 11, 1), closes_on=date(2027, 12, 31), created_at=AT,
        opened_at=AT,
    )  # fmt: skip
    assert atlas_up_to_date(attested.commune.pk, date(2027, 10, 31)) == TODAY
    assert atlas_up_to_date(attested.commune.pk, date(2027, 11, 1)) is None


def shown(scene: Scene) -> PublicAttestation | None:
    record = organisation_by_id(scene.commune.pk)
    assert record is not None
    return record.attestation


def facts(scene: Scene) -> dict[str, str]:
    """What the public page says of the authority."""
    record = organisation_by_id(scene.commune.pk)
    assert record is not None
    return {str(one.label): str(one.value) for one in identity_of(record, language="fr").facts}


def test_the_public_date_stays_with_its_year_and_says_when_it_has_lapsed(attested: Scene) -> None:
    """D6.2: « à jour » is said of the current campaign only."""
    said = facts(attested)
    assert said["À jour, attesté par la collectivité le"].endswith("2026 (campagne 2026)")
    later = UpdateCampaign.objects.create(
        year=2027, circular_fr="x", opens_on=date(2027, 11, 1), closes_on=date(2027, 12, 31), created_at=AT,
        opened_at=AT,
    )  # fmt: skip
    tend_campaigns(by="tend", at=datetime(2027, 10, 31, 12, tzinfo=UTC))
    assert shown(attested) == PublicAttestation(on=TODAY, campaign=2026)
    tend_campaigns(by="tend", at=datetime(2027, 11, 1, 12, tzinfo=UTC))
    assert shown(attested) == PublicAttestation(on=TODAY, campaign=2026, lapsed_in=2027)
    assert "À jour, attesté par la collectivité le" not in facts(attested)
    assert facts(attested)["Dernière attestation de la collectivité"].endswith("2026 (campagne 2026)")
    assert facts(attested)["Campagne 2027"] == "la collectivité n’a pas attesté que ses fiches sont à jour"
    update = AuthorityUpdate.objects.get(campaign=later, organisation=attested.commune)
    AuthorityUpdate.objects.filter(pk=update.pk).update(
        state="attested",
        signed_at=datetime(2027, 11, 2, 12, tzinfo=UTC),
        signed_by="x",
        contacts_at=AT,
        contacts_by="x",
    )
    for number in attested.sheets:
        update.answers.create(project_id=number, verdict="unchanged", at=AT, by="x")
    assert publish_all(date(2027, 11, 2)) == 1
    assert shown(attested) == PublicAttestation(on=date(2027, 11, 2), campaign=2027)
    AuthorityUpdate.objects.filter(pk=update.pk).update(state="reopened", signed_at=None, signed_by="")
    publish_all(date(2027, 11, 3))
    assert shown(attested) == PublicAttestation(on=TODAY, campaign=2026, lapsed_in=2027)


def test_edited_needs_a_change_that_was_sent(prepared: Scene, agent: User) -> None:
    path = prepared.path(f"fiches/{prepared.sheets[0]}/")
    page = browser(agent).post(path, {"verdict": "edited"}, follow=True).content.decode()
    assert "Aucune modification de cette fiche" in page
    assert prepared.update().state == "not_started"
    browser(agent).post(path, {"verdict": "ended"})
    assert 'value="edited"' in browser(agent).get(prepared.path()).content.decode()
    browser(agent).post(path, {"verdict": "edited"})
    assert SheetAnswer.objects.get().verdict == "edited"


def test_not_ours_asks_for_oneself_to_be_taken_off(prepared: Scene, agent: User) -> None:
    browser(agent).post(prepared.path(f"fiches/{prepared.sheets[1]}/"), {"verdict": "not_ours"})
    from atlas.projects.draft import decode_draft

    parties = decode_draft(Contribution.objects.get(state="submitted").draft).parties
    assert [one.name for one in parties] == ["Bretagne", "SIKORO"]
    browser(agent).post(prepared.path(f"fiches/{prepared.sheets[1]}/"), {"verdict": "not_ours"})
    assert Contribution.objects.filter(state="submitted").count() == 1


@pytest.mark.parametrize("closed", [True, False])
def test_outside_of_its_days_nothing_changes(prepared: Scene, admin: User, *, closed: bool) -> None:
    values = {"closed_at": AT} if closed else {"opens_on": date(2026, 10, 1), "closes_on": date(2026, 11, 24)}
    UpdateCampaign.objects.update(**values)
    page = (
        browser(admin)
        .post(prepared.path(f"fiches/{prepared.sheets[0]}/"), {"verdict": "unchanged"}, follow=True)
        .content.decode()
    )
    assert "La campagne ne court pas aujourd’hui" in page
    assert 'name="verdict"' not in page
    assert not SheetAnswer.objects.exists()


def test_contacts_that_are_unticked_are_erased_and_those_of_others_are_not(prepared: Scene, agent: User) -> None:
    rows = [(prepared.commune, "RESTE"), (prepared.commune, "PART"), (prepared.world.region, "AUTRE")]
    stays, goes, other = (
        Contact.objects.create(organisation=one, last_name=name, expires_on=date(2027, 1, 1)) for one, name in rows
    )
    path = prepared.path("contacts/")
    assert browser(agent).post(path, {"last_name": "SANS FONCTION", "still": [stays.pk]}).status_code == 422
    assert Contact.objects.count() == 3
    browser(agent).post(path, {"still": [stays.pk, other.pk, "x", "9" * 30]})
    left = dict(Contact.objects.order_by("pk").values_list("last_name", "verified_on"))
    assert left == {"RESTE": TODAY, "AUTRE": None}
    assert prepared.update().contacts_by == agent.actor
    assert "PART" not in str(list(Event.objects.values_list("detail", flat=True)))
    assert goes.pk in Event.objects.filter(verb="contact_erased").values_list("object_id", flat=True)


def test_only_what_is_asked_waits(prepared: Scene, agent: User, prefecture: User) -> None:
    (one,) = waiting_for(scope_of(agent, TODAY), TODAY)
    assert (one.name, one.state) == ("Pontcharra", "not_started")
    assert waiting_for(scope_of(prefecture, TODAY), TODAY) == []
    UpdateCampaign.objects.update(kinds=["region"])
    assert waiting_for(scope_of(agent, TODAY), TODAY) == []
    assert browser(agent).get(prepared.path()).status_code == 404


def test_a_campaign_for_some_regions_makes_rows_for_them(scene: Scene) -> None:
    UpdateCampaign.objects.update(regions=["53"])
    tend_campaigns(by="tend", at=AT)
    assert [one.organisation.name for one in AuthorityUpdate.objects.all()] == ["Bretagne"]


def test_my_projects_say_what_is_to_be_attested(prepared: Scene, agent: User, prefecture: User) -> None:
    page = browser(agent).get("/fr/espace/").content.decode()
    assert "À attester" in page
    assert f'href="{prepared.path()}"' in page
    assert "À attester" not in browser(prefecture).get("/fr/espace/").content.decode()
    update = browser(agent).get(prepared.path()).content.decode()
    assert f'href="/fr/espace/projets/{prepared.sheets[0]}/"' in update
