"""Place a point of the globe on the world map that we ship (`data/shapes/world.json`).

One function used twice: `data/refresh.py` draws the shapes with it, pages place their points with it, so both always
agree. It is the Equal Earth projection (Šavrič, Patterson and Jenny, 2018: equal-area, so that a country's size on the
map is its true share of the land), turned to 11° east so that the cut falls in the Bering Strait and splits no country
of size. Not for geodesy: no ellipsoid, no inverse, no distances.
"""

from math import asin, cos, radians, sin, sqrt

CENTRAL_MERIDIAN = 11.0
WIDTH = 2000
NORTH = 84.0
SOUTH = -58.0

_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = sqrt(3) / 2


def _equal_earth(lat: float, turned_lon: float) -> tuple[float, float]:
    """Plain Equal Earth on the unit sphere; `turned_lon` is counted from the central meridian, degrees."""
    theta = asin(_M * sin(radians(lat)))
    t2 = theta * theta
    t6 = t2 * t2 * t2
    stretch = _A1 + 3 * _A2 * t2 + t6 * (7 * _A3 + 9 * _A4 * t2)
    x = radians(turned_lon) * cos(theta) / (_M * stretch)
    y = theta * (_A1 + _A2 * t2 + t6 * (_A3 + _A4 * t2))
    return x, y


_EDGE = _equal_earth(0, 180)[0]
_SCALE = WIDTH / (2 * _EDGE)
_TOP = _equal_earth(NORTH, 0)[1]
HEIGHT = round((_TOP - _equal_earth(SOUTH, 0)[1]) * _SCALE)
VIEW_BOX = (0, 0, WIDTH, HEIGHT)


def turn(lon: float) -> float:
    """Longitude counted from the map's central meridian, in [-180, 180)."""
    return (lon - CENTRAL_MERIDIAN + 180) % 360 - 180


def project_turned(lat: float, turned_lon: float) -> tuple[float, float]:
    """As `project`, for a longitude already turned: keeps 180 on the right edge, where shapes are cut."""
    x, y = _equal_earth(lat, turned_lon)
    return (x + _EDGE) * _SCALE, (_TOP - y) * _SCALE


def project(lat: float, lon: float) -> tuple[float, float]:
    """Decimal degrees (WGS 84) → (x, y) in the units of `VIEW_BOX`, y downwards.

    Points south of `SOUTH` or north of `NORTH` fall outside the box: Antarctica is not drawn.
    """
    return project_turned(lat, turn(lon))
