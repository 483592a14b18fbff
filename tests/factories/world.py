"""A very small world: three countries, two authorities, a partner, the State, two themes. Invented names abroad."""

from dataclasses import dataclass

from django.utils import timezone

from atlas.organisations.models import Organisation, Post
from atlas.reference.match import match_key
from atlas.reference.models import Country, Theme, WorldZone


@dataclass(frozen=True)
class World:
    """Rows that tests refer to."""

    commune: Organisation
    region: Organisation
    partner: Organisation
    state: Organisation
    post: Post


def make_world() -> World:
    """Write the rows; needs an empty database."""
    europe = WorldZone.objects.create(code="europe", name_fr="Europe", name_en="Europe (en)", rank=1)
    africa = WorldZone.objects.create(code="afrique", name_fr="Afrique", name_en="Africa", rank=2)
    for iso2, iso3, french, english, zone in (
        ("FR", "FRA", "France", "France (en)", europe),
        ("ML", "MLI", "Mali", "Mali (en)", africa),
        ("SN", "SEN", "Sénégal", "Senegal", africa),
    ):
        Country.objects.create(
            iso2=iso2, iso3=iso3, name_fr=french, name_en=english, zone=zone, latitude=10, longitude=5
        )
    environment = Theme.objects.create(
        code="env",
        level=1,
        label_fr="Environnement, Climat et Energie",
        label_en="Environment",
        origin="ministry",
        rank=1,
    )
    Theme.objects.create(
        code="env.eau",
        level=2,
        parent=environment,
        label_fr="Eau et déchets",
        label_en="Water",
        origin="ministry",
        rank=2,
    )
    return World(
        commune=organisation("commune", "Pontcharra", "FR", insee_code="38314", department_code="38", region_code="84"),
        region=organisation("region", "Bretagne", "FR", insee_code="53", region_code="53"),
        partner=organisation("foreign_authority", "Sikoro", "ML", latitude=12.5, longitude=-8.0),
        state=organisation("state", "Ministère chargé des affaires étrangères", "FR"),
        post=Post.objects.create(
            kind="embassy", city="Bamako", name="Ambassade de France à Bamako", match_key=match_key("Bamako")
        ),
    )


def organisation(kind: str, name: str, country: str | None, **values: object) -> Organisation:
    """One organisation; a position is exact."""
    if "latitude" in values:
        values["location_precision"] = "exact"
    return Organisation.objects.create(
        kind=kind,
        name=name,
        match_key=match_key(name),
        country_id=country,
        origin="import",
        created_at=timezone.now(),
        **values,
    )
