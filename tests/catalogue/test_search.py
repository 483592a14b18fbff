"""Lists, counts, pages, sorts and marks, compared with a count by hand over the same records."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from atlas.catalogue.confirmation import doubts
from atlas.catalogue.index import counting, writer
from atlas.catalogue.index.counting import TOP
from atlas.catalogue.index.document import Stored
from atlas.catalogue.index.facets import ORGANISATIONS
from atlas.catalogue.record import PublicFunding, PublicProject
from atlas.catalogue.search import Hit, IndexUnavailable, hits, known, search
from atlas.catalogue.search_facets import FEW_LEFT
from atlas.catalogue.search_query import FILTERS, SearchQuery
from tests.catalogue.records import COUNTRIES, REGIONS, START, ZONES, project

RECORDS = [project(number, length=300) for number in range(1, 181)]
PRESENT_THEMES = ["env", "env.eau", "env.eau.assain", "edu", "edu.sante", "edu.jeunesse", "cul", "cul.patri", "pol"]
STATUSES = ["ongoing", "completed", "dormant", "planned", "suspended", "cancelled", "none"]


@pytest.fixture(scope="module", autouse=True)
def _index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with override_settings(INDEX_DIR=tmp_path_factory.mktemp("search")):
        writer.build(RECORDS, revision=7)
        yield


@pytest.fixture(autouse=True)
def index_dir() -> Path | None:
    """One index for the module, instead of one a test."""
    return None


Test = Callable[[PublicProject], bool]


def theme_codes(record: PublicProject) -> set[str]:
    codes = [theme.code.split(".") for theme in record.themes if theme.code]
    return {".".join(parts[: depth + 1]) for parts in codes for depth in range(len(parts))}


TODAY = date(2026, 11, 22)
FUNDERS = {"state": "state", "commune": "authority", "other_funder": "other", "water_agency": "water_agency"}
TUPLES = {one.facet: one.attribute for one in FILTERS}


def grants(record: PublicProject) -> list[PublicFunding]:
    return [line for line in record.funding if line.kind == "state" and line.amount]


def yes_no(value: bool | None) -> str:
    return {None: "none", True: "oui", False: "non"}[value]


def percents(record: PublicProject) -> set[str]:
    water = any(line.pct_water for line in record.funding)
    return {"eau", "oui"} if water else {"oui"} if any(any(line.pct) for line in record.funding) else set()


def ids(record: PublicProject, *, french: bool) -> set[str]:
    return {str(one.id) for one in record.parties if one.id and (one.country == "FR") is french}


VALUES: dict[str, Callable[[PublicProject], set[str]]] = {
    "country": lambda one: {country.iso2 for country in one.countries},
    "zone": lambda one: {country.zone for country in one.countries},
    "partner": lambda one: ids(one, french=False),
    "theme": theme_codes,
    "status": lambda one: {one.status or "none"},
    "doubt": lambda one: {"a-confirmer"} if doubts(one, today=TODAY) else set(),
    "family": lambda one: {one.family or "none"},
    "form": lambda one: {one.form or "none"},
    "region": lambda one: {party.region for party in one.french_authorities},
    "department": lambda one: {party.department for party in one.french_authorities},
    "authority": lambda one: ids(one, french=True),
    "kind": lambda one: {party.group for party in one.french_authorities},
    "decade": lambda one: {str(one.start_year // 10 * 10)} if one.start_year else set(),
    "cofinancing": lambda one: {yes_no(bool(grants(one) or one.cofinancing_years))},
    "cofinancing_year": lambda one: set(map(str, {*one.cofinancing_years, *(g.year for g in grants(one))} - {None})),
    "one_percent": percents,
    "triennial": lambda one: {yes_no(one.is_triennial)},
    "funder": lambda one: {FUNDERS[line.kind or ""] for line in one.funding},
}  # fmt: skip


def criteria(record: PublicProject) -> set[str]:
    """What a sheet states, read from the words of the page on quality."""
    partners = [party for party in record.parties if party.role == "partner" and party.country != "FR"]
    is_over = record.status in ("completed", "cancelled")
    found = {
        "theme": len(record.themes) > 0,
        "dates": bool(record.start_year) and (not is_over or bool(record.end_date or record.end_year)),
        "partenaire": any(party.id for party in partners),
        "lieu": bool(record.places) or any(party.lat is not None for party in partners),
        "financement": any(line.amount is not None for line in record.funding),
        "verification": record.verified_on is not None and record.verified_on > date(2024, 11, 22),
    }
    return {name for name, holds in found.items() if holds}


CRITERIA = {"theme", "dates", "partenaire", "lieu", "financement", "verification"}
VALUES |= {
    "stated": criteria,
    "lacking": lambda one: CRITERIA - criteria(one),
    "flag": lambda one: {flag.code for flag in one.flags},
}


def has_one_of(facet: str, wanted: set[str], record: PublicProject) -> bool:
    values = VALUES[facet](record) | (VALUES["doubt"](record) if facet == "status" else set())
    return bool(values & wanted)


def conditions_of(query: SearchQuery) -> dict[str, Test]:
    """What each filter asks of a record, written another way than the index does."""
    found: dict[str, Test] = {}
    for facet, attribute in TUPLES.items():
        wanted = set(map(str, getattr(query, attribute)))
        if wanted:
            found[facet] = partial(has_one_of, facet, wanted)
    first, last = query.start_from or 0, query.start_to or 9999
    if query.start_from or query.start_to:
        found["decade"] = lambda one: one.start_year is not None and first <= one.start_year <= last
    return found


def by_hand(query: SearchQuery, *, besides: str = "") -> list[PublicProject]:
    asked = [test for facet, test in conditions_of(query).items() if facet != besides]
    return [record for record in RECORDS if all(test(record) for test in asked)]


def some(*values: str | int) -> st.SearchStrategy[tuple[str | int, ...]]:
    """Mostly nothing, sometimes one or two of the values."""
    return st.one_of(st.just(()), st.just(()), st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple))


queries = st.builds(
    SearchQuery,
    countries=some(*sorted(COUNTRIES)),
    zones=some(*sorted(ZONES)),
    partners=some(*[int(number) for record in RECORDS[:9] for number in sorted(ids(record, french=False))]),
    themes=some(*PRESENT_THEMES),
    statuses=some(*STATUSES, "a-confirmer"),
    families=some("none", "decentralised_cooperation"),
    forms=some("none", "twinning", "agreement"),
    regions=some(*sorted(REGIONS)),
    departments=some("01", "02", "17", "50"),
    authorities=some(*[int(number) for record in RECORDS[:9] for number in sorted(ids(record, french=True))]),
    kinds=some("commune", "intermunicipality", "region"),
    cofinancing=some("oui", "non"),
    cofinancing_years=some(2011, 2012, 1999),
    one_percent=some("oui", "eau", "dechets"),
    triennial=some("oui", "non", "none"),
    funders=some("state", "authority", "other"),
    stated=some(*sorted(CRITERIA)),
    lacking=some(*sorted(CRITERIA)),
    flags=some("stale", "end_missing"),
    start_from=st.sampled_from([None, None, 1980, 1990, 2003]),
    start_to=st.sampled_from([None, None, 1999, 2012]),
)


@given(queries)
def test_lists_and_counts_are_those_counted_by_hand(query: SearchQuery) -> None:
    page = search(query, page_size=1000, today=TODAY)
    expected = sorted(by_hand(query), key=lambda one: (one.updated_at, one.id), reverse=True)
    assert [hit.id for hit in page.hits] == [one.id for one in expected]
    assert page.total == len(expected)
    for facet, values in page.facets.items():
        besides = "status" if facet == "doubt" else facet
        counted = Counter(value for one in by_hand(query, besides=besides) for value in VALUES[facet](one))
        told = {value.code: value.count for value in values if value.count}
        if facet in ORGANISATIONS:
            assert all(counted[code] == number for code, number in told.items())
            assert sorted(counted.values(), reverse=True)[:TOP] == sorted(told.values(), reverse=True)[:TOP]
        else:
            assert told == counted


def test_chosen_values_are_said_and_stay_when_they_have_no_sheet() -> None:
    page = search(SearchQuery(countries=("ML", "FR"), start_from=1990, start_to=1999))
    chosen = {facet: [one.code for one in values if one.selected] for facet, values in page.facets.items()}
    assert {facet: codes for facet, codes in chosen.items() if codes} == {"country": ["ML", "FR"], "decade": ["1990"]}


def test_facets_come_in_an_order_that_reads() -> None:
    facets = search(SearchQuery()).facets
    counts = [one.count for one in facets["country"]]
    assert counts == sorted(counts, reverse=True)
    assert [one.code for one in facets["status"]] == [
        "planned", "ongoing", "completed", "dormant", "suspended", "cancelled", "none",
    ]  # fmt: skip
    themes = [one.code for one in facets["theme"]]
    assert all("." not in code or code.rsplit(".", 1)[0] in themes[:place] for place, code in enumerate(themes))
    levels = {one.code: (one.level, one.label_fr, one.label_en) for one in facets["theme"]}
    assert levels["env.eau.assain"] == (3, "Eau et assainissement", "Water and sanitation")


def test_a_long_list_ranks_no_organisation_but_counts_those_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "RANKED_UP_TO", 0)
    number = int(min(ids(RECORDS[0], french=True)))
    facets = search(SearchQuery(text="commune", authorities=(number, 999))).facets
    alone = search(SearchQuery(text="commune", authorities=(number,))).total
    assert [(one.code, one.count, one.selected) for one in facets["authority"]] == [
        (str(number), alone, True), ("999", 0, True),
    ]  # fmt: skip
    assert facets["partner"] == ()


def test_organisations_are_named_and_other_values_have_words() -> None:
    facets = search(SearchQuery(countries=("ML",), start_from=1990)).facets
    names = {str(party.id): party.name for record in RECORDS for party in record.parties}
    assert all(one.label_fr == one.label_en == names[one.code] for one in (*facets["authority"], *facets["partner"]))
    assert {one.code: (one.label_fr, one.label_en) for one in facets["zone"]}.items() <= ZONES.items()
    assert {one.code: one.label_fr for one in facets["region"]} == REGIONS
    assert {one.label_fr for one in facets["department"]} == {f"Département {one.code}" for one in facets["department"]}


def test_a_facet_gives_its_first_values_and_those_chosen() -> None:
    facets = search(SearchQuery(countries=("VN",))).facets
    codes = [one.code for one in facets["country"]]
    assert len(codes) > 2 + FEW_LEFT
    shown, more = facets.first("country", 2)
    assert [one.code for one in shown] == [*codes[:2], *(["VN"] if "VN" not in codes[:2] else [])]
    assert more == len(codes) - len(shown)
    assert [one.code for one in facets.first("country", len(codes) - FEW_LEFT)[0]] == codes


def test_themes_unfold_under_those_that_are_chosen() -> None:
    everything = search(SearchQuery()).facets
    codes = [one.code for one in everything["theme"]]
    shown, left = everything.top_themes(1)
    assert [one.code for one in shown] == [code for code in codes if "." not in code]
    assert left == len(codes) - len(shown) > FEW_LEFT
    deepest = next(code for code in codes if code.count(".") == 2)
    opened = search(SearchQuery(themes=(deepest,))).facets.top_themes(1)[0]
    assert [(one.level, one.selected) for one in opened if one.code == deepest] == [(3, True)]
    parent = deepest.rpartition(".")[0]
    assert {one.code for one in opened} >= {parent, parent.partition(".")[0]}


def test_an_unknown_facet_has_no_values() -> None:
    facets = search(SearchQuery()).facets
    with pytest.raises(KeyError):
        facets["nonsense"]


def test_the_day_decides_which_states_are_to_be_confirmed() -> None:
    query = SearchQuery(statuses=("a-confirmer",))
    for day in (date(2025, 1, 1), date(2026, 3, 1), date(2027, 6, 15)):
        doubted = {record.id for record in RECORDS if doubts(record, today=day)}
        assert {hit.id for hit in search(query, page_size=1000, today=day).hits} == doubted


def test_pages_follow_each_other_and_cover_the_list() -> None:
    for query in (SearchQuery(), SearchQuery(sort="start"), SearchQuery(text="commune")):
        whole = [hit.id for hit in search(query, page_size=1000).hits]
        pages = [search(replace(query, page=number), page_size=20) for number in range(1, -(-len(whole) // 20) + 1)]
        assert [hit.id for page in pages for hit in page.hits] == whole
        assert [(page.first, page.last) for page in pages[:2]] == [(1, 20), (21, 40)]
        assert pages[-1].last == pages[-1].total == len(whole)
        assert {page.pages for page in pages} == {len(pages)}


def test_a_page_too_far_is_the_last_one_and_says_so() -> None:
    page = search(SearchQuery(page=10**9))
    assert (page.query.page, page.first, page.last) == (9, 161, 180)
    assert [(problem.parameter, problem.value) for problem in page.query.problems] == [("page", "1000000000")]


def test_an_empty_list_has_one_page_and_no_position() -> None:
    page = search(SearchQuery(countries=("FR",), page=2))
    assert (page.total, page.pages, page.first, page.last, page.hits) == (0, 1, 0, 0, ())


def test_sorts() -> None:
    updated = [hit.updated_on for hit in search(SearchQuery(text="commune", sort="updated"), page_size=1000).hits]
    assert updated == sorted(updated, reverse=True)
    started = [hit.start_year or 0 for hit in search(SearchQuery(sort="start"), page_size=1000).hits]
    assert started == sorted(started, reverse=True)
    assert started[-1] == 0
    amounts = {record.id: record.total_amount or 0 for record in RECORDS}
    sorted_by_amount = [amounts[hit.id] for hit in search(SearchQuery(sort="amount"), page_size=1000).hits]
    assert sorted_by_amount == sorted(sorted_by_amount, reverse=True)
    assert sorted_by_amount[0] > sorted_by_amount[-1] == 0


def test_a_hit_shows_the_record() -> None:
    record = RECORDS[4]
    hit = next(hit for hit in search(SearchQuery(), page_size=1000).hits if hit.id == record.id)
    theme = min(record.themes, key=lambda one: one.rank)
    assert (hit.title, hit.excerpt, hit.status, hit.start_year) == (record.title, "", record.status, record.start_year)
    assert (hit.theme_code, hit.theme_fr, hit.theme_en) == (theme.code, theme.path_fr, theme.path_en)
    assert [(one.name, one.id, one.country) for one in hit.foreign] == [
        (one.name, one.id, one.country) for one in record.foreign_partners
    ]
    assert hit.countries == tuple(one.iso2 for one in record.countries)
    assert hit.end_year == (record.end_date.year if record.end_date else None)
    assert set(Hit.__dataclass_fields__) - {"excerpt"} == set(Stored.__struct_fields__) - {"texts"}


def test_the_revision_is_that_of_the_index() -> None:
    assert search(SearchQuery()).revision == 7


def test_hits_alone_are_those_of_the_page() -> None:
    assert hits(SearchQuery(sort="updated"), limit=5) == search(SearchQuery(sort="updated"), page_size=5).hits


def test_known_values_are_countries_of_the_world_and_what_sheets_hold() -> None:
    values = known()
    party = RECORDS[0].parties[0]
    assert (values.countries["ML"].fr, values.countries["MA"].en) == ("Mali", "Morocco")
    assert (values.countries["FJ"].fr, "EZ1" in values.countries) == ("Fidji", False)
    assert values.themes["env.eau"].parent == "env"
    assert set(values.themes) == set(PRESENT_THEMES)
    assert {code: label.fr for code, label in values.regions.items()} == REGIONS
    assert values.departments["01"].parent in REGIONS
    assert (values.zones["ameriques"].en, values.countries["HT"].parent) == ("Americas", "ameriques")
    assert values.organisation_name(party.id or 0) == party.name
    assert values.organisation_name(1) is None


def test_nothing_found_says_what_to_drop_and_only_what_helps() -> None:
    page = search(SearchQuery(text="introuvable", countries=("FR",)))
    assert page.total == 0
    assert page.loosen == ()
    page = search(SearchQuery(text="commune introuvable"))
    assert [one.parts for one in page.loosen] == [(("q", "introuvable"),)]
    assert page.loosen[0].total == search(page.loosen[0].query).total > 0


def told(**asked: Any) -> list[tuple[tuple[tuple[str, str], ...], int]]:
    return [(one.parts, one.total) for one in search(SearchQuery(**asked)).loosen]


def test_values_of_one_filter_and_both_ends_of_a_period_are_dropped_together() -> None:
    period, countries = (("debut_min", "1905"), ("debut_max", "1910")), (("pays", "ML"), ("pays", "SN"))
    found = dict(told(countries=("ML", "SN"), start_from=1905, start_to=1910))
    assert found == {period: search(SearchQuery(countries=("ML", "SN"))).total, countries: 0}
    assert found[period] > 0


def test_two_filters_that_shut_everything_out_leave_the_text() -> None:
    filters = (("pays", "FJ"), ("debut_min", "2099"))
    assert told(text="commune", countries=("FJ",), start_from=2099) == [
        (filters, search(SearchQuery(text="commune")).total)
    ]


def test_words_that_stand_together_nowhere_are_offered_one_by_one() -> None:
    page = search(SearchQuery(text="commune introuvable", countries=("FJ",), start_from=2099))
    assert [(one.parts, one.query) for one in page.loosen] == [((), SearchQuery(text="commune"))]
    assert page.loosen[0].total == search(SearchQuery(text="commune")).total


def test_a_misspelt_word_is_mended_without_the_filters_when_they_leave_nothing() -> None:
    assert search(SearchQuery(text="bibliottekue", countries=("FJ",))).suggestion == SearchQuery(text="bibliotheque")


def test_nothing_found_suggests_the_nearest_spelling() -> None:
    page = search(SearchQuery(text="bibliottekue municipale"))
    assert page.total == 0
    assert page.suggestion == SearchQuery(text="bibliotheque municipale")
    assert search(page.suggestion).total > 0
    assert search(SearchQuery(text="xyzxyzxyz")).suggestion is None


def test_without_an_index_the_search_says_so(tmp_path: Path) -> None:
    with override_settings(INDEX_DIR=tmp_path), pytest.raises(IndexUnavailable):
        search(SearchQuery())


def test_a_record_older_than_1900_or_without_anything_is_listed(tmp_path: Path) -> None:
    bare = PublicProject(id=9, title="", version=1, updated_at=START, created_at=START)
    with override_settings(INDEX_DIR=tmp_path):
        writer.build([bare], revision=1)
        assert [hit.id for hit in search(SearchQuery()).hits] == [9]


@pytest.mark.parametrize("code", ["ZZ", "EU", "EZ", "UN", "QO", "XA", "XB", "AC", "IC"])
def test_what_is_no_country_is_none(code: str) -> None:
    assert code not in known().countries
