"""A round from the election to its end: which pairs, one truth with the sheets and the contacts, who is told."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from atlas.accounts.roles import Role
from atlas.audit.models import Event
from atlas.catalogue.queries import project_by_id, register_of
from atlas.contributions.sheets import say_alive, withdraw_project
from atlas.notifications.models import Notice
from atlas.organisations.actions import NewContact
from atlas.organisations.models import Contact
from atlas.projects.models import Project
from atlas.registers.publishing import publish_country
from atlas.rounds import actions
from atlas.rounds.actions import AnotherIsOpen, Election, NotedBefore, NothingToVerify, NotOpen
from atlas.rounds.models import PairCheck, VerificationRound
from atlas.rounds.pairs import living_pairs
from atlas.rounds.preparing import Tended, tend_rounds
from atlas.rounds.queries import progress_of, to_confirm, verified_on
from tests.contributions.people import published
from tests.factories.accounts import account
from tests.factories.drafts import changed, full_draft
from tests.factories.world import World, organisation

from .conftest import AT, HELD_ON, contact, pair

BY, OTHER = "user:3", "user:4"
TODAY = AT.date()
LATER = AT + timedelta(hours=1)


def answer(row: VerificationRound, *pairs: PairCheck, alive: str = "yes", by: str = BY, **values: object) -> object:
    given = {"on": TODAY, "seen_at": LATER, "at": LATER, **values}
    return actions.answer_pairs(row, [one.pk for one in pairs], alive=alive, by=by, **given)


def test_every_living_pair_is_laid_down(running: VerificationRound, world: World, sheets: tuple[int, int]) -> None:
    rows = {(one.french.name, one.foreign_name): one for one in running.pairs.select_related("french")}
    assert set(rows) == {("Pontcharra", "Sikoro"), ("Bretagne", "Sikoro"), ("Bretagne", "Commune de Kita")}
    first = rows["Pontcharra", "Sikoro"]
    assert (first.foreign, first.sheets, first.since_year, first.form) == (world.partner, [sheets[0]], 1999, "project")
    assert (first.alive, first.contact) == ("", "")
    assert rows["Bretagne", "Commune de Kita"].foreign is None
    assert Event.objects.get(verb="round.started").detail == {"pairs": 3}


def test_what_does_not_live_is_left_out(world: World) -> None:
    first = full_draft(world)
    published(changed(first, legacy_prj_id=1, status="completed"), key="prj:1")
    published(changed(first, legacy_prj_id=2, countries=("SN",)), key="prj:2")
    withdrawn = published(changed(first, legacy_prj_id=3), key="prj:3")
    withdraw_project(project_id=withdrawn, reason="Non.", by="user:2", at=AT)
    dead = published(changed(first, legacy_prj_id=4), key="prj:4")
    say_alive(project_id=dead, alive="no", on=TODAY, by=BY, at=AT)
    assert living_pairs("ML", []) == {}
    dormant = published(changed(first, legacy_prj_id=5, status="dormant"), key="prj:5")
    assert [one.sheets for one in living_pairs("ML", []).values()] == [[dormant]]


def test_only_the_subdivisions_of_the_election(world: World, sheets: tuple[int, int]) -> None:
    type(world.partner).objects.filter(pk=world.partner.pk).update(admin_area="Kayes")
    assert {one.foreign_name for one in living_pairs("ML", ["Kayes"]).values()} == {"Sikoro", "Commune de Kita"}
    assert {one.foreign_name for one in living_pairs("ML", ["Mopti"]).values()} == {"Commune de Kita"}


def test_what_a_post_said_since_the_election_counts(noted: VerificationRound, sheets: tuple[int, int]) -> None:
    for sheet in sheets:  # the second has two partners: nobody can tell of which one it was said
        say_alive(project_id=sheet, alive="yes", on=HELD_ON, by=BY, at=AT)
    actions.start_round(noted, by=BY, at=AT)
    first = pair(noted, "Pontcharra")
    assert (first.alive, first.alive_on, first.answered_by) == ("yes", HELD_ON, actions.BY_SHEETS)
    assert progress_of(noted).left == 2


def test_one_round_a_country_and_an_election_once(running: VerificationRound, world: World) -> None:
    same = Election(country="ML", held_on=HELD_ON, kind="municipal")
    with pytest.raises(NotedBefore):
        actions.record_election(same, by=BY, at=AT)
    other = actions.record_election(other_than(same, kind="regional"), by=BY, at=AT)
    for row in (running, other):
        with pytest.raises(AnotherIsOpen):
            actions.start_round(row, by=BY, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        VerificationRound.objects.filter(pk=other.pk).update(started_at=AT, started_by=BY)
    elsewhere = actions.record_election(other_than(same, country="SN"), by=BY, at=AT)
    with pytest.raises(NothingToVerify):
        actions.start_round(elsewhere, by=BY, at=AT)


def other_than(election: Election, **values: str) -> Election:
    return Election(**{"country": election.country, "held_on": election.held_on, "kind": election.kind, **values})


def test_an_answer_is_the_sheet_s_own_flag(running: VerificationRound, sheets: tuple[int, int]) -> None:
    answer(running, pair(running, "Pontcharra"))
    first = Project.objects.get(pk=sheets[0])
    assert (first.alive, first.alive_on) == ("yes", TODAY)
    assert Event.objects.get(verb="project.alive_said").actor == BY
    answer(running, pair(running, "Bretagne"), alive="no")
    assert Project.objects.get(pk=sheets[1]).alive is None
    answer(running, pair(running, "Bretagne", "Commune de Kita"), alive="yes")
    assert Project.objects.get(pk=sheets[1]).alive == "yes"
    answer(running, pair(running, "Bretagne", "Commune de Kita"), alive="no")
    assert Project.objects.get(pk=sheets[1]).alive == "no"
    done = progress_of(running)
    assert (done.total, done.yes, done.no, done.left, done.percent) == (3, 1, 2, 0, 100)


def test_a_partner_that_nobody_asks_about_keeps_a_sheet_from_being_dead(world: World, sheets: tuple[int, int]) -> None:
    type(world.partner).objects.filter(pk=world.partner.pk).update(admin_area="Kayes")
    election = Election(country="ML", held_on=HELD_ON, kind="district", areas=("Mopti",))
    row = actions.record_election(election, by=BY, at=AT)
    assert actions.start_round(row, by=BY, at=AT) == 1
    answer(row, pair(row, "Bretagne", "Commune de Kita"), alive="no")
    assert Project.objects.get(pk=sheets[1]).alive is None
    answer(row, pair(row, "Bretagne", "Commune de Kita"), alive="yes")
    assert Project.objects.get(pk=sheets[1]).alive == "yes"


@pytest.mark.django_db(transaction=True)
def test_the_public_sheet_says_so(running: VerificationRound, sheets: tuple[int, int]) -> None:
    answer(running, pair(running, "Pontcharra"))
    record = project_by_id(sheets[0])
    assert record is not None
    assert (record.alive, record.alive_on) == ("yes", TODAY)


def test_equal_answers_at_once(running: VerificationRound) -> None:
    done = answer(running, *running.pairs.all(), alive="unknown")
    assert done == actions.Answered(3)
    assert progress_of(running).unknown == 3
    assert Event.objects.filter(verb="round.answered").count() == 1
    assert answer(running) == actions.Answered(0)


def test_of_two_posts_the_second_is_told(running: VerificationRound) -> None:
    first = pair(running, "Pontcharra")
    answer(running, first, alive="no", by=OTHER, at=LATER)
    late = answer(running, first, pair(running, "Bretagne"), seen_at=AT, at=LATER + timedelta(minutes=1))
    assert late == actions.Answered(1, ("Pontcharra – Sikoro",))
    first.refresh_from_db()
    assert (first.alive, first.answered_by) == ("no", OTHER)
    again = answer(running, first, seen_at=LATER + timedelta(minutes=2), at=LATER + timedelta(minutes=3))
    assert again == actions.Answered(1)
    assert answer(running, first, alive="no", seen_at=AT, at=LATER + timedelta(minutes=4)) == actions.Answered(1)


def test_a_sheet_that_went_meanwhile_is_left_alone(running: VerificationRound, sheets: tuple[int, int]) -> None:
    withdraw_project(project_id=sheets[0], reason="Erreur.", by="user:2", at=AT)
    answer(running, pair(running, "Pontcharra"))
    assert Project.objects.get(pk=sheets[0]).alive is None
    assert pair(running, "Pontcharra").alive == "yes"


def test_contacts_are_confirmed_replaced_or_gone_where_they_stand(running: VerificationRound, world: World) -> None:
    first, mayor = pair(running, "Pontcharra"), contact(world)
    actions.confirm_pair_contact(first, mayor, by=BY, at=LATER)
    mayor.refresh_from_db()
    assert (mayor.is_verified, mayor.verified_on) == (True, TODAY)
    assert {one.contact for one in running.pairs.filter(foreign=world.partner)} == {"confirmed"}
    assert pair(running, "Bretagne", "Commune de Kita").contact == ""
    actions.drop_pair_contact(first, mayor, by=BY, at=LATER)
    assert not Contact.objects.exists()
    assert pair(running, "Pontcharra").contact == "gone"
    new = NewContact(organisation=world.partner, last_name="Nouvelle", function="Maire", source="round")
    actions.add_pair_contact(first, new, by=BY, at=LATER)
    assert pair(running, "Bretagne").contact == "changed"
    assert Contact.objects.get().verified_on == TODAY
    assert "Nouvelle" not in str(list(Event.objects.values()))


def test_closed_is_closed_and_the_page_says_the_day(running: VerificationRound, world: World) -> None:
    assert verified_on("ML") is None
    answer(running, pair(running, "Pontcharra"))
    assert actions.close_round(running, by=BY, at=LATER) == 2
    assert Event.objects.get(verb="round.closed").detail == {"left": 2}
    assert register_of("ML").verified_on == TODAY
    publish_country("ML")
    assert register_of("ML").verified_on == TODAY
    mayor = contact(world)
    with pytest.raises(NotOpen):
        actions.close_round(running, by=BY, at=LATER)
    with pytest.raises(NotOpen):
        answer(running, pair(running, "Bretagne"))
    with pytest.raises(NotOpen):
        actions.confirm_pair_contact(pair(running, "Pontcharra"), mayor, by=BY, at=LATER)


def test_a_round_without_an_answer_says_no_day(running: VerificationRound) -> None:
    actions.close_round(running, by=BY, at=LATER)
    assert verified_on("ML") is None


def test_authorities_are_asked_once_and_posts_reminded_later(running: VerificationRound, world: World) -> None:
    post = account(Role.POST_AGENT, post=world.post)
    agent = account(Role.AUTHORITY_AGENT, organisation=world.commune)
    account(Role.AUTHORITY_AGENT, organisation=organisation("commune", "Crolles", "FR"))
    account(Role.AUTHORITY_AGENT, organisation=world.commune, state="ended")
    assert tend_rounds(by="tend", at=AT) == Tended(1, 0)
    assert tend_rounds(by="tend", at=AT) == Tended()
    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind) == (agent.email, "round_contacts")
    week = AT + timedelta(days=7)
    assert tend_rounds(by="tend", at=week) == Tended(0, 1)
    assert tend_rounds(by="tend", at=week + timedelta(days=1)) == Tended()
    reminder = Notice.objects.get(kind="round_reminder")
    assert (reminder.recipient, "3 relations" in reminder.subject) == (post.email, True)
    answer(running, *running.pairs.all())
    assert tend_rounds(by="tend", at=week + timedelta(days=30)) == Tended()
    actions.close_round(running, by=BY, at=LATER)
    assert tend_rounds(by="tend", at=week + timedelta(days=60)) == Tended()


def test_what_an_authority_has_to_confirm(running: VerificationRound, world: World) -> None:
    waiting = to_confirm([world.commune.pk])
    assert [one.foreign_name for one in waiting[world.commune.pk]] == ["Sikoro"]
    mayor = contact(world, HELD_ON - timedelta(days=1))
    assert to_confirm([world.commune.pk])
    actions.confirm_pair_contact(pair(running, "Bretagne"), mayor, by=OTHER, at=LATER)
    assert to_confirm([world.commune.pk]) == {}
    assert to_confirm([]) == {}


@pytest.mark.parametrize(
    "values",
    [
        {"country_id": "FR"},
        {"kind": "papal"},
        {"source_url": "javascript:alert(1)"},
        {"recorded_by": ""},
        {"started_by": ""},
        {"closed_at": AT},
        {"started_at": None, "started_by": "", "closed_at": AT, "closed_by": BY},
    ],
)
def test_nonsense_of_a_round(running: VerificationRound, values: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        VerificationRound.objects.filter(pk=running.pk).update(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"foreign_name": ""},
        {"form": "marriage"},
        {"alive": "perhaps", "alive_on": TODAY, "answered_at": AT, "answered_by": BY},
        {"alive": "yes"},
        {"answered_by": BY},
        {"contact": "confirmed"},
        {"contact": "eaten", "contact_at": AT, "contact_by": BY},
    ],
)
def test_nonsense_of_a_pair(running: VerificationRound, values: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PairCheck.objects.filter(pk=pair(running, "Pontcharra").pk).update(**values)
