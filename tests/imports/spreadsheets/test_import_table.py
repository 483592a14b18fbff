"""Lists of twinnings, organisations and places from file to register: matched, written once, never over a person."""

import csv
from pathlib import Path

import pytest

from atlas.audit.models import Event
from atlas.catalogue.models import OrganisationRecord, ProjectRecord
from atlas.catalogue.record import decode
from atlas.contributions.models import Contribution, Proposal
from atlas.imports.models import ImportRun
from atlas.organisations.models import Organisation, OrganisationName
from atlas.projects.actions import Application, apply_draft
from atlas.projects.models import Project, Version
from atlas.projects.queries import current_draft
from tests.factories.drafts import changed
from tests.imports.spreadsheets.conftest import Command
from tests.imports.spreadsheets.files import TWINS, text, workbook, write

GOOD = [
    ["Pontcharra", "38", "Rovasenda", "Italie", "1987"],
    ["Ville d’Angoulême", "", "Ségou", "Mali", "1985"],
    ["Saint-Maximin", "Oise", "Sikoro", "ML", "2001"],
]
BAD = [
    ["Saint-Maximin", "", "Kayes", "Mali", "1990"],
    ["Trifouilly", "", "Kayes", "Mali", "1990"],
    ["Pontcharra", "38", "=cmd|' /C calc'!A0", "Atlantide", "hier"],
    ["Pontcharra", "38", "ROVASENDA", "Italie", "1988"],
]


def twins(folder: Path, *rows: list[str], name: str = "a.csv") -> Path:
    return write(folder, name, text([TWINS, *rows]))


def test_a_list_of_twinnings_is_matched_and_public(import_table: Command, tmp_path: Path) -> None:
    told = import_table(twins(tmp_path, *GOOD), commit=True)
    assert (told.status, told.files[0]["kind"], told.outcomes) == (0, "twinning", {"created": 3})
    records = {record.legacy_prj_id or record.title: record for record in map(_decoded, ProjectRecord.objects.all())}
    segou = records["Jumelage Ville d’Angoulême – Ségou"]
    assert (segou.form, segou.family, segou.start_year) == ("twinning", "decentralised_cooperation", 1985)
    assert [(p.name, p.declared) for p in segou.french_authorities] == [("Angoulême", "Ville d’Angoulême")]
    assert [(p.name, p.country) for p in segou.foreign_partners] == [("Ségou", "ML")]
    assert {Organisation.objects.get(name=name).is_provisional for name in ("Rovasenda", "Ségou")} == {True}
    sikoro = records["Jumelage Saint-Maximin – Sikoro"].french_authorities[0]
    assert Organisation.objects.get(pk=sikoro.id).insee_code == "60589"


def _decoded(record: ProjectRecord):
    return decode(record.data)


def test_a_dry_run_writes_nothing_and_tells_the_same(import_table: Command, tmp_path: Path) -> None:
    organisations = Organisation.objects.count()
    told = import_table(twins(tmp_path, *GOOD, *BAD))
    assert told.outcomes == {"created": 3, "rejected": 4}
    assert (Project.objects.count(), Contribution.objects.count(), ImportRun.objects.count()) == (0, 0, 0)
    assert Organisation.objects.count() == organisations
    assert "dry run" in told.report


def test_rejected_rows_never_stop_the_others_and_come_back_with_the_reason(
    import_table: Command, tmp_path: Path
) -> None:
    told = import_table(twins(tmp_path, *BAD, *GOOD), commit=True, errors=tmp_path)
    assert (told.status, told.outcomes) == (1, {"created": 3, "rejected": 4})
    assert told.files[0]["problems"] == {"french_alike": 1, "french_unknown": 1, "country": 1, "year": 1, "same_row": 1}
    with (tmp_path / "a-errors.csv").open(encoding="utf-8-sig", newline="") as lines:
        header, *rows = list(csv.reader(lines, delimiter=";"))
    assert header == [*TWINS, "Ce qui ne va pas"]
    assert rows[0][:5] == [*BAD[2][:2], "'=cmd|' /C calc'!A0", *BAD[2][3:]]
    assert "« Atlantide » n’est pas un pays connu" in rows[0][5]
    assert {row[0] for row in rows} == {"Saint-Maximin", "Trifouilly", "Pontcharra"}


def test_the_file_of_errors_mended_comes_in_and_nothing_stands_twice(import_table: Command, tmp_path: Path) -> None:
    import_table(twins(tmp_path, *GOOD, BAD[0]), commit=True, errors=tmp_path)
    path = tmp_path / "a-errors.csv"
    path.write_text(path.read_text("utf-8-sig").replace("Saint-Maximin;;", "Saint-Maximin;38;"), "utf-8-sig")
    assert import_table(path, commit=True).outcomes == {"created": 1}
    assert Project.objects.count() == 4


def test_the_second_time_nothing_changes_in_whatever_order(import_table: Command, tmp_path: Path) -> None:
    import_table(twins(tmp_path, *GOOD), commit=True)
    before = (Version.objects.count(), Organisation.objects.count(), Event.objects.count())
    turned = [list(reversed(row)) for row in [TWINS, *reversed(GOOD)]]
    told = import_table(workbook(tmp_path / "b.xlsx", Liste=turned), commit=True)
    assert told.outcomes == {"unchanged": 3}
    assert (Version.objects.count(), Organisation.objects.count(), Event.objects.count()) == before


def test_a_twinning_that_is_known_otherwise_is_completed_not_doubled(import_table: Command, tmp_path: Path) -> None:
    import_table(twins(tmp_path, GOOD[0]), commit=True)
    known = Project.objects.get()
    other = [["Commune", "INSEE", "Ville jumelle", "Pays", "Fin"], ["PONTCHARRA", "38314", "rovasenda", "IT", "2010"]]
    told = import_table(write(tmp_path, "b.csv", text(other)), commit=True)
    assert told.outcomes == {"updated": 1}
    draft = current_draft(known.pk)
    assert (draft.start_year, draft.end_year, len(draft.parties)) == (1987, 2010, 2)
    assert draft.parties[0].name == "Pontcharra"


def test_what_a_person_said_since_waits_for_a_person(import_table: Command, tmp_path: Path) -> None:
    import_table(twins(tmp_path, GOOD[0]), commit=True)
    project = Project.objects.get()
    edited = changed(current_draft(project.pk), start_year=1986)
    at = project.updated_at
    apply_draft(Application(edited, "person", project_id=project.pk, expected_version=1), by="agente", at=at)
    told = import_table(twins(tmp_path, [*GOOD[0][:4], "1999"]), commit=True)
    assert told.outcomes == {"pending": 1}
    assert told.files[0]["waiting_because"] == {"conflicts_with_human_edit": 1}
    assert current_draft(project.pk) == edited


def test_positions_go_to_the_partners(import_table: Command, tmp_path: Path) -> None:
    rows = [[*TWINS, "Coordonnées"], [*GOOD[0], "45,54 ; 8,31"]]
    import_table(write(tmp_path, "a.csv", text(rows)), commit=True)
    partner = decode(ProjectRecord.objects.get().data).foreign_partners[0]
    assert (partner.lat, partner.lon) == (45.54, 8.31)


PLACES = [
    ["Ville", "Pays", "Lat", "Lon", "Autres noms"],
    ["Rovasenda", "Italie", "45.54", "8.31", "Rovasenda-la-Vieille"],
    ["Nouvelle Ville", "Mali", "12.65", "-8.01", ""],
    ["Zéro", "Mali", "0", "0", ""],
]


def test_places_complete_known_partners_and_register_others(import_table: Command, tmp_path: Path) -> None:
    import_table(twins(tmp_path, GOOD[0]), commit=True)
    path = write(tmp_path, "b.csv", text(PLACES))
    told = import_table(path, commit=True)
    assert (told.files[0]["kind"], told.outcomes) == ("place", {"created": 1, "updated": 1, "rejected": 1})
    partner = decode(ProjectRecord.objects.get().data).foreign_partners[0]
    assert (partner.lat, partner.lon) == (45.54, 8.31)
    assert OrganisationName.objects.get(name="Rovasenda-la-Vieille").organisation.name == "Rovasenda"
    new = Organisation.objects.get(name="Nouvelle Ville")
    assert OrganisationRecord.objects.filter(organisation_id=new.pk).exists()
    events = Event.objects.count()
    assert import_table(path, commit=True).outcomes == {"same": 2, "rejected": 1}
    assert Event.objects.count() == events


def test_a_position_that_is_known_is_not_replaced(import_table: Command, tmp_path: Path) -> None:
    import_table(write(tmp_path, "a.csv", text(PLACES[:3])), commit=True)
    far = [PLACES[0], ["Nouvelle Ville", "Mali", "14.0", "-8.01", ""]]
    told = import_table(write(tmp_path, "b.csv", text(far)), commit=True)
    assert (told.outcomes, told.files[0]["problems"]) == ({"same": 1}, {"position_differs": 1})
    assert Organisation.objects.get(name="Nouvelle Ville").latitude == 12.65


def test_organisations(import_table: Command, tmp_path: Path) -> None:
    rows = [
        ["Organisation", "Type", "Pays", "Ancien nom"],
        ["Comité de jumelage de Sikoro", "Association", "France", "Amis de Sikoro"],
        ["Comité de jumelage de Sikoro", "Association", "France", ""],
        ["Ville nouvelle de Rien", "Commune", "France", ""],
        ["Kayes", "Autorité locale étrangère", "France", ""],
    ]
    told = import_table(write(tmp_path, "a.csv", text(rows)), commit=True)
    assert (told.files[0]["kind"], told.outcomes) == ("organisation", {"created": 1, "rejected": 3})
    assert set(told.files[0]["problems"]) == {"same_row", "kind_reference", "kind_abroad"}
    made = Organisation.objects.get(name="Comité de jumelage de Sikoro")
    assert (made.kind, made.country_id, made.is_provisional) == ("association", "FR", True)
    assert import_table(write(tmp_path, "a.csv", text(rows)), commit=True).outcomes == {"same": 1, "rejected": 3}


def test_a_name_in_doubt_on_a_project_is_kept_and_asked(import_table: Command, tmp_path: Path) -> None:
    rows = [["Titre", "Collectivité", "Partenaire", "Pays"], ["Eau pour tous ici", "Saint-Maximin", "Sikoro", "Mali"]]
    told = import_table(write(tmp_path, "a.csv", text(rows)), commit=True)
    assert (told.outcomes, told.files[0]["problems"]) == ({"created": 1}, {"name_alike": 1})
    assert {one["code"] for one in Proposal.objects.get().proposed} == {"38426", "60589"}


def test_amounts_dates_and_words_of_a_project(import_table: Command, tmp_path: Path) -> None:
    rows = [
        ["Titre", "Date de fin", "Montant", "Financeur", "Thème", "Sous-thème", "État", "Triennal", "ODD"],
        ["Réseau d’eau du quartier", 44561, "12 345,67 €", "Pontcharra", "Environnement, Climat et Energie",
         "Eau et déchets", "en veille", "oui", "6 | 11"],
    ]  # fmt: skip
    import_table(workbook(tmp_path / "a.xlsx", F=rows), commit=True)
    draft = current_draft(Project.objects.get().pk)
    assert str(draft.end_date) == "2021-12-31"
    assert [(str(line.amount), line.nature, line.funder) for line in draft.funding] == [
        ("12345.67", "declared", "Pontcharra")
    ]
    assert [theme.code for theme in draft.themes] == ["env.eau"]
    assert (draft.status, draft.status_declared, draft.is_triennial, draft.sdgs) == (None, "en veille", True, (6, 11))


def test_a_file_that_is_no_table_stops_nothing(import_table: Command, tmp_path: Path) -> None:
    told = import_table(write(tmp_path, "0.csv", b""), twins(tmp_path, GOOD[0]), tmp_path / "none.csv", commit=True)
    assert told.status == 1
    assert [one.get("refused", "") for one in told.files] == ["empty", "", "unreadable"]
    assert Project.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "code"), [("Ville;Pays\nKayes;Mali\n", "columns_missing"), ("38;1987\n75;1990\n", "no_header")]
)
def test_columns_that_are_missing_are_named(import_table: Command, tmp_path: Path, content: str, code: str) -> None:
    told = import_table(write(tmp_path, "a.csv", content), kind="twinning")
    assert told.files[0]["refused"] == code


@pytest.mark.parametrize("batch", [1, 2, 200])
def test_the_size_of_batches_changes_nothing(import_table: Command, tmp_path: Path, batch: int) -> None:
    rows = [["Pontcharra", "38", f"Ville {n % 3}", "Mali", str(1980 + n)] for n in range(6)]
    told = import_table(twins(tmp_path, *rows), commit=True, batch=batch)
    assert told.outcomes == {"created": 3, "rejected": 3}
    assert Organisation.objects.filter(name__startswith="Ville ", country="ML").count() == 3
