"""Files that nothing names go after a day: none in use, none that is being written, nothing else of the folder."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

from atlas.contributions.drafting import save_draft, start_draft, withdraw
from atlas.contributions.locking import AlreadyDecided
from atlas.registers.actions import save_entry, save_register
from atlas.registers.models import CountryRegister, EntryKind, EntryVersion, Paper, PaperKind
from atlas.uploads import tidying
from atlas.uploads.checking import check
from atlas.uploads.files import hold_back, store, under_random_name
from atlas.uploads.tidying import remove_orphans
from atlas.workspace.actions import attach_file
from atlas.workspace.models import Attachment
from tests.factories.world import make_world
from tests.uploads.files import PDF

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Path:
    """A store of this test alone."""
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    from django.conf import settings

    with override_settings(STORAGES={**settings.STORAGES, "documents": backend}):
        yield tmp_path


def aged(path: Path, age: timedelta = timedelta(days=2)) -> Path:
    moment = (NOW - age).timestamp()
    os.utime(path, (moment, moment))
    return path


def orphan(folder: Path) -> Path:
    """A file whose row could not be saved."""
    checked = under_random_name(check("a.pdf", PDF))
    store(checked)
    return aged(folder / checked.key)


def attached(folder: Path) -> Path:
    draft = start_draft(project_id=None, by="user:5", at=NOW, authority_id=make_world().commune.pk)
    made = attach_file(
        draft, name="a.pdf", content=PDF, title="Bilan", kind="report", address=lambda key: f"https://a.example/{key}",
        by="user:5", at=NOW,
    )  # fmt: skip
    return aged(folder / made.key)


def test_old_files_that_nothing_names_go_and_no_other(folder: Path) -> None:
    lost, used = orphan(folder), attached(folder)
    young = aged(orphan(folder), timedelta(hours=23))
    other = folder / "lisez-moi.txt"
    other.write_text("x")
    aged(other)
    assert remove_orphans(at=NOW) == 1
    assert not lost.exists()
    assert all(path.exists() for path in (used, young, other))
    assert remove_orphans(at=NOW) == 0


def test_files_of_registers_stay_with_all_their_versions(folder: Path) -> None:
    make_world()
    now, before, lost = orphan(folder), orphan(folder), orphan(folder)
    register = save_register(CountryRegister(country_id="ML"), by="user:1")
    paper = Paper(register=register, kind=PaperKind.values[0], title_fr="Guide", media_type="application/pdf", size=9)
    paper.file = now.name
    save_entry(paper, by="user:1")
    EntryVersion.objects.create(
        kind=EntryKind.PAPER, entry_id=999, register=register, number=1, label="Guide", content={"file": before.name},
        actor="user:1", at=NOW,
    )  # fmt: skip
    assert remove_orphans(at=NOW) == 1
    assert (now.exists(), before.exists(), lost.exists()) == (True, True, False)


def test_a_file_kept_again_while_it_is_looked_at_stays(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same bytes of a register have the same name: somebody keeps them before or after they are moved."""
    checked = check("a.pdf", PDF)
    for moment in (0, 1):
        store(checked)
        aged(folder / checked.key)
        looks = []

        def looked(keys: list[str], moment: int = moment, looks: list[int] = looks) -> set[str]:
            if len(looks) == moment:
                store(checked)
            looks.append(1)
            return set()

        monkeypatch.setattr(tidying, "import_string", lambda _name, looked=looked: looked)
        with override_settings(ATLAS_FILES_IN_USE=["one"]):
            remove_orphans(at=timezone.now())
        assert (folder / checked.key).read_bytes() == PDF, moment


def test_what_a_killed_run_had_moved_aside_comes_back(folder: Path) -> None:
    used = attached(folder)
    hold_back(used.name)
    assert not used.exists()
    remove_orphans(at=NOW)
    assert used.exists()


def test_a_save_that_fails_leaves_a_file_that_goes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = start_draft(project_id=None, by="user:5", at=NOW, authority_id=make_world().commune.pk)
    save_draft(draft, {"title": "Un titre"}, 0, by="user:5", at=NOW)
    withdraw(draft, by="user:5", at=NOW)
    with pytest.raises(AlreadyDecided):
        attach_file(
            draft, name="a.pdf", content=PDF, title="", kind="report", address=str, by="user:5", at=NOW
        )  # fmt: skip
    (left,) = folder.iterdir()
    aged(left, timezone.now() - NOW + timedelta(days=2))
    assert not Attachment.objects.exists()
    with pytest.raises(SystemExit):
        call_command("tend_daily")  # without an index it counts nothing, but tidies
    assert list(folder.iterdir()) == []


def test_a_new_installation_has_no_folder_yet(folder: Path) -> None:
    folder.rmdir()
    assert remove_orphans(at=NOW) == 0
