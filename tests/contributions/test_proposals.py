"""Doubtful values that imports leave to a human: each rule taken, refused, all equal ones at once."""

from datetime import date

import pytest

from atlas.audit.models import Event
from atlas.contributions.actions import Delivery, ProposedChange, receive
from atlas.contributions.digests import digest_of
from atlas.contributions.locking import AlreadyDecided, SheetGone
from atlas.contributions.models import Proposal
from atlas.contributions.proposals import accept_equal, refuse_equal, refuse_proposal, take_proposal
from atlas.contributions.sheets import withdraw_project
from atlas.contributions.taking import ChoiceMissing
from atlas.organisations.models import PostCountry
from atlas.projects.draft import PartyDraft, ProjectDraft
from atlas.projects.models import Version
from atlas.projects.queries import current_draft
from tests.contributions.people import AT, OFFICER
from tests.factories.drafts import changed, full_draft
from tests.factories.world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def proposed(draft: ProjectDraft, change: ProposedChange, number: int = 900) -> Proposal:
    """An imported sheet that left this open."""
    page = Delivery(
        origin="legacy_page",
        key=f"prj:{number}",
        name="x",
        raw=str(number).encode(),
        draft=changed(draft, legacy_prj_id=number),
        proposals=(change,),
    )
    receive([page], by="import", at=AT, today=date(2026, 11, 25))
    return Proposal.objects.select_related("contribution").latest("pk")


def after_taking(proposal: Proposal, **how: object) -> ProjectDraft:
    applied = take_proposal(proposal, by=OFFICER, at=AT, **how)
    assert applied is not None
    return current_draft(applied.project_id)


def test_a_title_that_was_cut(world: World) -> None:
    proposal = proposed(full_draft(world), ProposedChange("title", "title_completion", "Rés", "Réseaux et forages"))
    assert after_taking(proposal).title == "Réseaux et forages"
    version = Version.objects.get(number=2)
    assert (version.origin, version.by) == ("person", OFFICER)
    event = Event.objects.get(verb="proposal.taken")
    assert event.detail["version"] == 2
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == ("taken", OFFICER)


def test_several_parties_in_one_field(world: World) -> None:
    change = ProposedChange("owners", "parties_split", "A et B", ["Aubépy", "Sikoro", "Aubépy"])
    draft = after_taking(proposed(full_draft(world), change))
    assert [(one.role, one.name) for one in draft.parties[-2:]] == [("owner", "Aubépy"), ("owner", "Sikoro")]


def test_parties_that_the_tables_lack(world: World) -> None:
    change = ProposedChange("parties", "parties_to_add", [], ["Aubépy", "SIKORO"])
    draft = after_taking(proposed(full_draft(world), change))
    assert draft.parties[-1] == PartyDraft(role="partner", name="Aubépy")
    assert len(draft.parties) == len(full_draft(world).parties) + 1


def test_actions_in_the_text(world: World) -> None:
    actions = [{"title": "Forages", "objective": "", "summary": ""}, {"title": "Puits", "objective": "", "summary": ""}]
    draft = after_taking(proposed(full_draft(world), ProposedChange("actions", "actions_in_text", [], actions)))
    assert [one.title for one in draft.actions] == ["Forages", "Puits"]


def test_a_name_with_one_candidate_or_by_choice(world: World) -> None:
    parties = (PartyDraft(role="owner", name="Pontchara"),)
    candidates = [{"id": world.commune.pk, "name": "Pontcharra"}, {"id": world.region.pk, "name": "Bretagne"}]
    change = ProposedChange("parties", "match_name", "Pontchara", candidates)
    proposal = proposed(changed(full_draft(world), parties=parties), change)
    for choice in ("", "999", "abc"):
        with pytest.raises(ChoiceMissing):
            take_proposal(proposal, by=OFFICER, at=AT, choice=choice)
    draft = after_taking(proposal, choice=str(world.commune.pk))
    assert draft.parties == (PartyDraft(role="owner", name="Pontchara", organisation_id=world.commune.pk),)


def test_themes(world: World) -> None:
    bare = changed(full_draft(world), themes=())
    path = ["Environnement, Climat et Energie", "Eau et déchets", None]
    from_title = proposed(bare, ProposedChange("theme", "theme_from_title", None, path))
    assert [(one.rank, one.code) for one in after_taking(from_title).themes] == [(0, "env.eau")]
    from_sector = proposed(bare, ProposedChange("themes", "theme_from_sector", None, ["env", "env.eau"]), 901)
    with pytest.raises(ChoiceMissing):
        take_proposal(from_sector, by=OFFICER, at=AT)
    assert [one.code for one in after_taking(from_sector, choice="env").themes] == ["env"]


def test_posts_of_countries(world: World) -> None:
    bare = changed(full_draft(world), posts=())
    proposal = proposed(bare, ProposedChange("posts", "posts_to_add", [], ["ML"]))
    with pytest.raises(ChoiceMissing):
        take_proposal(proposal, by=OFFICER, at=AT)
    PostCountry.objects.create(post=world.post, country_id="ML")
    assert [one.post_id for one in after_taking(proposal).posts] == [world.post.pk]


def test_what_says_only_that_something_is_wrong_needs_a_value(world: World) -> None:
    change = ProposedChange("funding_lines", "funders_split", "A et B", ["A", "B"])
    proposal = proposed(full_draft(world), change)
    with pytest.raises(ChoiceMissing):
        take_proposal(proposal, by=OFFICER, at=AT)
    draft = after_taking(proposal, values={"funding": [{"funder": "A", "year": 2019, "amount": "10"}]})
    assert [line.funder for line in draft.funding] == ["A"]


def test_refused_the_sheet_stays_and_nothing_is_decided_twice(world: World) -> None:
    proposal = proposed(full_draft(world), ProposedChange("title", "title_completion", "x", "y"))
    refuse_proposal(proposal, by=OFFICER, at=AT)
    for again in (
        lambda: refuse_proposal(proposal, by=OFFICER, at=AT),
        lambda: take_proposal(proposal, by=OFFICER, at=AT),
    ):
        with pytest.raises(AlreadyDecided):
            again()
    assert Version.objects.count() == 1


def test_all_equal_ones_at_once_but_those_that_cannot(world: World) -> None:
    change = ProposedChange("parties", "parties_to_add", ["x"], ["Aubépy"])
    same = [proposed(full_draft(world), change, number) for number in (900, 901, 902)]
    other = proposed(full_draft(world), ProposedChange("parties", "parties_to_add", ["x"], ["Autre"]), 903)
    withdraw_project(project_id=same[1].contribution.project_id or 0, reason="x", by=OFFICER, at=AT)
    done = accept_equal(same[0], by=OFFICER, at=AT)
    assert (done.done, done.left) == ((same[0].pk, same[2].pk), (same[1].pk,))
    other.refresh_from_db()
    assert other.state == "open"
    with pytest.raises(SheetGone):
        take_proposal(same[1], by=OFFICER, at=AT)
    assert refuse_equal(same[1], by=OFFICER, at=AT).done == (same[1].pk,)


def test_the_digest_does_not_depend_on_the_order_of_keys() -> None:
    assert digest_of("r", "f", {"a": 1, "b": 2}, None) == digest_of("r", "f", {"b": 2, "a": 1}, None)
    assert digest_of("r", "f", None, "x") != digest_of("r", "f", "x", None)
