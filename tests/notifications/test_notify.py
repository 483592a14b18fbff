"""One door for all mails: the language of whom it goes to, two parts that say the same, digests instead of floods."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.template.loader import get_template

from atlas.notifications import kinds
from atlas.notifications.actions import Sending, notify, retry_mails, send_due
from atlas.notifications.kinds import KINDS, Kind
from atlas.notifications.models import Mail, Notice
from atlas.notifications.recipients import Recipient
from atlas.notifications.unsubscribing import Asked, accept_mails, refuse_mails, refused_kinds

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
LISE = Recipient("lise@example.org", "fr", "user:7")
LATER = timedelta(minutes=10)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kinds of each sort, written with a template that exists."""
    template = KINDS["relay_sent"].template
    made = {
        "plain": Kind(template, "simples"),
        "optional": Kind(template, "facultatifs", is_optional=True),
        "digested": Kind(template, "regroupés", is_optional=True, is_digested=True),
        "needed": Kind(template, "regroupés et dus", is_digested=True),
    }
    for name, kind in made.items():
        monkeypatch.setitem(kinds.KINDS, name, kind)  # type: ignore[arg-type]  # a mapping that is a dict


def tell(to: Recipient, kind: str, holder: str = "Sikoro", at: datetime = AT, *, is_urgent: bool = False) -> int | None:
    return notify(to, kind, {"holder": holder}, by="test", at=at, is_urgent=is_urgent)


def sent(at: datetime) -> list[EmailMultiAlternatives]:
    mail.outbox.clear()
    send_due(by="test", at=at)
    return list(mail.outbox)  # type: ignore[arg-type]  # ours are all of two parts


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_kind_has_its_template(name: str) -> None:
    assert get_template(KINDS[name].template)
    assert str(KINDS[name].words)


@pytest.mark.parametrize(
    ("language", "subject", "greeting", "home"),
    [("fr", "Votre message est parti", "Bonjour,", "/fr/"), ("en", "Your message has left", "Hello,", "/en/")],
)
def test_both_parts_are_in_the_language_of_the_recipient(language: str, subject: str, greeting: str, home: str) -> None:
    tell(Recipient("x@example.org", language), "plain")
    (letter,) = sent(AT)
    ((html, kind),) = letter.alternatives
    assert (letter.subject, kind) == (subject, "text/html")
    assert letter.body.startswith(f"{greeting}\n\n")
    assert letter.body.split("\n-- \n")[1].splitlines()[1].endswith(home)
    assert f'<html lang="{language}">' in html
    assert all(words in html for words in (subject, greeting, "Sikoro"))


def test_what_a_stranger_typed_is_no_markup_and_no_link_of_ours() -> None:
    tell(LISE, "plain", '<img src=x onerror=alert(1)> & "x"\nhttps://evil.example/')
    (letter,) = sent(AT)
    html = str(letter.alternatives[0][0])
    assert "&lt;img src=x onerror=alert(1)&gt; &amp;" in html
    assert 'href="https://evil.example' not in html
    assert '<img src=x onerror=alert(1)> & "x"' in letter.body


def test_several_notices_within_an_hour_are_one_mail() -> None:
    for minutes, holder in ((0, "Un"), (20, "Deux"), (59, "Trois")):
        assert tell(LISE, "digested", holder, AT + timedelta(minutes=minutes)) is None
    other = Recipient("paul@example.org", "fr", "user:8")
    tell(other, "digested", "Autre", AT + timedelta(minutes=30))
    assert sent(AT + timedelta(minutes=59)) == []
    (letter,) = sent(AT + timedelta(minutes=60))
    assert (letter.to, letter.subject) == (["lise@example.org"], "3 nouvelles de l’Atlas")
    places = [letter.body.index(words) for words in ("1. Votre", "Un\n", "2. Votre", "Deux\n", "3. Votre", "Trois\n")]
    assert places == sorted(places)
    assert letter.body.count("Bonjour,") == 1
    assert "List-Unsubscribe" in letter.extra_headers
    assert list(Notice.objects.values_list("key", flat=True)) == ["user:8"]
    assert Mail.objects.get().kind == "digest"


def test_a_single_notice_is_its_own_mail() -> None:
    tell(LISE, "needed")
    (letter,) = sent(AT + timedelta(hours=2))
    assert (letter.subject, letter.extra_headers) == ("Votre message est parti", {})
    assert letter.body.count("Bonjour,") == 1


def test_what_is_urgent_leaves_at_once() -> None:
    assert tell(LISE, "digested", is_urgent=True) is not None
    assert [one.to for one in sent(AT)] == [["lise@example.org"]]


def test_a_digest_goes_to_the_newest_address_and_language() -> None:
    tell(LISE, "digested")
    tell(Recipient("lise.new@example.org", "en", "user:7"), "digested", at=AT + LATER)
    (letter,) = sent(AT + timedelta(hours=1))
    assert (letter.to, letter.subject) == (["lise.new@example.org"], "2 notices from the Atlas")


def test_notices_of_which_nothing_made_a_mail_go_after_a_month() -> None:
    tell(LISE, "digested")
    tell(Recipient("paul@example.org", "fr"), "digested", at=AT + timedelta(days=31))
    assert Notice.objects.get().recipient == "paul@example.org"


def test_who_refused_a_kind_gets_none_of_it_and_still_the_others() -> None:
    tell(LISE, "digested")
    refuse_mails(Asked(LISE.key, ("optional", "digested")), by="test", at=AT)
    assert not Notice.objects.exists()
    assert [tell(LISE, kind) for kind in ("optional", "digested")] == [None, None]
    assert not Notice.objects.exists()
    assert tell(LISE, "plain") is not None
    assert tell(Recipient("paul@example.org", "fr"), "optional") is not None
    refuse_mails(Asked(LISE.key, ("optional",)), by="test", at=AT)
    assert refused_kinds(LISE.key) == {"optional", "digested"}
    accept_mails(Asked(LISE.key, ("optional",)), by="test", at=AT)
    assert tell(LISE, "optional") is not None


def test_a_bare_address_is_known_by_a_digest_whatever_its_case() -> None:
    one, same = Recipient("Lise@Example.org", "fr"), Recipient("lise@example.org", "en")
    assert one.key == same.key
    assert "lise" not in one.key


def test_a_mail_that_was_given_up_can_be_tried_again() -> None:
    number = tell(LISE, "plain")
    Mail.objects.update(tries=20, try_at=AT + timedelta(days=2), last_error="SMTPServerDisconnected")
    assert send_due(by="test", at=AT + timedelta(days=3)) == Sending()
    assert retry_mails([number or 0], by="user:1", at=AT + timedelta(days=3)) == 1
    assert send_due(by="test", at=AT + timedelta(days=3)) == Sending(sent=1)
    assert retry_mails([number or 0], by="user:1", at=AT + timedelta(days=3)) == 0
