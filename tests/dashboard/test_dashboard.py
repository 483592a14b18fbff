"""The ministry's dashboard: each number is the length of the list behind it, and costs no more in a large register."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from atlas.audit.jobs import recorded
from atlas.audit.models import Job
from atlas.campaigns.actions import Plan, open_campaign, plan_campaign
from atlas.campaigns.models import AuthorityUpdate
from atlas.catalogue.follow import rebuild
from atlas.contributions.decided import contributions_a_week, monday_of
from atlas.contributions.deciding import accept, reject
from atlas.contributions.models import Contribution
from atlas.contributions.queue import Ages, ages_by_origin, ages_of
from atlas.dashboard.health import jobs_table, quality_tables
from atlas.dashboard.tables import Table
from atlas.imports.models import ImportRun, RefusedItem
from atlas.notifications.actions import LAST_TRY
from atlas.notifications.models import Mail
from atlas.organisations.models import Contact, Organisation
from tests.contributions.people import OFFICER, published, sent
from tests.factories.accounts import account, client_of
from tests.factories.drafts import changed, full_draft
from tests.factories.world import World, make_world, organisation

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
PAGE = "/fr/espace/tableau-de-bord/"


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def sheet(world: World) -> int:
    return published(full_draft(world))


@pytest.fixture
def officer(world: World) -> Client:
    return client_of(account("ministry_officer", full_name="Une officière"))


def waiting_since(sheet: int, origin: str, *ages: int) -> None:
    for number, days in enumerate(ages):
        one = sent(sheet, by=f"user:{100 + number}", origin=origin, title=f"Titre {number}")
        Contribution.objects.filter(pk=one.pk).update(submitted_at=NOW - timedelta(days=days))


@pytest.mark.parametrize(
    ("ages", "median"), [((3,), 3), ((9, 1), 5), ((2, 30, 4), 4), ((1, 2, 3, 10), 2.5)], ids=["1", "2", "3", "4"]
)
def test_half_of_what_waits_has_waited_so_long(sheet: int, ages: tuple[int, ...], median: float) -> None:
    waiting_since(sheet, "person", *ages)
    waiting_since(sheet, "suggestion", 70)
    found = ages_by_origin(now=NOW)
    one = found["person"]
    assert (one.number, one.median, one.oldest) == (
        len(ages),
        timedelta(days=median),
        timedelta(days=max(ages)),
    )
    assert found["suggestion"].median == timedelta(days=70)
    assert set(found) == {"person", "suggestion"}


def test_half_of_any_rows_have_waited_so_long(world: World) -> None:
    asked = Organisation.objects.filter(is_provisional=True)
    assert ages_of(asked, "created_at", now=NOW) == Ages()
    for number, days in enumerate((8, 1, 30, 2)):
        one = organisation("commune", f"Ville {number}", "FR", is_provisional=True)
        Organisation.objects.filter(pk=one.pk).update(created_at=NOW - timedelta(days=days))
    assert ages_of(asked, "created_at", now=NOW) == Ages(4, timedelta(days=5), timedelta(days=30))


def test_decisions_of_people_are_counted_in_their_week_in_paris(sheet: int) -> None:
    monday = date(2026, 11, 23)
    first, second = sent(sheet, title="Un"), sent(sheet, by="user:8", title="Deux")
    accept(first, by=OFFICER, at=datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
    reject(second, reason="Non.", by=OFFICER, at=datetime(2026, 11, 22, 22, 30, tzinfo=UTC))
    span = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
    assert contributions_a_week(*span) == {(monday, "accepted"): 1, (monday - timedelta(7), "rejected"): 1}
    assert monday_of(date(2026, 11, 29)) == monday


def open_one(world: World) -> None:
    """A campaign that asks a commune of a région, the région, and an authority that lies in none."""
    overseas = organisation("commune", "Loin-sur-Mer", "FR", insee_code="98001")
    plan = Plan(2026, "Merci.", "", NOW.date() - timedelta(9), NOW.date() + timedelta(9))
    campaign = open_campaign(plan_campaign(plan, by="user:1", at=NOW).pk, by="user:1", at=NOW)
    for one in (world.commune, world.region, overseas):
        AuthorityUpdate.objects.get_or_create(campaign=campaign, organisation=one)


def everything(world: World, sheet: int, number: int) -> None:
    """`number` of each thing that is counted."""
    open_one(world)
    for one in range(number):
        sent(sheet, by=f"user:{200 + one}", title=f"Autre {one}")
        decided = sent(sheet, by=f"user:{300 + one}", context=f"Décidé {one}")
        accept(decided, by=OFFICER, at=timezone.now())
        Contribution.objects.filter(state="accepted").exclude(decided_by=OFFICER).get().proposals.create(
            field="title", rule="title_completion", current="a", proposed=f"b{one}", digest=str(one)
        )
        Mail.objects.create(
            subject=f"Objet {one}", recipient="x@serveur.example", body="Des mots.", queued_at=NOW, try_at=NOW,
            tries=LAST_TRY, last_error="SMTPException",
        )  # fmt: skip
        Contact.objects.create(post=world.post, function="Attachée", expires_on=NOW.date())
        run = ImportRun.objects.create(source="iati", by="test", started_at=NOW)
        RefusedItem.objects.create(
            run=run, name=f"{one}.xml", code="x", message="Illisible", content_hash=str(one), raw=b""
        )
        account("authority_agent", organisation=world.commune, state="requested")


@pytest.mark.parametrize("number", [1, 3])
def test_the_queries_do_not_grow(
    officer: Client, world: World, sheet: int, number: int, django_assert_num_queries
) -> None:
    everything(world, sheet, number)
    rebuild()
    officer.get(PAGE)
    with django_assert_num_queries(25):
        officer.get(PAGE)


def test_each_number_is_the_length_of_the_list_behind_it(officer: Client, world: World, sheet: int) -> None:
    everything(world, sheet, 3)
    rebuild()
    counted = 0
    for table in officer.get(PAGE).context["tables"]:
        for _heading, *cells in table.rows:
            for cell in cells:
                if cell.url.startswith("/fr/espace/tableau-de-bord/listes/"):
                    found = officer.get(cell.url)
                    rows = found.context["table"].rows
                    contacts = sum(row[1].value for row in rows) if "/contacts/" in cell.url else 0
                    assert cell.value in {found.context["page"].paginator.count, contacts}, cell.url
                    assert found.status_code == 200
                    counted += 1
                elif cell.url.startswith("/fr/espace/moderation/?"):
                    assert officer.get(cell.url).context["page"].paginator.count == cell.value
                    counted += 1
                elif cell.url:
                    assert officer.get(cell.url).status_code == 200, cell.url
    assert counted == 8  # what people sent, decisions, contacts of posts and their posts, mails, three imports


def test_lists_say_no_name_and_no_address(officer: Client, world: World, sheet: int) -> None:
    everything(world, sheet, 1)
    Contact.objects.update(last_name="SECRÈTE", email="secrete@poste.example")
    for slug, asked in (("contacts", "chez=postes"), ("courriels", "etat=given_up"), ("refus", "import=1&page=x")):
        page = officer.get(f"{PAGE}listes/{slug}/?{asked}").content.decode()
        assert "SECRÈTE" not in page
        assert "secrete@" not in page
        assert "x@serveur" not in page
    assert officer.get(f"{PAGE}listes/rien/").status_code == 404
    assert officer.get(f"{PAGE}listes/decisions/?semaine=hier&etat=x").status_code == 200


def test_the_file_holds_the_same_numbers(officer: Client, sheet: int) -> None:
    sent(sheet, title="Autre")
    answer = officer.get("/fr/espace/tableau-de-bord.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["Tableau", "Ligne", "Mesure", "Valeur"]
    assert ["Ce qui attend une décision", "Saisie par une personne", "En attente", "1"] in rows
    assert ["Ce qui attend une décision", "Signalement d’un lecteur", "En attente", "0"] in rows


def test_in_english_too(officer: Client) -> None:
    with override("en"):
        address = reverse("dashboard")
    assert "What is waiting for a decision" in officer.get(address).content.decode()


def states(table: Table) -> list[str]:
    return [str(row[1].value) for row in table.rows]


def test_a_program_is_on_time_late_or_failing() -> None:
    assert set(states(jobs_table(NOW))) == {"pas encore passé"}
    with recorded("tend"):
        pass
    assert states(jobs_table(timezone.now()))[0] == "à l’heure"
    assert states(jobs_table(timezone.now() + timedelta(hours=1)))[0] == "en retard"
    with pytest.raises(ValueError, match="oh"), recorded("tend"):
        raise ValueError("oh, for somebody@example.org")
    assert states(jobs_table(timezone.now()))[0] == "en échec"
    job = Job.objects.get()
    assert (job.failure, job.finished_at is None) == ("ValueError", False)
    with recorded("tend"):
        pass
    assert states(jobs_table(timezone.now()))[0] == "à l’heure"


def test_good_ends_are_noted_seldom_failures_always(monkeypatch: pytest.MonkeyPatch, django_assert_num_queries) -> None:
    monkeypatch.setattr(recorded, "_noted", {})
    with recorded("x", seldom=60):
        pass
    with django_assert_num_queries(0), recorded("x", seldom=60):
        pass
    with pytest.raises(KeyboardInterrupt), recorded("x", seldom=60):
        raise KeyboardInterrupt
    assert Job.objects.get().failed_at is None
    with pytest.raises(SystemExit), recorded("x", seldom=60):
        raise SystemExit(1)
    assert Job.objects.get().failure == "SystemExit"


def test_without_an_index_the_page_opens_and_says_so(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "INDEX_DIR", settings.VAR_DIR / "none")
    assert "L’index se prépare" in officer.get(PAGE).content.decode()


def test_the_trend_begins_with_what_was_kept(sheet: int) -> None:
    rebuild()
    _now, trend = quality_tables(timezone.localdate())
    assert len(trend.rows) == 1


def test_changed_sheets_wait_by_origin(officer: Client, world: World) -> None:
    other = published(changed(full_draft(world), legacy_prj_id=7), key="prj:7")
    sent(other, origin="suggested_edit", title="D’un poste")
    (waiting, *_) = officer.get(PAGE).context["tables"]
    numbers = {str(row[0].value): row[1].value for row in waiting.rows}
    assert numbers["Suggestion d’un poste ou d’un autre service"] == 1
