"""From what a visitor declares to a sheet: each verb, who is told, what is lost when somebody else was faster."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command

from atlas.accounts.roles import Role
from atlas.audit.models import Event
from atlas.contributions.deciding import accept, reject
from atlas.contributions.models import Contribution
from atlas.contributions.queue import suggestions_to
from atlas.declared import actions
from atlas.declared.actions import AlreadyDecided, NotItsSheet, ReasonMissing, TooMany, declare
from atlas.declared.models import DeclaredEntry, Declarer
from atlas.declared.queries import authorities_for, doubles_of, sheets_for
from atlas.declared.sheets import LightSheet, draft_of
from atlas.notifications.models import Mail, Notice
from atlas.organisations.models import Organisation, Succession
from atlas.projects.models import Project
from tests.contributions.people import published
from tests.factories.accounts import account
from tests.factories.drafts import changed, full_draft
from tests.factories.world import World, organisation

from .conftest import AT, said

BY = "user:7"
LATER = AT + timedelta(days=1)


def now(entry: DeclaredEntry) -> DeclaredEntry:
    return DeclaredEntry.objects.get(pk=entry.pk)


def checked(entry: DeclaredEntry, world: World) -> DeclaredEntry:
    return actions.check_entry(entry, authority_id=world.commune.pk, by=BY, at=LATER)


def proposed(entry: DeclaredEntry, world: World) -> Contribution:
    sheet = LightSheet(
        title="Jumelage avec Sikoro", country="ML", authority=world.commune.pk, authority_name="Pontcharra",
        partner_name="Sikoro", partner=world.partner.pk, start_year=2019, form="twinning", status="ongoing",
    )  # fmt: skip
    done = actions.propose_sheet(checked(entry, world), draft=draft_of(sheet), by=BY, at=LATER)
    assert done.proposal is not None
    return done.proposal


def letters(kind: str) -> list[str]:
    return list(Mail.objects.filter(kind=kind).order_by("pk").values_list("body", flat=True))


def test_it_waits_and_shows_nowhere(entry: DeclaredEntry) -> None:
    assert (entry.state, entry.project, entry.decided_by) == ("pending", None, "")
    assert not Project.objects.exists()
    assert not Contribution.objects.exists()
    event = Event.objects.get(verb="entry.declared")
    assert (event.actor, event.object_id, event.detail) == ("reader", entry.pk, {"country": "ML"})
    assert "lise" not in str(list(Event.objects.values())).lower()


def test_the_acknowledgement_says_none_of_the_words(entry: DeclaredEntry) -> None:
    (letter,) = letters("entry_received")
    assert f"/fr/inscriptions/{entry.declarer.pk}:" in letter
    assert not any(word in letter for word in ("forage", "Pontcharra", "Sikoro", "Inventée"))


def test_the_agents_of_the_post_are_told_within_the_hour(world: World) -> None:
    agent = account(Role.POST_AGENT, post=world.post)
    account(Role.POST_AGENT, post=world.post, state="ended")
    account(Role.MINISTRY_OFFICER)
    declare(said(world), by="reader", at=AT)
    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind) == (agent.email, "entry_to_check")
    assert not any(word in notice.body for word in ("forage", "Pontcharra", "Inventée"))


def test_limits_a_day(world: World) -> None:
    for number in range(5):
        declare(said(world, visitor=f"192.0.2.{number}"), by="reader", at=AT)
    with pytest.raises(TooMany) as refused:
        declare(said(world, visitor="192.0.2.9"), by="reader", at=AT)
    assert refused.value.limit == "mailbox"
    for number in range(25):
        declare(said(world, visitor=f"198.51.100.{number}", email=f"n{number}@example.org"), by="reader", at=AT)
    with pytest.raises(TooMany) as refused:
        declare(said(world, visitor="203.0.113.1", email="x@example.org"), by="reader", at=AT)
    assert refused.value.limit == "country"
    assert DeclaredEntry.objects.count() == 30
    other = declare(said(world, country="SN", visitor="203.0.113.1", email="x@example.org"), by="reader", at=AT)
    assert other.country_id == "SN"


def test_checked_then_linked_to_a_sheet_that_is_there(entry: DeclaredEntry, world: World) -> None:
    sheet = published(full_draft(world))
    other = published(changed(full_draft(world), legacy_prj_id=901, countries=("SN",)), key="prj:901")
    ready = checked(entry, world)
    assert [one.id for one in sheets_for(ready)] == [sheet]
    assert sheets_for(ready)[0].partners == ("SIKORO",)
    with pytest.raises(NotItsSheet):
        actions.link_entry(ready, project_id=other, by=BY, at=LATER)
    assert now(entry).state == "checked"
    done = actions.link_entry(ready, project_id=sheet, by=BY, at=LATER)
    assert (done.state, done.project_id, done.decided_by) == ("linked", sheet, BY)
    told = letters("entry_outcome")
    assert len(told) == 2
    assert f"/fr/projets/{sheet}/" in told[1]
    assert Project.objects.get(pk=sheet).version_number == 1


def test_a_proposed_sheet_is_the_authority_s_to_accept(entry: DeclaredEntry, world: World) -> None:
    proposal = proposed(entry, world)
    assert (proposal.state, proposal.origin, proposal.proposed_to) == ("submitted", "suggested_edit", world.commune)
    assert list(suggestions_to([world.commune.pk])) == [proposal]
    assert list(suggestions_to([world.region.pk])) == []
    assert not Project.objects.exists()
    assert actions.settle_proposals(by="tend", at=LATER) == 0
    accept(proposal, by="user:1", at=LATER)
    assert actions.settle_proposals(by="tend", at=LATER) == 1
    assert actions.settle_proposals(by="tend", at=LATER) == 0
    done, sheet = now(entry), Project.objects.get()
    assert (done.state, done.project, sheet.title) == ("linked", sheet, "Jumelage avec Sikoro")
    assert (sheet.family, sheet.form, sheet.start_year) == ("decentralised_cooperation", "twinning", 2019)
    assert f"/fr/projets/{sheet.pk}/" in letters("entry_outcome")[-1]


def test_a_refused_sheet_gives_the_entry_back(entry: DeclaredEntry, world: World) -> None:
    proposal = proposed(entry, world)
    reject(proposal, reason="Ce n’est pas nous.", by="user:1", at=LATER)
    call_command("tend")
    assert now(entry).state == "checked"
    assert not Project.objects.exists()
    assert "n’a pas accepté la fiche" in mail.outbox[-1].body


def test_a_refused_entry_stays_with_its_reason(entry: DeclaredEntry) -> None:
    with pytest.raises(ReasonMissing):
        actions.refuse_entry(entry, reason="  ", by=BY, at=LATER)
    done = actions.refuse_entry(entry, reason="Ce comité n’est pas une collectivité.", by=BY, at=LATER)
    assert (done.state, done.reason) == ("refused", "Ce comité n’est pas une collectivité.")
    assert "Ce comité n’est pas une collectivité." in letters("entry_outcome")[0]
    again = actions.reopen_entry(done, by=BY, at=LATER)
    assert (again.state, again.reason) == ("pending", "")
    assert Event.objects.filter(verb="entry.refuse").count() == 1


def test_of_two_posts_the_first_decides(entry: DeclaredEntry, world: World) -> None:
    other = now(entry)
    actions.refuse_entry(entry, reason="Non.", by=BY, at=LATER)
    with pytest.raises(AlreadyDecided) as late:
        actions.check_entry(other, authority_id=world.commune.pk, by="user:8", at=LATER)
    assert late.value.entry.state == "refused"
    assert (now(entry).state, now(entry).decided_by) == ("refused", BY)


def test_a_proposed_entry_is_not_proposed_twice(entry: DeclaredEntry, world: World) -> None:
    proposed(entry, world)
    with pytest.raises(AlreadyDecided):
        actions.propose_sheet(now(entry), draft=draft_of(LightSheet(
            title="x", country="ML", authority=world.commune.pk, authority_name="x", partner_name="y",
        )), by=BY, at=LATER)  # fmt: skip
    assert Contribution.objects.count() == 1


def test_doubles_are_found_and_named(entry: DeclaredEntry, world: World) -> None:
    same = declare(said(world, authority_name="Ville de Pontcharra"), by="reader", at=LATER)
    declare(said(world, partner_name="Kita"), by="reader", at=LATER)
    assert doubles_of(same) == [entry]
    done = actions.mark_double(same, of=entry, by=BY, at=LATER)
    assert (done.state, done.double_of) == ("double", entry)
    assert doubles_of(entry) == []
    assert "déjà connue" in Mail.objects.filter(kind="entry_outcome").latest("pk").subject
    for wrong in (entry, done, declare(said(world, country="SN"), by="reader", at=LATER)):
        with pytest.raises(ValueError, match="no double"):
            actions.mark_double(entry, of=wrong, by=BY, at=LATER)


def test_a_merged_authority_is_found_by_its_old_name(world: World) -> None:
    old = organisation("commune", "Vieux-Bourg", "FR", valid_to=AT.date())
    Succession.objects.create(predecessor=old, successor=world.commune, occurred_on=AT.date(), kind="merger")
    entry = declare(said(world, authority_name="Vieux-Bourg", authority_id=None), by="reader", at=AT)
    assert [one.id for one in authorities_for(entry)] == [world.commune.pk]
    unknown = declare(said(world, authority_name="Syndicat des Trois Vallées", authority_id=None), by="reader", at=AT)
    assert authorities_for(unknown) == []
    assert not Organisation.objects.filter(name__startswith="Syndicat").exists()


def test_persons_go_after_24_months_or_when_they_ask(entry: DeclaredEntry, world: World) -> None:
    other = declare(said(world, email="paul@example.org"), by="reader", at=LATER)
    actions.forget_declarer(other.declarer, by="reader", at=LATER)
    assert list(Declarer.objects.values_list("entry", flat=True)) == [entry.pk]
    assert actions.erase_expired_declarers(by="tend", at=AT + timedelta(days=730)) == 0
    assert actions.erase_expired_declarers(by="tend", at=AT + timedelta(days=732)) == 1
    assert DeclaredEntry.objects.count() == 2
    before = Mail.objects.count()
    actions.refuse_entry(entry, reason="Non.", by=BY, at=AT + timedelta(days=733))
    assert Mail.objects.filter(kind="entry_outcome").count() == 0
    assert Mail.objects.count() <= before
    assert Event.objects.filter(verb="entry.person_erased").count() == 2
