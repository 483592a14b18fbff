"""Invented towns have a point of their own, the same in every run, near the middle of their country."""

import pytest

from atlas.organisations.models import Organisation, Precision
from atlas.reference.models import Country
from tests.bench.positions import SPREAD, locate, point
from tests.factories.world import make_world


def test_a_town_has_the_same_point_each_time_and_another_than_its_neighbours() -> None:
    points = [point(f"ML {number}", 17.0, -4.0) for number in range(200)]
    assert points == [point(f"ML {number}", 17.0, -4.0) for number in range(200)]
    assert len(set(points)) > 195
    assert all(abs(lat - 17) <= SPREAD and abs(lon + 4) <= SPREAD for lat, lon in points)


@pytest.mark.parametrize(("lat", "lon"), [(84.9, 179.9), (-84.9, -179.9)])
def test_a_point_stays_on_the_globe(lat: float, lon: float) -> None:
    points = [point(str(number), lat, lon) for number in range(200)]
    assert all(-85 <= one <= 85 and -180 <= other < 180 for one, other in points)
    assert {other > 0 for _one, other in points} == {True, False}


@pytest.mark.django_db
def test_only_those_without_a_position_get_one() -> None:
    make_world()
    Country.objects.filter(pk="ML").update(latitude=17.0, longitude=-4.0)
    Country.objects.exclude(pk="ML").update(latitude=None, longitude=None)
    Organisation.objects.all().update(latitude=None, longitude=None, location_precision="")
    towns = Organisation.objects.filter(kind="foreign_authority", country="ML")
    first = towns.order_by("pk").first()
    assert first is not None
    assert locate() == towns.count()
    first.refresh_from_db()
    assert (first.latitude, first.longitude) == point(f"ML {first.name}", 17.0, -4.0)
    assert first.location_precision == Precision.EXACT
    assert not Organisation.objects.exclude(pk__in=towns.values("pk")).exclude(latitude=None).exists()
    assert locate() == 0
