"""The command as people call it, on a small France."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.core.management import call_command

from tests.imports.conftest import france

__all__ = ["france"]


@dataclass(frozen=True)
class Told:
    """What the command said of each file, its report, its exit status."""

    files: list[dict[str, Any]]
    report: str
    status: int

    @property
    def outcomes(self) -> dict[str, int]:
        """Of the first file."""
        found: dict[str, int] = self.files[0]["outcomes"]
        return found


Command = Callable[..., Told]


@pytest.fixture
def import_table(france: None, django_capture_on_commit_callbacks: Callable[..., Any]) -> Command:
    """`manage.py import_table FILE… --json`, with what happens after commit."""

    def run(*paths: Path, **options: Any) -> Told:
        out, err, status = io.StringIO(), io.StringIO(), 0
        with django_capture_on_commit_callbacks(execute=True):
            try:
                call_command("import_table", *paths, json=True, stdout=out, stderr=err, **options)
            except SystemExit as stop:
                status = int(stop.code or 0)
        return Told([msgspec.json.decode(line) for line in out.getvalue().splitlines()], err.getvalue(), status)

    return run
