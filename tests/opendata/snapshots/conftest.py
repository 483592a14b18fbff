"""Published files of invented projects: a folder of its own for each test, and sets made in it."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings

from atlas.opendata.snapshots import build, store
from atlas.opendata.snapshots.store import Manifest
from atlas.reference.models import Country, WorldZone
from tests.catalogue.conftest import index_dir, indexed
from tests.opendata.conftest import public

__all__ = ["index_dir", "indexed", "public"]

NOON = datetime(2026, 11, 25, 12, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture(autouse=True)
def files_dir(tmp_path: Path) -> Iterator[Path]:
    """Where the sets of a test lie."""
    with override_settings(FILES_DIR=tmp_path / "files", ATLAS_SITE="https://atlas.example"):
        build.recipe.cache_clear()
        yield tmp_path / "files"
    build.recipe.cache_clear()


@pytest.fixture
def zones(db: None) -> None:
    """Two of the ministry's zones, the second without projects."""
    for rank, (code, fr, en) in enumerate(
        (
            ("afrique-subsaharienne", "Afrique subsaharienne", "Sub-Saharan Africa"),
            ("arctique", "Arctique", "Arctic"),
        )
    ):
        WorldZone.objects.create(code=code, rank=rank, name_fr=fr, name_en=en)
    zone = WorldZone.objects.get(code="afrique-subsaharienne")
    Country.objects.create(iso2="ML", iso3="MLI", name_fr="Mali", name_en="Mali", zone=zone)


Made = Callable[..., Manifest]


@pytest.fixture
def made(zones: None) -> Made:
    """Makes a set so many hours after noon of the day, and gives its manifest."""

    def make(hours: float = 0) -> Manifest:
        name = build.publish(NOON + timedelta(hours=hours))
        assert name is not None
        found = store.manifest(name)
        assert found is not None
        return found

    return make
