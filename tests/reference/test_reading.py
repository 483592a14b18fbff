"""Reading countries and themes: typed rows, errors that name file and line."""

from datetime import date
from pathlib import Path

import pytest

from atlas.reference import reading
from atlas.reference.reading import DataFileError
from tests.reference import small_data


def test_a_country_row_has_its_types(tmp_path: Path) -> None:
    rows = list(reading.countries(small_data.write(tmp_path) / "countries"))
    assert rows[0] == reading.CountryRow(
        "CI", "CIV", "Côte d’Ivoire", "Ivory Coast", "afrique", 7.63, -5.56, ["Côte d'Ivoire", "Cote d'Ivoire"]
    )
    assert rows[1].aliases == []


def test_a_theme_row_keeps_the_order_of_the_file(tmp_path: Path) -> None:
    rows = list(reading.themes(small_data.write(tmp_path) / "themes"))
    assert [(row.code, row.rank, row.parent_id) for row in rows] == [
        ("env", 1, None),
        ("env.eau", 2, "env"),
        ("env.eau.assain", 3, "env.eau"),
        ("env.energie", 4, "env"),
    ]
    assert rows[1].crs_alternatives == ["14030", "14050"]
    assert rows[3].is_offered is False


@pytest.mark.parametrize(
    ("cell", "wrong"), [("17.34", "north"), ("-0.74,République du Mali", "-0.74"), ("17.34,-0.74", "17.34")]
)
def test_a_bad_line_is_named(tmp_path: Path, cell: str, wrong: str) -> None:
    text = small_data.FILES["countries/countries.csv"].replace(cell, wrong)
    folder = small_data.write(tmp_path, countries=text) / "countries"
    with pytest.raises(DataFileError, match=r"countries\.csv, line 4"):
        list(reading.countries(folder))


def test_an_empty_yes_or_no_is_an_error(tmp_path: Path) -> None:
    text = small_data.FILES["countries/dac_classes.csv"].replace("true", "")
    folder = small_data.write(tmp_path, dac_classes=text) / "countries"
    with pytest.raises(DataFileError, match="line 3"):
        list(reading.country_classes(folder))


def test_a_missing_or_undecodable_file_is_named(tmp_path: Path) -> None:
    folder = small_data.write(tmp_path) / "countries"
    (folder / "zones.csv").unlink()
    with pytest.raises(DataFileError, match=r"zones\.csv"):
        list(reading.zones(folder))
    (folder / "zones.csv").write_bytes(b"code,rank,name_fr,name_en\n\xff\xfe,1,a,b\n")
    with pytest.raises(DataFileError, match=r"zones\.csv"):
        list(reading.zones(folder))


def test_empty_cells_are_nothing() -> None:
    assert reading.day("") is None
    assert reading.day("2016-01-01") == date(2016, 1, 1)
    assert reading.number("") is None
    assert reading.degrees("") is None
    assert reading.many("") == []
