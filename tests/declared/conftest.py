"""A country with its post, and an entry that waits."""

from datetime import UTC, datetime

import pytest

from atlas.declared.actions import Declared, declare
from atlas.declared.models import DeclaredEntry
from atlas.organisations.models import PostCountry
from tests.factories.world import World, make_world

AT = datetime(2026, 11, 25, 10, tzinfo=UTC)


@pytest.fixture
def world(db: None) -> World:
    made = make_world()
    PostCountry.objects.create(post=made.post, country_id="ML")
    return made


def said(world: World, **values: object) -> Declared:
    return Declared(
        **{
            "country": "ML",
            "authority_name": "Pontcharra",
            "authority_id": world.commune.pk,
            "partner_name": "Sikoro",
            "partner_place": "Cercle de Kita",
            "since_year": 2019,
            "form": "twinning",
            "words": "Un forage et une école.",
            "name": "Lise Inventée",
            "function": "Adjointe au maire",
            "email": "lise@example.org",
            "language": "fr",
            "visitor": "192.0.2.1",
            **values,
        }
    )


@pytest.fixture
def entry(world: World) -> DeclaredEntry:
    return declare(said(world), by="reader", at=AT)
