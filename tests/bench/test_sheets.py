"""The generator: the same sheets every time, each on its own, which the importer reads as they were meant."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from atlas.imports.legacy_pages.parse import parse_text
from tests.bench import sheets
from tests.bench.authorities import of
from tests.imports.legacy_pages import samples


def test_a_sheet_depends_on_its_number_and_seed_only() -> None:
    later = sheets.page(41)
    assert sheets.page(40) != later
    assert sheets.page(41) == later
    assert sheets.page(41, seed=1) != later


def test_first_pages_never_change() -> None:
    """Figures of two versions of the code can be compared only over the same pages."""
    first = sheets.sheet(0)
    assert first.legacy_prj_id == sheets.FIRST_ID
    said = (first.title, first.start_year, len(first.funding_lines))
    assert said == ("Mettre en valeur le centre de santé à Hunvelez", 2017, 11)


@pytest.mark.parametrize("index", range(0, 60, 3))
def test_the_reader_finds_what_was_written(index: int) -> None:
    written = sheets.sheet(index)
    read = parse_text(sheets.page(index), vocabulary=samples.vocabulary(), today=date(2026, 1, 1))
    assert read.generation == "G3"
    assert not read.truncated
    for name in ("title", "start_year", "context", "history", "objective", "description", "end_date", "is_triennial"):
        assert getattr(read, name) == getattr(written, name), name
    assert read.french_authorities == written.french_authorities
    assert [(line.year, line.amount) for line in read.funding_lines] == [
        (line.year, line.amount) for line in written.funding_lines
    ]


def test_shapes_are_those_of_an_atlas() -> None:
    made = [sheets.sheet(index) for index in range(300)]
    lengths = [sum(map(len, filter(None, (s.context, s.history, s.objective, s.description)))) for s in made]
    assert 2_400 < sum(lengths) / 300 < 3_600
    assert all(4 <= len(sheet.funding_lines) <= 12 for sheet in made)
    assert all(1 <= len(sheet.french_authorities) <= 3 for sheet in made)
    countries = [len({partner.country for partner in sheet.foreign_partners}) for sheet in made]
    assert 1.05 < sum(countries) / 300 < 1.35
    assert {sheet.status_declared for sheet in made} == {"En cours", "Terminé", "En sommeil"}


def test_places_are_thousands_and_some_come_often() -> None:
    world = sheets.world().abroad
    places = [place for found in world.places.values() for place in found]
    assert 5_500 < len(places) < 6_500
    assert len({place.name for place in places}) == len(places)
    drawn = Counter(partner.name.upper() for i in range(300) for partner in sheets.sheet(i).foreign_partners)
    assert drawn.most_common(1)[0][1] > 3


def test_files_are_named_by_the_old_identifier(tmp_path: Path) -> None:
    folder = sheets.write(tmp_path, range(998, 1_002))
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.txt"))
    assert names == ["0000/1000998.txt", "0000/1000999.txt", "0001/1001000.txt", "0001/1001001.txt"]


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Creuse", "de la Creuse"),
        ("Gard", "du Gard"),
        ("Landes", "des Landes"),
        ("Isère", "de l'Isère"),
        ("Hérault", "de l'Hérault"),
        ("Haute-Garonne", "de la Haute-Garonne"),
        ("Hautes-Alpes", "des Hautes-Alpes"),
    ],
)
def test_councils_are_called_with_their_article(name: str, called: str) -> None:
    assert of(name) == called
