"""Public reads: one query for a record, none for what the index holds."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from atlas.catalogue import queries
from atlas.catalogue.record import PublicOrganisation, PublicParty, PublicProject
from atlas.catalogue.search_query import SearchQuery
from tests.catalogue.conftest import Indexed
from tests.catalogue.records import COUNTRIES, START, project, publish, publish_organisation

TOWN = PublicParty(role="partner", name="Rivebourg", id=1, country="FR", kind="commune", group="commune")
REGION = PublicParty(role="partner", name="Larzaye", id=2, country="FR", kind="region", group="region")
CLUB = PublicParty(role="partner", name="Comité", id=3, country="FR", kind="association", group="association")
ABROAD = PublicParty(role="partner", name="Tambaga", id=10, country="ML", lat=12.5, lon=-8.0, is_approximate=True)
UNNAMED = PublicParty(role="partner", name="Kouroumé", country="ML")
ELSEWHERE = PublicParty(role="partner", name="Neustadtl", id=11, country="DE")
STATE = PublicParty(role="funder", name="Ministère", id=20, country="FR", kind="state", group="state")


def sheet(number: int, *parties: PublicParty) -> PublicProject:
    return PublicProject(
        id=number, title=f"Fiche {number}", version=1, updated_at=START, created_at=START, parties=parties,
        countries=(COUNTRIES["ML"], COUNTRIES["DE"]),
    )  # fmt: skip


@pytest.fixture
def _linked(indexed: Indexed) -> None:
    indexed(
        sheet(1, TOWN, ABROAD, UNNAMED, STATE),
        sheet(2, TOWN, REGION, ABROAD, STATE),
        sheet(3, REGION, CLUB, ELSEWHERE),
        sheet(4, PublicParty(role="owner", name="Rivebourg", id=1, country="FR"), REGION, ELSEWHERE),
    )


@pytest.mark.django_db
def test_records_cost_one_query_each() -> None:
    record = project(4, legacy_prj_id=5436)
    publish(record, project(5))
    town = PublicOrganisation(id=1, name="Rivebourg", kind="commune", group="commune", country="FR")
    publish_organisation(town)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert queries.project_by_id(4) == record
        assert queries.project_id_for_legacy(5436) == 4
        assert queries.organisation_by_id(1) == town
    assert len(captured) == 3


@pytest.mark.django_db
def test_what_does_not_exist_is_none() -> None:
    assert queries.project_by_id(1) is None
    assert queries.project_id_for_legacy(1) is None
    assert queries.organisation_by_id(1) is None


@pytest.mark.usefixtures("_linked")
def test_partners_are_those_of_the_other_side_with_the_projects_in_common() -> None:
    found = queries.partners_of_organisation(1)
    assert [(row.name, row.id, row.country, row.projects) for row in found] == [
        ("Tambaga", 10, "ML", 2),
        ("Kouroumé", None, "ML", 1),
    ]
    assert (found[0].lat, found[0].lon, found[0].is_approximate) == (12.5, -8.0, True)
    assert [(row.name, row.projects) for row in queries.partners_of_organisation(10)] == [
        ("Rivebourg", 2), ("Larzaye", 1),
    ]  # fmt: skip
    assert queries.partners_of_organisation(20) == ()
    assert queries.partners_of_organisation(999) == ()


@pytest.mark.usefixtures("_linked")
def test_projects_of_an_organisation_are_those_in_which_it_acts() -> None:
    def ids(organisation_id: int, query: SearchQuery) -> set[int]:
        return {hit.id for hit in queries.projects_of_organisation(organisation_id, query).hits}

    assert ids(1, SearchQuery()) == {1, 2, 4}
    assert ids(1, SearchQuery(text="fiche", countries=("ML",), page=1)) == {1, 2, 4}
    assert ids(10, SearchQuery()) == {1, 2}
    assert ids(20, SearchQuery()) == set()


def test_latest_updates_come_newest_first(indexed: Indexed) -> None:
    indexed(*map(project, range(1, 20)))
    found = queries.latest_updates(3)
    assert [hit.id for hit in found] == [19, 18, 17]
