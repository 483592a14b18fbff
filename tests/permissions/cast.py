"""The persons and objects of the matrix: one person a role, with something in their scope and something out of it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.core.files.base import ContentFile
from django.utils import timezone

from atlas.accounts.links import digest_of
from atlas.accounts.models import Delegation, Invitation, User
from atlas.accounts.roles import Role
from atlas.accounts.states import MembershipState
from atlas.campaigns.actions import Plan, open_campaign, plan_campaign
from atlas.catalogue.actions import rebuild_records
from atlas.contributions.drafting import start_draft
from atlas.contributions.models import Contribution, Origin
from atlas.declared.actions import Declared, declare
from atlas.imports.spreadsheets.actions import receive_table
from atlas.organisations.models import PostCountry
from atlas.projects.draft import ProjectDraft
from atlas.registers.actions import save_entry, save_register
from atlas.registers.models import CountryRegister, Passage
from atlas.rounds.actions import Election, record_election, start_round
from atlas.rounds.models import VerificationRound
from atlas.workspace.actions import attach_file
from tests.contributions.people import published, sent
from tests.factories.accounts import account, hold
from tests.factories.drafts import changed, full_draft
from tests.factories.world import World, make_world, organisation
from tests.uploads.files import PDF

AT: Final = datetime(2026, 11, 20, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Cast:
    """Ids of rows: `…_here` in the scope of those who act for the commune and its region, `…_elsewhere` of others."""

    world: World
    people: dict[str, User]
    asked_here: int
    asked_elsewhere: int
    invited_here: int
    invited_elsewhere: int
    delegated_here: int
    delegated_elsewhere: int
    table: int
    sheet_here: int
    sheet_elsewhere: int
    suggested_here: int
    suggested_elsewhere: int
    doubt: int
    draft_here: int
    draft_elsewhere: int
    attachment: int
    passage: int
    elsewhere: int
    entry_here: int
    entry_elsewhere: int
    round_here: int
    round_elsewhere: int
    pair_here: int
    own_role: int = 0

    def own_role_of(self, role: str) -> int:
        """The membership by which the person of that role holds it."""
        return self.people[role].memberships.order_by("pk")[0].pk


def make_cast() -> Cast:
    """Write everything; needs an empty database."""
    world = make_world()
    PostCountry.objects.create(post=world.post, country_id="ML")
    elsewhere = organisation("commune", "Ailleurs-sur-Mer", "FR", insee_code="29001", region_code="53")
    partner = organisation("association", "Eau pour tous", "FR")
    people = {
        Role.AUTHORITY_AGENT: account(Role.AUTHORITY_AGENT, organisation=world.commune),
        Role.AUTHORITY_ADMIN: account(Role.AUTHORITY_ADMIN, organisation=world.commune),
        Role.PARTNER_EDITOR: account(Role.PARTNER_EDITOR, organisation=partner),
        Role.PREFECTURE: account(Role.PREFECTURE, region="84"),
        Role.POST_AGENT: account(Role.POST_AGENT, post=world.post),
        Role.FOREIGN_AUTHORITY: account(Role.FOREIGN_AUTHORITY, organisation=world.partner),
        **{role: account(role) for role in (Role.MINISTRY_OFFICER, Role.MINISTRY_ADMIN)},
        **{role: account(role) for role in (Role.COMMITTEE_MEMBER, Role.READER)},
    }
    here, there = account(), account()
    sheet_here = published(full_draft(world))
    sheet_elsewhere = published(changed(full_draft(world), legacy_prj_id=901, parties=()), key="prj:901")
    draft = _draft(people[Role.AUTHORITY_AGENT], world.commune.pk)
    rebuild_records([sheet_here])
    requested = MembershipState.REQUESTED
    return Cast(
        world=world,
        people={role.value: person for role, person in people.items()},
        asked_here=hold(here, Role.AUTHORITY_AGENT, organisation=world.commune, state=requested).pk,
        asked_elsewhere=hold(there, Role.AUTHORITY_AGENT, organisation=elsewhere, state=requested).pk,
        invited_here=_invited(world.commune.pk, "a", people[Role.MINISTRY_OFFICER]),
        invited_elsewhere=_invited(elsewhere.pk, "b", there),
        delegated_here=_delegated(world.commune.pk, partner.pk),
        delegated_elsewhere=_delegated(elsewhere.pk, partner.pk),
        elsewhere=_campaign(),
        entry_here=_declared("ML"),
        entry_elsewhere=_declared("SN"),
        round_here=(here_ := _round("ML", is_started=True)).pk,
        round_elsewhere=_round("SN", is_started=False).pk,
        pair_here=here_.pairs.order_by("pk")[0].pk,
        table=receive_table(
            ContentFile(b"titre;pays\nEau;Mali\n").chunks(), name="liste.csv", by="user:1", language="fr"
        ).pk,
        sheet_here=sheet_here,
        sheet_elsewhere=sheet_elsewhere,
        suggested_here=_suggested(sheet_here),
        suggested_elsewhere=_suggested(sheet_elsewhere),
        doubt=_doubt(sheet_here),
        draft_here=draft.pk,
        draft_elsewhere=_draft(there, world.region.pk).pk,
        attachment=_attached(draft),
        passage=_written(),
    )


def _suggested(sheet: int) -> int:
    """By somebody who is none of the cast."""
    return sent(sheet, by="user:999999", origin=Origin.SUGGESTED_EDIT, title="Un autre titre").pk


def _doubt(sheet: int) -> int:
    contribution = Contribution.objects.filter(project_id=sheet, state="accepted").get()
    change = {"field": "title", "rule": "title_completion", "current": "x", "proposed": "y"}
    return contribution.proposals.create(**change).pk


def _draft(person: User, authority_id: int) -> Contribution:
    draft = ProjectDraft(title="École de Sikoro")
    return start_draft(project_id=None, by=person.actor, at=AT, authority_id=authority_id, draft=draft)


def _attached(draft: Contribution) -> int:
    return attach_file(
        draft, name="a.pdf", content=PDF, title="Bilan", kind="report", address=lambda key: f"https://a.example/{key}",
        by=draft.created_by, at=AT,
    ).pk  # fmt: skip


def _written() -> int:
    register = save_register(CountryRegister(country_id="ML"), by="user:1")
    passage = Passage(register=register, kind="history", body_fr="Depuis 1985.")
    return save_entry(passage, by="user:1").pk


def _declared(country: str) -> int:
    said = Declared(
        country=country, authority_name="Pontcharra", partner_name="Kita", name="Lise", email="l@example.org",
        language="fr", visitor="192.0.2.1",
    )  # fmt: skip
    return declare(said, by="reader", at=AT).pk


def _round(country: str, *, is_started: bool) -> VerificationRound:
    noted = record_election(Election(country=country, held_on=date(2026, 11, 8), kind="municipal"), by="user:1", at=AT)
    if is_started:
        start_round(noted, by="user:1", at=AT)
    return noted


def _campaign() -> int:
    """An open campaign of 2026, which asks every authority; the number of one in nobody's scope."""
    today = timezone.localdate()
    plan = Plan(2026, "Merci.", "", today - timedelta(days=9), today + timedelta(days=9))
    open_campaign(plan_campaign(plan, by="user:1", at=timezone.now()).pk, by="user:1", at=timezone.now())
    return organisation("commune", "Hors-Champ", "FR", insee_code="29002", region_code="53").pk


def _invited(organisation_id: int, secret: str, by: User) -> int:
    return Invitation.objects.create(
        email=f"{secret}@ville.example", role=Role.AUTHORITY_AGENT, organisation_id=organisation_id,
        digest=digest_of(secret), invited_by=by.actor, invited_at=AT,
        expires_at=datetime.now(UTC) + timedelta(days=9),
    ).pk  # fmt: skip


def _delegated(authority_id: int, partner_id: int) -> int:
    return Delegation.objects.create(
        authority_id=authority_id, partner_id=partner_id, starts_on=AT.date(), ends_on=date(2099, 1, 1), given_by="test"
    ).pk
