"""One invented entry for trials: an authority of the demonstration's accounts with a country of its post."""

from datetime import datetime
from typing import Final

from django.utils import timezone

from atlas.accounts.demonstration import COUNTRY, places_on
from atlas.accounts.roles import Role
from atlas.organisations.models import Organisation

from .actions import Declared, declare
from .models import DeclaredEntry

PARTNER: Final = "Commune rurale de Tambéla (exemple)"


def declare_example(*, by: str, at: datetime) -> bool:
    """False, and nothing done, when it was declared before or there is no authority to declare."""
    place = places_on(timezone.localdate(at)).get(Role.AUTHORITY_ADMIN)
    number = place.organisation_id if place else None
    authority = Organisation.objects.filter(pk=number).first() if number else None
    if authority is None or DeclaredEntry.objects.filter(partner_name=PARTNER).exists():
        return False
    said = Declared(
        country=COUNTRY,
        authority_name=authority.name,
        authority_id=authority.pk,
        partner_name=PARTNER,
        partner_place="Région de Kayes",
        since_year=2021,
        form="twinning",
        words="Un échange entre deux écoles et un forage. Texte inventé pour la démonstration.",
        name="Lise Inventée",
        function="Membre du comité de jumelage",
        email="lise@demonstration.example",
        language="fr",
        visitor="",
    )
    declare(said, by=by, at=at)
    return True
