"""Loading: idempotent, stable keys, says what changed, closes instead of deleting, all or nothing."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from django.conf import settings

from atlas.reference.loading import LoadReport, TableReport, load_reference
from atlas.reference.models import (
    Country,
    LoadedFile,
    PublishedFigure,
    Territory,
    TerritoryName,
    TerritorySuccession,
    Theme,
    WorldZone,
)
from atlas.reference.reading import DataFileError
from tests.reference import small_data

pytestmark = pytest.mark.django_db


def table(report: LoadReport, name: str) -> TableReport:
    (found,) = (each for each in report.tables if each.table == name)
    return found


def test_the_first_load_adds_everything(tmp_path: Path) -> None:
    report = load_reference(data_dir=small_data.write(tmp_path))
    assert report.tables == (
        TableReport("zones du monde", added=2),
        TableReport("pays", added=3),
        TableReport("classes de pays", added=2),
        TableReport("thématiques", added=4),
        TableReport("codes de nomenclature", added=2),
        TableReport("territoires", added=17),
        TableReport("anciens noms de territoires", added=2),
        TableReport("successions de territoires", added=5),
        TableReport("relevés publiés", added=3),
        TableReport("chiffres publiés", added=8),
    )
    assert report.skipped == ()


def test_a_second_load_reads_nothing(tmp_path: Path) -> None:
    folder = small_data.write(tmp_path)
    load_reference(data_dir=folder)
    assert load_reference(data_dir=folder) == LoadReport(
        (), ("countries", "themes", "codes", "territories", "published_figures")
    )


def test_reading_again_changes_nothing(tmp_path: Path) -> None:
    folder = small_data.write(tmp_path)
    first = load_reference(data_dir=folder)
    LoadedFile.objects.all().delete()
    second = load_reference(data_dir=folder)
    assert second.tables == tuple(TableReport(each.table, unchanged=each.added) for each in first.tables)


def test_links_are_those_of_the_files(tmp_path: Path) -> None:
    load_reference(data_dir=small_data.write(tmp_path))
    commune = Territory.objects.get(kind="commune", code="91228")
    assert (commune.parent.code, commune.parent.parent.code) == ("91", "11")
    assert (commune.epci.code, commune.ept.code) == ("200059228", "200057867")
    assert commune.match_key == "evry courcouronnes"
    assert TerritoryName.objects.get(territory=commune).match_key == "evry"
    link = TerritorySuccession.objects.get(predecessor__code="91182")
    assert (link.successor, link.occurred_on, link.kind) == (commune, date(2019, 1, 1), "merger")


def test_a_changed_row_keeps_its_primary_key(tmp_path: Path) -> None:
    load_reference(data_dir=small_data.write(tmp_path))
    before = Territory.objects.get(kind="commune", code="91016").pk
    text = small_data.FILES["territories/communes.csv"].replace("Angerville", "Angerville-la-Neuve")
    report = load_reference(data_dir=small_data.write(tmp_path, communes=text))
    assert report.skipped == ("countries", "themes", "codes", "published_figures")
    assert table(report, "territoires") == TableReport("territoires", updated=1, unchanged=16)
    after = Territory.objects.get(pk=before)
    assert (after.name, after.match_key) == ("Angerville-la-Neuve", "angerville la neuve")


def test_classes_names_and_successions_are_updated_in_place(tmp_path: Path) -> None:
    load_reference(data_dir=small_data.write(tmp_path))
    classes = small_data.FILES["countries/dac_classes.csv"].replace("true,list", "true,another list")
    communes = small_data.FILES["territories/former_communes.csv"].replace("2019-01-01,day", "2019-01-02,day")
    report = load_reference(data_dir=small_data.write(tmp_path, dac_classes=classes, former_communes=communes))
    assert table(report, "classes de pays") == TableReport("classes de pays", updated=1, unchanged=1)
    assert table(report, "anciens noms de territoires").updated == 1
    assert table(report, "successions de territoires").updated == 1
    assert TerritoryName.objects.get(name="Évry").valid_to == date(2019, 1, 2)


@time_machine.travel(datetime(2027, 3, 1, tzinfo=UTC))
def test_a_territory_that_left_the_files_is_closed_once_and_may_come_back(tmp_path: Path) -> None:
    load_reference(data_dir=small_data.write(tmp_path))
    pk = Territory.objects.get(kind="commune", code="91016").pk
    text = small_data.without("territories/communes.csv", "91016")
    report = load_reference(data_dir=small_data.write(tmp_path, communes=text))
    assert table(report, "territoires") == TableReport("territoires", unchanged=16, closed=1)
    assert Territory.objects.get(pk=pk).valid_to == date(2027, 3, 1)
    LoadedFile.objects.all().delete()
    again = load_reference(data_dir=tmp_path)
    assert table(again, "territoires") == TableReport("territoires", unchanged=16, kept=1)
    load_reference(data_dir=small_data.write(tmp_path))
    assert Territory.objects.get(pk=pk).valid_to is None


def test_a_country_that_left_the_files_is_kept(tmp_path: Path) -> None:
    load_reference(data_dir=small_data.write(tmp_path))
    text = small_data.without("countries/countries.csv", "CI")
    report = load_reference(data_dir=small_data.write(tmp_path, countries=text))
    assert table(report, "pays") == TableReport("pays", unchanged=2, kept=1)
    assert Country.objects.filter(pk="CI").exists()


def test_what_administrators_offer_outlives_a_load(tmp_path: Path) -> None:
    load_reference(data_dir=small_data.write(tmp_path))
    Theme.objects.filter(pk="env.energie").update(is_offered=True)
    text = small_data.FILES["themes/themes.csv"].replace("Energy", "Power")
    load_reference(data_dir=small_data.write(tmp_path, themes=text))
    energy = Theme.objects.get(pk="env.energie")
    assert (energy.label_en, energy.is_offered) == ("Power", True)


@time_machine.travel(datetime(2027, 3, 1, tzinfo=UTC))
def test_a_theme_that_left_the_files_or_ended_is_no_longer_offered(tmp_path: Path) -> None:
    load_reference(data_dir=small_data.write(tmp_path))
    text = small_data.without("themes/themes.csv", "env.energie").replace(
        "v1,,,true,14030", "v1,,2026-12-31,false,14030"
    )
    report = load_reference(data_dir=small_data.write(tmp_path, themes=text))
    assert table(report, "thématiques") == TableReport("thématiques", updated=1, unchanged=2, closed=1)
    ended = {code: Theme.objects.get(pk=code) for code in ("env.energie", "env.eau.assain")}
    assert {code: (theme.valid_to, theme.is_offered) for code, theme in ended.items()} == {
        "env.energie": (date(2027, 3, 1), False),
        "env.eau.assain": (date(2026, 12, 31), False),
    }


def test_a_bad_file_changes_nothing(tmp_path: Path) -> None:
    text = small_data.FILES["territories/communes.csv"].replace("4500", "many")
    with pytest.raises(DataFileError, match=r"communes\.csv, line 3"):
        load_reference(data_dir=small_data.write(tmp_path, communes=text))
    assert not WorldZone.objects.exists()
    assert not LoadedFile.objects.exists()


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="countries: no data file"):
        load_reference(data_dir=tmp_path)


def test_progress_counts_the_rows_of_each_table(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    load_reference(data_dir=small_data.write(tmp_path), progress=lambda *step: seen.append(step))
    assert seen[:3] == [("zones du monde", 2, 2), ("pays", 3, 3), ("classes de pays", 2, 2)]
    assert all(done <= total for _, done, total in seen)


def test_the_shipped_files_fit_the_database() -> None:
    """All constraints hold on the real data; the two loads are what `make run` does."""
    load_reference(data_dir=settings.DATA_DIR)
    assert load_reference(data_dir=settings.DATA_DIR).tables == ()
    assert Territory.objects.filter(kind="commune", valid_to=None).count() > 34_000
    assert not Territory.objects.filter(kind="commune", valid_to=None, latitude=None).exists()
    valgelon = Territory.objects.get(kind="commune", code="73215")
    assert [name.name for name in valgelon.names.all()] == ["La Rochette"]


def test_a_published_figure_that_left_the_file_goes_and_the_others_move_up(tmp_path: Path) -> None:
    load_reference(data_dir=small_data.write(tmp_path))
    text = small_data.without("published_figures/figures.csv", "world,over")
    report = load_reference(data_dir=small_data.write(tmp_path, figures=text))
    assert table(report, "relevés publiés") == TableReport("relevés publiés", unchanged=3)
    values = PublishedFigure.objects.order_by("rank").values_list("snapshot__key", "rank", "value")
    assert list(values) == [
        ("world", 1, 12725), ("mali", 2, 162), ("mali", 3, 25), ("mali", 4, 138), ("mali", 5, 15), ("mali", 6, 5),
        ("old", 7, 5400),
    ]  # fmt: skip


def test_a_figure_of_no_publication_is_refused(tmp_path: Path) -> None:
    text = small_data.FILES["published_figures/figures.csv"].replace("old,nearly", "older,nearly")
    with pytest.raises(DataFileError, match="no snapshot 'older'"):
        load_reference(data_dir=small_data.write(tmp_path, figures=text))
    assert not PublishedFigure.objects.exists()
