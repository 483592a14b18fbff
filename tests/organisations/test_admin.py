"""The register in the admin: found, mended where people entered it, never deleted; private contacts name nobody."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from atlas.organisations.models import Contact, Organisation, Origin, PlaceAlias, Post
from tests.factories.accounts import superuser
from tests.organisations.places import make, make_countries

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(tmp_path: Path, client: Client, settings: Settings) -> Client:
    """A superuser; WhiteNoise warns about a folder of static files that does not exist."""
    settings.STATIC_ROOT = tmp_path
    make_countries()
    client.force_login(superuser())
    return client


def change(model: str, pk: int) -> str:
    return reverse(f"admin:organisations_{model}_change", args=[pk])


@pytest.mark.parametrize("model", ["organisation", "post", "placealias", "contact"])
def test_each_list_opens(staff: Client, model: str) -> None:
    assert staff.get(reverse(f"admin:organisations_{model}_changelist")).status_code == 200


def test_an_organisation_is_found_without_accents_and_by_code(staff: Client) -> None:
    evry = make(name="Évry", insee_code="91228")
    make()
    for asked in ("evry", "91228"):
        found = staff.get(reverse("admin:organisations_organisation_changelist"), {"q": asked})
        assert list(found.context["cl"].result_list) == [evry]


def test_organisations_are_neither_added_nor_deleted_by_hand(staff: Client) -> None:
    here = make()
    assert staff.get(reverse("admin:organisations_organisation_add")).status_code == 403
    delete = reverse("admin:organisations_organisation_delete", args=[here.pk])
    assert staff.post(delete, {"post": "yes"}).status_code == 403
    assert Organisation.objects.filter(pk=here.pk).exists()


def _form(staff: Client, pk: int) -> dict[str, str]:
    """What the browser would send back unchanged."""
    context = staff.get(change("organisation", pk)).context
    forms = [
        context["adminform"].form,
        *(inline.formset.management_form for inline in context["inline_admin_formsets"]),
    ]
    return {form.add_prefix(name): _text(form[name].value()) for form in forms for name in form.fields}


def _text(value: object) -> str:
    return "" if value is None or value is False else str(value)


def test_a_persons_organisation_is_mended_with_its_key_and_a_name(staff: Client) -> None:
    here = make(kind="foreign_authority", country_id="ML", name="Sgou", origin=Origin.PERSON)
    form = _form(staff, here.pk) | {"name": "Ségou"}
    form |= {"names-TOTAL_FORMS": "1", "names-0-name": "Segou Koro", "names-0-kind": "alias", "names-0-language": "fr"}
    form |= {"names-0-date_precision": "day"}
    assert staff.post(change("organisation", here.pk), form).status_code == 302
    here.refresh_from_db()
    assert (here.name, here.match_key) == ("Ségou", "segou")
    assert list(here.names.values_list("name", "match_key")) == [("Segou Koro", "segou koro")]


def test_a_name_without_letters_is_refused_in_words(staff: Client) -> None:
    here = make(kind="foreign_authority", country_id="ML", name="Ségou")
    response = staff.post(change("organisation", here.pk), _form(staff, here.pk) | {"name": "!"})
    assert response.status_code == 200
    assert response.context["adminform"].form.non_field_errors() == [
        "Un nom contient au moins une lettre ou un chiffre."
    ]


def test_a_reference_row_cannot_be_changed(staff: Client) -> None:
    here = make(origin=Origin.REFERENCE, reference_key="commune:38314")
    assert set(staff.get(change("organisation", here.pk)).context["adminform"].form.fields) == set()
    staff.post(change("organisation", here.pk), _form(staff, here.pk) | {"name": "Elsewhere"})
    here.refresh_from_db()
    assert here.name == "Pontcharra"


def test_posts_and_aliases_get_their_keys(staff: Client) -> None:
    post = {"kind": "embassy", "city": "Lomé", "name": "Ambassade de France à Lomé", "aliases": "[]"}
    post |= {"jurisdiction-TOTAL_FORMS": "0", "jurisdiction-INITIAL_FORMS": "0"}
    assert staff.post(reverse("admin:organisations_post_add"), post).status_code == 302
    assert Post.objects.get().match_key == "lome"
    alias = {"country": "ML", "alias": "Tombouctou", "name": "Timbuktu"}
    assert staff.post(reverse("admin:organisations_placealias_add"), alias).status_code == 302
    assert PlaceAlias.objects.values_list("alias_key", "name_key").get() == ("tombouctou", "timbuktu")


def test_a_private_contact_shows_its_function_and_no_person(staff: Client) -> None:
    contact = Contact.objects.create(
        organisation=make(),
        last_name="EXEMPLE",
        first_name="Camille",
        email="camille@example.org",
        function="Élue aux relations internationales",
        expires_on=date(2028, 1, 15),
    )
    pages = (reverse("admin:organisations_contact_changelist"), change("contact", contact.pk))
    for page in pages:
        text = staff.get(page).content.decode()
        assert "Élue aux relations internationales" in text
        assert not any(private in text for private in ("EXEMPLE", "Camille", "camille@example.org"))
    assert staff.get(reverse("admin:organisations_contact_add")).status_code == 403
    assert staff.post(pages[1], {"function": "Autre"}).status_code == 403
