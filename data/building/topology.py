"""Read TopoJSON (shared, quantised, delta-encoded border lines) into rings of (longitude, latitude)."""

from collections.abc import Iterator
from typing import Any

Point = tuple[float, float]
Line = list[Point]
Polygon = list[Line]


def decode_arcs(topology: dict[str, Any]) -> list[Line]:
    """The border lines in degrees. Each is shared by the countries on both sides."""
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    lines = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * scale_x + left, y * scale_y + bottom))
        lines.append(line)
    return lines


def _ring(indices: list[int], arcs: list[Line]) -> Line:
    """Join arcs end to end; a negative index `~i` is arc `i` backwards. The last point repeats the first: drop it."""
    ring: Line = []
    for index in indices:
        line = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(line[1:] if ring else line)
    return ring[:-1]


def arc_polygons(geometry: dict[str, Any]) -> list[list[list[int]]]:
    """Polygons of a geometry, each a list of rings (the outline first, then its holes), each a list of arc indices."""
    match geometry.get("type"):
        case "Polygon":
            return [geometry["arcs"]]
        case "MultiPolygon":
            return list(geometry["arcs"])
        case _:
            return []


def polygons(geometry: dict[str, Any], arcs: list[Line]) -> list[Polygon]:
    """As `arc_polygons`, in degrees."""
    return [[_ring(indices, arcs) for indices in part] for part in arc_polygons(geometry)]


def dissolved(rings: list[list[int]], arcs: list[Line]) -> list[Line]:
    """The rings in degrees, neighbours made one: a line that stands in both directions was between two of them."""
    indices = {index for ring in rings for index in ring}
    inner = {index for index in indices if ~index in indices}
    whole = [_ring(ring, arcs) for ring in rings if not inner.intersection(ring)]
    loose = [index for ring in rings if inner.intersection(ring) for index in ring if index not in inner]
    return whole + [_ring(ring, arcs) for ring in _relinked(loose, arcs)]


def _relinked(loose: list[int], arcs: list[Line]) -> Iterator[list[int]]:
    """Arc indices put together into rings again, each arc starting where the one before ended."""

    def ends(index: int) -> tuple[Point, Point]:
        line = arcs[index] if index >= 0 else arcs[~index][::-1]
        return line[0], line[-1]

    left = list(loose)
    while left:
        ring = [left.pop(0)]
        while (follower := next((i for i in left if ends(i)[0] == ends(ring[-1])[1]), None)) is not None:
            left.remove(follower)
            ring.append(follower)
        yield ring


def countries(topology: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The country geometries: `id` is the ISO numeric code, absent for some; `properties.name` is English."""
    yield from topology["objects"]["countries"]["geometries"]
