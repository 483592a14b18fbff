"""A published sheet with its record."""

from datetime import UTC, datetime

import pytest

from atlas.catalogue.actions import rebuild_records
from atlas.contributions.actions import Delivery, receive
from tests.factories.drafts import full_draft
from tests.factories.world import make_world

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.fixture
def project_id(db: None) -> int:
    delivery = Delivery("legacy_page", "prj:900", "900.txt", b"page", full_draft(make_world()))
    (outcome,) = receive([delivery], by="test", at=AT, today=AT.date())
    assert outcome.project_id is not None
    rebuild_records([outcome.project_id])
    return outcome.project_id
