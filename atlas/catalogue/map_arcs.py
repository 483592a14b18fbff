"""From the authorities that a reader chose (`collectivite=`) to where their partners are: the arcs of the map.

Reads the index only. Not drawn unless asked for: arcs of all authorities at once would hide the map.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tantivy import Query

from atlas.catalogue.index.counting import all_of, count, organisation_query, place_counts, term_counts
from atlas.catalogue.index.document import PartyTerm, party_from
from atlas.catalogue.index.places import place_from
from atlas.catalogue.index.reader import Snapshot
from atlas.catalogue.map_counts import FRANCE, MapCounts
from atlas.catalogue.shapes import inner_points

MOST_HUBS = 5
MOST_ARCS = 300

LatLon = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Hub:
    """A chosen organisation where it is, and the points that its projects link it with: (latitude, longitude)."""

    id: int
    name: str
    at: LatLon
    ends: tuple[LatLon, ...]


def hubs_of(counts: MapCounts, current: Snapshot) -> tuple[Hub, ...]:
    """The first MOST_HUBS chosen organisations whose position is known."""
    chosen = (*counts.query.authorities, *counts.query.partners)[:MOST_HUBS]
    return tuple(hub for number in chosen if (hub := _hub(number, counts, current)) is not None)


def _hub(number: int, counts: MapCounts, current: Snapshot) -> Hub | None:
    query = all_of([counts.matching, organisation_query(number)])
    french, foreign = (_parties(current, query, side) for side in ("french", "foreign"))
    own = next((one for one in (*french, *foreign) if one.id == number), None)
    if own is None or own.lat is None or own.lon is None:
        return None
    ends = _places(current, query, counts) if own.country == FRANCE else _positions(french)
    return Hub(number, own.name, (own.lat, own.lon), tuple(dict.fromkeys(ends))[:MOST_ARCS])


def _parties(current: Snapshot, query: Query, side: str) -> list[PartyTerm]:
    return [party_from(term) for term in term_counts(current, query, side, matches=count(current, query))]


def _places(current: Snapshot, query: Query, counts: MapCounts) -> Iterator[LatLon]:
    """Most projects first; of the places that the map shows only."""
    for code in place_counts(current, query):
        if code in counts.places and (point := point_of(code)) is not None:
            yield point


def _positions(parties: list[PartyTerm]) -> Iterator[LatLon]:
    return ((one.lat, one.lon) for one in parties if one.lat is not None and one.lon is not None)


def point_of(code: str) -> LatLon | None:
    """Where a place is drawn: its point, or a point inside its country; None for a country without one."""
    place = place_from(code)
    if place.lat is None or place.lon is None:
        return inner_points().get(place.country)
    return place.lat, place.lon
