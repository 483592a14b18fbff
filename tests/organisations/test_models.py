"""What the database refuses, and what organisations say of themselves."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import translation

from atlas.organisations.models import (
    Contact,
    Organisation,
    OrganisationName,
    PlaceAlias,
    Post,
    PostCountry,
    Succession,
)
from atlas.reference.kinds import INTERMUNICIPALITIES, Kind, KindGroup, kind_group
from tests.organisations.places import make, make_countries, new


@pytest.fixture
def countries(db: None) -> None:
    make_countries()


def refused(row: models.Model, constraint: str) -> None:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        row.save()
    message = str(error.value)
    assert constraint in message or "UNIQUE constraint failed" in message


FOREIGN: dict[str, Any] = {"kind": Kind.FOREIGN_AUTHORITY, "country_id": "ML"}


@pytest.mark.usefixtures("countries")
@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"kind": "wizard"}, "organisation_kind_known"),
        ({"origin": "rumour"}, "organisation_origin_known"),
        ({"name": ""}, "organisation_has_name"),
        ({"match_key": ""}, "organisation_has_name"),
        ({"country_id": "ML"}, "organisation_french_kind_in_france"),
        ({"country_id": None}, "organisation_french_kind_in_france"),
        ({"kind": Kind.SYNDICATE, "country_id": "ML"}, "organisation_french_kind_in_france"),
        ({"kind": Kind.FOREIGN_AUTHORITY}, "organisation_foreign_kind_abroad"),
        ({"kind": Kind.FOREIGN_AUTHORITY, "country_id": None}, "organisation_foreign_kind_abroad"),
        ({"kind": Kind.OTHER_FUNDER}, "organisation_bucket_nowhere"),
        ({"kind_local": "cercle"}, "organisation_local_kind_abroad"),
        ({"level": 1}, "organisation_local_kind_abroad"),
        ({**FOREIGN, "level": 5}, "organisation_level_1_to_4"),
        ({**FOREIGN, "level": 0}, "organisation_level_1_to_4"),
        ({"siren": "12345678"}, "organisation_siren_9_digits"),
        ({"siren": "12345678a"}, "organisation_siren_9_digits"),
        ({"latitude": 45.0}, "organisation_position_whole"),
        ({"latitude": 45.0, "longitude": 5.0}, "organisation_position_whole"),
        ({"latitude": 95.0, "longitude": 5.0, "location_precision": "exact"}, "organisation_position_whole"),
        ({"location_precision": "exact"}, "organisation_position_whole"),
        ({"latitude": 45.0, "location_precision": "exact"}, "organisation_position_whole"),
        ({"longitude": 5.0, "location_precision": "exact"}, "organisation_position_whole"),
        ({"valid_from": date(2020, 1, 1), "valid_to": date(2019, 1, 1)}, "organisation_dates_in_order"),
        ({"origin": "reference"}, "organisation_reference_has_key"),
        ({"origin": "reference", "reference_key": "x", "is_provisional": True}, "organisation_reference_has_key"),
    ],
)
def test_refused_organisations(fields: dict[str, Any], constraint: str) -> None:
    refused(new(**fields), constraint)


@pytest.mark.usefixtures("countries")
def test_codes_are_unique_among_the_living() -> None:
    make(insee_code="91228", siren="219102282", valid_to=date(2019, 1, 1))
    make(insee_code="91228")
    refused(new(insee_code="91228"), "organisation_one_per_code")
    refused(new(siren="219102282"), "organisation_siren")
    make(kind=Kind.REGION, insee_code="91228")


@pytest.mark.usefixtures("countries")
def test_accepted_organisations() -> None:
    make(**FOREIGN, name="Ségou", kind_local="commune urbaine", level=4)
    make(kind=Kind.OTHER_FUNDER, name="Autre", country_id=None)
    make(kind=Kind.ASSOCIATION, name="Eau pour tous", country_id="ML")
    make(latitude=45.4, longitude=6.0, location_precision="approximate")
    assert Organisation.objects.count() == 4


@pytest.mark.usefixtures("countries")
def test_refused_names_and_successions() -> None:
    here, there = make(), make(name="Barraux")
    name = {"organisation": here, "name": "Pont-Charra", "match_key": "pont charra", "kind": "alias"}
    OrganisationName.objects.create(**name)
    refused(OrganisationName(**name), "organisationname_once")
    refused(OrganisationName(**{**name, "kind": "nickname"}), "organisationname_kind_known")
    refused(OrganisationName(**{**name, "name": "", "match_key": ""}), "organisationname_has_name")
    day = date(2020, 1, 1)
    Succession.objects.create(predecessor=here, successor=there, occurred_on=day, kind="merger")
    refused(Succession(predecessor=here, successor=there, occurred_on=day, kind="split"), "succession_once")
    refused(Succession(predecessor=here, successor=here, occurred_on=day, kind="split"), "succession_of_another")
    refused(Succession(predecessor=there, successor=here, occurred_on=day, kind="sale"), "succession_kind_known")


@pytest.mark.usefixtures("countries")
def test_refused_posts_and_aliases() -> None:
    post = Post.objects.create(kind="embassy", city="Bamako", match_key="bamako", name="Ambassade de France à Bamako")
    refused(Post(kind="embassy", city="BAMAKO", match_key="bamako", name="Other"), "post_one_per_city")
    refused(Post(kind="tent", city="Gao", match_key="gao", name="Gao"), "post_kind_known")
    refused(Post(kind="embassy", city="", match_key="", name="Nowhere"), "post_has_city")
    PostCountry.objects.create(post=post, country_id="ML")
    refused(PostCountry(post=post, country_id="ML"), "postcountry_once")
    alias = {"country_id": "ML", "alias": "A", "alias_key": "a", "name": "B", "name_key": "b"}
    PlaceAlias.objects.create(**alias)
    refused(PlaceAlias(**{**alias, "name": "C", "name_key": "c"}), "placealias_once")
    refused(PlaceAlias(**{**alias, "alias_key": "b"}), "placealias_of_another")


@pytest.mark.usefixtures("countries")
def test_a_contact_has_one_holder_and_says_when_it_was_verified() -> None:
    post = Post.objects.create(kind="embassy", city="Bamako", match_key="bamako", name="Ambassade de France à Bamako")
    person = {"last_name": "EXEMPLE", "expires_on": date(2028, 1, 1)}
    refused(Contact(**person), "contact_of_one_holder")
    refused(Contact(**person, post=post, organisation=make()), "contact_of_one_holder")
    refused(Contact(**person, post=post, is_verified=True), "contact_verified_with_date")
    refused(Contact(**person, post=post, verified_on=date(2026, 1, 1)), "contact_verified_with_date")
    refused(Contact(post=post, expires_on=date(2028, 1, 1)), "contact_says_something")
    Contact.objects.create(**person, post=post)


def test_a_contact_names_nobody_in_lists_and_logs() -> None:
    assert str(Contact(pk=7, last_name="EXEMPLE", first_name="Camille", email="c@example.org")) == "#7"


@pytest.mark.usefixtures("countries")
def test_forms_fill_the_match_key_and_refuse_a_name_without_letters() -> None:
    organisation = new(match_key="", name="Cœur de Savoie")
    organisation.clean()
    assert organisation.match_key == "coeur de savoie"
    with pytest.raises(ValidationError):
        new(name="!").clean()


def test_each_kind_has_one_group_and_a_syndicate_is_no_intermunicipality() -> None:
    groups = {kind: kind_group(kind) for kind in Kind}
    assert {kind for kind, group in groups.items() if group == KindGroup.INTERMUNICIPALITY} == INTERMUNICIPALITIES
    assert groups[Kind.SYNDICATE] == KindGroup.SYNDICATE
    assert groups[Kind.CTU] == KindGroup.REGION
    assert groups[Kind.WATER_AGENCY] == KindGroup.BODY


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ("Pontcharra", "Commune", True)),
        ({"kind": Kind.REGION, "name": "Bretagne"}, ("Bretagne (région)", "Région", True)),
        ({"kind": Kind.DEPARTMENT, "name": "Isère"}, ("Isère (département)", "Département", True)),
        ({"kind": Kind.SYNDICATE, "name": "SEDIF"}, ("SEDIF", "Syndicat", True)),
        ({**FOREIGN, "name": "Mopti", "kind_local": "cercle"}, ("Mopti", "cercle", False)),
        ({"kind": Kind.ASSOCIATION, "name": "Les Amis"}, ("Les Amis", "Association", False)),
    ],
)
def test_names_and_labels(fields: dict[str, Any], expected: tuple[str, str, bool]) -> None:
    organisation = new(**fields)
    with translation.override("fr"):
        said = organisation.display_name, organisation.kind_label, organisation.is_french_authority
    assert said == expected
    assert str(organisation).startswith(organisation.name)


def test_code_former_and_approximate() -> None:
    assert [new(insee_code="38314", siren="213803141").code, new(siren="213803141").code, new().code] == [
        "38314",
        "213803141",
        "",
    ]
    assert [new(valid_to=date(2016, 1, 1)).is_former, new().is_former] == [True, False]
    assert [new(location_precision="approximate").is_approximate, new().is_approximate] == [True, False]
