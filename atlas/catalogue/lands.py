"""Outlines of the countries in degrees, fine enough for the map of one country: read once, cut to a window, drawn.

Not for the world map, whose shapes are projected in advance (`shapes`).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from math import cos, radians
from pathlib import Path

from django.conf import settings

LANDS = Path("shapes") / "lands.json"
LARGE = 0.1
"""Pieces of a country of at least this share of its largest one decide what its map shows: not far islands."""

Point = tuple[float, float]
Ring = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the globe between two meridians and two parallels, decimal degrees."""

    west: float
    south: float
    east: float
    north: float

    def meets(self, other: "Window") -> bool:
        """True when the two have something in common."""
        return (
            self.west <= other.east
            and other.west <= self.east
            and self.south <= other.north
            and other.south <= self.north
        )

    def around(self, points: Sequence[Point]) -> "Window":
        """The smallest window with this one and all the points (longitude, latitude)."""
        xs, ys = [x for x, _y in points], [y for _x, y in points]
        return (
            Window(min(self.west, *xs), min(self.south, *ys), max(self.east, *xs), max(self.north, *ys))
            if points
            else self
        )


@lru_cache(maxsize=1)
def lands() -> Mapping[str, tuple[Ring, ...]]:
    """ISO 2 → rings of (longitude, latitude), the largest first."""
    found: dict[str, list[list[int]]] = json.loads((settings.DATA_DIR / LANDS).read_text())
    return {iso2: tuple(_ring(numbers) for numbers in rings) for iso2, rings in found.items()}


def _ring(numbers: Sequence[int]) -> Ring:
    return tuple((x / 100, y / 100) for x, y in zip(accumulate(numbers[::2]), accumulate(numbers[1::2]), strict=True))


def extent(ring: Ring) -> Window:
    """The window that a ring fills."""
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    return Window(min(xs), min(ys), max(xs), max(ys))


@lru_cache(maxsize=1)
def _extents() -> tuple[tuple[str, Ring, Window], ...]:
    return tuple((iso2, ring, extent(ring)) for iso2, rings in lands().items() for ring in rings)


@lru_cache(maxsize=256)
def country_window(iso2: str) -> Window | None:
    """Where a country is, without its far islands; None for those too small to have a shape."""
    rings = lands().get(iso2)
    if not rings:
        return None
    greatest = _area(rings[0])
    large = [ring for ring in rings if _area(ring) >= LARGE * greatest]
    return extent(rings[0]).around([point for ring in large for point in ring])


def _area(ring: Ring) -> float:
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


@dataclass(frozen=True, slots=True)
class Local:
    """Degrees → units of a picture of one part of the globe: shapes keep their look around its middle."""

    window: Window
    scale: float

    def __call__(self, lat: float, lon: float) -> Point:
        """(x, y) in units, y downwards from the window's north-west corner."""
        narrowing = cos(radians((self.window.south + self.window.north) / 2))
        return (lon - self.window.west) * narrowing * self.scale, (self.window.north - lat) * self.scale


@dataclass(frozen=True, slots=True)
class Drawn:
    """SVG path data: the country itself, and all the other land of the window."""

    country: str
    others: str


@lru_cache(maxsize=256)
def drawn(iso2: str, local: Local) -> Drawn:
    """The land of a window, cut at its edges."""
    paths: dict[bool, list[str]] = {True: [], False: []}
    for code, ring, size in _extents():
        if size.meets(local.window):
            piece = clipped(ring, local.window)
            if len(piece) >= 3:
                paths[code == iso2].append(_path(piece, local))
    return Drawn("".join(paths[True]), "".join(paths[False]))


def clipped(ring: Ring, window: Window) -> Ring:
    """The part of a ring in a window (Sutherland and Hodgman)."""
    for axis, edge, is_least in (
        (0, window.west, True),
        (0, window.east, False),
        (1, window.south, True),
        (1, window.north, False),
    ):
        ring = tuple(_on_one_side(ring, axis, edge, is_least=is_least))
        if not ring:
            break
    return ring


def _on_one_side(ring: Ring, axis: int, edge: float, *, is_least: bool) -> Iterator[Point]:
    for before, after in zip(ring[-1:] + ring[:-1], ring, strict=True):
        was, is_in = ((one[axis] >= edge) == is_least or one[axis] == edge for one in (before, after))
        if was != is_in:
            share = (edge - before[axis]) / (after[axis] - before[axis])
            other = before[1 - axis] + share * (after[1 - axis] - before[1 - axis])
            yield (edge, other) if axis == 0 else (other, edge)
        if is_in:
            yield after


def _path(ring: Ring, local: Local) -> str:
    """A start, then steps, in whole units."""
    points = [(round(x), round(y)) for x, y in (local(lat, lon) for lon, lat in ring)]
    steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(points)]
    numbers = " ".join(f"{dx} {dy}" for dx, dy in steps if (dx, dy) != (0, 0)).replace(" -", "-")
    return f"M{points[0][0]} {points[0][1]}l{numbers}z" if numbers else ""


def geojson() -> str:
    """All the land as a FeatureCollection (RFC 7946), one feature a country, for the map that zooms."""
    features = (
        f'{{"type":"Feature","id":"{iso2}","properties":{{}},"geometry":{{"type":"MultiPolygon",'
        f'"coordinates":[{",".join(_coordinates(ring) for ring in rings)}]}}}}'
        for iso2, rings in lands().items()
    )
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}\n'


def _coordinates(ring: Ring) -> str:
    points = ",".join(f"[{x:g},{y:g}]" for x, y in (*ring, ring[0]))
    return f"[[{points}]]"
