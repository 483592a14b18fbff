"""Our register → IATI → an empty register → the same public records, for every field that IATI carries."""

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from atlas.catalogue.models import Change, OrganisationRecord, ProjectRecord, Revision
from atlas.catalogue.record import PublicProject, decode
from atlas.contributions.models import Contribution, Proposal
from atlas.imports.iati.beside import WORTH_A_PROCESS
from atlas.imports.models import ImportRun, RefusedItem
from atlas.opendata.iati.files import write_activities
from atlas.organisations.models import Organisation
from atlas.projects.models import PrivateContact, Project, QualityFlag, SourceDocument, SourceReference, Version
from tests.append_only import lifted
from tests.catalogue.conftest import index_dir, indexed
from tests.factories.places import declare_places
from tests.imports.conftest import Told
from tests.imports.iati.samples import changed, file
from tests.imports.iati.seen import seen
from tests.imports.pages import page
from tests.imports.small_france import small_data

__all__ = ["index_dir", "indexed"]
TODAY = date(2026, 6, 1)
Command = Callable[..., Told]


def records() -> dict[int | None, PublicProject]:
    return {one.legacy_prj_id: one for one in map(decode, ProjectRecord.objects.values_list("data", flat=True))}


def empty_register() -> None:
    """As it was before the first sheet: reference data and organisations of France stay."""
    children = (Proposal, Contribution, SourceReference, QualityFlag, PrivateContact, Version)
    with lifted():
        for model in (*children, Project, SourceDocument, RefusedItem, ImportRun, ProjectRecord, Change, Revision):
            model._default_manager.all().delete()
    OrganisationRecord.objects.filter(organisation_id__in=Organisation.objects.filter(origin="import")).delete()
    Organisation.objects.filter(origin="import").delete()


def exported(indexed: Callable[..., None]) -> bytes:
    indexed(*records().values(), revision=Revision.objects.get().number)
    out = io.BytesIO()
    write_activities(out, site="https://atlas.example", today=TODAY)
    return out.getvalue()


@pytest.fixture
def sheets(import_legacy: Callable[..., Told], tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "8001.txt").write_text(page())
    (folder / "8002.txt").write_text(page(owners="Pontcharra, Commune rurale de SIKORO", title="Deuxième projet"))
    examples = sorted((settings.DATA_DIR / "demonstration" / "pages").glob("*"))
    import_legacy(folder, *examples, commit=True)


def test_what_iati_carries_comes_back(
    sheets: None, import_iati: Callable[..., Told], indexed: Callable[..., None]
) -> None:
    before = records()
    first = exported(indexed)
    empty_register()
    told = import_iati(first, commit=True)
    after = records()
    assert told.status == 0, told.report
    assert len(after) >= 8
    for number, record in after.items():
        assert seen(record, TODAY) == seen(before[number], TODAY)


def test_declared_places_come_back(
    sheets: None, import_iati: Callable[..., Told], indexed: Callable[..., None]
) -> None:
    assert declare_places() >= 8
    before = records()
    first = exported(indexed)
    empty_register()
    import_iati(first, commit=True)
    after = records()
    assert {len(record.places) for record in after.values()} == {0, 6}
    for number, record in after.items():
        assert seen(record, TODAY) == seen(before[number], TODAY)


TWO_SPELLINGS = "Pontcharra commun.ico.loupe.alter\nCommune de Pontcharra"
NO_ACTIVITY = page(partner="Angoulême").replace("Environnement, Climat et Energie", "").replace("Eau et déchets", "")
"""Without a theme, so that its partner comes in by IATI with another sheet."""


@pytest.mark.parametrize(
    "pages",
    [
        pytest.param([page(authority=TWO_SPELLINGS)], id="an organisation twice in one role"),
        pytest.param(
            [NO_ACTIVITY, page(partner="Angoulême", owners="Angoulême")], id="a namesake of a French town, seen before"
        ),
        pytest.param([page(authority="Commune de Savoie")], id="a commune that bears the name of a département"),
        pytest.param(
            [page(partner="Ville de Sikoro"), page(partner="SIKORO", title="Autre")],
            id="two spellings of a partner in one batch",
        ),
    ],
)
def test_what_names_alone_do_not_tell_comes_back(
    pages: list[str],
    import_legacy: Command,
    import_iati: Command,
    indexed: Callable[..., None],
    tmp_path: Path,
) -> None:
    """Four ways in which generated sheets once came back otherwise."""
    _commune_of_savoie()
    for number, text in enumerate(pages, 8001):
        (tmp_path / f"{number}.txt").write_text(text)
    import_legacy(*sorted(tmp_path.glob("*.txt")), commit=True, batch=1 if NO_ACTIVITY in pages else 200)
    before = {number: one for number, one in records().items() if one.themes}
    first = exported(indexed)
    empty_register()
    import_iati(first, commit=True, batch=1)
    after = records()
    assert len(before) == len(pages) - pages.count(NO_ACTIVITY)
    assert {number: seen(one, TODAY) for number, one in after.items()} == {
        number: seen(one, TODAY) for number, one in before.items()
    }


def _commune_of_savoie() -> None:
    """Invented: like Vienne, a name of both kinds."""
    Organisation.objects.create(
        kind="commune",
        name="Savoie",
        match_key="savoie",
        country_id="FR",
        siren="219999999",
        origin="reference",
        reference_key="commune:99999",
        created_at=timezone.now(),
    )


def test_the_second_file_is_the_first_but_for_its_own_numbers(
    sheets: None, import_iati: Callable[..., Told], indexed: Callable[..., None]
) -> None:
    first = exported(indexed)
    empty_register()
    import_iati(first, commit=True)
    second = exported(indexed)
    assert first.count(b"<iati-activity ") == second.count(b"<iati-activity ")
    for name in (b"<sector ", b"<participating-org ", b"<transaction ", b"<location>", b"<description ", b"<tag "):
        assert first.count(name) == second.count(name), name


def test_a_round_trip_into_the_same_register_doubles_nothing(
    sheets: None, import_iati: Callable[..., Told], indexed: Callable[..., None]
) -> None:
    numbers = set(Project.objects.values_list("pk", flat=True))
    told = import_iati(exported(indexed), commit=True)
    assert set(Project.objects.values_list("pk", flat=True)) == numbers
    assert "waiting because own_activity" in told.report


def test_a_killed_import_goes_on_and_doubles_nothing(tmp_path: Path) -> None:
    """Killed between its batches by the system, and run again: each activity once. The process that reads ends too."""
    number, folder = 1_000, tmp_path / "killed"
    folder.mkdir()
    path = folder / "many.xml"
    path.write_text(file(*(changed(("XX-1-P7", f"XX-1-{one}")) for one in range(number))))
    assert path.stat().st_size > WORTH_A_PROCESS
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "ATLAS_VAR_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
    }

    def manage(*arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, "manage.py", *map(str, arguments)]
        return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stderr=subprocess.PIPE, text=True)

    data = small_data(folder / "data")
    for step in (("migrate",), ("load_reference", "--data-dir", data)):
        with manage(*step, "--verbosity", 0) as process:
            assert process.wait() == 0
    first = manage("import_iati", path, "--commit", "--batch", 20)
    deadline = time.monotonic() + 120
    while _counted(folder) < 40 and time.monotonic() < deadline and first.poll() is None:
        time.sleep(0.02)
    (reader,) = (int(one) for one in Path(f"/proc/{first.pid}/task/{first.pid}/children").read_text().split()[-1:])
    first.send_signal(signal.SIGKILL)
    first.wait()
    while _runs(reader):
        assert time.monotonic() < deadline, "nobody reads what it sends"
        time.sleep(0.05)
    first.communicate()
    partly = _counted(folder)
    assert 0 < partly < number
    again = manage("import_iati", path, "--commit", "--batch", 20)
    report = again.communicate()[1]
    assert again.returncode == 0, report
    assert _counted(folder) == number
    assert f"outcome unchanged: {partly}" in report


def _runs(pid: int) -> bool:
    """Not gone, and not a corpse that nobody has buried yet."""
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def _counted(folder: Path) -> int:
    """Activities in the register of that folder."""
    import sqlite3

    try:
        with sqlite3.connect(f"file:{folder / 'atlas.sqlite3'}?mode=ro", uri=True) as database:
            return int(database.execute("SELECT count(*) FROM contributions_contribution").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def test_the_site_offers_the_file_it_reads(client: Client, sheets: None, indexed: Callable[..., None]) -> None:
    indexed(*records().values(), revision=Revision.objects.get().number)
    answer = client.get("/fr/recherche/export.iati.xml")
    assert b'version="2.03"' in answer.getvalue()


def test_a_region_is_not_the_commune_of_its_name(
    import_iati: Callable[..., Told], indexed: Callable[..., None]
) -> None:
    """« Bretagne » is a commune too: our files say which one is meant."""
    Organisation.objects.create(
        kind="commune",
        name="Bretagne",
        match_key="bretagne",
        country_id="FR",
        origin="import",
        created_at=timezone.now(),
    )
    name = "<narrative>Pontcharra</narrative>"
    other = changed((name, "<narrative>Bretagne (région)</narrative>"))
    told = import_iati(file(other), commit=True)
    assert told.status == 0
    parties = next(iter(records().values())).parties
    assert [(one.role, one.name, one.kind) for one in parties if one.name.startswith("Bretagne")] == [
        ("partner", "Bretagne (région)", "region"),
        ("owner", "Bretagne (région)", "region"),
    ]
