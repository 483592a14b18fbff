"""The form for everyone: what is kept, what waits, what is refused and how the reader mends it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client, override_settings
from django.utils.html import escape

from atlas.audit.models import Event
from atlas.contributions.models import Contribution, Proposal
from atlas.corrections.forms import RUBRICS, subject_of
from atlas.projects.draft import ProjectDraft, decode_private
from atlas.projects.models import Project, Version
from atlas.visitors.models import VisitorTrace
from atlas.visitors.ticket import ticket_for
from tests.visitors.errors import error_beside

from .conftest import AT

SENT_AT = AT + timedelta(minutes=2)
SAID = {
    "rubric": "title",
    "problem": "Le titre est celui d’un autre projet.",
    "proposed": "Puits de Sikoro",
    "source": "https://example.org/sikoro",
    "name": "Lise Inventée",
    "email": "lise@example.org",
}


def send(client: Client, project_id: int, language: str = "fr", **values: str) -> HttpResponse:
    page = {"fr": "fr/projets/{}/corriger/", "en": "en/projects/{}/correct/"}[language].format(project_id)
    with time_machine.travel(SENT_AT, tick=False):
        return client.post(f"/{page}", {**SAID, "ticket": ticket_for(subject_of(project_id), AT), **values})


def test_the_form_is_a_page_without_cookie_that_nobody_keeps(client: Client, project_id: int) -> None:
    answer = client.get(f"/fr/projets/{project_id}/corriger/")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]
    assert "Réseaux d’eau potable de Sikoro" in html
    assert re.findall(r'name="(\w+)"[^>]*(?=>)', html).count("ticket") == 1
    assert "Suggest a correction" in client.get(f"/en/projects/{project_id}/correct/").content.decode()


def test_what_a_reader_says_waits_and_changes_nothing(client: Client, project_id: int) -> None:
    before = Version.objects.get(project_id=project_id)
    answer = send(client, project_id)
    assert (answer.status_code, answer["Location"]) == (303, f"/fr/projets/{project_id}/corriger/recu/")
    kept = Contribution.objects.get(origin="suggestion")
    assert (kept.project_id, kept.base_version, kept.state, kept.reason) == (
        project_id, 1, "submitted", "needs_moderation",
    )  # fmt: skip
    assert (kept.draft, kept.draft_hash) == (before.draft, before.draft_hash)
    assert (kept.created_at, kept.decided_at, kept.applied_version) == (SENT_AT, None, None)
    (person,) = decode_private(kept.private).persons
    assert (person.role, person.last_name, person.email) == ("reader", "Lise Inventée", "lise@example.org")
    said = Proposal.objects.get(contribution=kept)
    assert (said.field, said.rule, said.current, said.reason, said.state) == (
        "title", "reader_suggestion", "Réseaux d’eau potable de Sikoro", SAID["problem"], "open",
    )  # fmt: skip
    assert said.proposed == {"text": "Puits de Sikoro", "source": "https://example.org/sikoro"}
    assert Project.objects.get().version_number == 1


def test_the_event_names_no_person(client: Client, project_id: int) -> None:
    send(client, project_id)
    event = Event.objects.get(verb="contribution.submitted")
    assert (event.actor, event.object_id, event.at) == ("reader", Contribution.objects.latest("pk").pk, SENT_AT)
    everything = str(list(Event.objects.values_list("actor", "verb", "detail")))
    assert "lise" not in everything.lower()


@pytest.mark.parametrize(("language", "words"), [("fr", "bien reçu votre signalement"), ("en", "received your report")])
def test_the_acknowledgement_says_none_of_the_reader_s_words(
    client: Client, project_id: int, language: str, words: str
) -> None:
    send(client, project_id, language)
    assert mail.outbox == []
    call_command("tend")
    (letter,) = mail.outbox
    assert letter.to == ["lise@example.org"]
    assert words in letter.body
    assert re.search(rf"http://127.0.0.1:8000/{language}/proje[ct]*s/{project_id}/\n", letter.body)
    assert not any(SAID[name] in letter.body + letter.subject for name in ("problem", "proposed", "source", "name"))


def test_several_rubrics_name_no_field(client: Client, project_id: int) -> None:
    send(client, project_id, rubric="several", proposed="", source="", name="")
    said = Proposal.objects.get(rule="reader_suggestion")
    assert (said.field, said.current, said.proposed) == ("", None, {"text": "", "source": ""})


@pytest.mark.parametrize("rubric", RUBRICS)
def test_every_rubric_is_a_public_field_and_can_be_kept(client: Client, project_id: int, rubric: str) -> None:
    assert rubric in ProjectDraft.__struct_fields__
    assert send(client, project_id, rubric=rubric).status_code == 303


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("rubric", "", "Choisissez la rubrique concernée."),
        ("rubric", "legacy_prj_id", "Choisissez une rubrique de la liste."),
        ("problem", "  ", "Dites ce qui est inexact ou ce qui manque."),
        ("problem", "x" * 3001, "3000 caractères au plus, il en a 3001"),
        ("source", "javascript:alert(1)", "elle commence par https://."),
        ("source", "ftp://example.org/x", "elle commence par https://."),
        ("email", "", "l’accusé de réception y sera envoyé."),
        ("email", "lise@", "est incomplète"),
        ("email", "lise@example.org\nBcc: x@example.org", "est incomplète"),
    ],
)
def test_an_error_stands_beside_its_field_and_what_was_typed_survives(
    client: Client, project_id: int, field: str, value: str, words: str
) -> None:
    answer = send(client, project_id, **{field: value})
    assert words in error_beside(answer, field)
    assert escape(SAID["proposed"]) in answer.content.decode()
    assert not Contribution.objects.filter(origin="suggestion").exists()


def ticket_in(answer: HttpResponse) -> str:
    (ticket,) = re.findall(r'name="ticket" value="([^"]*)"', answer.content.decode())
    return ticket


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"website": "http://spam.example"}, "réservé aux robots"),
        ({"ticket": "forged"}, "pas été reconnu"),
        ({"ticket": ""}, "pas été reconnu"),
    ],
)
def test_a_program_is_refused_and_a_person_can_send_again(
    client: Client, project_id: int, values: dict[str, str], words: str
) -> None:
    refused = send(client, project_id, **values)
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert "http://spam.example" not in refused.content.decode()
    assert not VisitorTrace.objects.exists()
    with time_machine.travel(SENT_AT + timedelta(seconds=10), tick=False):
        again = {**SAID, "ticket": ticket_in(refused), "website": ""}
        assert client.post(f"/fr/projets/{project_id}/corriger/", again).status_code == 303


def test_the_sixth_report_of_a_mailbox_in_a_day_is_refused(client: Client, project_id: int) -> None:
    for _ in range(5):
        assert send(client, project_id).status_code == 303
    refused = send(client, project_id, email="LISE@example.org")
    assert refused.status_code == 429
    assert "avec cette adresse. Réessayez demain." in refused.content.decode()
    assert escape(SAID["problem"]) in refused.content.decode()
    assert send(client, project_id, email="paul@example.org").status_code == 303
    assert Contribution.objects.filter(origin="suggestion").count() == 6


def test_a_visitor_and_a_sheet_have_limits_too(client: Client, project_id: int) -> None:
    for number in range(20):
        assert send(client, project_id, email=f"n{number}@example.org").status_code == 303
    assert "depuis votre connexion" in send(client, project_id, email="x@example.org").content.decode()
    with override_settings(ATLAS_PROXIES=1):
        for number in range(10):
            client.defaults["HTTP_X_FORWARDED_FOR"] = f"203.0.113.9, 2001:db8:0:{number}::1"
            assert send(client, project_id, email=f"m{number}@example.org").status_code == 303
        assert "beaucoup de signalements" in send(client, project_id, email="y@example.org").content.decode()


def test_an_invented_forwarded_address_hides_nobody(client: Client, project_id: int) -> None:
    for number in range(20):
        client.defaults["HTTP_X_FORWARDED_FOR"] = f"203.0.113.{number}"
        send(client, project_id, email=f"n{number}@example.org")
    assert send(client, project_id, email="x@example.org").status_code == 429


def test_traces_hold_no_address_and_go_after_a_day(client: Client, project_id: int) -> None:
    send(client, project_id)
    values = str(list(VisitorTrace.objects.values()))
    assert VisitorTrace.objects.count() == 2
    assert "127.0.0.1" not in values
    assert "lise" not in values
    with time_machine.travel(SENT_AT + timedelta(hours=23), tick=False):
        call_command("tend")
    assert VisitorTrace.objects.count() == 2
    with time_machine.travel(SENT_AT + timedelta(hours=25), tick=False):
        call_command("tend")
    assert VisitorTrace.objects.count() == 0


def test_hostile_words_stay_words(client: Client, project_id: int) -> None:
    words = '</textarea><script>alert("x")</script>'
    html = send(client, project_id, problem=words, email="").content.decode()
    assert "<script>" not in html.replace("<script src", "")
    assert escape(words) in html


@pytest.mark.parametrize("page", ["corriger/", "corriger/recu/"])
def test_no_sheet_no_form(client: Client, project_id: int, page: str) -> None:
    assert client.get(f"/fr/projets/999999/{page}").status_code == 404
    assert client.get(f"/fr/projets/{project_id}/{page}").status_code == 200


def test_the_sheet_leads_to_the_form(client: Client, project_id: int) -> None:
    html = client.get(f"/fr/projets/{project_id}/").content.decode()
    assert f'href="/fr/projets/{project_id}/corriger/"' in html
