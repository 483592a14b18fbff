"""The command: what it prints, what it refuses."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from atlas.reference.loading import LoadReport, TableReport
from atlas.reference.management.commands.load_reference import bars, told
from atlas.reference.models import Country
from tests.reference import small_data


@pytest.mark.django_db
def test_it_says_what_changed_and_then_that_nothing_did(tmp_path: Path) -> None:
    folder = small_data.write(tmp_path)
    first, second = StringIO(), StringIO()
    call_command("load_reference", data_dir=folder, stdout=first)
    call_command("load_reference", data_dir=folder, stdout=second)
    assert first.getvalue().splitlines()[:2] == ["zones du monde : 2 ajouts", "pays : 3 ajouts"]
    assert second.getvalue() == "Déjà à jour : countries, themes, codes, territories, published_figures.\n"


@pytest.mark.django_db
def test_a_file_that_cannot_be_read_stops_it(tmp_path: Path) -> None:
    folder = small_data.write(tmp_path, countries="iso2,iso3\nML,MLI\n")
    with pytest.raises(CommandError, match=r"countries\.csv, line 2"):
        call_command("load_reference", data_dir=folder, stdout=StringIO())
    assert not Country.objects.exists()


def test_counts_that_are_zero_are_left_out() -> None:
    report = LoadReport((TableReport("pays", updated=1, unchanged=2, closed=3, kept=4), TableReport("zones")), ())
    assert told(report) == ("pays : 1 modifications, 3 clôtures, 2 inchangés, 4 conservés hors fichier\nzones : 0")


def test_bars_end_with_their_table(capsys: pytest.CaptureFixture[str]) -> None:
    show = bars()
    show("pays", 1, 2)
    show("pays", 2, 2)
    show("thématiques", 1, 1)
    assert "pays" in capsys.readouterr().err
