from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests.factories.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture(autouse=True)
def _limits() -> Iterator[None]:
    """Limits of sign-in are counted in the cache: each test begins at nought."""
    cache.clear()
    yield
    cache.clear()
