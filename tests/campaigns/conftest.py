"""Two authorities of two régions with sheets, persons of each role, a campaign that runs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from django.test import Client, override_settings

from atlas.accounts.models import User
from atlas.accounts.roles import Role
from atlas.campaigns.actions import Plan, open_campaign, plan_campaign
from atlas.campaigns.models import AuthorityUpdate, UpdateCampaign
from atlas.campaigns.preparing import tend_campaigns
from atlas.catalogue.index import reader, writer
from atlas.contributions.actions import Delivery, receive
from atlas.organisations.models import Organisation
from atlas.projects.draft import PartyDraft, ProjectDraft
from tests.factories.accounts import account, client_of
from tests.factories.world import World, make_world

AT = datetime(2026, 11, 25, 10, tzinfo=UTC)
TODAY = date(2026, 11, 25)
MINISTRY = "user:900"


@dataclass(frozen=True)
class Scene:
    """`sheets`: two that the commune leads, one that it shares and the region leads."""

    world: World
    sheets: tuple[int, int, int]
    campaign: UpdateCampaign

    @property
    def commune(self) -> Organisation:
        return self.world.commune

    def update(self, organisation: Organisation | None = None) -> AuthorityUpdate:
        """The row of an authority, the commune's by default."""
        return AuthorityUpdate.objects.get(campaign=self.campaign, organisation=organisation or self.commune)

    def path(self, rest: str = "", organisation: Organisation | None = None) -> str:
        """A page of an authority's update."""
        return f"/fr/espace/campagnes/2026/collectivites/{(organisation or self.commune).pk}/{rest}"


def sheet(number: int, world: World, *lead: Organisation) -> int:
    """A published sheet of French partners, the first one leading, and Sikoro."""
    parties = [PartyDraft(role="partner", name=one.name, organisation_id=one.pk, country="FR") for one in lead]
    parties.append(PartyDraft(role="partner", name="SIKORO", organisation_id=world.partner.pk, country="ML"))
    draft = ProjectDraft(
        legacy_prj_id=number, title=f"Fiche {number}", status="ongoing", start_year=2019, countries=("ML",),
        parties=tuple(parties),
    )  # fmt: skip
    page = Delivery("legacy_page", f"prj:{number}", f"{number}.txt", str(number).encode(), draft)
    (outcome,) = receive([page], by="import", at=datetime(2026, 1, 5, tzinfo=UTC), today=TODAY)
    assert outcome.project_id is not None
    return outcome.project_id


def plan(**values: object) -> Plan:
    words = {"year": 2026, "circular_fr": "Merci de vérifier.", "circular_en": "Please check."}
    days = {"opens_on": date(2026, 11, 1), "closes_on": date(2026, 12, 31)}
    return Plan(**{**words, **days, **values})  # type: ignore[arg-type]  # values of the fields


@pytest.fixture
def scene(db: None) -> Scene:
    world = make_world()
    sheets = (
        sheet(901, world, world.commune),
        sheet(902, world, world.commune, world.region),
        sheet(903, world, world.region, world.commune),
    )
    campaign = plan_campaign(plan(), by=MINISTRY, at=AT)
    return Scene(world, sheets, open_campaign(campaign.pk, by=MINISTRY, at=AT))


@pytest.fixture
def prepared(scene: Scene) -> Scene:
    tend_campaigns(by="tend", at=AT)
    return scene


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def admin(scene: Scene) -> User:
    return account(Role.AUTHORITY_ADMIN, organisation=scene.commune, email="admin@ville.example", full_name="Ada Maire")


@pytest.fixture
def agent(scene: Scene) -> User:
    return account(Role.AUTHORITY_AGENT, organisation=scene.commune, email="agent@ville.example")


@pytest.fixture
def prefecture(scene: Scene) -> User:
    return account(Role.PREFECTURE, region="84", email="prefet@region.example")


@pytest.fixture
def officer(scene: Scene) -> User:
    return account(Role.MINISTRY_OFFICER, email="agent@ministere.example")


def browser(user: User) -> Client:
    """Signed in."""
    return client_of(user)


@pytest.fixture
def indexed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Public pages read an index."""
    monkeypatch.setattr(reader, "CHECK_EVERY", 0.0)
    with override_settings(INDEX_DIR=tmp_path / "index"):
        writer.build([], revision=1)
        yield
