"""Persons whose time is over are erased everywhere, in silence about who they were; everything else stays."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command

from atlas.audit.models import Event
from atlas.contributions.deciding import accept, ask, reject
from atlas.contributions.drafting import answer, save_draft, start_draft, withdraw
from atlas.contributions.models import Contribution, DraftEdit, Origin, Remark
from atlas.contributions.retention import KEPT_PRIVATE, KEPT_STEPS, Erased, Forgotten, erase_persons, forget_steps
from atlas.contributions.states import State
from atlas.notifications.actions import LAST_TRY, LOST_KEPT, queue_mail, send_due
from atlas.notifications.models import Mail
from atlas.organisations.models import Contact
from atlas.projects.models import PrivateContact, Project, Version
from atlas.projects.queries import current_draft
from tests.contributions.people import AGENT, AT, OFFICER, published, sent
from tests.factories.drafts import full_draft
from tests.factories.world import make_world, organisation

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY = date(2026, 11, 24)
pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return Project.objects.create(created_at=NOW, updated_at=NOW)


def contact(project: Project, expires_on: date, name: str = "EXEMPLE") -> PrivateContact:
    return PrivateContact.objects.create(
        project=project, role="reader", organisation_name="Rivebourg", last_name=name, expires_on=expires_on
    )


def contribution(created_at: datetime, private: str = '{"persons":[{"last_name":"EXEMPLE"}]}') -> Contribution:
    return Contribution.objects.create(
        origin=Origin.SUGGESTION,
        draft="{}",
        draft_hash="x",
        private=private,
        state=State.SUBMITTED,
        created_at=created_at,
        created_by="reader",
        submitted_at=created_at,
    )


def lost_mail(queued_at: datetime, tries: int = LAST_TRY) -> Mail:
    return Mail.objects.create(
        recipient="lise@example.org", subject="Reçu", body="Merci", queued_at=queued_at, try_at=queued_at, tries=tries
    )


def test_nothing_to_erase() -> None:
    assert erase_persons(by="keeper", at=NOW) == Erased()
    assert not Event.objects.exists()


def test_contacts_go_the_day_after_their_last(project: Project) -> None:
    contact(project, TODAY - timedelta(days=1))
    contact(project, TODAY - timedelta(days=400))
    kept = contact(project, TODAY)
    network = organisation("association", "Passerelles", None)
    Contact.objects.create(organisation=network, last_name="EXEMPLE", expires_on=TODAY - timedelta(days=1))
    assert erase_persons(by="keeper", at=NOW) == Erased(contacts=3)
    assert list(PrivateContact.objects.all()) == [kept]
    assert not Contact.objects.exists()


def test_what_came_with_a_contribution_goes_after_24_months(project: Project) -> None:
    old = contribution(NOW - KEPT_PRIVATE - timedelta(minutes=1))
    young = contribution(NOW - KEPT_PRIVATE + timedelta(minutes=1))
    assert erase_persons(by="keeper", at=NOW) == Erased(contributions=1)
    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.private, bool(young.private), old.draft, old.state) == ("", True, "{}", State.SUBMITTED)
    assert erase_persons(by="keeper", at=NOW) == Erased()


def test_a_mail_that_no_server_took_goes_after_a_month() -> None:
    lost_mail(NOW - LOST_KEPT - timedelta(minutes=1))
    lost_mail(NOW - timedelta(days=90), tries=0)  # nothing ran that sends
    kept = lost_mail(NOW - LOST_KEPT + timedelta(minutes=1))
    assert erase_persons(by="keeper", at=NOW) == Erased(mails=2)
    assert list(Mail.objects.all()) == [kept]


def test_a_mail_too_old_to_be_sent_goes_when_another_one_is_queued_or_sent() -> None:
    lost_mail(NOW - timedelta(days=90), tries=0)
    queue_mail(recipient="noe@example.org", subject="Reçu", body="Merci", by="reader", at=NOW)
    assert [mail.recipient for mail in Mail.objects.all()] == ["noe@example.org"]
    lost_mail(NOW - timedelta(days=90), tries=0)
    assert send_due(by="keeper", at=NOW).sent == 1
    assert [sent.to for sent in mail.outbox] == [["noe@example.org"]]


def test_the_address_that_a_proposal_mends_goes_with_the_persons(project: Project) -> None:
    old = contribution(NOW - KEPT_PRIVATE - timedelta(days=1))
    old.proposals.create(field="posts", rule="mail_domain", current="a@b.example", proposed="a@c.example")
    kept = old.proposals.create(field="parties", rule="parties_split", current="A et B", proposed=["A", "B"])
    erase_persons(by="keeper", at=NOW)
    assert list(old.proposals.all()) == [kept]


def test_events_name_nobody(project: Project) -> None:
    contact(project, TODAY - timedelta(days=1), "Tartempion")
    contribution(NOW - KEPT_PRIVATE - timedelta(days=1), '{"persons":[{"last_name":"Tartempion"}]}')
    lost_mail(NOW - timedelta(days=60))
    erase_persons(by="keeper", at=NOW)
    events = list(Event.objects.order_by("verb").values("verb", "detail"))
    assert [one["verb"] for one in events] == [
        "contribution.persons_erased", "mail.forgotten", "project.contacts_erased",
    ]  # fmt: skip
    assert "Tartempion" not in str(events)
    assert events[-1]["detail"] == {"persons": 1}


def test_the_keeper_erases(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    contact(project, date(2020, 1, 1))
    call_command("tend")
    assert not PrivateContact.objects.exists()
    assert "Persons erased: 1 contacts, 0 contributions, 0 mails, 0 documents, 0 declarers." in capsys.readouterr().out


LATER = AT + KEPT_STEPS + timedelta(minutes=1)
"""When what ended at AT is over for so long."""


def test_how_a_change_was_written_goes_after_24_months_and_what_came_of_it_stays() -> None:
    sheet = published(full_draft(make_world()))
    accepted = sent(sheet, title="Un autre titre", context="Un autre contexte")
    ask(accepted, question="Êtes-vous sûre ?", by=OFFICER, at=AT)
    answer(accepted, text="Oui.", by=AGENT, at=AT)
    accept(accepted, fields=["title"], by=OFFICER, at=AT)
    before = list(Event.objects.order_by("pk").values_list("pk", "verb", "actor", "detail"))
    saves = DraftEdit.objects.filter(contribution=accepted)
    known = list(saves.order_by("pk").values_list("number", "by", "at", "origin"))
    assert forget_steps(by="keeper", at=LATER - timedelta(minutes=2)) == Forgotten()
    assert forget_steps(by="keeper", at=LATER) == Forgotten(saves=len(known), remarks=2)
    assert list(saves.order_by("pk").values_list("number", "by", "at", "origin")) == known
    assert set(saves.values_list("changes", "refused")) == {("{}", "")}
    assert not Remark.objects.exists()
    accepted.refresh_from_db()
    assert (accepted.created_by, accepted.decided_by, accepted.taken) == (AGENT, OFFICER, ["title"])
    assert "Un autre contexte" in accepted.draft
    assert current_draft(sheet).title == "Un autre titre"
    assert Version.objects.filter(project=sheet).count() == 2
    assert list(Event.objects.order_by("pk").values_list("pk", "verb", "actor", "detail"))[: len(before)] == before
    assert Event.objects.latest("pk").verb == "contribution.steps_erased"
    assert forget_steps(by="keeper", at=LATER) == Forgotten()


def test_what_waits_and_what_is_being_written_is_left_alone() -> None:
    sheet = published(full_draft(make_world()))
    sent(sheet, title="Il attend")
    draft = start_draft(project_id=sheet, by="user:77", at=AT)
    save_draft(draft, {"title": "Il est écrit"}, 0, by="user:77", at=AT)
    assert forget_steps(by="keeper", at=LATER) == Forgotten()
    reject(sent(sheet, by="user:78", title="Non"), reason="Hors sujet.", by=OFFICER, at=AT)
    withdraw(draft, by="user:77", at=AT)
    assert forget_steps(by="keeper", at=LATER) == Forgotten(saves=2, remarks=1)
