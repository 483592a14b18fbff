"""What the shipped data says: facts of the domain guide, and nothing that contradicts itself."""

import csv
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from babel import Locale
from django.conf import settings

from atlas.reference import reading, reading_territories
from atlas.reference.match import match_key
from atlas.reference.projection import HEIGHT, VIEW_BOX, WIDTH, project
from atlas.reference.reading_territories import Territories, TerritoryRow

DATA: Path = settings.DATA_DIR
CODE_LISTS = settings.BASE_DIR.parent / "shared" / "codelists"
NO_SHAPE_ALLOWED = 25


@cache
def countries() -> dict[str, reading.CountryRow]:
    return {row.iso2: row for row in reading.countries(DATA / "countries")}


@cache
def spellings() -> dict[str, str]:
    """match_key of every spelling → ISO2."""
    return {match_key(name): row.iso2 for row in countries().values() for name in (row.name_fr, *row.aliases)}


@cache
def territories() -> Territories:
    return reading_territories.read(DATA / "territories")


@cache
def by_key() -> dict[tuple[str, str], TerritoryRow]:
    return {row.key: row for rows in territories().territories.values() for row in rows}


def living(kind: str) -> list[TerritoryRow]:
    return [row for row in territories().territories[kind] if row.valid_to is None]


@pytest.mark.parametrize(
    ("spelling", "iso2"),
    [
        ("Etats-Unis", "US"),
        ("Birmanie", "MM"),
        ("Myanmar", "MM"),
        ("République tchèque", "CZ"),
        ("Palestine", "PS"),
        ("Territoires palestiniens", "PS"),
        ("Viet Nam", "VN"),
        ("Côte d'Ivoire", "CI"),
        ("Côte d’Ivoire", "CI"),
        ("Congo", "CG"),
        ("RDC", "CD"),
        ("Macédoine", "MK"),
        ("Russie", "RU"),
        ("Grande-Bretagne", "GB"),
        ("Guinée", "GN"),
        ("Guinée équatoriale", "GQ"),
        ("Guinée-Bissau", "GW"),
        ("Kosovo", "XK"),
        ("Swaziland", "SZ"),
    ],
)
def test_old_spellings_name_their_country(spelling: str, iso2: str) -> None:
    assert spellings()[match_key(spelling)] == iso2


def test_no_spelling_means_two_countries() -> None:
    seen: dict[str, set[str]] = {}
    for row in countries().values():
        for name in (row.name_fr, *row.aliases):
            seen.setdefault(match_key(name), set()).add(row.iso2)
    assert {name: codes for name, codes in seen.items() if len(codes) > 1} == {}


def test_every_country_of_the_world_is_there_and_france_overseas_is_not() -> None:
    overseas = {"GF", "GP", "MQ", "RE", "YT", "PM", "BL", "MF", "NC", "PF", "WF", "TF"}
    uninhabited = {"AQ", "BV", "GS", "HM", "IO", "UM"}
    groupings = {"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"}
    exceptional = {"AC", "CP", "CQ", "DG", "EA", "IC", "TA"}
    expected = {code for code in Locale("fr").territories if re.fullmatch("[A-Z]{2}", code)}
    assert set(countries()) == expected - overseas - uninhabited - groupings - exceptional


def test_each_country_is_in_one_of_six_zones() -> None:
    zones = {row.code for row in reading.zones(DATA / "countries")}
    assert len(zones) == 6
    assert {row.zone_id for row in countries().values()} == zones
    members = Counter(row.zone_id for row in countries().values())
    assert members["union-europeenne"] == 28  # the 27 and the Åland Islands


def test_countries_have_a_position() -> None:
    assert all(row.latitude is not None and row.longitude is not None for row in countries().values())


def test_least_developed_countries_are_those_of_2023_less_the_exits() -> None:
    found: dict[int, set[str]] = {}
    for row in reading.country_classes(DATA / "countries"):
        if row.dac_class == "ldc":
            found.setdefault(row.data_year, set()).add(row.country_id)
    assert {year: len(codes) for year, codes in found.items()} == {2023: 46, 2024: 45, 2025: 43}
    assert found[2023] - found[2024] == {"BT"}
    assert found[2024] - found[2025] == {"ST", "SB"}


def test_themes_are_the_27_seen_and_six_of_ours() -> None:
    rows = list(reading.themes(DATA / "themes"))
    seen = [row for row in rows if row.origin == "ministry"]
    assert Counter(row.level for row in seen) == {1: 5, 2: 15, 3: 7}
    assert all(row.is_offered for row in seen)
    assert sorted(row.label_fr for row in rows if row.origin == "ours") == [
        "Action humanitaire",
        "Climat et risques",
        "Energie",
        "Enseignement supérieur et recherche",
        "Social",
        "Sport",
    ]
    assert not any(row.is_offered for row in rows if row.origin == "ours")


def test_theme_codes_say_their_place() -> None:
    for row in reading.themes(DATA / "themes"):
        parent, _, _ = row.code.rpartition(".")
        assert (row.parent_id or "", row.level) == (parent, row.code.count(".") + 1)


def test_crs_codes_are_purpose_codes() -> None:
    codes = {
        code for row in reading.themes(DATA / "themes") for code in (row.crs_default, *row.crs_alternatives) if code
    }
    path = CODE_LISTS / "crs_purpose_codes_fr.csv"
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            assert codes <= {row["code"] for row in csv.DictReader(file)}
    assert all(re.fullmatch(r"[1-9]\d{4}", code) for code in codes)


def test_the_levels_have_their_numbers() -> None:
    assert {kind: len(living(kind)) for kind in ("region", "department", "ept", "arrondissement")} == {
        "region": 18,
        "department": 101,
        "ept": 11,
        "arrondissement": 45,
    }
    assert 34_900 < len(living("commune")) < 35_000
    assert {row.authority_kind for row in living("epci")} == {"cc", "ca", "cu", "metropole"}


def test_the_regions_before_2016_have_their_successors() -> None:
    merged = {(s.predecessor[1], s.successor[1]) for s in territories().successions if s.predecessor[0] == "region"}
    assert merged == {
        ("42", "44"), ("21", "44"), ("41", "44"), ("72", "75"), ("74", "75"), ("54", "75"), ("83", "84"), ("82", "84"),
        ("26", "27"), ("43", "27"), ("31", "32"), ("22", "32"), ("25", "28"), ("23", "28"), ("91", "76"), ("73", "76"),
    }  # fmt: skip
    assert len([row for row in territories().territories["region"] if row.latitude is None]) == 0


def test_merged_communes_are_known() -> None:
    names = {(name.territory[1], name.name) for name in territories().names}
    assert {("91228", "Évry"), ("73215", "La Rochette"), ("51108", "Châlons-sur-Marne")} <= names
    successors = {s.predecessor[1]: s.successor[1] for s in territories().successions if s.predecessor[0] == "commune"}
    assert successors["91182"] == "91228"
    assert by_key()["commune", "91228"].name == "Évry-Courcouronnes"
    assert by_key()["commune", "91182"].valid_to is not None


def test_every_former_commune_leads_to_a_living_one() -> None:
    successors = {s.predecessor: s.successor for s in territories().successions if s.predecessor[0] == "commune"}
    for start in successors:
        key, steps = start, 0
        while key in successors:
            key, steps = successors[key], steps + 1
            assert steps < 10, start
        assert by_key()[key].valid_to is None, start


def test_positions_are_in_or_near_france() -> None:
    mainland = [row for row in living("commune") if row.parent and row.parent[1][:2] not in ("97", "98")]
    assert all(41 < (row.latitude or 0) < 51.2 and -5.3 < (row.longitude or 0) < 9.7 for row in mainland)
    exact = [row for row in mainland if not row.is_approximate]
    assert len(exact) > 14_000
    assert sum(row.population or 0 for row in exact) > 0.9 * sum(row.population or 0 for row in mainland)


def test_special_authorities_are_as_the_law_has_them() -> None:
    kinds = {key: by_key()[key].authority_kind for key in by_key() if key[0] in ("region", "collectivity")}
    assert [code for (_, code), kind in kinds.items() if kind == "ctu"] == ["02", "03", "94"]
    assert kinds["collectivity", "6AE"] == "department"
    assert kinds["collectivity", "987"] == "overseas_collectivity"
    assert kinds["region", "06"] == ""
    ended = sorted(row.code for row in living("department") if row.authority_to)
    assert ended == ["2A", "2B", "67", "68", "75", "972", "973"]


def test_posts_name_cities_and_countries_we_know() -> None:
    with (DATA / "posts" / "posts.csv").open(encoding="utf-8", newline="") as file:
        posts = list(csv.DictReader(file))
    assert len(posts) == 16
    assert {post["city"] for post in posts if "Tananarive" in post["aliases"]} == {"Antananarivo"}
    for post in posts:
        assert post["name"].endswith(f"de France à {post['city']}")
        assert set(post["countries"].split("|")) <= set(countries())


def _points(path: str) -> list[tuple[float, float]]:
    """Absolute points of our path data: `Mx y l dx dy … z`, repeated."""
    points = []
    for ring in re.findall(r"M([^z]*)z", path):
        x = y = 0.0
        numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
        for index in range(0, len(numbers), 2):
            x, y = (x + numbers[index], y + numbers[index + 1])
            points.append((x, y))
    return points


def test_the_world_map_is_small_and_inside_its_box() -> None:
    path = DATA / "shapes" / "world.json"
    world = json.loads(path.read_text(encoding="utf-8"))
    assert path.stat().st_size <= 120_000
    assert tuple(world["view_box"]) == VIEW_BOX
    assert set(world["paths"]) <= set(countries())
    assert len(countries()) - len(world["paths"]) <= NO_SHAPE_ALLOWED
    for iso2, data in world["paths"].items():
        assert re.fullmatch(r"[Mlz0-9 -]+", data), iso2
        for x, y in _points(data):
            assert -1 <= x <= WIDTH + 1, iso2
            assert -30 <= y <= HEIGHT + 1, iso2


@pytest.mark.parametrize("iso2", ["ML", "FR", "FJ", "NZ", "RU", "US", "CL", "MG"])
def test_a_country_is_drawn_where_its_position_is(iso2: str) -> None:
    world = json.loads((DATA / "shapes" / "world.json").read_text(encoding="utf-8"))
    points = _points(world["paths"][iso2])
    row = countries()[iso2]
    x, y = project(row.latitude or 0, row.longitude or 0)
    assert min(px for px, _ in points) - 1 <= x <= max(px for px, _ in points) + 1
    assert min(py for _, py in points) - 1 <= y <= max(py for _, py in points) + 1


def test_every_folder_says_where_its_data_is_from() -> None:
    for folder in ("countries", "themes", "codes", "territories", "posts", "shapes"):
        text = (DATA / folder / "SOURCE.md").read_text(encoding="utf-8")
        for path in (DATA / folder).iterdir():
            assert path.name == "SOURCE.md" or path.name in text, path.name
