"""A small catalogue in the database and in an index, and a visitor who asks for alerts on it."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.http import HttpResponse
from django.test import Client, override_settings

from atlas.alerts.forms import SUBJECT
from atlas.alerts.tending import Tended, tend_alerts
from atlas.catalogue.index import reader, writer
from atlas.catalogue.models import ProjectRecord
from atlas.catalogue.record import PublicProject, decode
from atlas.notifications.actions import send_due
from atlas.visitors.ticket import ticket_for
from tests.catalogue.records import COUNTRIES, project, publish

AT = datetime(2026, 11, 25, 10, tzinfo=UTC)  # a Wednesday, 11 in Paris
SITE = "http://127.0.0.1:8000"
Publish = Callable[..., int]


@pytest.fixture(autouse=True)
def _index_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(reader, "CHECK_EVERY", 0.0)
    with override_settings(INDEX_DIR=tmp_path / "index"):
        yield


def sheet(number: int, country: str = "ML", **values: object) -> PublicProject:
    """A sheet of one country."""
    said = {"title": f"Fiche {number}", "countries": (COUNTRIES[country],), "parties": (), **values}
    return project(number, length=0, **said)


@pytest.fixture
def published(db: None) -> Publish:
    """Publishes sheets, and has the index follow."""

    def publish_and_follow(*projects: PublicProject) -> int:
        revision = publish(*projects)
        rows = ProjectRecord.objects.order_by("project_id").values_list("data", flat=True)
        writer.build([decode(data) for data in rows], revision=revision)
        return revision

    publish_and_follow(sheet(1), sheet(2, "SN"))
    return publish_and_follow


def ask(client: Client, params: str = "pays=ML", language: str = "fr", **values: str) -> HttpResponse:
    """Send the form, as a reader does."""
    page = {"fr": "/fr/alertes/nouvelle/", "en": "/en/alerts/new/"}[language]
    ticket = ticket_for(SUBJECT, AT - timedelta(minutes=1))
    said = {"email": "lise@example.org", "frequency": "at_once", "ticket": ticket, **values}
    with time_machine.travel(AT, tick=False):
        return client.post(f"{page}?{params}", said)


def mails(at: datetime = AT) -> list[str]:
    """Texts of the mails that leave now."""
    mail.outbox.clear()
    send_due(by="test", at=at)
    return [str(one.body) for one in mail.outbox]


def link_in(text: str, words: str) -> str:
    """The path of the only link of a mail that holds these words."""
    (found,) = set(re.findall(rf"{re.escape(SITE)}(/\S*{words}\S*)", text))
    return found


def confirmed(client: Client, params: str = "pays=ML", at: datetime = AT, **values: str) -> None:
    """Ask for an alert and confirm it."""
    assert ask(client, params, **values).status_code == 303
    (text,) = mails()
    with time_machine.travel(at, tick=False):
        assert client.post(link_in(text, "/confirm")).status_code == 200


def tended(at: datetime = AT) -> Tended:
    """One round of the keeper, without mails leaving."""
    return tend_alerts(by="tend", at=at)
