"""Counting at a date compared with a count by hand, for any filter; parts add up for every country and date (D10.3)."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atlas.catalogue.index import writer
from atlas.catalogue.index.reader import snapshot
from atlas.catalogue.record import PublicParty, PublicProject
from atlas.catalogue.search import search
from atlas.catalogue.search_query import SearchQuery
from atlas.catalogue.search_values import AUTHORITY_GROUPS, FAMILIES, funder_nature
from atlas.catalogue.tally import Rule, Scope, amounts, authorities_of, breakdown, start_years, tally
from tests.catalogue.records import COUNTRIES, REGIONS, START, ZONES, project
from tests.catalogue.test_figures import has_begun, is_active

RECORDS = [project(number, length=0) for number in range(1, 241)]
TOWNS = sorted({party.id for one in RECORDS for party in one.french_authorities})[:20]
days = st.dates(date(1970, 1, 1), date(2035, 12, 31))


def some(values: list[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.one_of(st.just(()), st.lists(st.sampled_from(values), max_size=3, unique=True).map(tuple))


filters = st.builds(
    SearchQuery,
    countries=some(sorted(COUNTRIES)),
    zones=some(sorted(ZONES)),
    regions=some(sorted(REGIONS)),
    kinds=some(list(AUTHORITY_GROUPS)),
    authorities=some(TOWNS),
)
# Whole families are counted in another way than what filters leave.
asked = st.one_of(st.just(SearchQuery()), filters)
scopes = st.builds(Scope, asked, st.sampled_from(FAMILIES), days, st.sampled_from(Rule))


@pytest.fixture(scope="module", autouse=True)
def _index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with override_settings(INDEX_DIR=tmp_path_factory.mktemp("tally")):
        writer.build(RECORDS, revision=1)
        yield


@pytest.fixture(autouse=True)
def index_dir() -> Path | None:
    """One index for the module, instead of one a test."""
    return None


def is_listed(one: PublicProject, scope: Scope) -> bool:
    """Does the list behind the figures hold this project?"""
    asked, french = scope.asked, one.french_authorities
    test = is_active if scope.rule is Rule.ACTIVE else has_begun
    wanted = (
        ({country.iso2 for country in one.countries}, asked.countries),
        ({country.zone for country in one.countries}, asked.zones),
        ({party.region for party in french}, asked.regions),
        ({party.group for party in french}, asked.kinds),
        ({party.id for party in one.parties}, asked.authorities),
    )
    is_in_family = (one.family or "none") == scope.family
    return is_in_family and test(one, scope.as_of) and all(not asks or has & {*asks} for has, asks in wanted)


def pairs_by_hand(scope: Scope) -> set[tuple[int | None, str]]:
    """(id of the authority, name of the partner) of the listed projects that pass the filters themselves."""
    asked = scope.asked

    def is_meant(french: PublicParty, foreign: PublicParty) -> bool:
        zone = COUNTRIES[foreign.country or ""].zone
        return (
            (not asked.countries or foreign.country in asked.countries)
            and (not asked.zones or zone in asked.zones)
            and (not asked.regions or french.region in asked.regions)
            and (not asked.kinds or french.group in asked.kinds)
            and (not asked.authorities or bool({french.id, foreign.id} & {*asked.authorities}))
        )

    return {
        (french.id, str(foreign.id or foreign.name))
        for one in RECORDS
        if is_listed(one, scope)
        for french in one.french_authorities
        for foreign in one.foreign_partners
        if is_meant(french, foreign)
    }


@given(scopes)
def test_every_number_is_the_one_counted_by_hand(scope: Scope) -> None:
    found, pairs = tally(scope), pairs_by_hand(scope)
    assert found.projects == sum(is_listed(one, scope) for one in RECORDS)
    assert found.partnerships == len(pairs)
    assert found.foreign_partners == len({foreign for _, foreign in pairs})
    assert sum(found.authorities.values()) == len({french for french, _ in pairs})


@given(scopes)
def test_parts_add_up_and_the_lists_behind_have_their_numbers(scope: Scope) -> None:
    found, listed = tally(scope), authorities_of(scope)
    groups = [one.group for one in listed]
    assert {group: groups.count(group) for group in groups} == found.authorities
    assert len({one.id or one.name for one in listed}) == len(listed)
    assert sum(start_years(scope).values()) == found.projects == search(scope.query).total
    for facet in ("form", "family", "cofinancing", "triennial"):
        assert sum(breakdown(scope).of(facet).values()) == found.projects


@given(filters, st.sampled_from(FAMILIES), days)
def test_what_is_active_is_recorded_and_what_is_recorded_stays(asked: SearchQuery, family: str, day: date) -> None:
    active, recorded = (tally(Scope(asked, family, day, rule)) for rule in (Rule.ACTIVE, Rule.RECORDED))
    later = tally(Scope(asked, family, date(2040, 1, 1), Rule.RECORDED))
    for name in ("projects", "countries", "foreign_partners", "partnerships"):
        assert getattr(active, name) <= getattr(recorded, name) <= getattr(later, name)


# An organisation may be an authority in one register and abroad in none: registers are generated whole.
parties = st.builds(
    PublicParty,
    role=st.sampled_from(("partner", "partner", "owner", "funder")),
    name=st.sampled_from(("Rivebourg", "rive bourg", "Larzaye", "Tambaga", "Neustadtl")),
    id=st.sampled_from((None, None, 1, 2, 3, 4)),
    country=st.sampled_from(("FR", "FR", "ML", "DE", None)),
    group=st.sampled_from((*AUTHORITY_GROUPS[:4], "association", None)),
    region=st.sampled_from((None, "53", "11")),
)
registers = st.lists(
    st.builds(
        PublicProject,
        id=st.integers(1, 5_000),
        title=st.just("x"),
        version=st.just(1),
        updated_at=st.just(START),
        created_at=st.just(START),
        family=st.sampled_from((None, "decentralised_cooperation", "other_external_action")),
        status=st.sampled_from((None, "ongoing", "completed", "planned", "cancelled")),
        start_year=st.sampled_from((None, 1999, 2010, 2020)),
        end_date=st.sampled_from((None, date(2011, 5, 1), date(2022, 12, 31))),
        countries=st.lists(st.sampled_from([COUNTRIES["ML"], COUNTRIES["DE"]]), max_size=2, unique=True).map(tuple),
        parties=st.lists(parties, max_size=5).map(tuple),
    ),
    max_size=8,
    unique_by=lambda one: one.id,
)


@given(registers, days)
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
def test_parts_add_up_for_every_register_country_family_and_date(
    tmp_path_factory: pytest.TempPathFactory, records: list[PublicProject], day: date
) -> None:
    with override_settings(INDEX_DIR=tmp_path_factory.mktemp("register")):
        writer.build(records, revision=1)
        for code in ((), ("ML",), ("DE",)):
            for family in FAMILIES:
                scope = Scope(SearchQuery(countries=code), family, day, Rule.ACTIVE)
                found, listed = tally(scope), authorities_of(scope)
                assert sum(found.authorities.values()) == len(listed) == len({(one.id, one.name) for one in listed})
                assert set(found.authorities) <= set(AUTHORITY_GROUPS)
                assert (
                    found.partnerships >= max(found.foreign_partners if found.authorities else 0, 0) or found.projects
                )
                assert found.projects == search(scope.query).total


def test_numbers_are_counted_once_a_revision() -> None:
    scope = Scope(SearchQuery(), FAMILIES[0], date(2019, 1, 1), Rule.ACTIVE)
    first = tally(scope)
    kept = len(snapshot().kept)
    assert tally(scope) is first
    assert len(snapshot().kept) == kept


def amounts_by_hand(scope: Scope) -> Counter[tuple[str, ...]]:
    """Cents by cell of the listed projects, from the lines of their sheets; cells of typed zeros are there."""
    found = Counter[tuple[str, ...]]()
    for line in (line for one in RECORDS if is_listed(one, scope) for line in one.funding):
        payer = "state" if line.kind == "state" else "others"
        cells = [(line.nature, str(line.year), payer), (line.nature, funder_nature(line.kind).value)]
        found.update({cell: int(line.amount * 100) for cell in cells if line.amount is not None})
        confirmed = (("water", line.pct_water), ("waste", line.pct_waste), ("energy", line.pct_energy))
        for name, amount in (*confirmed, *zip(("col1", "col2", "col3"), line.pct, strict=False)):
            if amount is not None:
                found["percent", line.nature, name] += int(amount * 100)
    return found


@given(scopes)
def test_amounts_are_those_of_the_listed_sheets_cell_by_cell(scope: Scope) -> None:
    found = amounts(scope)
    told = Counter[tuple[str, ...]]()
    for (nature, year, is_state), euros in found.by_year.items():
        told[nature, str(year or None), "state" if is_state else "others"] = int(euros * 100)
    for (nature, funder), euros in found.by_funder.items():
        told[nature, funder] = int(euros * 100)
    for (nature, column), euros in found.one_percent.items():
        told["percent", nature, column] = int(euros * 100)
    by_hand = amounts_by_hand(scope)
    assert dict(told) == dict(by_hand)
    assert sum(found.by_year.values()) == sum(found.by_funder.values())
