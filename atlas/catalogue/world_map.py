"""The world map of the home page: one circle a country, its area in proportion to the number of projects. Pure.

Server-side SVG over the land picture (`catalogue/world.svg`): a link a country, readable without script, with a table
of the same numbers beside it. Not for the maps of a few places: see `locator`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import hypot, sqrt

from atlas.reference.match import match_key
from atlas.reference.projection import HEIGHT, WIDTH, project

LARGEST, SMALLEST = 46.0, 8.0  # radii in units of the map, 2000 wide
WRITTEN = 20  # a circle of this radius has room for its number
ROOM = 18  # what a number needs around the centre of its circle
VIEW_BOX = f"90 10 1870 {HEIGHT - 50}"  # the land with a little sea: the left edge of the projection is empty


@dataclass(frozen=True, slots=True)
class Located:
    """A country as the map needs it. `lat`/`lon` in decimal degrees, None when the country cannot be placed."""

    code: str
    name: str
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class Circle:
    """A country's circle in whole units of the map; `is_written`: its number can be read inside."""

    name: str
    url: str
    projects: int
    x: int
    y: int
    r: int
    is_written: bool = False


@dataclass(frozen=True, slots=True)
class CountryRow:
    """A line of the table beside the map."""

    name: str
    url: str
    projects: int


@dataclass(frozen=True, slots=True)
class WorldMap:
    """`circles` from large to small, so that no circle is hidden; `rows` by name."""

    circles: tuple[Circle, ...]
    rows: tuple[CountryRow, ...]
    width: int = WIDTH
    height: int = HEIGHT
    view_box: str = VIEW_BOX

    @property
    def most(self) -> tuple[CountryRow, ...]:
        """The ten countries with the most projects."""
        return tuple(sorted(self.rows, key=lambda row: (-row.projects, match_key(row.name)))[:10])


def world_map(counts: Mapping[str, int], countries: Iterable[Located], prefix: str) -> WorldMap:
    """`counts` by ISO 2; `prefix` begins a country page's address. Countries without projects are left out."""
    present = [country for country in countries if counts.get(country.code)]
    greatest = max((counts[country.code] for country in present), default=1)
    placed = [country for country in present if country.lat is not None]
    circles = [_circle(country, counts[country.code], greatest, prefix) for country in placed]
    rows = (CountryRow(country.name, f"{prefix}{country.code}/", counts[country.code]) for country in present)
    return WorldMap(
        circles=numbered(sorted(circles, key=lambda circle: (-circle.r, circle.name))),
        rows=tuple(sorted(rows, key=lambda row: match_key(row.name))),
    )


def _circle(country: Located, projects: int, greatest: int, prefix: str) -> Circle:
    x, y = project(country.lat or 0.0, country.lon or 0.0)
    r = max(SMALLEST, LARGEST * sqrt(projects / greatest))
    return Circle(country.name, f"{prefix}{country.code}/", projects, round(x), round(y), round(r))


def numbered(circles: Sequence[Circle]) -> tuple[Circle, ...]:
    """The circles in their order, large ones with their number unless a circle drawn after lies on it."""

    def is_free(index: int, circle: Circle) -> bool:
        later = circles[index + 1 :]
        return all(hypot(circle.x - other.x, circle.y - other.y) > other.r + ROOM for other in later)

    return tuple(
        replace(circle, is_written=circle.r >= WRITTEN and is_free(index, circle))
        for index, circle in enumerate(circles)
    )
