"""The list that the bench imports is what it says."""

import csv
from pathlib import Path

from tests.bench import lists


def test_the_list_has_real_towns_and_partners_that_come_back(tmp_path: Path) -> None:
    with lists.write(tmp_path / "list.csv", 30).open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file, delimiter=";"))
    assert tuple(header) == lists.HEADER
    assert len({row[1] for row in rows}) == 30
    assert len({row[2] for row in rows}) == 20
    places = {row[2]: row[3:4] + row[5:] for row in rows}
    assert all(places[row[2]] == row[3:4] + row[5:] for row in rows)
