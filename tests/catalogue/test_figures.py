"""Figures compared with a count by hand; parts add up for every country, family and date (D10.3)."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from atlas.catalogue.figures import Figure, country_figures, key_figures, projects_by_country
from atlas.catalogue.index import writer
from atlas.catalogue.index.reader import snapshot
from atlas.catalogue.record import PublicParty, PublicProject
from atlas.catalogue.search import known, search
from atlas.catalogue.search_query import SearchQuery
from atlas.catalogue.search_values import UNIDENTIFIED
from tests.catalogue.conftest import Indexed
from tests.catalogue.records import COUNTRIES, START, project

RECORDS = [project(number, length=50) for number in range(1, 241)]
FAMILIES = ("decentralised_cooperation", "other_external_action", "none")
days = st.dates(date(1970, 1, 1), date(2035, 12, 31))
places = st.sampled_from([None, *sorted(COUNTRIES)])


@pytest.fixture(scope="module", autouse=True)
def _index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with override_settings(INDEX_DIR=tmp_path_factory.mktemp("figures")):
        writer.build(RECORDS, revision=1)
        yield


@pytest.fixture(autouse=True)
def index_dir() -> Path | None:
    """One index for the module, instead of one a test."""
    return None


def has_begun(record: PublicProject, day: date) -> bool:
    if record.start_year is None:
        return record.status != "planned" and record.created_at.year <= day.year
    return record.start_year <= day.year


def is_active(record: PublicProject, day: date) -> bool:
    if record.status == "cancelled":
        return False
    if record.status == "completed" and (record.end_date is None or record.end_date <= day):
        return False
    return has_begun(record, day)


def is_there(record: PublicProject, party: PublicParty, iso2: str | None) -> bool:
    return iso2 is None or (party.country or record.countries[0].iso2) == iso2


def by_hand(records: Iterable[PublicProject], iso2: str | None) -> dict[str, int]:
    kept = list(records)
    linked = [(one, [p for p in one.foreign_partners if is_there(one, p, iso2)]) for one in kept]
    return {
        "projects": sum(iso2 is None or iso2 in {country.iso2 for country in one.countries} for one in kept),
        "authorities": len({p.id for one, there in linked if there for p in one.french_authorities}),
        "partnerships": len({
            (f.id, p.id or p.name) for one, there in linked for f in one.french_authorities for p in there
        }),
        "foreign_partners": len({p.id or p.name for _, there in linked for p in there}),
    }  # fmt: skip


def all_figures(iso2: str | None, day: date) -> tuple[Figure, ...]:
    return key_figures(day) if iso2 is None else country_figures(iso2, day)


@given(places, days)
def test_figures_are_those_counted_by_hand(iso2: str | None, day: date) -> None:
    found = {(one.family, one.code): one.value for one in all_figures(iso2, day) if one.group is None}
    expected: dict[tuple[str, str], int] = {}
    for family in FAMILIES:
        recorded = [one for one in RECORDS if (one.family or "none") == family and has_begun(one, day)]
        if not by_hand(recorded, iso2)["projects"]:
            continue
        all_time, now = by_hand(recorded, iso2), by_hand((one for one in recorded if is_active(one, day)), iso2)
        expected |= {
            (family, "projects_recorded"): all_time["projects"],
            (family, "projects_ongoing"): now["projects"],
            (family, "authorities_recorded"): all_time["authorities"],
            (family, "authorities_active"): now["authorities"],
            (family, "partnerships"): all_time["partnerships"],
            (family, "foreign_partners"): all_time["foreign_partners"],
            (family, "partnerships_active"): now["partnerships"],
            (family, "foreign_partners_active"): now["foreign_partners"],
        }
    if iso2 is None:
        expected = {
            key: value
            for key, value in expected.items()
            if key[1] != "projects_ongoing" and not key[1].endswith("_active")
        }
        found = {key: value for key, value in found.items() if key[1] != "countries"}
    assert found == expected


@given(places, days)
def test_parts_add_up_and_each_authority_has_one(iso2: str | None, day: date) -> None:
    shown = all_figures(iso2, day)
    for whole in (one for one in shown if one.group is None and one.code.startswith("authorities")):
        parts = [one for one in shown if one.group and (one.code, one.family) == (whole.code, whole.family)]
        assert sum(one.value for one in parts) == whole.value
        assert len({one.group for one in parts}) == len(parts)


@given(places, days)
def test_the_list_behind_a_figure_of_projects_has_its_number(iso2: str | None, day: date) -> None:
    for figure in all_figures(iso2, day):
        query = SearchQuery.from_params(parse_qs(figure.href_params), known=known())
        assert query.problems == ()
        if figure.code.startswith("projects"):
            assert search(query).total == figure.value
        else:
            assert search(query).total or not figure.value


def test_each_figure_says_its_date_and_rule() -> None:
    day = date(2020, 5, 17)
    for figure in country_figures("ML", day):
        assert figure.as_of == day
        assert len(figure.rule) > 20
        assert figure.family in FAMILIES


def test_families_without_projects_are_not_shown_and_an_unknown_country_has_no_figures() -> None:
    assert {one.family for one in key_figures(date(2020, 1, 1))} == set(FAMILIES)
    assert country_figures("FJ", date(2020, 1, 1)) == ()


def test_the_world_map_counts_a_project_once_in_each_of_its_countries() -> None:
    counted = projects_by_country()
    assert sum(counted.values()) == sum(len(record.countries) for record in RECORDS) > len(RECORDS)
    assert counted["ML"] == search(SearchQuery(countries=("ML",))).total


def test_numbers_are_counted_once_a_revision(monkeypatch: pytest.MonkeyPatch) -> None:
    first = key_figures(date(2019, 1, 1))
    kept = len(snapshot().kept)
    assert key_figures(date(2019, 1, 1)) == first
    assert len(snapshot().kept) == kept


def party(name: str, country: str | None, **values: object) -> PublicParty:
    return PublicParty(role="partner", name=name, country=country, **values)


def test_only_authorities_with_a_foreign_partner_count_as_such(indexed: Indexed, tmp_path: Path) -> None:
    town = party("Rivebourg", "FR", id=1, kind="commune", group="commune")
    club = party("Comité de jumelage", "FR", id=2, kind="association", group="association")
    unknown = party("Rive-Bourg", "FR")
    abroad = party("Tambaga", None)
    base = {"version": 1, "updated_at": START, "created_at": START, "title": "x", "countries": (COUNTRIES["ML"],)}
    with override_settings(INDEX_DIR=tmp_path):
        indexed(
            PublicProject(id=1, parties=(town, club, unknown, abroad), **base),
            PublicProject(id=2, parties=(party("Larzaye", "FR", id=3, kind="region", group="region"),), **base),
            PublicProject(
                id=3, parties=(town, abroad, PublicParty(role="owner", name="Z", id=4, country="FR")), **base
            ),
        )
        found = {(one.code, one.group): one.value for one in country_figures("ML", date(2026, 1, 1))}
    assert found == {
        ("projects_recorded", None): 3,
        ("projects_ongoing", None): 3,
        ("authorities_recorded", None): 2,
        ("authorities_recorded", "commune"): 1,
        ("authorities_recorded", UNIDENTIFIED): 1,
        ("authorities_active", None): 2,
        ("authorities_active", "commune"): 1,
        ("authorities_active", UNIDENTIFIED): 1,
        ("partnerships", None): 2,
        ("partnerships_active", None): 2,
        ("foreign_partners_active", None): 1,
        ("foreign_partners", None): 1,
    }


def test_an_authority_whose_group_differs_between_records_counts_once(indexed: Indexed, tmp_path: Path) -> None:
    base = {"version": 1, "updated_at": START, "created_at": START, "title": "x", "countries": (COUNTRIES["ML"],)}
    abroad = party("Tambaga", "ML", id=9)
    groups = ["commune", "intermunicipality", "intermunicipality"]
    with override_settings(INDEX_DIR=tmp_path):
        indexed(*(
            PublicProject(id=number, parties=(party("Rivebourg", "FR", id=1, group=group), abroad), **base)
            for number, group in enumerate(groups, start=1)
        ))  # fmt: skip
        found = {
            one.group: one.value
            for one in country_figures("ML", date(2026, 1, 1))
            if one.code == "authorities_recorded"
        }
    assert found == {None: 1, "intermunicipality": 1}
