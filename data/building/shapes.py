"""`shapes/world.json`: the countries as SVG paths in the coordinates of `atlas.reference.projection`; `lands.json`: the
same countries in degrees, more finely.

Natural Earth 1:50m, simplified once per shared border line so that neighbours still meet, turned to the map's central
meridian, cut at its edge, projected, rounded to whole units. Antarctica is left out. No styles: pages choose them.
"""

import heapq
import json
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from atlas.reference import projection

from . import countries, topology
from .packages import Package
from .topology import Line, Point

TOLERANCE = 0.012
"""Triangles smaller than this (square degrees on the ground) are dropped from border lines."""
FINE_TOLERANCE = 0.003
"""The same for `lands.json`, which maps of one country show."""
FINE_SMALLEST = 0.008
"""Islands of `lands.json` smaller than this (square degrees) are dropped, unless they are a country's largest piece."""
SMALLEST = 1.2
"""Islands smaller than this many square map units are dropped, unless they are a country's largest piece."""
_OF_FRANCE = frozenset({"GF", "GP", "MQ", "RE", "YT", "PM", "BL", "MF", "NC", "PF", "WF"})
_LEFT_OUT = frozenset({"AQ", "TF", "HM", "GS", "BV", "IO", "UM"})
_CRIMEA: Point = (34.4, 45.3)
"""Natural Earth draws Crimea with Russia; France does not recognise its annexation: it goes to Ukraine."""


def _simplified(line: Line, tolerance: float) -> Line:
    """Visvalingam's method: drop the point that makes the smallest triangle, again and again; ends stay.

    A closed line (an island) keeps at least a triangle.
    """
    size = len(line)
    before, after = list(range(-1, size - 1)), list(range(1, size + 1))
    kept = [True] * size

    def area(index: int) -> float:
        (x1, y1), (x2, y2), (x3, y3) = line[before[index]], line[index], line[after[index]]
        narrowing = max(0.1, 1 - (y2 / 90) ** 2)
        return abs((x2 - x1) * (y3 - y1) - (x3 - x1) * (y2 - y1)) / 2 * narrowing

    queue = [(area(index), index) for index in range(1, size - 1)]
    heapq.heapify(queue)
    droppable = size - (4 if line[0] == line[-1] else 2)
    while queue and queue[0][0] < tolerance and droppable:
        known_area, index = heapq.heappop(queue)
        if not kept[index] or known_area != area(index):
            continue
        kept[index] = False
        droppable -= 1
        left, right = before[index], after[index]
        after[left], before[right] = right, left
        for neighbour in (left, right):
            if 0 < neighbour < size - 1:
                heapq.heappush(queue, (area(neighbour), neighbour))
    return [point for point, keep in zip(line, kept, strict=True) if keep]


def _turned(ring: Line) -> Line:
    """Longitudes counted from the map's central meridian and continuous, so that they may pass 180."""
    return _continuous([(projection.turn(lon), lat) for lon, lat in ring])


def _continuous(ring: Line) -> Line:
    """Longitudes without the jump of 360 degrees where the ring crosses the edge, so that they may pass 180."""
    out = ring[:1]
    for lon, lat in ring[1:]:
        out.append((lon - 360 * round((lon - out[-1][0]) / 360), lat))
    return out


def _clipped(ring: Line, edge: float, *, keep_east: bool) -> Line:
    """The part of a ring on one side of a meridian (Sutherland and Hodgman)."""
    out: Line = []
    for (x1, y1), (x2, y2) in zip(ring[-1:] + ring[:-1], ring, strict=True):
        inside1, inside2 = (x1 >= edge) == keep_east or x1 == edge, (x2 >= edge) == keep_east or x2 == edge
        if inside1 != inside2:
            out.append((edge, y1 + (edge - x1) * (y2 - y1) / (x2 - x1)))
        if inside2:
            out.append((x2, y2))
    return out


def _cut(ring: Line) -> list[Line]:
    """The pieces of a continuous ring within ±180, those beyond an edge moved to the other side of the map."""
    pieces = []
    for shift in (-360, 0, 360):
        moved = [(lon + shift, lat) for lon, lat in ring]
        if min(lon for lon, _ in moved) < 180 and max(lon for lon, _ in moved) > -180:
            piece = _clipped(_clipped(moved, -180, keep_east=True), 180, keep_east=False)
            if len(piece) >= 3:
                pieces.append(piece)
    return pieces


def _on_map(ring: Line) -> list[tuple[int, int]]:
    """Whole map units, repeated points dropped."""
    points: list[tuple[int, int]] = []
    for lon, lat in ring:
        x, y = projection.project_turned(lat, lon)
        point = (round(x), round(y))
        if not points or point != points[-1]:
            points.append(point)
    while len(points) > 1 and points[0] == points[-1]:
        points.pop()
    return points


def _map_area(points: list[tuple[int, int]]) -> float:
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1], strict=True))) / 2


def _path(rings: list[list[tuple[int, int]]]) -> str:
    """SVG path data: each ring an absolute start, then relative steps, as short as the grammar allows."""
    parts = []
    for ring in rings:
        steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(ring)]
        numbers = " ".join(f"{dx} {dy}" for dx, dy in steps).replace(" -", "-")
        parts.append(f"M{ring[0][0]} {ring[0][1]}l{numbers}z")
    return "".join(parts)


def _contains(ring: Line, point: Point) -> bool:
    """Ray casting."""
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            inside = not inside
    return inside


def _by_country(
    shapes: dict[str, Any], by_number: Mapping[str, str], tolerance: float = TOLERANCE
) -> dict[str, list[Line]]:
    """ISO2 → rings in degrees, after the recognition of France; its overseas territories under FR."""
    arcs = [_simplified(line, tolerance) for line in topology.decode_arcs(shapes)]
    found: dict[str, list[list[int]]] = {}
    for geometry in topology.countries(shapes):
        iso2 = countries.iso2_of_shape(geometry, by_number)
        if iso2 is None or iso2 in _LEFT_OUT:
            continue
        owner = "FR" if iso2 in _OF_FRANCE else iso2
        for rings, (outline, *_) in zip(
            topology.arc_polygons(geometry), topology.polygons(geometry, arcs), strict=True
        ):
            crimea = owner == "RU" and _contains(outline, _CRIMEA)
            found.setdefault("UA" if crimea else owner, []).extend(rings)
    return {iso2: topology.dissolved(rings, arcs) for iso2, rings in sorted(found.items())}


def _rings(rings: list[Line]) -> list[list[tuple[int, int]]]:
    """All rings of a country on the map, the too small ones dropped; a country keeps at least its largest."""
    mapped = [_on_map(piece) for ring in rings for piece in _cut(_turned(ring))]
    drawable = sorted((ring for ring in mapped if len(ring) >= 3), key=_map_area, reverse=True)
    return [ring for rank, ring in enumerate(drawable) if rank == 0 or _map_area(ring) >= SMALLEST]


def build(folder: Path, world_countries: Package, world_atlas: Package, listed: frozenset[str]) -> int:
    """Write world.json for the countries `listed`; returns how many are drawn. The others are dots for the pages."""
    outlines = _by_country(world_atlas.json("countries-50m.json"), countries.numbers(world_countries))
    drawn = {iso2: _rings(rings) for iso2, rings in outlines.items() if iso2 in listed}
    paths = {iso2: _path(rings) for iso2, rings in drawn.items() if rings}
    text = json.dumps({"view_box": list(projection.VIEW_BOX), "paths": paths}, separators=(",", ":"))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "world.json").write_text(text.replace('","', '",\n"') + "\n", encoding="utf-8")
    return len(paths)


def _degrees_area(ring: Line) -> float:
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


def _hundredths(ring: Line) -> list[int]:
    """A ring as whole hundredths of degrees: a start, then steps, repeated points dropped."""
    points = [(round(lon * 100), round(lat * 100)) for lon, lat in ring]
    steps = ((x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(points))
    return [*points[0], *(number for step in steps if step != (0, 0) for number in step)]


def build_lands(folder: Path, world_countries: Package, world_atlas: Package, listed: frozenset[str]) -> int:
    """Write lands.json, the same countries more finely and on the globe; returns how many have a shape."""
    numbers = countries.numbers(world_countries)
    outlines = _by_country(world_atlas.json("countries-50m.json"), numbers, FINE_TOLERANCE)
    lands = {}
    for iso2, rings in outlines.items():
        pieces = [piece for ring in rings for piece in _cut(_continuous(ring))]
        large = sorted(pieces, key=_degrees_area, reverse=True)
        kept = [ring for rank, ring in enumerate(large) if rank == 0 or _degrees_area(ring) >= FINE_SMALLEST]
        if iso2 in listed and kept:
            lands[iso2] = [_hundredths(ring) for ring in kept]
    text = json.dumps(lands, separators=(",", ":"))
    (folder / "lands.json").write_text(text.replace(']],"', ']],\n"') + "\n", encoding="utf-8")
    return len(lands)
