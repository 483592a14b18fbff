"""Reference data in the admin: found and shown, changed only where people decide."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from atlas.audit.models import Event
from atlas.reference.loading import load_reference
from atlas.reference.models import Country, Territory, Theme
from tests.factories.accounts import superuser
from tests.reference import small_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(tmp_path: Path, client: Client, settings: Settings) -> Client:
    """A superuser; static files are collected nowhere, which WhiteNoise warns about unless the folder exists."""
    settings.STATIC_ROOT = tmp_path
    load_reference(data_dir=small_data.write(tmp_path))
    client.force_login(superuser())
    return client


@pytest.mark.parametrize("model", ["worldzone", "country", "territory", "theme", "loadedfile"])
def test_each_list_opens(staff: Client, model: str) -> None:
    assert staff.get(reverse(f"admin:reference_{model}_changelist")).status_code == 200


def test_a_territory_is_found_without_accents_and_shows_its_former_names(staff: Client) -> None:
    found = staff.get(reverse("admin:reference_territory_changelist"), {"q": "evry"})
    assert [each.code for each in found.context["cl"].result_list] == ["91228", "249100000"]
    commune = Territory.objects.get(kind="commune", code="91228")
    shown = staff.get(reverse("admin:reference_territory_change", args=[commune.pk]))
    assert "Évry" in shown.content.decode()


@pytest.mark.parametrize("model", ["country", "territory", "theme"])
def test_nothing_is_added_or_deleted_by_hand(staff: Client, model: str) -> None:
    assert staff.get(reverse(f"admin:reference_{model}_add")).status_code == 403
    pk = {"country": "ML", "theme": "env", "territory": Territory.objects.get(code="6AE").pk}[model]
    assert staff.post(reverse(f"admin:reference_{model}_delete", args=[pk]), {"post": "yes"}).status_code == 403


def test_a_country_cannot_be_changed(staff: Client) -> None:
    response = staff.post(reverse("admin:reference_country_change", args=["ML"]), {"name_fr": "Autre"})
    assert response.status_code == 403
    assert Country.objects.get(pk="ML").name_fr == "Mali"


def test_a_theme_of_ours_may_be_offered_and_nothing_else_changes(staff: Client) -> None:
    address = reverse("admin:reference_theme_change", args=["env.energie"])
    staff.post(address, {"is_offered": "on", "label_fr": "Autre"})
    theme = Theme.objects.get(pk="env.energie")
    assert (theme.is_offered, theme.label_fr) == (True, "Energie")
    event = Event.objects.get(verb="admin.changed", object_type="theme")
    assert (event.object_id, event.detail["key"], event.detail["changed"]) == (0, "env.energie", ["is_offered"])
