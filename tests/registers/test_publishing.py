"""What staff save in the administration is public at once; addresses never are; what is equal moves no revision."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client, override_settings

from atlas.accounts.models import User
from atlas.audit.models import Event
from atlas.catalogue.follow import Follower, catalogue_revision
from atlas.catalogue.index.state import read_state
from atlas.catalogue.models import Change, OrganisationRecord, ProjectRecord, RegisterRecord
from atlas.catalogue.queries import organisation_by_id, register_of
from atlas.catalogue.record import encode
from atlas.organisations.mailboxes import Mailbox
from atlas.organisations.models import Post, PostCountry
from atlas.registers.demonstration import load_mailboxes
from atlas.registers.publishing import publish_all, publish_country
from tests.catalogue.records import project
from tests.factories.world import World

FORM = {
    "function_fr": "Correspondant", "function_en": "Officer", "email": "secret@example.org",
    "verified_on": "2026-11-01", "is_open": "on",
}  # fmt: skip


@pytest.fixture
def followed(world: World) -> Post:
    sheet = encode(project(5, length=50))
    ProjectRecord.objects.create(project_id=5, version=1, revision=0, content_hash="", data=sheet)
    PostCountry.objects.create(post=world.post, country_id="ML")
    PostCountry.objects.create(post=world.post, country_id="SN", valid_to=date(2020, 1, 1))
    return world.post


def posts(iso2: str) -> list[tuple[str, list[str]]]:
    return [(one.name, [function.fr for function in one.functions]) for one in register_of(iso2).posts]


def test_a_mailbox_saved_by_staff_is_a_function_on_the_country_page(staff: Client, followed: Post) -> None:
    publish_all()
    assert posts("ML") == [("Ambassade de France à Bamako", [])]
    answer = staff.post("/admin/organisations/mailbox/add/", {**FORM, "post": followed.pk})
    assert answer.status_code == 302
    assert posts("ML") == [("Ambassade de France à Bamako", ["Correspondant"])]
    event = Event.objects.get(verb="mailbox_added")
    assert (event.actor, event.detail["post"]) == (User.objects.get().actor, followed.pk)
    everything = str([*RegisterRecord.objects.values(), *Event.objects.values("detail")])
    assert "secret@" not in everything


def test_a_closed_mailbox_leaves_the_page(staff: Client, followed: Post) -> None:
    staff.post("/admin/organisations/mailbox/add/", {**FORM, "post": followed.pk})
    box = Mailbox.objects.get()
    assert staff.post(f"/admin/organisations/mailbox/{box.pk}/change/", {**FORM, "is_open": ""}).status_code == 302
    box.refresh_from_db()
    assert (box.is_open, box.post) == (False, followed)
    assert posts("ML") == [("Ambassade de France à Bamako", [])]


def test_a_mailbox_of_an_authority_is_in_its_record(staff: Client, world: World) -> None:
    staff.post("/admin/organisations/mailbox/add/", {**FORM, "organisation": world.commune.pk})
    record = organisation_by_id(world.commune.pk)
    assert record is not None
    assert [(one.fr, one.en) for one in record.functions] == [("Correspondant", "Officer")]
    assert "secret@" not in OrganisationRecord.objects.get(pk=world.commune.pk).data


def test_a_post_follows_its_countries_from_and_until_its_dates(followed: Post) -> None:
    assert publish_all() == 2
    assert (len(posts("ML")), len(posts("SN"))) == (1, 0)


def test_each_publication_moves_the_revision_and_no_project(followed: Post) -> None:
    before = catalogue_revision()
    assert publish_country("ML")
    assert catalogue_revision() == before + 1
    assert Change.objects.get(revision=before + 1).project_id == 5
    assert not publish_country("ML")
    assert catalogue_revision() == before + 1


def test_a_country_without_a_register_has_an_empty_one(world: World) -> None:
    assert register_of("SN").posts == ()


def test_the_demonstration_s_mailboxes_are_loaded_once(followed: Post) -> None:
    path = settings.DATA_DIR / "demonstration" / "registers" / "mailboxes.csv"
    assert load_mailboxes(path, by="test") == 2
    assert load_mailboxes(path, by="test") == 0
    assert {box.email.partition("@")[2] for box in Mailbox.objects.all()} == {"example.org"}
    call_command("publish_registers", verbosity=0)
    assert posts("ML") == [
        ("Ambassade de France à Bamako", ["Correspondant coopération décentralisée",
                                         "Service de coopération et d’action culturelle"])
    ]  # fmt: skip


def test_the_follower_brings_the_revision_to_the_pages(followed: Post, tmp_path: Path) -> None:
    with override_settings(INDEX_DIR=tmp_path):
        follower = Follower()
        follower.run_once()
        publish_country("ML")
        assert follower.run_once() == 1
        state = read_state()
        assert state is not None
        assert state.revision == catalogue_revision()
        assert follower.run_once() == 0
