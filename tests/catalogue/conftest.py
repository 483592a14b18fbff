"""Each test of the catalogue has an index folder of its own, and sees a commit at once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from atlas.catalogue.index import reader, writer
from atlas.catalogue.record import PublicProject

Indexed = Callable[..., None]


@pytest.fixture(autouse=True)
def index_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The root of the indexes during a test."""
    monkeypatch.setattr(reader, "CHECK_EVERY", 0.0)
    with override_settings(INDEX_DIR=tmp_path / "index"):
        yield tmp_path / "index"


@pytest.fixture
def indexed() -> Indexed:
    """Puts an index of the given records in service, without any database."""

    def build(*projects: PublicProject, revision: int = 1) -> None:
        writer.build(projects, revision=revision)

    return build
