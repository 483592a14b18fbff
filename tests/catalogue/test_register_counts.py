"""Lists of a country compared with a count by hand, and with the figures that they stand behind (D10.3)."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from atlas.catalogue.activity import begun_in, over_on
from atlas.catalogue.index import writer
from atlas.catalogue.index.document import party_key
from atlas.catalogue.index.facets import ancestry, partner_country
from atlas.catalogue.record import PublicProject
from atlas.catalogue.register_asked import RegisterAsked
from atlas.catalogue.register_counts import areas_of, pairs_of, themes_of, unpartnered
from atlas.catalogue.register_lists import LISTS, family_lists
from atlas.catalogue.search import known
from atlas.catalogue.search_query import SearchQuery
from atlas.catalogue.search_values import FAMILIES
from atlas.catalogue.tally import Rule, Scope, authorities_of, tally
from tests.catalogue.records import COUNTRIES
from tests.catalogue.register import registered

RECORDS = [registered(number) for number in range(1, 241)]
scopes = st.builds(
    Scope,
    st.sampled_from(sorted(COUNTRIES)).map(lambda iso2: SearchQuery(countries=(iso2,))),
    st.sampled_from(FAMILIES),
    st.dates(date(1950, 1, 1), date(2035, 12, 31)),
    st.sampled_from(Rule),
)


@pytest.fixture(scope="module", autouse=True)
def _index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with override_settings(INDEX_DIR=tmp_path_factory.mktemp("lists")):
        writer.build(RECORDS, revision=1)
        yield


@pytest.fixture(autouse=True)
def index_dir() -> Path | None:
    """One index for the module, instead of one a test."""
    return None


def counted(scope: Scope) -> Iterator[PublicProject]:
    """The projects of a scope, by hand."""
    for one in RECORDS:
        begun, over = begun_in(one), over_on(one)
        is_in = scope.asked.countries[0] in {country.iso2 for country in one.countries}
        has_begun = begun is not None and begun <= scope.as_of.year
        is_counted = scope.rule is Rule.RECORDED or over is None or over > scope.as_of
        if is_in and has_begun and is_counted and (one.family or "none") == scope.family:
            yield one


def partners(one: PublicProject, scope: Scope):
    return [party for party in one.foreign_partners if partner_country(one, party) == scope.asked.countries[0]]


def named(party) -> object:
    return party.id or party.name


@given(scopes)
def test_areas_by_hand(scope: Scope) -> None:
    projects, partners_in, authorities = defaultdict(set), defaultdict(set), defaultdict(set)
    for one in counted(scope):
        for party in partners(one, scope):
            area = party.admin_area or ""
            projects[area].add(one.id)
            partners_in[area].add(party_key(party))
            authorities[area] |= {named(french) for french in one.french_authorities}
    found = {one.name: one for one in areas_of(scope)}
    assert {name: one.projects for name, one in found.items()} == {name: len(ids) for name, ids in projects.items()}
    assert {name: one.partners for name, one in found.items()} == {name: len(one) for name, one in partners_in.items()}
    assert {name: {named(row) for row in one.authorities} for name, one in found.items()} == authorities
    assert "" not in list(found)[:-1]


@given(scopes)
def test_themes_by_hand(scope: Scope) -> None:
    projects, authorities = defaultdict(set), defaultdict(set)
    for one in counted(scope):
        codes = {code for theme in one.themes for code in ancestry(theme.code)[:2]} or {""}
        for code in codes if partners(one, scope) else ():
            projects[code].add(one.id)
            authorities[code] |= {named(french) for french in one.french_authorities}
    found = themes_of(scope)
    assert {one.code: one.projects for one in found} == {code: len(ids) for code, ids in projects.items()}
    assert {one.code: {named(row) for row in one.authorities} for one in found} == authorities
    assert len({one.code for one in found}) == len(found)


@given(scopes)
def test_pairs_by_hand(scope: Scope) -> None:
    numbers, years, forms = defaultdict(int), defaultdict(set), defaultdict(set)
    for one in counted(scope):
        stated = [year for year in (one.first_convention_year, one.start_year) if year]
        french = {party_key(party) for party in one.french_authorities}
        for pair in {(party_key(party), key) for party in partners(one, scope) for key in french}:
            numbers[pair] += 1
            years[pair] |= set(stated)
            forms[pair] |= {one.form} - {None}
    found = {}
    for pair in pairs_of(scope):
        assert pair.authority is not None
        key = pair.partner.key.removeprefix("abroad "), pair.authority.key.removeprefix("fr ")
        found[key] = pair.projects, pair.since, set(pair.forms)
    assert found == {pair: (number, min(years[pair], default=None), forms[pair]) for pair, number in numbers.items()}


@given(scopes)
def test_lists_are_as_long_as_the_figures(scope: Scope) -> None:
    figures, pairs = tally(scope), pairs_of(scope)
    assert sum(one.authority is not None for one in pairs) == figures.partnerships
    assert len({one.partner.key for one in pairs}) == figures.foreign_partners
    everyone = {named(one) for one in authorities_of(scope)}
    assert {named(row) for area in areas_of(scope) for row in area.authorities} == everyone
    assert {named(row) for theme in themes_of(scope) for row in theme.authorities} == everyone


@given(scopes)
def test_who_has_no_known_partner_by_hand(scope: Scope) -> None:
    projects = list(counted(scope))
    alone = [one for one in projects if not partners(one, scope)]
    known_here = {named(party) for one in projects if partners(one, scope) for party in one.french_authorities}
    expected = {named(party) for one in alone for party in one.french_authorities} - known_here
    found = unpartnered(scope)
    assert found.projects == len(alone)
    assert {named(one) for one in found.authorities} == expected


@given(scopes, st.sampled_from(list(LISTS.values())))
def test_kinds_add_up_for_every_country_date_and_list(scope: Scope, chosen) -> None:
    asked = RegisterAsked(scope.as_of, date(2036, 1, 1), scope.rule)
    for one in family_lists(scope.asked, chosen, asked, known(), "fr"):
        named_rows = {named(row) for row in one.rows if row.name}
        if chosen.slug != "partenaires":
            assert sum(one.groups.values()) == one.authorities == len(named_rows)
        figures = tally(one.scope).authorities
        if chosen.slug == "toutes":
            assert dict(one.groups) == dict(figures)
