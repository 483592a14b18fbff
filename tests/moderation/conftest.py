"""A sheet, and who decides of it."""

import pytest
from django.test import Client

from tests.contributions.people import published
from tests.factories.accounts import account, client_of
from tests.factories.drafts import full_draft
from tests.factories.world import World, make_world


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def sheet(world: World) -> int:
    return published(full_draft(world))


@pytest.fixture
def officer(world: World) -> Client:
    return client_of(account("ministry_officer", full_name="Une officière"))


@pytest.fixture
def agent(world: World) -> Client:
    return client_of(account("authority_agent", organisation=world.commune))
