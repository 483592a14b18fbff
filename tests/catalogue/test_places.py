"""Places abroad: codes that say where they are, counted and searched by the same rule."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tantivy import Query

from atlas.catalogue.index import writer
from atlas.catalogue.index.counting import place_counts
from atlas.catalogue.index.places import PlaceCode, place_code, place_codes, place_from
from atlas.catalogue.index.reader import snapshot
from atlas.catalogue.search import known, search
from atlas.catalogue.search_query import SearchQuery
from tests.catalogue.records import project
from tests.catalogue.sheets import GERMANY, KOUROUME, MALI, RIVEBOURG, TAMBAGA, full_sheet, party


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_a_code_says_where_it_is(lat: float, lon: float) -> None:
    found = place_from(place_code("ML", lat, lon))
    assert found.country == "ML"
    assert found.lat == pytest.approx(lat, abs=0.006)
    assert found.lon == pytest.approx(lon, abs=0.006)


def test_a_country_alone_is_a_place() -> None:
    assert place_from(place_code("ML", None, None)) == PlaceCode("ML", None, None)


@pytest.mark.parametrize(
    ("parties", "countries", "places"),
    [
        ((RIVEBOURG, TAMBAGA), (MALI,), {"ML:13.00:-9.60"}),
        ((RIVEBOURG, TAMBAGA, KOUROUME), (MALI,), {"ML:13.00:-9.60", "ML"}),
        ((RIVEBOURG,), (MALI,), {"ML"}),
        ((RIVEBOURG, TAMBAGA), (MALI, GERMANY), {"ML:13.00:-9.60", "DE"}),
        ((RIVEBOURG,), (), set()),
        ((party("owner", "Bamako", id=5, country="ML", lat=12.0, lon=-8.0),), (), set()),
    ],
)
def test_partners_are_where_they_are_and_others_somewhere(parties, countries, places) -> None:
    assert place_codes(full_sheet(parties=parties, countries=countries)) == places


def test_the_list_of_a_place_is_as_long_as_its_count() -> None:
    rng = random.Random(5)
    points = [(12.65, -8.0), (14.45, -11.43), (-18.9, 47.5), (None, None)]

    def sheet(number: int):
        lat, lon = rng.choice(points)
        partner = party("partner", f"Lieu {lat}", id=500 + points.index((lat, lon)), country="ML", lat=lat, lon=lon)
        one = project(number, length=100)
        return full_sheet(id=number, parties=(*one.parties, partner), countries=one.countries)

    writer.build([sheet(number) for number in range(1, 80)], revision=1)
    counts = place_counts(snapshot(), Query.all_query())
    assert {"ML:12.65:-8.00", "ML"} <= counts.keys()
    for code, number in counts.items():
        query = SearchQuery.from_params({"lieu": [code]}, known=known())
        assert not query.problems
        assert search(query).total == number


def test_a_place_has_the_name_of_its_partner_and_unknown_ones_are_refused(indexed) -> None:
    indexed(full_sheet(parties=(RIVEBOURG, TAMBAGA), countries=(MALI,)))
    label = snapshot().places["ML:13.00:-9.60"]
    assert (label.name, label.area, label.is_approximate) == ("Tambaga", "Kayes", False)
    query = SearchQuery.from_params({"lieu": ["ml:13.00:-9.60", "ML", "ML:1.00:1.00", "x"]}, known=known())
    assert query.places == ("ML:13.00:-9.60", "ML")
    assert [problem.value for problem in query.problems] == ["ML:1.00:1.00", "X"]
    assert query.to_params() == "lieu=ML%3A13.00%3A-9.60&lieu=ML"
