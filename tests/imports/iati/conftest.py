"""The command as people call it, on a small France."""

import io
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from django.core.management import call_command

from tests.imports.conftest import Told, france, import_legacy

__all__ = ["france", "import_legacy"]


@pytest.fixture
def import_iati(
    france: None, tmp_path: Path, django_capture_on_commit_callbacks: Callable[..., object]
) -> Callable[..., Told]:
    """`manage.py import_iati` on texts, bytes or files, with what happens after commit."""

    def run(*contents: str | bytes | Path, commit: bool = False, batch: int = 200) -> Told:
        paths = [_written(tmp_path / f"file{number}.xml", content) for number, content in enumerate(contents)]
        out, err = io.StringIO(), io.StringIO()
        status = 0
        with django_capture_on_commit_callbacks(execute=True):
            try:
                call_command("import_iati", *paths, commit=commit, json=True, batch=batch, stdout=out, stderr=err)
            except SystemExit as stop:
                status = int(stop.code or 0)
        return Told([msgspec.json.decode(line) for line in out.getvalue().splitlines()], err.getvalue(), status)

    return run


def _written(path: Path, content: str | bytes | Path) -> Path:
    if isinstance(content, Path):
        return content
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
