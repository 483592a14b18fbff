"""Where invented towns abroad are: somewhere about the middle of their country, the same point in every run.

The pages of sheets name towns without a position, as old pages do, and the reference knows none that is invented: so
that the map has its 6,000 places, the register of a stage is given them. Runs inside Django.
"""

from collections.abc import Iterator
from random import Random
from typing import Final

from django.db.models import QuerySet

from atlas.organisations.models import Organisation, Precision
from atlas.reference.kinds import Kind
from atlas.reference.models import Country

SPREAD: Final = 3.0
"""Degrees from the middle of the country to the farthest town, north, south, east and west; some fall into the sea."""

_BATCH: Final = 1_000


def locate() -> int:
    """Give every foreign authority a position that has none. Returns how many got one."""
    middles = {one.iso2: (one.latitude, one.longitude) for one in Country.objects.all()}
    found = list(_placed(Organisation.objects.filter(kind=Kind.FOREIGN_AUTHORITY, latitude=None), middles))
    Organisation.objects.bulk_update(found, ["latitude", "longitude", "location_precision"], batch_size=_BATCH)
    return len(found)


def _placed(
    towns: QuerySet[Organisation], middles: dict[str, tuple[float | None, float | None]]
) -> Iterator[Organisation]:
    for town in towns.iterator(chunk_size=_BATCH):
        lat, lon = middles.get(town.country_id or "", (None, None))
        if lat is not None and lon is not None:
            town.latitude, town.longitude = point(f"{town.country_id} {town.name}", lat, lon)
            town.location_precision = Precision.EXACT
            yield town


def point(name: str, lat: float, lon: float) -> tuple[float, float]:
    """A point of a town of this name about a middle, in degrees to two decimals."""
    rng = Random(name)
    north, east = (rng.uniform(-SPREAD, SPREAD) for _ in range(2))
    return round(max(-85.0, min(85.0, lat + north)), 2), round((round(lon + east, 2) + 180) % 360 - 180, 2)
