"""The map's projection: known points, symmetry, equal areas."""

from math import cos, isclose, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.reference import projection
from atlas.reference.projection import HEIGHT, WIDTH, project, project_turned, turn


def test_the_centre_of_the_map_is_the_central_meridian_on_the_equator() -> None:
    x, y = project(0, projection.CENTRAL_MERIDIAN)
    assert x == pytest.approx(WIDTH / 2)
    assert 0 < y < HEIGHT


def test_the_edges_are_where_the_cut_is() -> None:
    assert project(0, -169)[0] == pytest.approx(0)
    assert project(0, -169.000001)[0] == pytest.approx(WIDTH, abs=0.01)
    assert project_turned(0, 180)[0] == pytest.approx(WIDTH)


def test_north_and_south_are_where_the_box_ends() -> None:
    assert project(projection.NORTH, 11)[1] == pytest.approx(0)
    assert project(projection.SOUTH, 11)[1] == pytest.approx(HEIGHT, abs=1)


@given(st.floats(-58, 84), st.floats(-180, 180))
def test_every_inhabited_point_is_in_the_box(lat: float, lon: float) -> None:
    x, y = project(lat, lon)
    assert 0 <= x <= WIDTH + 1e-6
    assert -1e-6 <= y <= HEIGHT + 1


@given(st.floats(-1000, 1000))
def test_a_turned_longitude_is_in_one_turn(lon: float) -> None:
    assert -180 <= turn(lon) < 180


def test_the_same_area_on_the_globe_is_the_same_area_on_the_map() -> None:
    def cell_area(lat: float) -> float:
        """Area on the map of a small cell, over its area on the sphere."""
        (x1, y1), (x2, _), (_, y3) = project(lat, 20), project(lat, 20.01), project(lat + 0.01, 20)
        return abs(x2 - x1) * abs(y3 - y1) / cos(radians(lat + 0.005))

    reference = cell_area(0)
    assert all(isclose(cell_area(lat), reference, rel_tol=0.001) for lat in (-50, -25, 10, 45, 70))
