"""Reading territories: parents, former ones, authorities, names, successions."""

from datetime import date
from pathlib import Path

import pytest

from atlas.reference.reading import DataFileError
from atlas.reference.reading_territories import NameRow, SuccessionRow, Territories, TerritoryRow, read
from tests.reference import small_data


def small(folder: Path, **changed: str) -> Territories:
    return read(small_data.write(folder, **changed) / "territories")


def row(territories: Territories, kind: str, code: str) -> TerritoryRow:
    (found,) = (each for each in territories.territories[kind] if each.code == code)
    return found


def test_a_commune_names_its_department_and_groupings(tmp_path: Path) -> None:
    found = row(small(tmp_path), "commune", "91228")
    assert (found.parent, found.epci, found.ept) == (("department", "91"), ("epci", "200059228"), ("ept", "200057867"))
    assert (found.siren, found.population, found.is_approximate) == ("200083525", 66919, False)
    assert (found.authority_kind, found.valid_to) == ("commune", None)


def test_a_commune_overseas_stands_under_its_collectivity(tmp_path: Path) -> None:
    territories = small(tmp_path)
    assert row(territories, "commune", "98735").parent == ("collectivity", "987")
    assert row(territories, "collectivity", "987").authority_kind == "overseas_collectivity"


def test_a_former_commune_stands_where_its_last_successor_is(tmp_path: Path) -> None:
    found = row(small(tmp_path), "commune", "91100")
    assert (found.latitude, found.longitude, found.is_approximate) == (48.6328, 2.4405, True)
    assert (found.parent, found.valid_to) == (("department", "91"), date(1995, 6, 1))


def test_a_former_region_keeps_its_seat_and_its_successor_begins(tmp_path: Path) -> None:
    territories = small(tmp_path)
    alsace = row(territories, "region", "42")
    assert (alsace.latitude, alsace.is_approximate, alsace.valid_to) == (48.5839, False, date(2016, 1, 1))
    assert row(territories, "region", "44").valid_from == date(2016, 1, 1)
    assert row(territories, "region", "11").valid_from is None


def test_a_former_intermunicipality_has_its_siren_kind_and_department(tmp_path: Path) -> None:
    found = row(small(tmp_path), "epci", "249100000")
    assert (found.siren, found.authority_kind, found.parent) == ("249100000", "cc", ("department", "91"))


def test_a_council_taken_over_ends_while_its_territory_remains(tmp_path: Path) -> None:
    territories = small(tmp_path)
    bas_rhin, alsace = row(territories, "department", "67"), row(territories, "collectivity", "6AE")
    assert (bas_rhin.valid_to, bas_rhin.authority_to) == (None, date(2021, 1, 1))
    assert (alsace.authority_kind, alsace.authority_name) == ("department", "Collectivité européenne d'Alsace")
    assert SuccessionRow(bas_rhin.key, alsace.key, date(2021, 1, 1), "day", "merger") in territories.successions


def test_a_name_that_changed_under_one_code_is_a_former_name(tmp_path: Path) -> None:
    territories = small(tmp_path)
    assert territories.names == [
        NameRow(("region", "44"), "Alsace-Champagne-Ardenne-Lorraine", date(2016, 1, 1), date(2016, 1, 1), "year"),
        NameRow(("commune", "91228"), "Évry", None, date(2019, 1, 1), "day"),
    ]


def test_codes_that_ended_are_successions(tmp_path: Path) -> None:
    assert [(s.predecessor, s.successor, s.kind) for s in small(tmp_path).successions] == [
        (("region", "42"), ("region", "44"), "merger"),
        (("epci", "249100000"), ("epci", "200059228"), "merger"),
        (("commune", "91100"), ("commune", "91182"), "merger"),
        (("commune", "91182"), ("commune", "91228"), "merger"),
        (("department", "67"), ("collectivity", "6AE"), "merger"),
    ]


def test_a_circle_of_successors_ends(tmp_path: Path) -> None:
    text = small_data.FILES["territories/former_communes.csv"].replace(
        "91182,Courcouronnes,2019-01-01,day,91228", "91182,Courcouronnes,2019-01-01,day,91100"
    )
    assert row(small(tmp_path, former_communes=text), "commune", "91100").latitude is None


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("communes", "Strasbourg,67", "Strasbourg,66"),
        ("communes", "200059228,200057867", "200059229,200057867"),
        ("former_communes", "91182,merger", "91999,merger"),
        ("authorities", "collectivity,6AE\n", "collectivity,6AF\n"),
    ],
)
def test_a_territory_in_no_file_is_refused(tmp_path: Path, file: str, old: str, new: str) -> None:
    text = small_data.FILES[f"territories/{file}.csv"]
    assert old in text
    with pytest.raises(DataFileError, match="unknown"):
        small(tmp_path, **{file: text.replace(old, new)})
