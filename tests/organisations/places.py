"""Two countries and organisations for tests that need no reference data."""

from datetime import UTC, datetime
from typing import Any

from atlas.organisations.models import Organisation, Origin
from atlas.reference.kinds import Kind
from atlas.reference.match import match_key
from atlas.reference.models import Country, WorldZone

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)


def make_countries() -> None:
    zone = WorldZone.objects.create(code="monde", name_fr="Monde", name_en="World", rank=1)
    Country.objects.create(iso2="FR", iso3="FRA", name_fr="France", name_en="France", zone=zone)
    Country.objects.create(iso2="ML", iso3="MLI", name_fr="Mali", name_en="Mali", zone=zone)


def new(**fields: Any) -> Organisation:
    """An unsaved organisation: a French commune unless `fields` say otherwise."""
    values = {
        "kind": Kind.COMMUNE,
        "name": "Pontcharra",
        "country_id": "FR",
        "origin": Origin.IMPORT,
        "created_at": NOW,
        **fields,
    }
    return Organisation(**{"match_key": match_key(values["name"]), **values})


def make(**fields: Any) -> Organisation:
    organisation = new(**fields)
    organisation.save()
    return organisation
