"""The batches of an import: one odd item never costs the others, and a killed run is taken up where it stopped."""

import subprocess
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from atlas.contributions.actions import Delivery
from atlas.imports.items import Refused
from atlas.imports.models import RefusedItem
from atlas.imports.pipeline import Run
from atlas.projects.draft import ProjectDraft
from atlas.projects.models import Project
from tests.imports.killing import ask, copy_base, kill_at, make_base, projects_in, python
from tests.imports.pages import page


@dataclass(frozen=True)
class Item:
    """A reading of a source made for this test."""

    name: str
    draft: ProjectDraft

    @property
    def raw(self) -> bytes:
        return self.name.encode()


class Plain:
    """A resolver that resolves nothing; `kept` and `forgotten` count batches."""

    def __init__(self) -> None:
        self.kept = self.forgotten = 0

    def prepare(self, readings: Sequence[Item]) -> None:
        pass

    def deliver(self, reading: Item) -> Delivery:
        return Delivery("facts", f"key:{reading.name}", reading.name, reading.raw, reading.draft)

    def keep(self) -> None:
        self.kept += 1

    def forget(self) -> None:
        self.forgotten += 1


ITEMS = [
    Item("one", ProjectDraft(title="Un projet")),
    Item("odd", ProjectDraft(title="Un projet", family="neither of the two")),
    Item("two", ProjectDraft(title="Un autre projet")),
]


@pytest.mark.django_db
def test_an_item_that_the_database_refuses_is_reported_and_kept_and_the_others_are_written() -> None:
    resolver = Plain()
    report = Run("facts", resolver, by="test", commit=True).over(ITEMS)
    assert sorted(Project.objects.values_list("title", flat=True)) == ["Un autre projet", "Un projet"]
    assert dict(report.outcomes) == {"created": 2}
    ((name, code, message),) = report.failures
    assert (name, code) == ("odd", "not_written")
    assert "project_family_known" in message
    assert zlib.decompress(RefusedItem.objects.get().raw) == b"odd"
    assert (resolver.kept, resolver.forgotten) == (2, 2)


@pytest.mark.django_db
def test_a_dry_run_keeps_nothing() -> None:
    resolver = Plain()
    report = Run("facts", resolver, by="test", commit=False).over([ITEMS[0], Refused("x", b"x", "empty", "Nothing")])
    assert dict(report.outcomes) == {"created": 1}
    assert (Project.objects.count(), RefusedItem.objects.count(), resolver.kept) == (0, 0, 0)


@pytest.mark.django_db
def test_an_error_of_ours_stops_the_run() -> None:
    class Broken(Plain):
        def deliver(self, reading: Item) -> Delivery:
            raise AssertionError("a defect, not a document")

    with pytest.raises(AssertionError):
        Run("facts", Broken(), by="test", commit=True).over(ITEMS)


PAGES = 80
# Everything that a run leaves, without row numbers and times of day.
STATE = (
    "SELECT p.legacy_prj_id, p.publication_state, p.version_number, v.number, v.origin, v.changed, p.title"
    " FROM projects_project p JOIN projects_version v ON v.project_id = p.id ORDER BY 1, 4",
    "SELECT source_key, state, reason, applied_version, draft_hash FROM contributions_contribution ORDER BY 1, 5",
    "SELECT kind, key, content_hash FROM projects_sourcedocument ORDER BY 1, 2, 3",
    "SELECT name, country_id, origin FROM organisations_organisation ORDER BY 1, 2",
    "SELECT verb, object_type, count(*) FROM audit_event GROUP BY 1, 2 ORDER BY 1, 2",
    "SELECT legacy_prj_id, version, length(data) FROM catalogue_projectrecord ORDER BY 1",
    "SELECT max(revision), count(DISTINCT project_id) FROM catalogue_change",
    "SELECT number FROM catalogue_revision",
    "SELECT role, last_name, count(*) FROM projects_privatecontact GROUP BY 1, 2 ORDER BY 1, 2",
    "SELECT code, count(*) FROM projects_qualityflag GROUP BY 1 ORDER BY 1",
)


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a filled database file and pages to import."""
    folder = tmp_path_factory.mktemp("killed")
    (folder / "pages").mkdir()
    for number in range(PAGES):
        text = page(title=f"Réseau d’eau du quartier {number}", partner=f"Commune de Sikoro {number % 17}")
        (folder / "pages" / f"{8000 + number}.txt").write_text(text)
    make_base(folder)
    return folder


def _import(database: Path) -> "subprocess.Popen[bytes]":
    pages = database.parent / "pages"
    return python(database, "manage.py", "import_legacy", str(pages), "--commit", "--batch", "5")


def _state(database: Path) -> list[list[tuple[object, ...]]]:
    return [ask(database, query) for query in STATE]


@pytest.fixture
def killed(workplace: Path) -> Iterator[Path]:
    """A database whose import was killed with SIGKILL after some batches."""
    database = copy_base(workplace, "killed.sqlite3")
    kill_at(_import(database), database, PAGES // 3)
    yield database
    database.unlink()


def test_killed_and_run_again_is_the_same_as_one_clean_run(workplace: Path, killed: Path) -> None:
    clean = copy_base(workplace, "clean.sqlite3")
    assert _import(clean).wait() == 0
    half = projects_in(killed)
    assert PAGES // 3 <= half < PAGES
    assert _import(killed).wait() == 0
    for database in (killed, clean):
        # What the follower does at its start: a kill may fall between a commit and its signal.
        assert python(database, "manage.py", "rebuild_records").wait() == 0
    assert _state(killed) == _state(clean)
