"""Files attached to sheets: who may, which are taken, and that nobody reads them before their sheet is public."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from atlas.contributions.deciding import accept
from atlas.contributions.models import Contribution
from atlas.workspace.models import Attachment
from tests.factories.accounts import client_of
from tests.uploads.files import DISGUISED, GOOD, PAGE, PDF
from tests.workspace.conftest import AT, Stage
from tests.workspace.pages import begun, saved, text


def upload(client: Client, draft: Contribution, name: str, content: bytes) -> HttpResponse:
    sent = {"file": SimpleUploadedFile(name, content), "title": "Bilan 2025", "kind": "report"}
    return client.post(f"/fr/espace/fiches/{draft.pk}/deposer/", sent)


def test_a_file_is_public_once_its_sheet_is(agent: Client, stage: Stage, django_capture_on_commit_callbacks) -> None:
    draft = begun(agent, stage)
    assert upload(agent, draft, "bilan.pdf", PDF).status_code == 303
    attachment = Attachment.objects.get()
    assert attachment.key not in PDF.decode()
    document = saved(draft).documents[-1]
    assert (document.kind, document.title) == ("report", "Bilan 2025")
    public = document.url.partition("8000")[2] or document.url
    private = f"/fr/espace/fiches/{draft.pk}/pieces/{attachment.pk}/"
    given = agent.get(private)
    assert b"".join(given.streaming_content) == PDF
    assert given["Content-Type"] == "application/pdf"
    assert given["Content-Disposition"] == 'attachment; filename="bilan.pdf"'
    assert given["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in given["Content-Security-Policy"]
    assert client_of(stage.stranger).get(private).status_code == 404
    assert Client().get(private).status_code == 302
    assert Client().get(public).status_code == 404
    agent.post(f"/fr/espace/fiches/{draft.pk}/envoyer/", {"message": ""})
    assert Client().get(public).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        accept(Contribution.objects.get(pk=draft.pk), by=stage.officer.actor, at=AT)
    assert b"".join(Client().get(public).streaming_content) == PDF


@pytest.mark.parametrize(("name", "content", "words"), [
    ("page.pdf", PAGE, "ne correspond pas à son nom"),
    ("dessin.svg", b"<svg/>", "n’est pas accepté"),
    ("facture.exe.pdf", PDF, "trompeur"),
    ("vide.pdf", b"", "vide"),
    ("macros.docx", DISGUISED["macros.docx"], "macros"),
    ("liste.csv", GOOD["liste.csv"], "n’est pas accepté"),
])  # fmt: skip
def test_files_that_are_refused(agent: Client, stage: Stage, name: str, content: bytes, words: str) -> None:
    draft = begun(agent, stage)
    answer = upload(agent, draft, name, content)
    assert answer.status_code == 422
    assert words in text(answer)
    assert not Attachment.objects.exists()


def test_strangers_do_not_attach(agent: Client, stage: Stage) -> None:
    draft = begun(agent, stage)
    assert upload(client_of(stage.stranger), draft, "bilan.pdf", PDF).status_code == 404
