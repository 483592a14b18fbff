"""The map's places as JSON for the map that zooms: as much as there are places, however many projects.

Columns instead of objects: six thousand places stay under 100 kB compressed. The same counts as the page
(`map_counts`); the list of a place has the address `<search>?<query>&lieu=<code>`.
"""

from collections.abc import Sequence
from datetime import date

import msgspec

from atlas.catalogue.closed_words import family_words
from atlas.catalogue.index.reader import Snapshot
from atlas.catalogue.map_arcs import Hub, point_of
from atlas.catalogue.map_table import Told, place_name


class Places(msgspec.Struct, frozen=True):
    """One entry a place in each list. `code`: value of the filter `lieu`, which says where the place is, such as
    « ML:12.65:-8.00 »; `somewhere`: latitude and longitude of the codes that are a country's only.
    """

    code: list[str]
    name: list[str]
    projects: Sequence[Sequence[int]]
    somewhere: dict[str, tuple[float, float]]


class MapData(msgspec.Struct, frozen=True):
    """`total`: projects of the query; `families` names the lists of `places.projects`; `arcs`: latitude and longitude
    of both ends of each line that was asked for.
    """

    as_of: date
    revision: int
    total: int
    families: list[str]
    places: Places
    arcs: list[tuple[float, float, float, float]]


def map_data(told: Told, hubs: Sequence[Hub], current: Snapshot, today: date) -> bytes:
    """The answer of the map's data address, UTF-8. Of the whole catalogue: written once for each revision and day."""
    if told.counts.query.is_filtered:
        return _encoded(told, hubs, current, today)
    return current.keep(("map data", told.language, today), lambda: _encoded(told, hubs, current, today))


def _encoded(told: Told, hubs: Sequence[Hub], current: Snapshot, today: date) -> bytes:
    counts = told.counts
    data = MapData(
        as_of=today,
        revision=current.revision,
        total=counts.total,
        families=[family_words(family) for family in counts.families],
        places=_places(told),
        arcs=[(*hub.at, *end) for hub in hubs for end in hub.ends],
    )
    return msgspec.json.encode(data)


def _places(told: Told) -> Places:
    """In the order of the codes: neighbours stand together, which compresses well."""
    counted = told.counts.places
    found = {code: point for code in sorted(counted) if (point := point_of(code)) is not None}
    return Places(
        code=list(found),
        name=[place_name(code, told) for code in found],
        projects=list(zip(*(counted[code] for code in found), strict=True)) or [()] * len(told.counts.families),
        somewhere={code: point for code, point in found.items() if ":" not in code},
    )
