"""A country by first-level area, where its partners are: circles on its map and the table of the same numbers (D10.2).

The areas are those that sheets and directories state; no shape of them is known here, so that a circle stands at the
middle of the area's known places. What states no area is said to be not known, and is not on the map. Reads the index.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean

from django.utils.translation import gettext

from atlas.reference.match import match_key
from atlas.ui.formats import number

from .closed_words import family_words
from .index.places import PlaceLabel, place_from
from .index.reader import snapshot
from .map_arcs import LatLon
from .map_picture import Picture, Spot, country_picture
from .register_asked import RegisterAsked
from .register_counts import CountedArea, areas_of, unpartnered
from .search_query import SearchQuery
from .tally import Rule, Scope, tally


@dataclass(frozen=True, slots=True)
class AreaRow:
    """`projects`: by family, in the order of `Areas.families`; `name` is worded when the area is not known."""

    name: str
    projects: tuple[str, ...]
    total: str


@dataclass(frozen=True, slots=True)
class Areas:
    """`picture` null = no area has a known place; `unplaced`: projects that name no partner in the country."""

    families: tuple[str, ...]
    rows: tuple[AreaRow, ...]
    picture: Picture | None
    unplaced: str


def areas(iso2: str, asked: RegisterAsked, url: str, language: str) -> Areas | None:
    """The projects recorded at the date by area; null when none has a partner there. `url`: where circles lead."""
    query = SearchQuery(countries=(iso2,))
    scopes = [Scope(query, family, asked.as_of, Rule.RECORDED) for family in asked.families]
    scopes = [one for one in scopes if tally(one).projects]
    by_family = [{one.name: one for one in areas_of(scope)} for scope in scopes]
    names = sorted({name for one in by_family for name in one}, key=lambda name: (not name, match_key(name)))
    if not names:
        return None
    totals = {name: sum(one[name].projects for one in by_family if name in one) for name in names}
    return Areas(
        families=tuple(family_words(scope.family) for scope in scopes),
        rows=tuple(_row(name, by_family, totals[name], language) for name in names),
        picture=_picture(iso2, totals, url),
        unplaced=_unplaced(scopes, language),
    )


def _row(name: str, by_family: list[dict[str, CountedArea]], total: int, language: str) -> AreaRow:
    projects = tuple(number(one[name].projects if name in one else 0, language) for one in by_family)
    return AreaRow(name or gettext("Région non connue"), projects, number(total, language))


def _picture(iso2: str, totals: Mapping[str, int], url: str) -> Picture | None:
    middles = middles_of(iso2, snapshot().places)
    spots = [Spot(name, url, totals[name], middles[name]) for name in totals if name in middles]
    spots.sort(key=lambda spot: (-spot.projects, spot.name))
    return country_picture(iso2, spots, ()) if spots else None


def middles_of(iso2: str, places: Mapping[str, PlaceLabel]) -> dict[str, LatLon]:
    """The mean position of an area's places, by name of the area; areas without a place are left out."""
    points: defaultdict[str, list[LatLon]] = defaultdict(list)
    for code, label in places.items():
        place = place_from(code)
        if place.country == iso2 and label.area and place.lat is not None and place.lon is not None:
            points[label.area].append((place.lat, place.lon))
    return {area: (fmean(lat for lat, _ in some), fmean(lon for _, lon in some)) for area, some in points.items()}


def _unplaced(scopes: list[Scope], language: str) -> str:
    """How many of the projects name no partner of the country; "" for none."""
    projects = sum(unpartnered(scope).projects for scope in scopes)
    return number(projects, language) if projects else ""
