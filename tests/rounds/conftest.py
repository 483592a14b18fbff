"""A country with its post, two sheets of two pairs, an election."""

from datetime import UTC, date, datetime

import pytest

from atlas.catalogue.actions import rebuild_records
from atlas.organisations.actions import NewContact, confirm_contact, keep_contacts
from atlas.organisations.models import Contact, PostCountry
from atlas.projects.draft import PartyDraft
from atlas.rounds.actions import Election, record_election, start_round
from atlas.rounds.models import PairCheck, VerificationRound
from tests.contributions.people import published
from tests.factories.drafts import changed, full_draft
from tests.factories.world import World, make_world

AT = datetime(2026, 11, 25, 10, tzinfo=UTC)
HELD_ON = date(2026, 11, 8)


@pytest.fixture
def world(db: None) -> World:
    made = make_world()
    PostCountry.objects.create(post=made.post, country_id="ML")
    return made


@pytest.fixture
def sheets(world: World) -> tuple[int, int]:
    """Pontcharra with Sikoro; the région with Sikoro and with Kita, which the register does not know."""
    first = full_draft(world)
    parties = (
        PartyDraft(role="partner", name="Bretagne", organisation_id=world.region.pk, country="FR"),
        PartyDraft(role="partner", name="Sikoro", organisation_id=world.partner.pk, country="ML"),
        PartyDraft(role="partner", name="Commune de Kita", country="ML"),
    )
    second = changed(first, legacy_prj_id=901, title="Les marchés", parties=parties)
    numbers = published(first), published(second, key="prj:901")
    rebuild_records(numbers)
    return numbers


@pytest.fixture
def noted(world: World, sheets: tuple[int, int]) -> VerificationRound:
    election = Election(country="ML", held_on=HELD_ON, kind="municipal", source_url="https://example.org/")
    return record_election(election, by="user:3", at=AT)


@pytest.fixture
def running(noted: VerificationRound) -> VerificationRound:
    start_round(noted, by="user:3", at=AT)
    return VerificationRound.objects.get(pk=noted.pk)


def pair(running: VerificationRound, french: str, foreign: str = "Sikoro") -> PairCheck:
    return running.pairs.select_related("french", "foreign", "round").get(french__name=french, foreign_name=foreign)


def contact(world: World, verified_on: date | None = None) -> Contact:
    """The mayor of the partner."""
    new = NewContact(organisation=world.partner, last_name="Inventé", function="Maire", email="maire@kita.example")
    (kept,) = keep_contacts([new], by="test", today=date(2026, 1, 1))
    return confirm_contact(kept, by="test", today=verified_on) if verified_on else kept
