"""The database refuses nonsense; names follow the reader's language."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import translation

from atlas.reference.models import (
    Country,
    CountryClass,
    Territory,
    TerritoryName,
    TerritorySuccession,
    Theme,
    WorldZone,
)


def test_names_follow_the_readers_language() -> None:
    zone = WorldZone(name_fr="Afrique", name_en="Africa")
    country = Country(name_fr="Allemagne", name_en="Germany")
    theme = Theme(label_fr="Santé", label_en="Health")
    with translation.override("fr"):
        assert (str(zone), str(country), str(theme)) == ("Afrique", "Allemagne", "Santé")
    with translation.override("en-gb"):
        assert (zone.name, country.name, theme.label) == ("Africa", "Germany", "Health")
    with translation.override(None):
        assert country.name == "Allemagne"


def test_a_territory_is_former_once_it_ended() -> None:
    assert not Territory(name="Évry").is_former
    assert Territory(name="Courcouronnes", code="91182", valid_to=date(2019, 1, 1)).is_former


@pytest.fixture
def mali(db: None) -> Country:
    zone = WorldZone.objects.create(code="afrique", name_fr="Afrique", name_en="Africa", rank=1)
    return Country.objects.create(iso2="ML", iso3="MLI", name_fr="Mali", name_en="Mali (en)", zone=zone)


def commune(**values: Any) -> Territory:
    return Territory(**{"kind": "commune", "code": "01001", "name": "Arc", "match_key": "arc"} | values)


def refused(row: models.Model, constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"iso2": "mo"}, "country_iso2_two_capitals"),
        ({"iso3": "M"}, "country_iso3_three_capitals"),
        ({"name_en": ""}, "country_has_names"),
        ({"latitude": 91, "longitude": 0}, "country_position_on_globe"),
        ({"latitude": 12}, "country_position_on_globe"),
    ],
)
def test_a_country_is_whole(mali: Country, values: dict[str, Any], constraint: str) -> None:
    good = {"iso2": "MR", "iso3": "MRT", "name_fr": "Mauritanie", "name_en": "Mauritania", "zone": mali.zone}
    refused(Country(**good | values), constraint)


@pytest.mark.parametrize(("dac_class", "is_eligible"), [("ldc", False), ("non_oda", True), ("poor", True)])
def test_a_class_and_its_eligibility_agree(mali: Country, dac_class: str, is_eligible: bool) -> None:
    row = CountryClass(country=mali, data_year=2023, dac_class=dac_class, is_eligible=is_eligible, source="list")
    refused(row, "countryclass_eligible_as_classed")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"kind": "hamlet"}, "territory_kind_known"),
        ({"name": ""}, "territory_has_name"),
        ({"siren": "12345678A"}, "territory_siren_9_digits"),
        ({"valid_from": date(2020, 1, 1), "valid_to": date(2019, 1, 1)}, "territory_dates_in_order"),
        ({"authority_name": "Ville d’Arc"}, "territory_authority_has_kind"),
        ({"date_precision": "week"}, "territory_precision_known"),
        ({"longitude": 5.0}, "territory_position_on_globe"),
    ],
)
def test_a_territory_is_whole(values: dict[str, Any], constraint: str) -> None:
    refused(commune(**values), constraint)


@pytest.mark.django_db
def test_only_communes_are_in_an_intermunicipality() -> None:
    epci = commune(kind="epci", code="200000001")
    epci.save()
    commune(epci=epci).save()
    refused(commune(kind="department", code="01", epci=epci), "territory_only_communes_in_epci")


@pytest.mark.django_db
def test_one_territory_for_a_code_of_a_kind() -> None:
    commune().save()
    commune(kind="region").save()
    with pytest.raises(IntegrityError), transaction.atomic():
        commune(name="Autre").save()


@pytest.mark.django_db
def test_a_former_name_and_a_succession_are_whole() -> None:
    one, two = commune(), commune(code="01002")
    one.save()
    two.save()
    wrong_order = {"valid_from": date(2020, 1, 1), "valid_to": date(2019, 1, 1)}
    refused(TerritoryName(territory=one, name="Arc", match_key="arc", **wrong_order), "territoryname_dates_in_order")
    refused(TerritoryName(territory=one, name="", match_key=""), "territoryname_has_name")
    day = date(2019, 1, 1)
    refused(
        TerritorySuccession(predecessor=one, successor=one, occurred_on=day, kind="merger"),
        "territorysuccession_of_another",
    )
    refused(
        TerritorySuccession(predecessor=one, successor=two, occurred_on=day, kind="war"),
        "territorysuccession_kind_known",
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"level": 2}, "theme_level_matches_parent"),
        ({"origin": "nobody"}, "theme_origin_known"),
        ({"crs_default": "1403"}, "theme_crs_five_digits"),
        ({"sdg": 18}, "theme_sdg_1_to_17"),
        ({"valid_to": date(2020, 1, 1)}, "theme_closed_is_not_offered"),
    ],
)
def test_a_theme_is_whole(values: dict[str, Any], constraint: str) -> None:
    good = {"code": "env", "level": 1, "label_fr": "Environnement", "label_en": "Environment", "rank": 1}
    refused(Theme(**good | {"origin": "ministry"} | values), constraint)
