"""Invented projects with what lists of authorities tell: areas of partners, no partner, no theme, old agreements."""

from msgspec.structs import replace

from atlas.catalogue.record import PublicParty, PublicProject
from tests.catalogue.records import project

AREAS = ("", "Région de Kayes", "Cercle du Nord", "Plateau")


def _placed(party: PublicParty) -> PublicParty:
    if party.country == "FR":
        return party
    return replace(party, admin_area=AREAS[sum(map(ord, party.name)) % len(AREAS)] or None)


def registered(number: int, *, seed: int = 0) -> PublicProject:
    """Every seventh names no foreign partner, every ninth no theme; partners lie in areas, some in none known."""
    made = project(number, seed=seed, length=30)
    parties = tuple(_placed(one) for one in made.parties if number % 7 or one.country == "FR")
    first = (1950 + number % 60) if number % 3 == 0 else None
    return replace(made, parties=parties, themes=made.themes if number % 9 else (), first_convention_year=first)
