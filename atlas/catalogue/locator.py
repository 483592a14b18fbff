"""A small map of a few places: which part of the world map to show, and where the points stand on it. Pure.

The land is one static picture (`catalogue/world.svg`) that browsers keep; a page adds its points and lines. Not for
the world map with counts by country.
"""

from collections.abc import Iterable, Sequence

import msgspec
from django.utils.translation import gettext

from atlas.reference.projection import HEIGHT, WIDTH, project

from .shapes import inner_points

SQUAREST, WIDEST = 4 / 3, 2.0  # width / height of the picture: wide enough for the world, square enough for a page
SMALLEST = 240  # units of the world map: a place is shown with its neighbourhood
MARGIN = 0.18
MOST_LINES = 40
FEW = 8  # up to as many points may be large


class Place(msgspec.Struct, frozen=True):
    """A point to show. `weight` (projects) makes it larger; organisations of France are discs, the others lozenges,
    declared places of a project drops that point at it."""

    name: str
    country: str
    lat: float
    lon: float
    is_french: bool
    is_approximate: bool = False
    weight: int = 1
    is_declared: bool = False


def somewhere_in(iso2: str, country: str, names: Sequence[str], weight: int = 1) -> Place | None:
    """One approximate place for everything of a country whose position is not known; None for an unknown country."""
    point = inner_points().get(iso2)
    return (
        Place(", ".join(names), country, *point, is_french=False, is_approximate=True, weight=weight) if point else None
    )


class Point(msgspec.Struct, frozen=True):
    """A place on the picture: centre and radius, or the path of its lozenge when it is abroad, of its drop when it is
    declared. Small ones, French ones and declared ones come last, so that none is hidden.

    Texts, so that no template writes them with the reader's decimal comma.
    """

    label: str
    x: str
    y: str
    r: str
    lozenge: str
    drop: str = ""


class Locator(msgspec.Struct, frozen=True):
    """`view_box` in units of the world map; `lines` are paths from each French place to each place abroad.

    `countries`: outlines to set off from the rest of the land.
    """

    view_box: str
    countries: tuple[str, ...]
    points: tuple[Point, ...]
    lines: tuple[str, ...]
    stroke: str
    has_french: bool
    has_foreign: bool
    has_approximate: bool
    has_declared: bool = False
    width: int = WIDTH
    height: int = HEIGHT


def locate(places: Iterable[Place], countries: tuple[str, ...] = ()) -> Locator | None:
    """The map of these places; None when there is none. `countries`: outlines to set off."""
    places = tuple(places)
    if not places:
        return None
    spots = [project(place.lat, place.lon) for place in places]
    left, top, width, height = _frame(spots)
    unit = width / 100
    points = sorted(zip(places, spots, _sizes(places, unit), strict=True), key=_last)
    return Locator(
        view_box=f"{left:.0f} {top:.0f} {width:.0f} {height:.0f}",
        countries=countries,
        points=tuple(_point(*point) for point in points),
        lines=tuple(_lines(places, spots)),
        stroke=f"{unit / 3:.2f}",
        has_french=any(place.is_french and not place.is_declared for place in places),
        has_foreign=any(not place.is_french and not place.is_declared for place in places),
        has_approximate=any(place.is_approximate for place in places),
        has_declared=any(place.is_declared for place in places),
    )


def _last(one: tuple[Place, tuple[float, float], float]) -> tuple[bool, bool, float]:
    """In which order points are drawn."""
    place, _spot, size = one
    return place.is_declared, place.is_french, -size


def _sizes(places: Sequence[Place], unit: float) -> Iterable[float]:
    """Radii: the heaviest place largest, all smaller when there are many."""
    heaviest = max(place.weight for place in places)
    base = unit if len(places) <= FEW else unit * 0.7
    return (base * (2 if heaviest == 1 else 1.4 + 1.6 * (place.weight / heaviest) ** 0.5) for place in places)


def _frame(spots: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    """Left, top, width and height of the part to show: all spots with a margin, not too tall and not too flat."""
    xs, ys = [x for x, _y in spots], [y for _x, y in spots]
    width = max(SMALLEST, (max(xs) - min(xs)) * (1 + 2 * MARGIN))
    height = max(SMALLEST / SQUAREST, (max(ys) - min(ys)) * (1 + 2 * MARGIN))
    width, height = max(width, height * SQUAREST), max(height, width / WIDEST)
    return (min(xs) + max(xs) - width) / 2, (min(ys) + max(ys) - height) / 2, width, height


def _point(place: Place, spot: tuple[float, float], size: float) -> Point:
    x, y = spot
    d = size * 1.2
    lozenge = f"M{x:.1f} {y - d:.1f}l{d:.1f} {d:.1f} {-d:.1f} {d:.1f} {-d:.1f} {-d:.1f}z"
    label = f"{place.name} ({place.country})" if place.country else place.name
    if place.is_approximate:
        label = gettext("%(place)s, position approchée") % {"place": label}
    if place.is_declared:
        drop = f"M{x:.1f} {y:.1f}l{-d:.1f} {-1.5 * d:.1f}a{d:.1f} {d:.1f} 0 1 1 {2 * d:.1f} 0z"
        return Point(label, f"{x:.1f}", f"{y:.1f}", f"{size:.1f}", "", drop)
    return Point(label, f"{x:.1f}", f"{y:.1f}", f"{size:.1f}", "" if place.is_french else lozenge)


def _lines(places: Sequence[Place], spots: Sequence[tuple[float, float]]) -> Iterable[str]:
    """Bent lines, so that two places do not hide a third between them; none when there are too many to tell apart."""
    here = [spot for place, spot in zip(places, spots, strict=True) if place.is_french and not place.is_declared]
    there = [spot for place, spot in zip(places, spots, strict=True) if not (place.is_french or place.is_declared)]
    if len(here) * len(there) > MOST_LINES:
        return
    yield from (bent(start, end) for start in here for end in there)


def bent(start: tuple[float, float], end: tuple[float, float]) -> str:
    """SVG path data of a line that swings to one side of the straight one."""
    (x1, y1), (x2, y2) = start, end
    bend_x, bend_y = (x1 + x2) / 2 + (y2 - y1) * 0.16, (y1 + y2) / 2 - (x2 - x1) * 0.16
    return f"M{x1:.1f} {y1:.1f}Q{bend_x:.1f} {bend_y:.1f} {x2:.1f} {y2:.1f}"
