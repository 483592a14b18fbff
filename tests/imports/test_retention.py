"""Documents whose time is over: persons erased, the rest and the hash kept, received again without effect."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from atlas.audit.models import Event
from atlas.contributions.retention import KEPT_PRIVATE
from atlas.imports.models import RefusedItem
from atlas.imports.retention import erase_persons_in_documents
from atlas.projects.models import SourceDocument
from atlas.projects.packing import unpack
from tests.imports.conftest import Told
from tests.imports.pages import page

Command = Callable[..., Told]
NOW = timezone.now()
LATER = NOW + KEPT_PRIVATE + timedelta(days=1)


@pytest.fixture
def received(import_legacy: Command, tmp_path: Path) -> Path:
    (tmp_path / "8001.txt").write_text(page())
    (tmp_path / "8002.txt").write_text("Annuaire : Aline TESTARD")
    import_legacy(tmp_path, commit=True)
    return tmp_path


def test_a_young_document_stays_as_it_came(received: Path) -> None:
    assert erase_persons_in_documents(by="keeper", at=NOW + KEPT_PRIVATE - timedelta(days=1)) == 0
    assert unpack(SourceDocument.objects.get().raw) == page().encode()


def test_an_old_one_names_nobody_and_a_refused_one_is_emptied(received: Path) -> None:
    before = SourceDocument.objects.get()
    assert erase_persons_in_documents(by="keeper", at=LATER) == 2
    after = SourceDocument.objects.get()
    left = unpack(after.raw).decode()
    assert "TESTARD" not in left
    assert "Étendre les réseaux d’eau de Sikoro" in left
    assert (after.content_hash, after.redacted_on) == (before.content_hash, timezone.localdate(LATER))
    assert RefusedItem.objects.get().raw == b""
    verbs = Event.objects.filter(actor="keeper").values_list("verb", flat=True)
    assert sorted(verbs) == ["document.persons_erased", "refused.emptied"]
    assert erase_persons_in_documents(by="keeper", at=LATER) == 0


def test_the_same_page_received_again_is_still_known(import_legacy: Command, received: Path) -> None:
    erase_persons_in_documents(by="keeper", at=LATER)
    told = import_legacy(received / "8001.txt", commit=True)
    assert "outcome unchanged: 1" in told.report
    assert SourceDocument.objects.count() == 1
