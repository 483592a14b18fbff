"""An organisation among the others: its figures, its projects by status, its partners and their map.

Made from what the index answers; reads nothing itself. Each figure says its day and its rule on the page (D10.3).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from atlas.reference.choices import Status
from atlas.ui.formats import number

from . import wording
from .identity import FRANCE
from .listing import country_name
from .locator import Locator, Place, locate, somewhere_in
from .queries import PartnerRow
from .record import PublicOrganisation
from .search import FacetValue
from .search_query import Label, SearchQuery
from .search_values import NOT_STATED
from .shapes import outlines
from .words import ngettext


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure: the number as read, and what it counts."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Tab:
    """The projects of one status: `url` is '' for the list that is shown."""

    label: str
    count: str
    url: str


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """A line of the partners' table; `id` null = known by name only."""

    name: str
    id: int | None
    country: str
    projects: str


def tiles(statuses: Sequence[FacetValue], partners: Sequence[PartnerRow], language: str) -> tuple[Tile, ...]:
    """Projects recorded and ongoing, partners, their countries. `statuses`: counts over all the projects."""
    recorded = sum(value.count for value in statuses)
    ongoing = sum(value.count for value in statuses if value.code == Status.ONGOING)
    countries = len({partner.country for partner in partners if partner.country})
    return (
        Tile(number(recorded, language), ngettext("projet recensé", "projets recensés", recorded)),
        Tile(number(ongoing, language), ngettext("projet déclaré en cours", "projets déclarés en cours", ongoing)),
        Tile(number(len(partners), language), ngettext("partenaire", "partenaires", len(partners))),
        Tile(number(countries, language), ngettext("pays des partenaires", "pays des partenaires", countries)),
    )


def tabs(statuses: Sequence[FacetValue], query: SearchQuery, path: str, language: str) -> tuple[Tab, ...]:
    """« Tous » and each status that has projects, as links that keep the sort."""
    everything = sum(value.count for value in statuses)
    options = [("", gettext("Tous"), everything)]
    options += [(value.code, _status(value.code), value.count) for value in statuses if value.count]
    return tuple(
        Tab(label, number(count, language), "" if query.statuses == chosen else _address(query, chosen, path))
        for code, label, count in options
        for chosen in [(code,) if code else ()]
    )


def _status(code: str) -> str:
    return str(wording.STATUS_NOT_STATED) if code == NOT_STATED else wording.label_of(Status, code)


def _address(query: SearchQuery, statuses: tuple[str, ...], path: str) -> str:
    params = query.to_params(statuses=statuses, page=1)
    return f"{path}?{params}#projets" if params else f"{path}#projets"


def partner_lines(
    partners: Iterable[PartnerRow], countries: Mapping[str, Label], language: str
) -> tuple[PartnerLine, ...]:
    """The table of partners, most projects in common first."""
    return tuple(
        PartnerLine(one.name, one.id, partner_country(one, countries, language), number(one.projects, language))
        for one in partners
    )


def partner_country(partner: PartnerRow, countries: Mapping[str, Label], language: str) -> str:
    """Name of the partner's country, '' when it is not known."""
    if partner.country == FRANCE:
        return "France"
    return country_name(partner.country, countries, language) if partner.country else ""


def partners_map(
    organisation: PublicOrganisation,
    partners: Sequence[PartnerRow],
    countries: Mapping[str, Label],
    language: str,
) -> Locator | None:
    """The organisation and the partners whose position is known; None when none is."""
    places = list(_places(partners, countries, language))
    abroad = outlines(sorted({organisation.country, *(one.country or "" for one in partners)} - {FRANCE}))
    if organisation.lat is None or organisation.lon is None:
        return locate(places, abroad)
    is_french, heaviest = organisation.country == FRANCE, max((place.weight for place in places), default=1)
    home = Place(
        organisation.name, "", organisation.lat, organisation.lon, is_french, organisation.is_approximate, heaviest
    )
    return locate([home, *places], abroad)


def places_map(
    partners: Iterable[PartnerRow], iso2: str, countries: Mapping[str, Label], language: str
) -> Locator | None:
    """The partners of one country; None when there is none."""
    return locate(_places(partners, countries, language), outlines([iso2]))


def _places(partners: Iterable[PartnerRow], countries: Mapping[str, Label], language: str) -> Iterator[Place]:
    """Partners where they are; those abroad without a known position together, somewhere in their country."""
    lost: dict[str, list[PartnerRow]] = {}
    for one in partners:
        country = partner_country(one, countries, language)
        if one.lat is not None and one.lon is not None:
            yield Place(one.name, country, one.lat, one.lon, one.country == FRANCE, one.is_approximate, one.projects)
        elif one.country not in (None, FRANCE):
            lost.setdefault(one.country or "", []).append(one)
    for iso2, rows in lost.items():
        names = [row.name for row in rows]
        place = somewhere_in(
            iso2, partner_country(rows[0], countries, language), names, max(row.projects for row in rows)
        )
        if place:
            yield place
