"""Where a sheet is: its declared places and its partners, in words and as points of its small map."""

from collections.abc import Iterator

import msgspec

from .index.facets import partner_country
from .locator import Place, somewhere_in
from .record import PublicParty, PublicPlace, PublicProject
from .words import gettext


class Where(msgspec.Struct, frozen=True):
    """Where the project is, as declared, or where a partner abroad is. `area` is the first-level area of the country,
    '' when it is not known."""

    name: str
    id: int | None
    area: str
    country: str
    precision: str
    is_declared: bool = False


def where_of(project: PublicProject, countries: dict[str, str]) -> Iterator[Where]:
    """The same places as the map of the sheet, in words: those declared, then the partners abroad."""
    for place in project.places:
        country = countries.get(place.country, place.country)
        name = place.name or (gettext("Tout le pays") if place.lat is None else gettext("Lieu sans nom"))
        yield Where(name, None, place.area, country, _declared_precision(place), is_declared=True)
    for party in project.foreign_partners:
        country = partner_country(project, party) or ""
        yield Where(party.name, party.id, party.admin_area or "", countries.get(country, ""), _precision(party))


def _declared_precision(place: PublicPlace) -> str:
    if place.lat is None or place.lon is None:
        return gettext("déclaré, sans position")
    return gettext("position déclarée, approchée") if place.is_approximate else gettext("position déclarée")


def _precision(party: PublicParty) -> str:
    if party.lat is None or party.lon is None:
        return gettext("position non connue, montrée dans le pays")
    return gettext("position approchée") if party.is_approximate else gettext("position connue")


def spots_of(project: PublicProject, countries: dict[str, str]) -> Iterator[Place]:
    """Declared places; partners where they are; those abroad without a known position together, somewhere in their
    country."""
    for place in project.places:
        if place.lat is not None and place.lon is not None:
            name, country = place.name or gettext("Lieu sans nom"), countries.get(place.country, place.country)
            is_french = place.country == "FR"
            yield Place(name, country, place.lat, place.lon, is_french, place.is_approximate, is_declared=True)
    lost: dict[str, list[str]] = {}
    for party in (*project.french_authorities, *project.foreign_partners):
        iso2 = party.country or ""
        if party.lat is not None and party.lon is not None:
            yield Place(party.name, countries.get(iso2, ""), party.lat, party.lon, iso2 == "FR", party.is_approximate)
        elif iso2 not in ("", "FR"):
            lost.setdefault(iso2, []).append(party.name)
    found = (somewhere_in(iso2, countries.get(iso2, ""), names) for iso2, names in lost.items())
    yield from (place for place in found if place)
