"""What the refresh script is made of, on small examples; it needs no network here."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings

BUILDING = ("countries", "former", "places", "shapes", "tables", "topology")


@pytest.fixture(scope="module")
def building() -> Iterator[dict[str, ModuleType]]:
    """The modules beside `data/refresh.py`, importable as the script has them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(settings.DATA_DIR))
        yield {name: importlib.import_module(f"building.{name}") for name in BUILDING}


def com(code: str, name: str, start: str = "", end: str = "", **more: Any) -> dict[str, Any]:
    """A record of the history of communes."""
    record = {"id": f"{more.get('type', 'COM')}-{code}@{start}", "type": "COM", "code": code, "nom": name}
    dates = {"dateDebut": start, "dateFin": end}
    return record | {key: value for key, value in dates.items() if value} | more


def test_history_tells_renames_mergers_and_moves(building: dict[str, ModuleType]) -> None:
    reason = "commune devenant déléguée"
    history = [
        com("01", "Évry", end="2019-01-01", raisonFin=reason, successeur="COMD-01@2019-01-01"),
        com("02", "Courcouronnes", end="2019-01-01", raisonFin=reason, successeur="COMD-02@2019-01-01"),
        com("01", "Évry-Courcouronnes", start="2019-01-01"),
        com("01", "Évry", start="2019-01-01", type="COMD", pole="COM-01@2019-01-01"),
        com("02", "Courcouronnes", start="2019-01-01", type="COMD", pole="COM-01@2019-01-01"),
        com("03", "Herblay", end="2018-11-08", raisonFin="changement de nom"),
        com("03", "Herblay-sur-Seine", start="2018-11-08"),
        com(
            "04", "Gernicourt", end="2016-12-31", raisonFin="changement de département", successeur="COM-05@2016-12-31"
        ),
        com("05", "Gernicourt", start="2016-12-31"),
        com("06", "Ancienne", end="1970-01-01", raisonFin="changement de nom"),
        com("07", "Même", end="2007-07-01", raisonFin="fusion totale"),
        com("07", "Meme", start="2007-07-01"),
    ]
    assert [row.row() for row in building["former"].from_history(history)] == [
        ("01", "Évry", "2019-01-01", "day", "01", "merger"),
        ("02", "Courcouronnes", "2019-01-01", "day", "01", "merger"),
        ("03", "Herblay", "2018-11-08", "day", "03", "rename"),
        ("04", "Gernicourt", "2016-12-31", "day", "05", "rename"),
    ]


def test_editions_tell_what_changed_between_them(building: dict[str, ModuleType]) -> None:
    def present(code: str, name: str, *old: str) -> dict[str, Any]:
        return {"code": code, "nom": name, "type": "commune-actuelle", "anciensCodes": list(old)}

    before = [present("01", "Mansle"), present("02", "Fontclaireau"), present("03", "Cransac"), present("04", "Bû")]
    after = [present("01", "Mansle-les-Fontaines", "02"), present("03", "Cransac-les-Thermes"), present("04", "Bu")]
    assert [row.row() for row in building["former"].between(2023, before, after)] == [
        ("01", "Mansle", "2023-01-01", "year", "01", "merger"),
        ("02", "Fontclaireau", "2023-01-01", "year", "01", "merger"),
        ("03", "Cransac", "2023-01-01", "year", "03", "rename"),
    ]


def test_a_restored_commune_is_not_former(building: dict[str, ModuleType]) -> None:
    former = building["former"].Former
    rows = [
        former("01", "Sannerville", "2017-01-01", "day", "02", "merger"),
        former("02", "Saline", "2021-01-01", "year", "02", "rename"),
        former("03", "Partie", "2010-01-01", "day", "04", "merger"),
        former("03", "Partie", "2016-01-01", "day", "02", "merger"),
    ]
    assert building["former"].settle(rows, ["01", "02"]) == [rows[1], rows[3]]


def test_an_intermunicipality_that_ended_is_followed_by_where_its_people_are(building: dict[str, ModuleType]) -> None:
    def epci(code: str, name: str, *members: tuple[str, int]) -> dict[str, Any]:
        return {"code": code, "nom": name, "membres": [{"code": c, "populationTotale": p} for c, p in members]}

    before = [epci("1", "CC du Val d Amboise", ("a", 10)), epci("2", "CC des Lacs", ("b", 10), ("c", 90))]
    after = [
        epci("1", "CA du Val d'Amboise", ("a", 10)),
        epci("3", "CC Terre", ("b", 10)),
        epci("4", "CC Eau", ("c", 9)),
    ]
    rows = building["former"].epci_between(2021, before, after, {"a": "1", "b": "3", "c": "4"})
    assert [(row.name, row.successor, row.kind) for row in rows] == [
        ("Communauté de communes du Val d Amboise", "1", "rename"),
        ("Communauté de communes des Lacs", "4", "merger"),
    ]
    assert building["former"].epci_kind("Communauté d'agglomération du Val") == "ca"
    assert building["former"].epci_kind("Métropole de Lyon") == "metropole"


def test_positions_prefer_the_code_then_a_name_that_is_alone(building: dict[str, ModuleType]) -> None:
    places = building["places"]

    def town(name: str, code: str, people: int, lat: float) -> Any:
        return places.Town(name, frozenset({code}), "69", lat, 0.0, people)

    names = {"69123": ("Lyon", "69"), "69244": ("Tassin", "69"), "69001": ("Double", "69"), "69002": ("Double", "69")}
    towns = [
        town("lyon", "69123", 500, 45.7),
        town("banlieue", "69123", 900, 1.0),
        town("tassin", "69999", 20, 45.8),
        town("double", "69998", 1, 2.0),
    ]
    assert places.positions(names, towns) == {"69123": (45.7, 0.0), "69244": (45.8, 0.0)}
    assert places.centre([(0.0, 0.0, 1), (10.0, 20.0, 3)]) == (7.5, 15.0)
    assert places.centre([]) is None


def test_a_ring_across_the_edge_of_the_map_is_cut_in_two(building: dict[str, ModuleType]) -> None:
    pieces = building["shapes"]._cut([(170.0, 0.0), (190.0, 0.0), (190.0, 10.0), (170.0, 10.0)])
    assert [sorted({lon for lon, _ in piece}) for piece in pieces] == [[-180.0, -170.0], [170.0, 180.0]]


def test_simplifying_keeps_the_ends_and_a_triangle_of_an_island(building: dict[str, ModuleType]) -> None:
    simplified = building["shapes"]._simplified
    line = [(0.0, 0.0), (1.0, 0.001), (2.0, 0.0), (3.0, 5.0)]
    assert simplified(line, 0.01) == [(0.0, 0.0), (2.0, 0.0), (3.0, 5.0)]
    island = [(0.0, 0.0), (0.1, 0.0), (0.1, 0.1), (0.05, 0.12), (0.0, 0.1), (0.0, 0.0)]
    assert len(simplified(island, 100.0)) == 4


def test_neighbours_made_one_lose_the_line_between_them(building: dict[str, ModuleType]) -> None:
    arcs = [[(1.0, 0.0), (1.0, 1.0)], [(1.0, 1.0), (0.0, 1.0), (0.0, 0.0), (1.0, 0.0)],
            [(1.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 1.0)]]  # fmt: skip
    (ring,) = building["topology"].dissolved([[0, 1], [2, ~0]], arcs)
    assert set(ring) == {(1.0, 1.0), (0.0, 1.0), (0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (2.0, 1.0)}
    assert len(ring) == 6


def test_spellings_come_with_both_apostrophes_and_without_capital_accents(building: dict[str, ModuleType]) -> None:
    assert building["countries"]._spellings(["Côte d’Ivoire", "Égypte"], "Égypte") == [
        "Côte d’Ivoire",
        "Côte d'Ivoire",
        "Egypte",
    ]


def test_a_point_inside_is_inside(building: dict[str, ModuleType]) -> None:
    horseshoe = [(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (8.0, 9.0), (8.0, 1.0), (2.0, 1.0), (2.0, 9.0), (0.0, 9.0)]
    assert building["countries"]._point_inside(horseshoe, 5.0) == (5.0, 1.0)


def test_tables_are_read_as_they_were_written(building: dict[str, ModuleType], tmp_path: Path) -> None:
    path = tmp_path / "new" / "table.csv"
    assert building["tables"].write(path, ["a", "b"], [(1, None), ("é,", "x")]) == 2
    assert path.read_bytes() == 'a,b\n1,\n"é,",x\n'.encode()
    assert building["tables"].read(path) == [{"a": "1", "b": ""}, {"a": "é,", "b": "x"}]
