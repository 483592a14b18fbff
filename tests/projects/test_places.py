"""Where a project happens: written alike, held by the database, remarked on where doubtful."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from atlas.projects.actions import Application, apply_draft
from atlas.projects.checks import check
from atlas.projects.draft import PlaceDraft, PostDraft, ProjectDraft, encode, encoded, place_of
from atlas.projects.models import ProjectPlace
from atlas.reference.extents import is_far_from
from tests.factories.world import make_world

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
TODAY = date(2026, 11, 26)


def codes(*places: PlaceDraft) -> set[tuple[str, str]]:
    """Findings on places, with their level, on a sheet about Mali."""
    found = check(ProjectDraft(title="Des forages à Koro", countries=("ML",), places=places), today=TODAY)
    return {(one.code, one.level) for one in found if one.field == "places"}


def test_a_draft_without_places_is_written_as_before() -> None:
    draft = ProjectDraft(title="Réseau d’eau", countries=("ML",), posts=(PostDraft(name="Bamako"),), sdgs=(6,))
    assert encoded(draft).digest == "27e39de12299f8f8106d7e2e208bf2c8"


def test_equal_places_are_written_alike() -> None:
    place = place_of("ML", "Koro", at=(14.067231, -3.080214), is_approximate=True)
    assert (place.latitude, place.longitude) == (14.06723, -3.08021)
    assert encode(ProjectDraft(places=(place_of("ML", at=(-0.000001, 5)),))) == (
        '{"places":[{"country":"ML","latitude":0.0,"longitude":5.0}]}'
    )


def test_only_a_point_is_approximate_and_only_a_country_alone_is_whole() -> None:
    assert not place_of("ML", "Koro", is_approximate=True).is_approximate
    assert place_of("ML").is_whole_country
    assert not place_of("ML", "Koro").is_whole_country
    assert not place_of("ML", at=(14.0, -3.0)).is_whole_country


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (place_of("ML", "Koro", at=(14.067, -3.08)), set()),
        (place_of("ML", "Koro"), set()),
        (place_of("ML"), set()),
        (place_of("FR", "Pontcharra", at=(45.43, 6.02)), set()),
        (place_of("SN", "Dakar", at=(14.7, -17.4)), {("place_other_country", "warning")}),
        (PlaceDraft(country="ML", latitude=14.0), {("place_half", "error")}),
        (place_of("ML", at=(90.5, 0)), {("place_out_of_range", "error")}),
        (place_of("ML", at=(14, -180.5)), {("place_out_of_range", "error")}),
        (PlaceDraft(country="ML", latitude=float("nan"), longitude=1.0), {("place_out_of_range", "error")}),
        (place_of("ML", at=(0, 0)), {("place_zero", "warning")}),
        (place_of("ML", at=(0, -3.08)), {("place_outside_country", "warning")}),
        (place_of("ML", at=(48.8, 2.3)), {("place_outside_country", "warning")}),
    ],
)
def test_each_doubt_about_a_place_is_found_and_nothing_else(place: PlaceDraft, expected: set[tuple[str, str]]) -> None:
    assert codes(place) == expected


def test_latitude_and_longitude_in_each_other_s_place() -> None:
    madagascar = ProjectDraft(countries=("MG",), places=(place_of("MG", at=(47.5, -18.9)),))
    assert "place_swapped" in {one.code for one in check(madagascar, today=TODAY)}


def test_a_country_has_its_islands_and_one_without_shape_no_limits() -> None:
    assert not is_far_from("PT", 37.74, -25.67)
    assert is_far_from("PT", 48.0, -25.67)
    assert not is_far_from("TK", 60.0, 60.0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "nonsense",
    [
        {"latitude": 14.0},
        {"longitude": 14.0},
        {"latitude": 90.1, "longitude": 0.0},
        {"latitude": 0.0, "longitude": -180.1},
        {"is_approximate": True},
        {"rank": 0},
        {"country_id": "ZZ"},
    ],
)
def test_the_database_refuses_a_place_that_is_none(nonsense: dict[str, object]) -> None:
    make_world()
    draft = ProjectDraft(title="Une fiche sûre", places=(place_of("ML"),))
    project_id = apply_draft(Application(draft, "facts"), by="rule", at=AT).project_id
    values: dict[str, object] = {"project_id": project_id, "country_id": "ML", "rank": 1, "name": "Koro", **nonsense}
    with pytest.raises(IntegrityError), transaction.atomic():  # noqa: PT012  # a foreign key is checked at the end
        ProjectPlace.objects.create(**values)
        transaction.get_connection().check_constraints()
