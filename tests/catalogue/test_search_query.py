"""The query string as a value: what is wrong is named and ignored, what is right comes back as it was."""

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from atlas.catalogue.search_facets import FACETS
from atlas.catalogue.search_query import FILTERS, Known, Label, SearchQuery

KNOWN = Known(
    countries={"ML": Label("Mali", "Mali"), "SN": Label("Sénégal", "Senegal")},
    themes={"env": Label("Environnement", "Environment"), "env.eau": Label("Eau", "Water", "env")},
    zones={"ameriques": Label("Amériques", "Americas")},
    regions={"84": Label("Auvergne-Rhône-Alpes", "Auvergne-Rhône-Alpes")},
    departments={"2A": Label("Corse-du-Sud", "Corse-du-Sud"), "69": Label("Rhône", "Rhône", "84")},
    organisation_name={12: "Rivebourg", 13: "Larzaye", 90: "Tambaga"}.get,
)
PARAMETERS = (
    "q",
    *(one.parameter for one in FILTERS),
    "debut_min",
    "debut_max",
    "actif_au",
    "commence_au",
    "page",
    "tri",
)
EVERYTHING = SearchQuery(
    text="réseaux d’eau & co",
    countries=("ML", "SN"),
    zones=("ameriques",),
    partners=(90,),
    themes=("env.eau",),
    statuses=("ongoing", "none", "a-confirmer"),
    families=("decentralised_cooperation",),
    forms=("twinning", "none"),
    regions=("84",),
    departments=("2A", "69"),
    authorities=(12, 13),
    kinds=("syndicate", "unidentified"),
    cofinancing=("oui",),
    cofinancing_years=(2010, 2011),
    one_percent=("eau", "dechets"),
    triennial=("non", "none"),
    funders=("state", "water_agency"),
    stated=("theme", "verification"),
    lacking=("lieu",),
    flags=("stale", "title_missing"),
    start_from=1990,
    start_to=1999,
    active_on=date(2024, 2, 29),
    page=3,
    sort="amount",
)


def read(query: str) -> SearchQuery:
    return SearchQuery.from_params(QueryDict(query), known=KNOWN)


def test_nothing_asked_is_the_empty_query() -> None:
    assert read("") == SearchQuery()
    assert SearchQuery().to_params() == ""


def test_everything_comes_back_from_its_own_address() -> None:
    assert read(EVERYTHING.to_params()) == EVERYTHING


def test_a_plain_mapping_of_lists_reads_like_a_query_dict() -> None:
    assert SearchQuery.from_params(parse_qs(EVERYTHING.to_params()), known=KNOWN) == EVERYTHING


def test_the_canonical_address_has_one_order_and_no_page_one() -> None:
    assert read("page=1&pays=sn&pays=ML&pays=SN&q=+eau++potable+").to_params() == "q=eau+potable&pays=SN&pays=ML"


@pytest.mark.parametrize(
    ("query", "parameter", "value"),
    [
        ("pays=XX", "pays", "XX"),
        ("theme=nope", "theme", "nope"),
        ("etat=fini", "etat", "fini"),
        ("famille=toutes", "famille", "toutes"),
        ("debut_min=abc", "debut_min", "abc"),
        ("debut_max=20019", "debut_max", "20019"),
        ("debut_min=-5", "debut_min", "-5"),
        ("collectivite=14", "collectivite", "14"),
        ("collectivite=x", "collectivite", "x"),
        ("collectivite=-12", "collectivite", "-12"),
        ("partenaire=1", "partenaire", "1"),
        ("zone=lune", "zone", "lune"),
        ("region=85", "region", "85"),
        ("departement=2C", "departement", "2C"),
        ("forme=ronde", "forme", "ronde"),
        ("nature=epci", "nature", "epci"),
        ("cofinancement=peut-etre", "cofinancement", "peut-etre"),
        ("annee_cofinancement=201", "annee_cofinancement", "201"),
        ("un_pour_cent=gaz", "un_pour_cent", "gaz"),
        ("triennal=3", "triennal", "3"),
        ("financeur=moi", "financeur", "moi"),
        ("renseigne=tout", "renseigne", "tout"),
        ("manque=rien", "manque", "rien"),
        ("signalement=mail_not_official", "signalement", "mail_not_official"),
        ("collectivite=99999999999999999999", "collectivite", "99999999999999999999"),
        ("actif_au=hier", "actif_au", "hier"),
        ("commence_au=2024-13-01", "commence_au", "2024-13-01"),
        ("page=0", "page", "0"),
        ("page=١٢", "page", "١٢"),
        ("tri=prix", "tri", "prix"),
    ],
)
def test_what_makes_no_sense_is_named_and_ignored(query: str, parameter: str, value: str) -> None:
    found = read(query)
    assert [(problem.parameter, problem.value) for problem in found.problems] == [(parameter, value)]
    assert str(found.problems[0].reason)
    assert found.to_params() == ""


def test_a_period_that_ends_before_it_starts_keeps_its_start() -> None:
    found = read("debut_min=2010&debut_max=2000")
    assert (found.start_from, found.start_to) == (2010, None)
    assert [problem.parameter for problem in found.problems] == ["debut_max"]


def test_a_good_value_beside_a_bad_one_is_kept() -> None:
    found = read("pays=ML&pays=ZZ")
    assert found.countries == ("ML",)
    assert [problem.value for problem in found.problems] == ["ZZ"]


def test_a_text_that_is_too_long_is_cut_and_said() -> None:
    found = read("q=" + "eau+" * 100)
    assert len(found.text) <= 200
    assert [problem.parameter for problem in found.problems] == ["q"]


@given(st.dictionaries(st.sampled_from(PARAMETERS), st.lists(st.text(max_size=40), max_size=3)))
def test_no_query_string_raises_and_its_address_is_stable(params: dict[str, list[str]]) -> None:
    found = SearchQuery.from_params(params, known=KNOWN)
    again = read(found.to_params())
    assert again.to_params() == found.to_params()
    assert again.problems == ()


def test_one_value_or_a_whole_filter_is_taken_away() -> None:
    assert EVERYTHING.without("pays", "ML").countries == ("SN",)
    assert EVERYTHING.without("pays").countries == ()
    assert EVERYTHING.without("q").text == ""
    assert EVERYTHING.without("debut_min", "1990").start_from is None
    assert EVERYTHING.without("pays", "ML").page == 1


def test_a_value_is_added_once_from_page_one() -> None:
    assert EVERYTHING.with_value("pays", "SN") == replace(EVERYTHING, page=1)
    assert SearchQuery().with_value("theme", "env").to_params() == "theme=env"
    assert SearchQuery().with_value("collectivite", "12").authorities == (12,)
    assert EVERYTHING.without("collectivite", "12").authorities == (13,)


def test_every_filter_is_a_field_of_its_own_and_none_is_forgotten() -> None:
    several = {name for name, value in vars(SearchQuery()).items() if value == () and name != "problems"}
    assert {one.attribute for one in FILTERS} == several
    elsewhere = {"place", "stated", "lacking", "flag"}  # the map alone counts by place, the quality page by the others
    assert {one.facet for one in FILTERS} - elsewhere <= set(FACETS)


def test_codes_are_read_in_either_case() -> None:
    found = read("departement=2a&region=84&zone=AMERIQUES&forme=Twinning&cofinancement=OUI")
    assert found.problems == ()
    assert found.to_params() == "zone=ameriques&forme=twinning&region=84&departement=2A&cofinancement=oui"


def test_active_filters_are_listed_one_by_one() -> None:
    listed = EVERYTHING.active()
    assert ("pays", "ML") in listed
    assert ("pays", "SN") in listed
    assert ("actif_au", "2024-02-29") in listed
    assert len(listed) == 1 + sum(len(getattr(EVERYTHING, one.attribute)) for one in FILTERS) + 3
    query = EVERYTHING
    for parameter, value in listed:
        query = query.without(parameter, value)
    assert not query.is_filtered


def test_orders_and_pages_of_a_list_share_their_counts_and_other_lists_do_not():
    query = SearchQuery(text="eau", countries=("ML",), start_from=1990, page=3, sort="start")
    assert query.unordered() == SearchQuery(text="eau", countries=("ML",), start_from=1990).unordered()
    assert query.unordered() != query.without("pays").unordered()
    assert query.unordered(besides="country") == query.without("pays").unordered()
    assert query.unordered(besides="decade") == query.without("debut_min").unordered()
    assert query.unordered(besides="zone") == query.unordered()
