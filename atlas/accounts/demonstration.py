"""Whom the demonstration accounts act for: an authority with sheets, its region, a post of a partner country."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Q

from atlas.organisations.models import Organisation, PostCountry
from atlas.reference.choices import Role as PartyRole
from atlas.reference.kinds import FRENCH_AUTHORITIES, Kind

from .roles import PARTNER_KINDS, Role

COUNTRY: Final = "ML"
"""The post's country, and one of those where the authority has a sheet: they can work together."""

# Invented persons.
PLACES: Final[Mapping[Role, str]] = {
    Role.AUTHORITY_AGENT: "Camille Exemple",
    Role.AUTHORITY_ADMIN: "Dominique Modèle",
    Role.PARTNER_EDITOR: "Claude Essai",
    Role.PREFECTURE: "Maxime Fictif",
    Role.POST_AGENT: "Alix Démonstration",
    Role.MINISTRY_OFFICER: "Sacha Inventé",
    Role.MINISTRY_ADMIN: "Morgan Imaginé",
    Role.READER: "Lou Factice",
}


@dataclass(frozen=True)
class Place:
    """What a demonstration account holds its role for."""

    organisation_id: int | None = None
    post_id: int | None = None
    region_code: str = ""


def places_on(on: date) -> dict[Role, Place]:
    """Roles for which this register has something to act for: the authority with most sheets, and what goes with it."""
    places = {Role.MINISTRY_OFFICER: Place(), Role.MINISTRY_ADMIN: Place(), Role.READER: Place()}
    authority = _busiest_authority()
    if authority:
        places[Role.AUTHORITY_AGENT] = places[Role.AUTHORITY_ADMIN] = Place(organisation_id=authority.pk)
        places[Role.PREFECTURE] = Place(region_code=authority.region_code)
    partner = Organisation.objects.filter(kind__in=PARTNER_KINDS).order_by("pk").first()
    if partner:
        places[Role.PARTNER_EDITOR] = Place(organisation_id=partner.pk)
    followed = PostCountry.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), country=COUNTRY).order_by("pk").first()
    if followed:
        places[Role.POST_AGENT] = Place(post_id=followed.post_id)
    return places


def _busiest_authority() -> Organisation | None:
    sheets = Count("parties", filter=Q(parties__role=PartyRole.PARTNER))
    communes = Organisation.objects.filter(kind__in=FRENCH_AUTHORITIES & {Kind.COMMUNE, Kind.DEPARTMENT})
    followed = communes.filter(parties__role=PartyRole.PARTNER, parties__project__countries__country=COUNTRY)
    found = communes.filter(pk__in=followed.values("pk")).exclude(region_code="").annotate(sheets=sheets)
    return found.order_by("-sheets", "pk").first()
