"""Authors are told what became of their proposals, with the words of the decision, several in one mail."""

from datetime import timedelta

import pytest

from atlas.contributions.deciding import accept, ask, reject, return_to_author
from atlas.contributions.models import Origin
from atlas.contributions.sheets import undo
from atlas.notifications.actions import send_due
from atlas.notifications.models import Mail, Notice
from tests.contributions.people import AT, OFFICER, published, sent
from tests.factories.accounts import account
from tests.factories.drafts import full_draft
from tests.factories.world import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet() -> int:
    return published(full_draft(make_world()))


def test_each_decision_is_told_with_its_words(sheet: int, mailoutbox: list) -> None:
    author = account(full_name="Lise Exemple")
    one = sent(sheet, by=author.actor, origin=Origin.SUGGESTED_EDIT, title="Un autre titre")
    ask(one, question="D’où vient-il ?", by=OFFICER, at=AT)
    return_to_author(one, reason="Trop court", by=OFFICER, at=AT)
    assert Notice.objects.count() == 2
    send_due(by="keeper", at=AT + timedelta(hours=2))
    (mail,) = mailoutbox
    assert mail.to == [author.email]
    for words in ("D’où vient-il ?", "Trop court", "Un autre titre", "/fr/espace/fiches/"):
        assert words in mail.body


def test_acceptance_refusal_and_undoing_are_told(sheet: int) -> None:
    author = account()
    accept(sent(sheet, by=author.actor, title="Un autre titre"), by=OFFICER, at=AT)
    undo(project_id=sheet, number=2, reason="Erreur", by=OFFICER, at=AT)
    reject(sent(sheet, by=author.actor, context="Autre"), reason="Non", by=OFFICER, at=AT)
    assert Notice.objects.count() == 3


def test_nobody_is_told_what_they_decided_themselves_nor_who_is_gone(sheet: int) -> None:
    author, gone = account(), account()
    gone.is_active = False
    gone.save()
    accept(sent(sheet, by=author.actor, title="Un autre titre"), by=author.actor, at=AT)
    reject(sent(sheet, by=gone.actor, context="Autre"), reason="Non", by=OFFICER, at=AT)
    reject(sent(sheet, by="user:999999", context="Autre"), reason="Non", by=OFFICER, at=AT)
    assert (Notice.objects.count(), Mail.objects.count()) == (0, 0)
