"""The map as a picture that needs no script: which part of the globe, what land, which circles and arcs. Pure.

Three scales: the world with a circle a country, one country with a circle a place, France with a circle a département.
Counts come from `map_counts`, words and addresses from `map_table`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians, sqrt
from typing import Final

from atlas.reference.projection import HEIGHT, WIDTH, project

from .lands import Drawn, Local, Point, Window, country_window, drawn
from .locator import bent
from .map_arcs import Hub, LatLon
from .shapes import inner_points
from .world_map import VIEW_BOX, Circle, numbered

UNITS: Final = 1000.0
"""Width of the picture of a country or of France."""
SQUAREST, WIDEST = 1.6, 1.9
MARGIN: Final = 0.05
LEAST_DEGREES: Final = 1.6
FRANCE: Final = Window(-5.6, 41.2, 9.9, 51.3)
OVERSEAS: Final = {"971": (0, 0), "972": (1, 0), "973": (0, 1), "974": (1, 1), "976": (0, 2)}
"""Column and row of the boxes in which the overseas départements stand."""
BOX, BOXES_AT = 92.0, (20.0, 250.0)
WORLD_RADII, LOCAL_RADII = (46.0, 6.0), (36.0, 5.0)


@dataclass(frozen=True, slots=True)
class Spot:
    """What a circle says: `at` in degrees; `url` "" = drawn without a link; `box`: place of an overseas département."""

    name: str
    url: str
    projects: int
    at: LatLon
    box: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """Frame of an overseas département: left, top and side in units; where its name starts."""

    x: int
    y: int
    side: int
    name: str
    name_x: int
    name_y: int


@dataclass(frozen=True, slots=True)
class Origin:
    """A chosen authority on the picture."""

    name: str
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Picture:
    """`land` None = the world's static picture. `bounds`: west, south, east, north of what is shown, degrees."""

    view_box: str
    width: int
    height: int
    bounds: str
    circles: tuple[Circle, ...]
    land: Drawn | None = None
    boxes: tuple[Box, ...] = ()
    arcs: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()


def world_picture(spots: Iterable[Spot], hubs: Sequence[Hub]) -> Picture:
    """The whole world."""
    return Picture(
        view_box=VIEW_BOX,
        width=WIDTH,
        height=HEIGHT,
        bounds="-120,-45,160,68",
        circles=_circles([(spot, project(*spot.at)) for spot in spots], WORLD_RADII),
        arcs=tuple(bent(project(*hub.at), project(*end)) for hub in hubs for end in hub.ends),
        origins=tuple(_origin(hub.name, project(*hub.at)) for hub in hubs),
    )


def country_picture(iso2: str, spots: Sequence[Spot], hubs: Sequence[Hub]) -> Picture:
    """One country with its neighbourhood, wide enough for all its places."""
    points = [(lon, lat) for lat, lon in (spot.at for spot in spots)]
    lat, lon = inner_points().get(iso2, (0.0, 0.0))
    window = country_window(iso2) or Window(lon, lat, lon, lat).around(points)
    wider = window.around(points)
    return _local_picture(iso2, _framed(wider if wider.east - wider.west < 120 else window), spots, hubs)


def france_picture(spots: Sequence[Spot], hubs: Sequence[Hub]) -> Picture:
    """Metropolitan France, the overseas départements in boxes."""
    return _local_picture("FR", _framed(FRANCE), spots, hubs)


def _local_picture(iso2: str, window: Window, spots: Sequence[Spot], hubs: Sequence[Hub]) -> Picture:
    local = Local(window, UNITS / ((window.east - window.west) * _narrowing(window)))
    height = round((window.north - window.south) * local.scale)
    placed = [(spot, _box_middle(spot.box) if spot.box else local(*spot.at)) for spot in spots]
    return Picture(
        view_box=f"0 0 {UNITS:.0f} {height}",
        width=round(UNITS),
        height=height,
        bounds=f"{window.west:.2f},{window.south:.2f},{window.east:.2f},{window.north:.2f}",
        circles=_circles(placed, LOCAL_RADII),
        land=drawn(iso2, local),
        boxes=tuple(_box(spot) for spot in spots if spot.box),
        arcs=tuple(bent(local(*hub.at), local(*end)) for hub in hubs for end in hub.ends),
        origins=tuple(_origin(hub.name, local(*hub.at)) for hub in hubs),
    )


def _narrowing(window: Window) -> float:
    return cos(radians((window.south + window.north) / 2))


def _framed(window: Window) -> Window:
    """With a margin, and neither too flat nor too tall for a page."""
    narrowing = _narrowing(window)
    width = max((window.east - window.west) * narrowing * (1 + 2 * MARGIN), LEAST_DEGREES)
    height = max((window.north - window.south) * (1 + 2 * MARGIN), LEAST_DEGREES)
    width, height = max(width, height * SQUAREST), max(height, width / WIDEST)
    middle_x, middle_y = (window.west + window.east) / 2, (window.south + window.north) / 2
    across = width / narrowing / 2
    return Window(middle_x - across, middle_y - height / 2, middle_x + across, middle_y + height / 2)


def _circles(placed: Sequence[tuple[Spot, Point]], radii: tuple[float, float]) -> tuple[Circle, ...]:
    """From large to small, so that none is hidden; areas in proportion to the projects."""
    greatest = max((spot.projects for spot, _point in placed), default=1)
    largest, smallest = radii
    circles = [
        Circle(spot.name, spot.url, spot.projects, round(x), round(y), round(max(smallest, largest * share)))
        for spot, (x, y) in placed
        for share in [sqrt(spot.projects / greatest)]
    ]
    return numbered(sorted(circles, key=lambda circle: (-circle.r, -circle.projects, circle.name)))


def _origin(name: str, point: Point) -> Origin:
    return Origin(name, f"{point[0]:.1f}", f"{point[1]:.1f}")


def _box_corner(code: str) -> Point:
    column, row = OVERSEAS[code]
    return BOXES_AT[0] + column * BOX, BOXES_AT[1] + row * BOX


def _box_middle(code: str) -> Point:
    x, y = _box_corner(code)
    return x + BOX / 2 - 4, y + BOX / 2 - 4


def _box(spot: Spot) -> Box:
    x, y = _box_corner(spot.box)
    return Box(round(x), round(y), round(BOX - 8), spot.name, round(x) + 4, round(y + BOX) - 14)
