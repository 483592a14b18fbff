"""Is a point clearly outside a country? By the boxes around the pieces of its land, from the shapes that we ship.

For remarks only: shapes are coarse, boxes overlap those of neighbours. Not for drawing (`catalogue.lands`), and never
to say in which country a point is.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Final

from django.conf import settings

SHAPES: Final = Path("shapes") / "lands.json"
MARGIN: Final = 0.75
"""Degrees beyond the land: coasts, islets and the roundness of the shapes."""

Box = tuple[float, float, float, float]


@lru_cache(maxsize=1)
def extents() -> Mapping[str, tuple[Box, ...]]:
    """ISO 2 → west, south, east, north of each piece of land. The smallest countries have none.

    The file holds hundredths of a degree: a first point (longitude, latitude), then steps.
    """
    shapes: dict[str, list[list[int]]] = json.loads((settings.DATA_DIR / SHAPES).read_text())
    return {iso2: tuple(map(_box, rings)) for iso2, rings in shapes.items()}


def _box(numbers: list[int]) -> Box:
    lons, lats = list(accumulate(numbers[::2])), list(accumulate(numbers[1::2]))
    return min(lons) / 100, min(lats) / 100, max(lons) / 100, max(lats) / 100


def is_far_from(iso2: str, lat: float, lon: float) -> bool:
    """True where the point lies in no box of the country; False for a country without a shape."""
    boxes = extents().get(iso2, ())
    return bool(boxes) and not any(
        west - MARGIN <= lon <= east + MARGIN and south - MARGIN <= lat <= north + MARGIN
        for west, south, east, north in boxes
    )
