"""A small France in the test database, and the command as people call it."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from django.core.management import call_command

from tests.imports import small_france


@pytest.fixture
def france(db: None, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Reference data and organisations that import tests name."""
    small_france.load(tmp_path_factory.mktemp("france") / "data")


@dataclass(frozen=True)
class Told:
    """What the command said: its objects, its report, its exit status."""

    objects: list[dict[str, object]]
    report: str
    status: int


@pytest.fixture
def import_legacy(france: None, django_capture_on_commit_callbacks: Callable[..., object]) -> Callable[..., Told]:
    """`manage.py import_legacy PATH… [--commit] --json`, with what happens after commit."""

    def run(*paths: Path, commit: bool = False, batch: int = 200) -> Told:
        out, err = io.StringIO(), io.StringIO()
        status = 0
        with django_capture_on_commit_callbacks(execute=True):
            try:
                call_command("import_legacy", *paths, commit=commit, json=True, batch=batch, stdout=out, stderr=err)
            except SystemExit as stop:
                status = int(stop.code or 0)
        return Told([msgspec.json.decode(line) for line in out.getvalue().splitlines()], err.getvalue(), status)

    return run
