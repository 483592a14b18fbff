"""Our own CSV comes back in: nothing changes where the sheets stand, and an empty register gets the same records."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from atlas.catalogue.models import Change, ProjectRecord, Revision
from atlas.catalogue.record import PublicPlace, PublicProject, decode
from atlas.contributions.models import Contribution
from atlas.projects.models import Project, SourceDocument, Version
from tests.append_only import lifted
from tests.catalogue.conftest import index_dir, indexed
from tests.factories.places import declare_places
from tests.imports.conftest import import_legacy
from tests.imports.pages import page
from tests.imports.spreadsheets.conftest import Command
from tests.imports.spreadsheets.files import TWINS, text, write
from tests.imports.spreadsheets.seen import carried

__all__ = ["import_legacy", "index_dir", "indexed"]


@pytest.fixture
def exported(
    client: Client, import_legacy: Callable[..., object], import_table: Command, indexed: Callable[..., None], tmp_path
) -> Callable[[str], Path]:
    """Sheets of old pages and of a list of twinnings, published; a function that gives the CSV file in a language."""
    folder = tmp_path / "pages"
    folder.mkdir()
    owners = "Pontcharra, Commune rurale de SIKORO, Conseil régional de Bretagne, Département de l’Isère"
    two_countries = "Commune de Thiès Sénégal commun.ico.loupe.alter\nCommune rurale de SIKORO"
    for number, values in enumerate(
        (
            {"partner": two_countries},
            {"owners": owners, "title": "Des routes pour Sikoro"},
            {"title": "=1+1 ou l’eau pour tous", "amount": "0"},
        )
    ):
        write(folder, f"{8001 + number}.txt", page(**values))
    import_legacy(folder, commit=True)
    import_table(write(tmp_path, "t.csv", text([TWINS, ["Angoulême", "16", "Ségou", "Mali", "1985"]])), commit=True)
    indexed(*records().values(), revision=Revision.objects.get().number)

    def export(language: str) -> Path:
        name = "recherche/export" if language == "fr" else "search/export"
        answer = client.get(f"/{language}/{name}.csv?colonnes=toutes")
        translation.activate("fr")  # the request left its language in this thread; commands speak French
        assert answer.status_code == 200
        return write(tmp_path, f"{language}.csv", b"".join(answer))

    return export


def records() -> dict[str, PublicProject]:
    return {record.title: record for record in (decode(one.data) for one in ProjectRecord.objects.all())}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_our_file_changes_nothing_where_its_sheets_stand(
    exported: Callable[[str], Path], import_table: Command, language: str
) -> None:
    path, before = exported(language), Version.objects.count()
    told = import_table(path, commit=True)
    assert (told.files[0]["kind"], told.outcomes, told.status) == ("project", {"same": 4}, 0)
    assert Version.objects.count() == before
    assert import_table(path, commit=True).outcomes == {"unchanged": 4}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_empty_register_gets_the_same_records(
    exported: Callable[[str], Path], import_table: Command, language: str
) -> None:
    path, before = exported(language), records()
    assert sorted(len(one.countries) for one in before.values()) == [1, 1, 1, 2]
    with lifted():
        for model in (Contribution, Project, SourceDocument, ProjectRecord, Change):
            model.objects.all().delete()
    assert import_table(path, commit=True).outcomes == {"created": 4}
    after = records()
    assert {title: carried(one) for title, one in after.items()} == {
        title: carried(one) for title, one in before.items()
    }
    assert import_table(path, commit=True).outcomes == {"unchanged": 4}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_declared_places_come_back(exported: Callable[[str], Path], import_table: Command, language: str) -> None:
    assert declare_places() == 3
    path, before = exported(language), records()
    assert import_table(path, commit=True).outcomes == {"same": 4}
    with lifted():
        for model in (Contribution, Project, SourceDocument, ProjectRecord, Change):
            model.objects.all().delete()
    assert import_table(path, commit=True).outcomes == {"created": 4}
    after = records()
    assert sorted(len(one.places) for one in after.values()) == [0, 6, 6, 6]
    assert {title: carried(one) for title, one in after.items()} == {
        title: carried(one) for title, one in before.items()
    }


def test_one_place_in_cells_of_its_own(import_table: Command, tmp_path: Path) -> None:
    rows = [
        ["Titre", "Pays partenaires", "Lieu du projet", "Latitude du projet", "Longitude du projet"],
        ["Des puits à Koro", "Mali", "Koro", "14,06723", "-3,08021"],
        ["Des puits partout au nord", "Mali | Sénégal", "Koro", "14,06723", "-3,08021"],
        ["Des puits sans longitude", "Mali", "Koro", "14,06723", ""],
    ]
    told = import_table(write(tmp_path, "b.csv", text(rows)), commit=True)
    assert told.outcomes == {"created": 1, "rejected": 2}
    assert records()["Des puits à Koro"].places == (PublicPlace(country="ML", name="Koro", lat=14.06723, lon=-3.08021),)
    assert told.files[0]["problems"] == {"place_country": 1, "position_half": 1}


def test_a_cell_changed_in_our_file_changes_that_field_alone(
    exported: Callable[[str], Path], import_table: Command, tmp_path: Path
) -> None:
    rows = list(csv.reader(io.StringIO(exported("fr").read_text("utf-8-sig"), newline="")))
    place = rows[0].index("Année de début")
    rows[1][place] = "1999"
    told = import_table(write(tmp_path, "b.csv", text(rows, ",")), commit=True)
    assert told.outcomes == {"updated": 1, "same": 3}
    assert [one.changed for one in Version.objects.filter(number=2)] == [["start_year"]]


def test_a_number_that_means_another_sheet_waits(
    exported: Callable[[str], Path], import_table: Command, tmp_path: Path
) -> None:
    exported("fr")
    number = Project.objects.order_by("pk").values_list("pk", flat=True)[0]
    rows = [["Numéro de la fiche", "Titre"], [str(number), "Un tout autre projet"]]
    told = import_table(write(tmp_path, "b.csv", text(rows)), commit=True)
    assert told.outcomes == {"pending": 1}
    assert told.files[0]["waiting_because"] == {"number_of_another": 1}
