"""A published sheet of Pontcharra and Sikoro, and people who have to do with it."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.test import Client

from atlas.accounts.models import User
from atlas.accounts.roles import Role
from atlas.catalogue.actions import rebuild_records
from atlas.contributions.actions import Delivery, receive
from atlas.organisations.models import PostCountry
from tests.factories.accounts import account, client_of
from tests.factories.drafts import full_draft
from tests.factories.world import World, make_world

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)


@dataclass(frozen=True)
class Stage:
    """`agent`, `colleague`: of Pontcharra, partner of the sheet; `stranger`: of another authority."""

    world: World
    project_id: int
    agent: User
    colleague: User
    stranger: User
    officer: User
    post_agent: User


@pytest.fixture
def stage(db: None) -> Stage:
    world = make_world()
    delivery = Delivery("legacy_page", "prj:900", "900.txt", b"page", full_draft(world))
    (outcome,) = receive([delivery], by="test", at=AT, today=AT.date())
    assert outcome.project_id is not None
    rebuild_records([outcome.project_id])
    PostCountry.objects.create(post=world.post, country_id="ML")
    return Stage(
        world,
        outcome.project_id,
        agent=account(Role.AUTHORITY_AGENT, organisation=world.commune, full_name="Alix Martin"),
        colleague=account(Role.AUTHORITY_AGENT, organisation=world.commune, full_name="Camille Durand"),
        stranger=account(Role.AUTHORITY_AGENT, organisation=world.region, full_name="Sacha Petit"),
        officer=account(Role.MINISTRY_OFFICER, full_name="Dominique Roy"),
        post_agent=account(Role.POST_AGENT, post=world.post, full_name="Charlie Blanc"),
    )


@pytest.fixture
def agent(stage: Stage) -> Client:
    return client_of(stage.agent)
