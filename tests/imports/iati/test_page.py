"""Staff send a file, read what would happen, and import it by a second step; every refusal is said in words."""

import html
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from atlas.accounts.models import User
from atlas.contributions.models import Contribution
from atlas.imports.iati import page, uploads
from atlas.imports.iati.uploads import forget_old
from atlas.imports.models import ImportRun
from atlas.projects.models import Project
from tests.factories.accounts import staff_member, superuser
from tests.imports.iati.samples import ACTIVITY, changed, file

PAGE = reverse("admin:imports_iati")


def kept() -> list[str]:
    """Names of the files between their dry run and their import."""
    with suppress(FileNotFoundError):
        return storages["documents"].listdir("imports")[1]
    return []


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    yield
    for name in kept():
        storages["documents"].delete(f"imports/{name}")


@pytest.fixture
def staff(client: Client, france: None) -> Client:
    client.force_login(superuser())
    return client


def send(client: Client, content: str | bytes) -> str:
    data = content.encode() if isinstance(content, str) else content
    answer = client.post(PAGE, {"file": SimpleUploadedFile("a.xml", data)})
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def key_of(text: str) -> str:
    found = re.search(r'name="key" value="(\w+)"', text)
    assert found
    return found[1]


def test_a_file_is_tried_then_imported(staff: Client, django_capture_on_commit_callbacks) -> None:
    text = send(staff, file(ACTIVITY, changed(("<iati-identifier>XX-1-P7</iati-identifier>", ""))))
    assert "Essai à blanc : rien n’a encore été écrit" in text
    assert "fiches nouvelles : 1" in text
    assert "refus : 1" in text
    assert "L’activité n’a pas d’identifiant." in text
    assert "XX-1-P7" in text
    assert (Contribution.objects.count(), ImportRun.objects.count(), len(kept())) == (0, 0, 1)
    with django_capture_on_commit_callbacks(execute=True):
        answer = staff.post(PAGE, {"key": key_of(text)}, follow=True)
    assert "Import terminé. fiches nouvelles : 1." in html.unescape(answer.content.decode())
    assert Project.objects.get().title == "De l’eau pour Sikoro"
    assert (ImportRun.objects.get().by, ImportRun.objects.get().source) == (User.objects.get().actor, "iati")
    assert kept() == []


def test_what_was_imported_offers_nothing_more(staff: Client) -> None:
    staff.post(PAGE, {"key": key_of(send(staff, file()))})
    text = send(staff, file())
    assert "activités déjà reçues : 1" in text
    assert "Rien de ce fichier ne changerait le registre." in text
    assert 'name="key"' not in text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Le fichier est vide."),
        (b"a;b", "Ce n’est pas un fichier XML lisible."),
        (b"<!DOCTYPE x><a/>", "une déclaration DOCTYPE, qui n’est pas admise"),
        (b"<html/>", "Ce n’est pas un fichier d’activités IATI."),
        (b'<iati-organisations version="2.03"/>', "C’est un fichier d’organisation"),
        (b'<iati-activities version="1.04"/>', "Seules les versions 2.01 à 2.03 sont lues."),
        (file().encode()[:-40], "Le XML s’interrompt"),
    ],
)
def test_refusals_are_said_in_words(staff: Client, content: bytes, words: str) -> None:
    assert words in send(staff, content)


def test_every_code_of_the_reader_has_its_words() -> None:
    source = Path(page.__file__).parent
    codes = re.findall(
        r'Not(?:Iati|AnActivity)\(\s*"(\w+)"', (source / "files.py").read_text() + (source / "parse.py").read_text()
    )
    assert set(codes) <= set(page.REFUSALS)
    assert len(codes) > 8


def test_a_file_too_large_for_a_page(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 100)
    assert "Importez-le par la commande import_iati." in send(staff, file())
    assert kept() == []


def test_no_file_is_an_error_beside_the_field(staff: Client) -> None:
    assert "errorlist" in staff.post(PAGE, {"x": "1"}).content.decode()


@pytest.mark.parametrize("key", ["../../atlas", "0" * 64])
def test_a_file_that_is_not_there_is_asked_for_again(staff: Client, key: str) -> None:
    answer = staff.post(PAGE, {"key": key}, follow=True)
    assert "Ce fichier n’est plus là." in html.unescape(answer.content.decode())


def test_only_who_may_import_sees_the_page(client: Client, db: None) -> None:
    client.force_login(staff_member("lecteur@atlas.example"))
    assert client.get(PAGE).status_code == 403
    client.logout()
    assert client.get(PAGE).status_code == 302


def test_the_list_of_imports_leads_to_the_page(staff: Client) -> None:
    assert PAGE in staff.get(reverse("admin:imports_importrun_changelist")).content.decode()


def test_files_that_nobody_imported_go_after_a_week(staff: Client) -> None:
    assert forget_old(timezone.now()) == 0
    send(staff, file())
    send(staff, file(changed(("XX-1-P7", "XX-1-P8"))))
    assert len(kept()) == 2
    assert forget_old(timezone.now() + timedelta(days=6)) == 0
    assert forget_old(timezone.now() + timedelta(days=8)) == 2
    assert kept() == []
