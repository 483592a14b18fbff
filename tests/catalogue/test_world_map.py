"""Circles of the world map: honest areas, none hidden, numbers where they can be read."""

from math import pi

import pytest

from atlas.catalogue.world_map import Located, world_map
from atlas.reference.projection import HEIGHT, WIDTH

MALI = Located("ML", "Mali", 17.35, -3.53)
NIGER = Located("NE", "Niger", 17.4, 9.4)
CHINA = Located("CN", "Chine", 36.6, 103.9)
UNPLACED = Located("XX", "Nulle part", None, None)


def circles(counts, *countries):
    return {circle.name: circle for circle in world_map(counts, countries, "/fr/pays/").circles}


def test_areas_are_in_proportion():
    found = circles({"ML": 100, "CN": 25}, MALI, CHINA)
    ratio = (pi * found["Mali"].r ** 2) / (pi * found["Chine"].r ** 2)
    assert ratio == pytest.approx(4, rel=0.05)


def test_circles_lie_on_the_map_where_the_country_is():
    found = circles({"ML": 1, "CN": 1}, MALI, CHINA)
    assert found["Mali"].x < found["Chine"].x
    assert found["Mali"].y > found["Chine"].y
    assert all(0 < circle.x < WIDTH and 0 < circle.y < HEIGHT for circle in found.values())


def test_small_circles_come_last_so_that_none_is_hidden():
    found = world_map({"ML": 2, "NE": 40, "CN": 9}, [MALI, NIGER, CHINA], "/")
    assert [circle.name for circle in found.circles] == ["Niger", "Chine", "Mali"]


def test_a_number_is_written_only_where_nothing_covers_it():
    here = Located("SN", "Sénégal", 17.35, -3.53)
    found = circles({"ML": 40, "SN": 3, "CN": 40}, MALI, here, CHINA)
    assert {name: circle.is_written for name, circle in found.items()} == {
        "Mali": False,
        "Sénégal": False,
        "Chine": True,
    }


def test_countries_without_projects_are_left_out_and_unplaced_ones_stay_in_the_table():
    found = world_map({"ML": 3, "XX": 5}, [MALI, CHINA, UNPLACED], "/fr/pays/")
    assert [circle.name for circle in found.circles] == ["Mali"]
    assert [(row.name, row.url, row.projects) for row in found.rows] == [
        ("Mali", "/fr/pays/ML/", 3),
        ("Nulle part", "/fr/pays/XX/", 5),
    ]
    assert [row.name for row in found.most] == ["Nulle part", "Mali"]


def test_an_empty_map():
    found = world_map({}, [MALI], "/")
    assert (found.circles, found.rows, found.most) == ((), (), ())
