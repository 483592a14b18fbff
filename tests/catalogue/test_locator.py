"""Small maps: every point inside the frame, shapes that differ, lines only while they can be told apart."""

import re

from django.contrib.staticfiles import finders
from hypothesis import given
from hypothesis import strategies as st

from atlas.catalogue.locator import MOST_LINES, Place, locate, somewhere_in
from atlas.catalogue.shapes import outlines, world
from atlas.catalogue.static_files import WORLD, drawn
from atlas.reference.projection import VIEW_BOX, project

HERE = Place("Rivebourg", "France", 45.4, 6.0, is_french=True)
THERE = Place("Tambaga", "Mali", 13.0, -9.6, is_french=False, is_approximate=True)

places = st.builds(
    Place,
    name=st.just("x"),
    country=st.just(""),
    lat=st.floats(-55, 80),
    lon=st.floats(-180, 180),
    is_french=st.booleans(),
    weight=st.integers(1, 500),
)


def test_no_place_no_map():
    assert locate([]) is None


def test_a_disc_for_france_a_lozenge_abroad():
    made = locate([HERE, THERE], ("M0 0z",))
    assert [(point.label, bool(point.lozenge)) for point in made.points] == [
        ("Tambaga (Mali), position approchée", True),
        ("Rivebourg (France)", False),
    ]
    assert (made.has_french, made.has_foreign, made.has_approximate) == (True, True, True)
    assert len(made.lines) == 1
    assert made.countries == ("M0 0z",)


def test_one_place_is_shown_with_its_neighbourhood():
    x, y = project(HERE.lat, HERE.lon)
    left, top, width, height = map(float, locate([HERE]).view_box.split())
    assert (width, height) == (240, 180)
    assert abs(left + width / 2 - x) <= 1
    assert abs(top + height / 2 - y) <= 1


def test_what_has_no_position_stands_somewhere_in_its_country():
    place = somewhere_in("ML", "Mali", ["Tambaga", "Kouroumé"])
    assert (place.name, place.is_approximate, place.is_french) == ("Tambaga, Kouroumé", True, False)
    assert 10 < place.lat < 25
    assert -12 < place.lon < 4
    assert somewhere_in("XX", "", ["x"]) is None


def test_too_many_lines_are_not_drawn():
    assert len(locate([HERE] + [THERE] * MOST_LINES).lines) == MOST_LINES
    assert locate([HERE] + [THERE] * (MOST_LINES + 1)).lines == ()


def test_heavier_places_are_larger_and_do_not_hide_the_light_ones():
    heavy, light = locate([HERE, Place("x", "", 0, 0, is_french=True, weight=9)]).points
    assert heavy.label == "x"
    assert float(light.r) < float(heavy.r)


def test_the_frame_is_neither_tall_nor_flat():
    far = Place("x", "", 45.4, 150.0, is_french=False)
    south = Place("x", "", -40.0, 6.0, is_french=False)
    for places_shown in ([HERE, far], [HERE, south], [HERE]):
        _left, _top, width, height = map(float, locate(places_shown).view_box.split())
        assert 1.3 <= width / height <= 2.02


@given(st.lists(places, min_size=1, max_size=8))
def test_every_point_stands_inside_the_frame(found):
    made = locate(found)
    left, top, width, height = map(float, made.view_box.split())
    assert len(made.points) == len(found)
    for point in made.points:
        assert left - 1 <= float(point.x) <= left + width + 1
        assert top - 1 <= float(point.y) <= top + height + 1
    assert not re.search(r"nan|inf|,", made.view_box + "".join(made.lines))


def test_outlines_of_known_countries_only():
    assert outlines(["ML", "XX"]) == (world()["paths"]["ML"],)


def test_the_land_is_one_picture_with_every_country():
    picture = drawn(world())
    assert picture.count("<path ") == len(world()["paths"])
    assert f'viewBox="{" ".join(map(str, VIEW_BOX))}"' in picture


def test_the_picture_is_found_as_a_static_file():
    found = finders.find(WORLD)
    assert found is not None
    assert found.endswith(WORLD)
    assert finders.find("catalogue/nothing.svg") is None
