"""The administration of the ministry's staff: lists and rows open, nothing can be changed, persons are not there."""

from datetime import UTC, datetime

import pytest
from django.contrib import admin
from django.forms import ModelForm
from django.test import Client
from django.urls import reverse

from atlas.accounts.models import Delegation, Invitation
from atlas.audit.admin import ReadOnlyAdmin, RecordedAdmin
from atlas.audit.models import Event
from atlas.contributions.actions import Delivery, ProposedChange, receive
from atlas.duplicates.models import Candidate, CandidateKind
from atlas.imports.models import ImportRun, RefusedItem
from atlas.notifications.models import Mail, Notice
from atlas.organisations.models import PlaceAlias
from atlas.projects.checks import Finding
from atlas.projects.draft import PrivatePart, PrivatePerson
from atlas.registers.actions import save_register
from atlas.registers.models import CountryRegister
from tests.factories.accounts import account, superuser
from tests.factories.drafts import full_draft
from tests.factories.world import make_world, organisation

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
MODELS = [model for model, registered in admin.site._registry.items() if isinstance(registered, ReadOnlyAdmin)]


@pytest.fixture
def staff(db: None, client: Client) -> Client:
    """Staff signed in, with one row of everything."""
    world = make_world()
    save_register(CountryRegister(country_id="ML"), by="test")
    person = PrivatePerson(role="foreign_contact", organisation="SIKORO", last_name="SECRETE")
    delivery = Delivery(
        origin="legacy_page",
        key="prj:900",
        name="900.txt",
        raw=b"page",
        draft=full_draft(world),
        private=PrivatePart(persons=(person,)),
        findings=(Finding("private_use_chars", "context"),),
        proposals=(ProposedChange("title", "title_completion", "Titre", "Titre complet"),),
    )
    receive([delivery], by="test", at=AT, today=AT.date())
    run = ImportRun.objects.create(source="legacy_page", by="test", started_at=AT)
    RefusedItem.objects.create(run=run, name="x.txt", code="empty", message="Nothing", content_hash="x", raw=b"")
    pair = {"first_id": 1, "second_id": 2, "first_label": "Une fiche", "second_label": "La même"}
    Candidate.objects.create(kind=CandidateKind.PROJECT, **pair, score=90, found_at=AT)
    waiting = {"subject": "Objet", "body": "Des mots.", "recipient": "x@example.org"}
    Mail.objects.create(**waiting, queued_at=AT, try_at=AT)
    Notice.objects.create(**waiting, key="user:1", kind="relay_sent", language="fr", noted_at=AT)
    agent = account("authority_agent", organisation=world.commune)
    Invitation.objects.create(
        role="authority_agent",
        organisation=world.commune,
        digest="x",
        invited_by=agent.actor,
        invited_at=AT,
        expires_at=AT,
    )
    Delegation.objects.create(
        authority=world.commune, partner=world.state, starts_on=AT.date(), ends_on=AT.date(), given_by=agent.actor
    )
    client.force_login(superuser())
    return client


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_lists_and_rows_open_and_offer_no_change(staff: Client, model: type) -> None:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    assert staff.get(reverse(f"{name}_changelist"), {"q": "900"}).status_code == 200
    page = staff.get(reverse(f"{name}_change", args=[model.objects.first().pk]))
    assert page.status_code == 200
    content = page.content.decode()
    assert "SECRETE" not in content
    assert 'name="_save"' not in content
    assert staff.get(reverse(f"{name}_add")).status_code == 403


def test_versions_events_and_contributions_are_among_them() -> None:
    names = {model._meta.model_name for model in MODELS}
    assert names >= {"event", "version", "project", "contribution", "proposal", "importrun", "refuseditem"}


def test_visitors_are_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get(reverse("admin:audit_event_changelist")).status_code == 302


VERBS = {"mailbox", "countryregister", "regionalnetwork", "contact"}
"""Tables whose own verbs write the event, or in which nothing changes."""


def test_no_table_is_changed_by_hand_without_a_trace() -> None:
    found = {m._meta.model_name for m, one in admin.site._registry.items() if not isinstance(one, ReadOnlyAdmin)}
    recorded = {m._meta.model_name for m, one in admin.site._registry.items() if isinstance(one, RecordedAdmin)}
    assert found - recorded == VERBS


def test_a_change_by_hand_is_in_the_journal_with_both_values(db: None, client: Client) -> None:
    world = make_world()
    client.force_login(superuser())
    twin = organisation("foreign_authority", "Sikoro", "ML", is_provisional=True)
    page = client.get(reverse("admin:organisations_organisation_change", args=[twin.pk]))
    row = {"name": "Sikoro-sur-Niger", "kind": "alias", "language": "fr", "date_precision": "day"}
    names = {"names-TOTAL_FORMS": "1", **{f"names-0-{column}": value for column, value in row.items()}}
    sent = {**_sent(page.context["adminform"].form), **_managed(page), "name": "Sikoro le Grand", **names}
    answer = client.post(reverse("admin:organisations_organisation_change", args=[twin.pk]), sent)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    event = Event.objects.get(verb="admin.changed", object_type="organisation", object_id=twin.pk)
    assert event.detail["changed"] == ["name"]
    assert (event.detail["before"], event.detail["after"]) == ({"name": "Sikoro"}, {"name": "Sikoro le Grand"})
    assert [(row["row"], row["added"]) for row in event.detail["rows"]] == [("organisationname", "Sikoro-sur-Niger")]
    assert event.actor.startswith("user:")
    assert world.commune.pk != twin.pk


def test_what_is_deleted_by_hand_is_in_the_journal(db: None, client: Client) -> None:
    make_world()
    alias = PlaceAlias.objects.create(**_spelt("Tananarive", "Antananarivo"))
    other = PlaceAlias.objects.create(**_spelt("Haute-Volta", "Burkina"))
    client.force_login(superuser())
    client.post(reverse("admin:organisations_placealias_delete", args=[alias.pk]), {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": other.pk, "post": "yes"}
    client.post(reverse("admin:organisations_placealias_changelist"), chosen)
    assert not PlaceAlias.objects.exists()
    assert set(Event.objects.filter(verb="admin.deleted").values_list("object_id", flat=True)) == {alias.pk, other.pk}


def _spelt(alias: str, name: str) -> dict[str, str]:
    keys = {"alias_key": alias.lower(), "name_key": name.lower()}
    return {"country_id": "ML", "alias": alias, "name": name, **keys}


def _sent(form: ModelForm) -> dict[str, object]:
    """What a browser sends of the form as it stands."""
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: value for name, value in values.items() if value not in (None, False)}


def _managed(page: object) -> dict[str, object]:
    """The counters of the rows beneath."""
    return {
        f"{one.formset.prefix}-{name}": value
        for one in page.context["inline_admin_formsets"]
        for name, value in one.formset.management_form.initial.items()
    }
