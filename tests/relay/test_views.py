"""« Écrire à … »: what leaves, who sees which address, what is refused and how the reader mends it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.utils.html import escape

from atlas.audit.models import Event
from atlas.notifications.models import Mail
from atlas.organisations.mailboxes import Mailbox
from atlas.organisations.models import Organisation, Post
from atlas.visitors.models import VisitorTrace
from atlas.visitors.ticket import ticket_for
from tests.visitors.errors import error_beside

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
SENT_AT = AT + timedelta(minutes=2)
SAID = {
    "topic": "Appui à un jumelage",
    "text": "Nous cherchons un contact.\nMerci.",
    "name": "Lise Inventée",
    "email": "lise@example.org",
}


def send(client: Client, path: str, subject: str, **values: str) -> HttpResponse:
    box = Mailbox.objects.filter(is_open=True).order_by("pk").first()
    said = {**SAID, "function": str(box.pk if box else 1), "ticket": ticket_for(subject, AT), **values}
    with time_machine.travel(SENT_AT, tick=False):
        return client.post(path, said)


def to_post(client: Client, post: Post, **values: str) -> HttpResponse:
    return send(client, f"/fr/postes/{post.pk}/ecrire/", f"post {post.pk}", **values)


def sent() -> list[tuple[list[str], list[str], str]]:
    with time_machine.travel(SENT_AT + timedelta(minutes=1), tick=False):
        call_command("tend")
    return [(one.to, one.reply_to, one.body) for one in mail.outbox]


def test_the_form_shows_functions_and_no_address_and_nobody_keeps_it(client: Client, reachable: Post) -> None:
    answer = client.get(f"/fr/postes/{reachable.pk}/ecrire/")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]
    assert "Correspondant" in html
    assert "Ancien service" not in html
    assert "service@example.org" not in html
    assert "Officer" in client.get(f"/en/posts/{reachable.pk}/write/").content.decode()


def test_a_message_reaches_the_mailbox_and_its_sender_an_acknowledgement(client: Client, reachable: Post) -> None:
    answer = to_post(client, reachable)
    assert (answer.status_code, answer["Location"]) == (303, f"/fr/postes/{reachable.pk}/ecrire/envoye/")
    assert mail.outbox == []
    (to, reply_to, body), (back, nobody, said) = sent()
    assert (to, reply_to) == (["service@example.org"], ["lise@example.org"])
    assert all(value in body for value in (*SAID.values(), "Ambassade de France à Sikoro – Correspondant"))
    assert (back, nobody) == (["lise@example.org"], [])
    assert "Ambassade de France à Sikoro" in said
    assert not any(SAID[name] in said for name in ("topic", "text", "name"))
    assert "service@example.org" not in said


def test_nothing_is_kept_of_who_wrote_what(client: Client, reachable: Post) -> None:
    to_post(client, reachable)
    sent()
    kept = str([list(model.objects.values()) for model in (Mail, Event, VisitorTrace)])
    assert not any(word in kept for word in ("lise", "Lise", "jumelage", "contact", "service@"))
    assert Event.objects.filter(verb="mailbox.message_passed_on", actor="reader").count() == 1


def test_what_no_server_takes_is_erased_after_30_days(client: Client, reachable: Post) -> None:
    to_post(client, reachable)
    Mail.objects.update(tries=20)
    for days, left in ((29, 2), (31, 0)):
        with time_machine.travel(SENT_AT + timedelta(days=days), tick=False):
            call_command("tend")
        assert Mail.objects.count() == left
    assert Event.objects.filter(verb="mail.forgotten").count() == 2
    assert mail.outbox == []


def test_an_authority_can_be_written_to(client: Client, authority: Organisation) -> None:
    path = f"/en/authorities/{authority.pk}/write/"
    assert "International relations" in client.get(path).content.decode()
    answer = send(client, path, f"authority {authority.pk}")
    assert (answer.status_code, answer["Location"]) == (303, f"{path}sent/")
    assert [one[0] for one in sent()] == [["service@example.org"], ["lise@example.org"]]
    assert "has left for" in mail.outbox[1].body
    assert client.get(f"{path}sent/").status_code == 200


def test_without_an_address_it_is_said_and_nothing_leaves(client: Client, post: Post) -> None:
    page = client.get(f"/fr/postes/{post.pk}/ecrire/")
    assert (page.status_code, "<form" in page.content.decode().partition("<main")[2]) == (200, False)
    assert "ne connaît pas d’adresse de service" in page.content.decode()
    assert to_post(client, post).status_code == 409
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    "path", ["postes/999999/ecrire/", "collectivites/999999/ecrire/", "postes/999999/ecrire/envoye/"]
)
def test_nobody_there(client: Client, post: Post, path: str) -> None:
    assert client.get(f"/fr/{path}").status_code == 404


def test_only_authorities_are_written_to(client: Client, post: Post) -> None:
    state = Organisation.objects.get(kind="state")
    assert client.get(f"/fr/collectivites/{state.pk}/ecrire/").status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("function", "", "Choisissez à qui vous écrivez."),
        ("function", "999999", "Choisissez une fonction de la liste."),
        ("topic", " ", "de quoi il s’agit."),
        ("text", "", "Écrivez votre message."),
        ("text", "x" * 5001, "5000 caractères au plus, il en a 5001"),
        ("name", "", "à qui répondre."),
        ("email", "lise@", "est incomplète"),
        ("email", "lise@example.org\nBcc: x@example.org", "est incomplète"),
    ],
)
def test_an_error_stands_beside_its_field(client: Client, reachable: Post, field: str, value: str, words: str) -> None:
    answer = to_post(client, reachable, **{field: value})
    assert words in error_beside(answer, field)


def test_a_closed_mailbox_is_not_a_choice(client: Client, reachable: Post) -> None:
    closed = Mailbox.objects.get(is_open=False)
    assert to_post(client, reachable, function=str(closed.pk)).status_code == 422


@pytest.mark.parametrize(
    ("values", "words"),
    [({"website": "x"}, "réservé aux robots"), ({"ticket": "forged"}, "pas été reconnu"), ({"ticket": ""}, "reconnu")],
)
def test_a_program_is_refused(client: Client, reachable: Post, values: dict[str, str], words: str) -> None:
    refused = to_post(client, reachable, **values)
    assert (refused.status_code, words in refused.content.decode()) == (422, True)
    assert not VisitorTrace.objects.exists()


def test_a_ticket_for_another_recipient_is_refused(client: Client, reachable: Post) -> None:
    assert send(client, f"/fr/postes/{reachable.pk}/ecrire/", "post 0").status_code == 422


def test_the_sixth_message_of_a_mailbox_in_a_day_is_refused(client: Client, reachable: Post) -> None:
    for _ in range(5):
        assert to_post(client, reachable).status_code == 303
    refused = to_post(client, reachable, email="LISE@example.org")
    assert refused.status_code == 429
    assert "avec cette adresse. Réessayez demain." in refused.content.decode()
    assert escape(SAID["topic"]) in refused.content.decode()


def test_a_visitor_and_a_recipient_have_limits_too(client: Client, reachable: Post, settings) -> None:
    for number in range(10):
        assert to_post(client, reachable, email=f"n{number}@example.org").status_code == 303
    assert "depuis votre connexion" in to_post(client, reachable, email="x@example.org").content.decode()
    settings.ATLAS_PROXIES = 1
    for number in range(20):
        client.defaults["HTTP_X_FORWARDED_FOR"] = f"2001:db8:0:{number}::1"
        assert to_post(client, reachable, email=f"m{number}@example.org").status_code == 303
    client.defaults["HTTP_X_FORWARDED_FOR"] = "2001:db8:0:99::1"
    assert "a reçu beaucoup de messages" in to_post(client, reachable, email="y@example.org").content.decode()


def test_hostile_words_stay_words(client: Client, reachable: Post) -> None:
    words = '</textarea><script>alert("x")</script>'
    html = to_post(client, reachable, text=words, email="").content.decode()
    assert escape(words) in html
    assert words not in html


def test_control_characters_do_not_reach_the_mail(client: Client, reachable: Post) -> None:
    to_post(client, reachable, name="Lise\r\nBcc: x@example.org", topic="A\tB")
    (_, _, body), _ = sent()
    assert "Lise Bcc: x@example.org <lise@example.org>" in body
    assert "Objet / About : A B\n" in body
