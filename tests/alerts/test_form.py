"""The form for everyone: what is refused, how the reader mends it, and what hostile words become."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils.html import escape

from atlas.alerts.models import Alert
from tests.visitors.errors import error_beside

from .conftest import AT, Publish, ask, mails

pytestmark = pytest.mark.django_db


def test_the_form_is_a_page_without_cookie_that_nobody_keeps(client: Client, published: Publish) -> None:
    answer = client.get("/fr/alertes/nouvelle/?pays=ML&q=eau")
    html = answer.content.decode()
    assert (answer.status_code, bool(answer.cookies)) == (200, False)
    assert "no-store" in answer["Cache-Control"]
    assert "Mali" in html
    assert "« eau »" in html.replace("\xa0", " ")
    assert html.count('name="ticket"') == 1
    assert "all sheets" in client.get("/en/alerts/new/").content.decode()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("email", "", "l’alerte y arrivera."),
        ("email", "lise@", "est incomplète"),
        ("email", "lise@example.org\nBcc: x@example.org", "est incomplète"),
        ("email", f"{'x' * 250}@example.org", "254"),
        ("frequency", "", "Choisissez un rythme."),
        ("frequency", "hourly", "Choisissez un rythme de la liste."),
    ],
)
def test_an_error_stands_beside_its_field(
    client: Client, published: Publish, field: str, value: str, words: str
) -> None:
    answer = ask(client, **{field: value})
    assert words in error_beside(answer, field)
    assert not Alert.objects.exists()


@pytest.mark.parametrize("values", [{"website": "http://spam.example"}, {"ticket": "forged"}, {"ticket": ""}])
def test_a_program_is_refused(client: Client, published: Publish, values: dict[str, str]) -> None:
    assert ask(client, **values).status_code == 422
    assert not Alert.objects.exists()


def test_limits_of_a_day(client: Client, published: Publish) -> None:
    for _ in range(5):
        assert ask(client).status_code == 303
    refused = ask(client, email="LISE@example.org")
    assert refused.status_code == 429
    assert "avec cette adresse" in refused.content.decode()
    for number in range(5):
        assert ask(client, email=f"x{number}@example.org").status_code == 303
    refused = ask(client, email="paul@example.org")
    assert refused.status_code == 429
    assert "depuis votre connexion" in refused.content.decode()
    with time_machine.travel(AT + timedelta(days=1), tick=False):
        assert Alert.objects.count() == 10


def test_a_stranger_s_words_stay_out_of_the_mail(client: Client, published: Publish) -> None:
    words = "<script>alert(1)</script> https://evil.example"
    page = client.get("/fr/alertes/nouvelle/", {"q": words}).content.decode()
    assert "<script>alert" not in page
    assert escape("<script>alert(1)") in page
    with time_machine.travel(AT, tick=False):
        assert ask(client, "q=%3Cscript%3Ealert(1)%3C/script%3E+https://evil.example").status_code == 303
    (text,) = mails()
    assert "evil" not in text


@pytest.mark.parametrize("params", ["pays=ZZ", "q=%00%ff", "page=-1&tri=rien", "debut_min=abc", "&&&=&a=%E9"])
def test_a_search_that_makes_no_sense_is_one_for_what_is_left(client: Client, published: Publish, params: str) -> None:
    assert client.get(f"/fr/alertes/nouvelle/?{params}").status_code == 200
    assert ask(client, params).status_code == 303
    assert Alert.objects.get().query == ""


def test_a_search_without_end_is_none(client: Client, published: Publish) -> None:
    codes = "&".join(f"annee_cofinancement={year}" for year in range(1900, 2030))
    assert client.get(f"/fr/alertes/nouvelle/?{codes}").status_code == 404


def test_the_host_of_a_request_is_not_in_the_mail(client: Client, published: Publish) -> None:
    client.defaults["HTTP_HOST"] = "localhost"
    ask(client)
    (text,) = mails()
    assert "localhost" not in text
