"""The pages of staff: who may, what they show in both languages, from upload to import, and what they refuse."""

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from atlas.accounts.models import User
from atlas.imports.models import SavedMapping, TableImport, TableState
from atlas.imports.retention import erase_persons_in_documents
from atlas.imports.spreadsheets.actions import MOST_ATTEMPTS, SILENCE, claim_table
from atlas.imports.spreadsheets.columns import COLUMNS, TableKind
from atlas.imports.spreadsheets.keeping import open_kept
from atlas.imports.spreadsheets.mapping import recognised
from atlas.imports.spreadsheets.queue import Starter, run_waiting
from atlas.imports.spreadsheets.tables import Reading, opened
from atlas.projects.models import Project
from tests.factories.accounts import account, staff_member
from tests.imports.conftest import france
from tests.imports.spreadsheets.files import TWINS, text, workbook, write

__all__ = ["france"]
PAGES = "/fr/espace/imports/"
GOOD = ["Pontcharra", "38", "Rovasenda", "Italie", "1987"]
BAD = ["Trifouilly", "38", "<script>alert(1)</script>", "Atlantide", "hier"]


@pytest.fixture
def staff(client: Client, db: None) -> Client:
    user = staff_member("agente@atlas.example")
    user.user_permissions.add(Permission.objects.get(codename="add_tableimport"))
    client.force_login(user)
    return client


def upload(client: Client, content: bytes | str, name: str = "liste.csv", pages: str = PAGES) -> Any:
    data = content.encode() if isinstance(content, str) else content
    return client.post(pages, {"table": SimpleUploadedFile(name, data)})


def form_of(client: Client, number: int, **changes: str) -> dict[str, str]:
    """What the page of columns would send as it stands."""
    table = TableImport.objects.get(pk=number)
    sent = {"kind": table.kind, "mapped_kind": table.kind, "header_line": "1", "separator": ";", "encoding": ""}
    return {**sent, **{f"column-{place}": key for place, key in enumerate(table.mapping)}, **changes}


def test_nobody_but_staff_with_the_permission(client: Client, db: None) -> None:
    assert client.get(PAGES).headers["Location"] == f"/fr/compte/connexion/?next={PAGES}"
    client.force_login(account(email="lecteur@atlas.example"))
    assert client.get(PAGES).status_code == 403
    client.force_login(staff_member("autre@atlas.example"))
    for page in ("", "1/", "1/colonnes/", "1/lignes-refusees.csv", "modeles/project.csv"):
        answer = client.get(PAGES + page)
        assert (answer.status_code, "Cette page n’est pas pour votre rôle" in answer.content.decode()) == (403, True)
    assert upload(client, text([TWINS, GOOD])).status_code == 403
    assert TableImport.objects.count() == 0


def test_pages_are_kept_by_nobody(staff: Client) -> None:
    assert "no-store" in staff.get(PAGES).headers["Cache-Control"]


@pytest.mark.parametrize(
    ("pages", "title"), [(PAGES, "Importer un tableau"), ("/en/workspace/imports/", "Import a table")]
)
def test_the_first_page_in_both_languages(
    staff: Client, pages: str, title: str, django_assert_num_queries: Callable[..., Any]
) -> None:
    # Session, account, second factor, day of the visit, roles of the menu, permissions and its groups', uploads.
    with django_assert_num_queries(8):
        page = staff.get(pages).content.decode()
    assert f"<h1>{title}</h1>" in page


def test_from_upload_to_import(staff: Client, france: None) -> None:
    answer = upload(staff, text([TWINS, GOOD, BAD]), "<b>liste</b>.csv")
    table = TableImport.objects.get()
    columns = f"{PAGES}{table.pk}/colonnes/"
    assert answer.headers["Location"] == columns
    page = staff.get(columns).content.decode()
    assert "« Atlantide » n’est pas un pays connu" in page
    assert "1 ligne de l’aperçu serait refusée" in page
    assert "<script>alert" not in page
    assert "<b>liste" not in page
    assert (table.kind, table.total, table.by, table.state) == ("twinning", 2, User.objects.get().actor, "ready")

    answer = staff.post(columns, form_of(staff, table.pk, **{"try": "1"}))
    result = f"{PAGES}{table.pk}/"
    assert answer.headers["Location"] == result
    assert "En attente" in staff.get(result).content.decode()
    assert "Refresh" not in staff.get(result).headers
    followed = staff.get(f"{result}?suivre")
    assert followed.headers["Refresh"] == "10"
    assert f'<a href="{result}">Arrêter</a>' in followed.content.decode()
    assert run_waiting(by="test") == 1
    assert "Refresh" not in staff.get(f"{result}?suivre").headers
    page = staff.get(result).content.decode()
    assert "Rien n’a été écrit" in page
    assert "Importer pour de bon" in page
    assert Project.objects.count() == 0

    assert staff.post(result).headers["Location"] == result
    assert run_waiting(by="test") == 1
    page = staff.get(result).content.decode()
    assert "L’import est terminé" in page
    assert Project.objects.get().title == "Jumelage Pontcharra – Rovasenda"
    assert "<script>alert" not in page
    errors = staff.get(f"{result}lignes-refusees.csv")
    lines = list(csv.reader(io.StringIO(b"".join(errors).decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [row[0] for row in lines] == ["Ville française", "Trifouilly"]
    assert errors.headers["Content-Disposition"].startswith("attachment")
    english = staff.get(f"/en/workspace/imports/{table.pk}/").content.decode()
    assert "“Atlantide” is not a known country" in english


def test_the_raw_file_is_kept_and_goes_after_its_time(staff: Client, france: None) -> None:
    content = text([TWINS, GOOD])
    upload(staff, content)
    table = TableImport.objects.get()
    with open_kept(table.file) as kept:
        assert kept.read() == content.encode()
    later = timezone.now() + timezone.timedelta(days=740)
    assert erase_persons_in_documents(by="test", at=later) == 1
    assert not TableImport.objects.exists()
    with pytest.raises(FileNotFoundError):
        open_kept(table.file)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide (0 octet)"),
        (b"%PDF-1.7", "n’est pas un tableau"),
        (b"PK\x03\x04" + b"x" * 99, "endommagé"),
        (b"\n\n", "aucune ligne"),
    ],
)
def test_what_is_no_table_is_said_beside_the_field(staff: Client, content: bytes, words: str) -> None:
    answer = upload(staff, content, "liste.xlsx")
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert TableImport.objects.count() == 0


def test_columns_can_be_changed_and_are_remembered(staff: Client, france: None) -> None:
    rows = [["Truc", "Machin", "Pays"], ["Pontcharra", "Rovasenda", "Italie"]]
    upload(staff, text(rows))
    table = TableImport.objects.get()
    sent = form_of(staff, table.pk, kind="twinning")
    staff.post(f"{PAGES}{table.pk}/colonnes/", sent)
    page = staff.get(f"{PAGES}{table.pk}/colonnes/").content.decode()
    assert "Il manque : « Ville française », « Ville étrangère »" in page
    chosen = {"column-0": "french_authorities", "column-1": "foreign_partners", "column-2": "countries", "keep": "on"}
    staff.post(f"{PAGES}{table.pk}/colonnes/", form_of(staff, table.pk, **chosen))
    assert SavedMapping.objects.get().mapping == ["french_authorities", "foreign_partners", "countries"]
    upload(staff, text(rows))
    again = TableImport.objects.latest("pk")
    assert (again.kind, again.mapping) == ("twinning", SavedMapping.objects.get().mapping)
    assert "déjà venu" in staff.get(f"{PAGES}{again.pk}/colonnes/").content.decode()


def test_two_columns_cannot_mean_the_same(staff: Client, france: None) -> None:
    upload(staff, text([TWINS, GOOD]))
    number = TableImport.objects.get().pk
    answer = staff.post(f"{PAGES}{number}/colonnes/", form_of(staff, number, **{"column-1": "french_authorities"}))
    assert (answer.status_code, "même signification" in answer.content.decode()) == (422, True)


def test_a_dry_run_wants_its_columns(staff: Client, france: None) -> None:
    upload(staff, text([TWINS, GOOD]))
    number = TableImport.objects.get().pk
    answer = staff.post(f"{PAGES}{number}/colonnes/", form_of(staff, number, **{"column-3": "", "try": "1"}))
    assert (answer.status_code, "colonne obligatoire : « Pays »" in answer.content.decode()) == (422, True)
    assert TableImport.objects.get().state == TableState.READY


def test_another_sheet_of_a_workbook(staff: Client, france: None, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", Liste=[TWINS, GOOD], Autre=[TWINS, GOOD, GOOD])
    upload(staff, path.read_bytes(), "a.xlsx")
    table = TableImport.objects.get()
    sent = {"kind": "twinning", "mapped_kind": "twinning", "header_line": "", "sheet": "Liste"}
    staff.post(f"{PAGES}{table.pk}/colonnes/", sent)
    assert TableImport.objects.get().total == 1


def test_a_runner_that_died_is_replaced_and_three_are_enough(staff: Client, france: None) -> None:
    upload(staff, text([TWINS, GOOD]))
    number = TableImport.objects.get().pk
    staff.post(f"{PAGES}{number}/colonnes/", form_of(staff, number, **{"try": "1"}))
    now = timezone.now()
    assert claim_table(by="test", at=now) is not None
    assert claim_table(by="test", at=now) is None
    for attempt in range(2, MOST_ATTEMPTS + 1):
        now += 2 * SILENCE
        taken = claim_table(by="test", at=now)
        assert taken is not None
        assert taken.attempts == attempt
    assert claim_table(by="test", at=now + 2 * SILENCE) is None
    page = staff.get(f"{PAGES}{number}/").content.decode()
    assert "interrompu trois fois" in page
    assert TableImport.objects.get().state == TableState.FAILED


def test_a_table_that_waits_is_not_queued_twice(staff: Client, france: None) -> None:
    upload(staff, text([TWINS, GOOD]))
    number = TableImport.objects.get().pk
    for _ in range(2):
        staff.post(f"{PAGES}{number}/")
    assert run_waiting(by="test") == 1
    assert Project.objects.count() == 1


def test_the_starter_starts_nothing_when_nothing_waits(db: None) -> None:
    starter = Starter()
    starter.look()
    assert starter.child is None
    starter.stop()


@pytest.mark.parametrize("kind", TableKind.values)
def test_templates_come_back_in(staff: Client, kind: str, tmp_path: Path) -> None:
    labels = [str(column.label) for column in COLUMNS[kind]]
    for extension in ("csv", "xlsx"):
        answer = staff.get(f"{PAGES}modeles/{kind}.{extension}")
        path = write(tmp_path, f"a.{extension}", answer.content)
        with opened(path, Reading(), recognised) as table:
            assert list(table.header) == labels
            assert len(list(table.rows())) == 1
    assert zipfile.is_zipfile(path)
    assert staff.get(f"{PAGES}modeles/{kind}.pdf").status_code == 404
    assert staff.get(f"{PAGES}modeles/rien.csv").status_code == 404


def test_there_is_no_file_of_errors_where_there_are_none(staff: Client, france: None) -> None:
    upload(staff, text([TWINS, GOOD]))
    assert staff.get(f"{PAGES}{TableImport.objects.get().pk}/lignes-refusees.csv").status_code == 404
    assert staff.get(f"{PAGES}999/").status_code == 404
