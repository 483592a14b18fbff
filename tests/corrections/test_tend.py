"""What the keeper does beside mails and retention, which have tests of their own."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from atlas.catalogue.models import ProjectLine, QualityDay
from atlas.corrections.daily import AGAIN, Daily, Process
from atlas.corrections.management.commands.tend import Command
from tests.catalogue.conftest import index_dir, indexed
from tests.catalogue.records import project, publish

__all__ = ["index_dir", "indexed"]

pytestmark = pytest.mark.django_db


def test_lines_of_files_are_made() -> None:
    publish(project(1), project(2))
    call_command("tend")
    assert sorted(ProjectLine.objects.values_list("project_id", flat=True)) == [1, 2]


def test_a_round_goes_on_where_the_last_one_ended() -> None:
    keeper = Command()
    publish(project(1))
    keeper._round(making=60)
    assert keeper.lines_until == 1
    ProjectLine.objects.all().delete()
    revision = publish(project(2))
    keeper._round(making=60)
    assert keeper.lines_until == revision
    assert ProjectLine.objects.get().project_id == 2


TODAY, TOMORROW = date(2026, 11, 25), date(2026, 11, 26)


def _program(text: str) -> Callable[[], Process]:
    return lambda: subprocess.Popen([sys.executable, "-c", text])


def _counting(path: Path, status: int) -> Callable[[], Process]:
    """Adds a letter to a file, then ends with that status."""
    return _program(f"from pathlib import Path; Path({str(path)!r}).open('a').write('x'); raise SystemExit({status})")


def _looked(daily: Daily, today: date, now: float) -> None:
    """A look, and what it started has ended."""
    daily.look(today, now)
    if daily.child is not None:
        daily.child.wait()


def test_the_work_of_a_day_is_started_once_a_day(tmp_path: Path) -> None:
    daily = Daily(_counting(tmp_path / "seen", 0))
    for today, now in ((TODAY, 0.0), (TODAY, 5.0), (TODAY, 9_000.0), (TOMORROW, 9_005.0), (TOMORROW, 9_010.0)):
        _looked(daily, today, now)
    assert (tmp_path / "seen").read_text() == "xx"


def test_what_failed_is_tried_again_after_a_while(tmp_path: Path) -> None:
    daily = Daily(_counting(tmp_path / "seen", 1))
    for now in (0.0, 1.0, AGAIN, AGAIN + 2, AGAIN + 3):
        _looked(daily, TODAY, now)
    assert (tmp_path / "seen").read_text() == "xx"


def test_a_keeper_that_stops_ends_what_it_started() -> None:
    daily = Daily(_program("import time; time.sleep(600)"))
    daily.look(TODAY, 0.0)
    child = daily.child
    daily.stop()
    assert child is not None
    assert child.poll() is not None


def test_a_register_without_sheets_is_not_counted(index_dir: Path) -> None:
    with pytest.raises(SystemExit):
        call_command("tend_daily")
    assert not QualityDay.objects.exists()


def test_sheets_are_counted_and_compared_by_one_command(indexed: Callable[..., None]) -> None:
    twins = (project(1), project(2))
    indexed(*twins, revision=publish(*twins))
    call_command("tend_daily")
    assert QualityDay.objects.get(scope="").projects == 2
