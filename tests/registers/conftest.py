"""Someone of the ministry's staff, and a small world."""

import pytest
from django.test import Client

from tests.factories.accounts import superuser
from tests.factories.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def staff(client: Client, db: None) -> Client:
    client.force_login(superuser())
    return client
