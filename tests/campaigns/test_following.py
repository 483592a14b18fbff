"""Progress, the file and reminders: the ministry sees all, a prefecture its region."""

import csv
import io
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from atlas.accounts.models import User
from atlas.campaigns.models import AuthorityUpdate
from atlas.campaigns.preparing import tend_campaigns
from atlas.campaigns.progress import all_of, by_department, by_region, lines_of
from atlas.notifications.actions import send_due
from atlas.organisations.models import Organisation
from atlas.reference.match import match_key
from atlas.reference.models import Territory
from tests.factories.accounts import account
from tests.factories.world import organisation

from .conftest import AT, Scene, browser

pytestmark = pytest.mark.django_db
PAGE = "/fr/espace/campagnes/2026/"


def test_progress_tells_who_cannot_answer(prepared: Scene, admin: User) -> None:
    AuthorityUpdate.objects.filter(organisation=prepared.commune).update(state="in_progress")
    tallies = {one.code: one for one in by_region(prepared.campaign, None)}
    assert {code: (one.not_started, one.silent, one.in_progress) for code, one in tallies.items()} == {
        "84": (0, 0, 1), "53": (1, 1, 0),
    }  # fmt: skip
    assert (all_of(tallies.values()).total, all_of(tallies.values()).percent) == (2, 0)
    (one,) = by_department(prepared.campaign, "84")
    assert (one.code, one.total) == ("38", 1)


def test_places_stand_in_the_order_of_their_letters(prepared: Scene, officer: User) -> None:
    for code, name in (("11", "Île-de-France"), ("75", "Nouvelle-Aquitaine")):
        Territory.objects.create(kind="region", code=code, name=name, match_key=match_key(name))
        town = organisation("commune", f"Ville de {name}", "FR", region_code=code)
        AuthorityUpdate.objects.create(campaign=prepared.campaign, organisation=town)
    names = [one.name for one in by_region(prepared.campaign, ["11", "75"])]
    assert names == ["Île-de-France", "Nouvelle-Aquitaine"]
    asked = browser(officer).get("/fr/espace/campagnes/nouvelle/").context["form"].fields["regions"].choices
    assert [label for _code, label in asked if label in names] == names
    client = browser(officer)
    assert "0 (0\xa0%)" in client.get(PAGE).content.decode()
    assert "0 (0%)" in client.get("/en/workspace/campaigns/2026/").content.decode()


def test_a_prefecture_sees_its_region_only(prepared: Scene, prefecture: User, officer: User) -> None:
    own, all_ = (browser(user).get(PAGE).content.decode() for user in (prefecture, officer))
    assert ("regions/84/" in own, "regions/53/" in own) == (True, False)
    assert ("regions/84/" in all_, "regions/53/" in all_) == (True, True)
    assert browser(prefecture).get(f"{PAGE}regions/84/").status_code == 200
    assert browser(prefecture).get(f"{PAGE}regions/53/").status_code == 404
    assert browser(prefecture).post(f"{PAGE}regions/53/relancer/").status_code == 404
    assert browser(prefecture).get(prepared.path(organisation=prepared.world.region)).status_code == 404
    assert browser(prefecture).post(f"{PAGE}fermer/").status_code == 403


def test_authorities_without_a_region_have_a_page_for_the_ministry_and_the_sums_add_up(
    prepared: Scene, prefecture: User, officer: User
) -> None:
    far = organisation("commune", "Loin-sur-Mer", "FR", insee_code="98001")
    AuthorityUpdate.objects.create(campaign=prepared.campaign, organisation=far)
    client = browser(officer)
    tallies = client.get(PAGE).context["tallies"]
    sums = {one.slug: client.get(f"{PAGE}regions/{one.slug}/").context["total"].total for one in tallies}
    assert sums == {"53": 1, "84": 1, "aucune": 1}
    assert sum(sums.values()) == AuthorityUpdate.objects.count()
    page = client.get(f"{PAGE}regions/aucune/").content.decode()
    assert "<h1>Sans région – Campagne 2026</h1>" in page
    assert "Loin-sur-Mer" in page
    assert (
        "1 collectivité sera relancée." in client.post(f"{PAGE}regions/aucune/relancer/", follow=True).content.decode()
    )
    assert browser(prefecture).get(f"{PAGE}regions/aucune/").status_code == 404


def test_the_file_holds_what_one_follows_and_no_formula(prepared: Scene, prefecture: User, officer: User) -> None:
    Organisation.objects.filter(pk=prepared.commune.pk).update(name="=1+1")
    for kind, code, name in (("region", "84", "Auvergne-Rhône-Alpes"), ("department", "38", "Isère")):
        Territory.objects.create(kind=kind, code=code, name=name, match_key=match_key(name))
    for user, names in ((prefecture, ["'=1+1"]), (officer, ["'=1+1", "Bretagne (région)"])):
        answer = browser(user).get(f"{PAGE}suivi.csv")
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert sorted(row["Collectivité"] for row in rows) == names
        assert {row["Mise à jour"] for row in rows} == {"Pas commencée"}
        assert ("'=1+1", "Auvergne-Rhône-Alpes", "Isère") in {
            (row["Collectivité"], row["Région"], row["Département"]) for row in rows
        }


def test_reminders_leave_once_a_day_and_not_to_those_who_attested(
    prepared: Scene, admin: User, prefecture: User
) -> None:
    send_due(by="test", at=AT)
    client, path = browser(prefecture), f"{PAGE}regions/84/relancer/"
    assert "1 collectivité sera relancée." in client.post(path, follow=True).content.decode()
    assert "déjà été relancées" in client.post(path, follow=True).content.decode()
    tend_campaigns(by="tend", at=AT)
    assert tend_campaigns(by="tend", at=AT).reminded == 0
    mail.outbox.clear()
    send_due(by="test", at=AT + timedelta(hours=1))
    assert [one.to for one in mail.outbox if "Rappel" in one.subject] == [["admin@ville.example"]]
    AuthorityUpdate.objects.update(remind_by=prefecture.actor, state="attested", signed_at=AT, signed_by="x",
                                   contacts_at=AT, contacts_by="x")  # fmt: skip
    assert tend_campaigns(by="tend", at=AT).reminded == 0


def test_who_wants_no_reminders_gets_none_and_still_the_opening(prepared: Scene, admin: User) -> None:
    from atlas.notifications.unsubscribing import Asked, refuse_mails

    refuse_mails(Asked(admin.actor, ("campaign_reminder",)), by="test", at=AT)
    AuthorityUpdate.objects.update(remind_by="user:1", told_at=None)
    assert tend_campaigns(by="tend", at=AT).told == 1
    mail.outbox.clear()
    send_due(by="test", at=AT + timedelta(hours=1))
    assert {one.subject[:8] for one in mail.outbox} == {"Campagne"}


@pytest.mark.parametrize("more", [0, 5])
def test_lists_cost_the_same_whatever_their_length(prepared: Scene, more: int) -> None:
    for number in range(more):
        one = organisation("commune", f"Ville {number}", "FR", insee_code=f"3850{number}", region_code="84")
        AuthorityUpdate.objects.create(campaign=prepared.campaign, organisation=one)
        account("authority_agent", organisation=one)
    for read, cost in ((lambda: by_region(prepared.campaign, None), 2), (lambda: lines_of(prepared.campaign, None), 3)):
        with CaptureQueriesContext(connection) as queries:
            read()
        assert len(queries) == cost


def test_the_page_of_an_update_costs_the_same_whatever_its_sheets(prepared: Scene, agent: User) -> None:
    client = browser(agent)
    client.get(prepared.path())
    with CaptureQueriesContext(connection) as one:
        client.get(prepared.path())
    from .conftest import sheet

    for number in range(910, 914):
        sheet(number, prepared.world, prepared.commune)
    with CaptureQueriesContext(connection) as many:
        page = client.get(prepared.path()).content.decode()
    assert page.count('value="unchanged"') == 6
    assert len(many) == len(one)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_in_both_languages(prepared: Scene, officer: User, admin: User, language: str) -> None:
    base = "/fr/espace/campagnes/" if language == "fr" else "/en/workspace/campaigns/"
    words = "Campagne" if language == "fr" else "Campaign"
    region = "regions/84/"
    place = "collectivites" if language == "fr" else "authorities"
    pages = [(officer, path) for path in ("", "2026/", f"2026/{region}")]
    pages += [(officer, "nouvelle/" if language == "fr" else "new/"), (admin, "")]
    pages += [(admin, f"2026/{place}/{prepared.commune.pk}/")]
    for user, path in pages:
        answer = browser(user).get(f"{base}{path}")
        assert (answer.status_code, words in answer.content.decode()) == (200, True), path
