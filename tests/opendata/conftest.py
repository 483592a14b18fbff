"""Files read the index and the records: each test has both, of the same projects."""

from collections.abc import Callable

import pytest

from atlas.catalogue.record import PublicProject
from tests.catalogue.conftest import index_dir, indexed
from tests.catalogue.records import publish

__all__ = ["index_dir", "indexed"]

Public = Callable[..., None]


@pytest.fixture
def public(db, indexed) -> Public:
    """Publishes projects: their records, and an index of them."""

    def make(*projects: PublicProject) -> None:
        indexed(*projects, revision=publish(*projects))

    return make
