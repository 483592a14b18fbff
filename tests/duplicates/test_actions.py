"""Pairs are found again and again; a decision survives, is audited, and the pages of staff ask for the right."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from atlas.accounts.models import User
from atlas.audit.models import Event
from atlas.duplicates.actions import decide
from atlas.duplicates.finding import Found, find_duplicates
from atlas.duplicates.models import Candidate, Decision
from atlas.duplicates.words import REASONS, reason_words
from atlas.organisations.models import Organisation
from atlas.projects.models import Party, Project, ProjectCountry
from atlas.reference.models import Country, WorldZone
from tests.factories.accounts import staff_member

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
LIST = reverse("admin:duplicates_candidate_changelist")

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    zone = WorldZone.objects.create(code="afrique", name_fr="Afrique", name_en="Africa", rank=1)
    for iso2, iso3, name in (("ML", "MLI", "Mali"), ("FR", "FRA", "France")):
        Country.objects.create(iso2=iso2, iso3=iso3, name_fr=name, name_en=name, zone=zone)


def organisation(name, kind="foreign_authority", country="ML", **values):
    one = Organisation(name=name, kind=kind, country_id=country, origin="import", created_at=NOW, **values)
    one.clean()
    one.save()
    return one


def sheet(title, french, foreign, year=2010, state="published"):
    one = Project.objects.create(title=title, start_year=year, publication_state=state, created_at=NOW, updated_at=NOW)
    for rank, party in enumerate((french, foreign)):
        Party.objects.create(
            project=one, organisation=party, role="partner", name_as_declared=party.name, rank=rank,
            country_id=party.country_id,
        )  # fmt: skip
    ProjectCountry.objects.create(project=one, country_id="ML", rank=0)
    return one


@pytest.fixture
def pair(places):
    town = organisation("Rivebourg", "commune", "FR", department_code="24")
    tambaga = organisation("Tambaga", admin_area="Kayes")
    organisation("Tambagha", admin_area="Kayes")
    return sheet("Réseau d’eau potable", town, tambaga), sheet("Reseau d'eau potble", town, tambaga, 2011)


def found():
    return [(one.kind, one.first_label, one.second_label, one.decision) for one in Candidate.objects.order_by("-kind")]


def test_pairs_of_both_kinds_are_found_and_kept(pair):
    assert find_duplicates(at=NOW) == (Found("project", 1, 1, 0), Found("organisation", 1, 1, 0))
    assert found() == [
        ("project", "Réseau d’eau potable", "Reseau d'eau potble", ""),
        ("organisation", "Tambaga", "Tambagha", ""),
    ]
    assert find_duplicates(at=NOW) == (Found("project", 1, 0, 0), Found("organisation", 1, 0, 0))


def test_a_pair_that_is_no_longer_alike_goes(pair):
    find_duplicates(at=NOW)
    Project.objects.filter(pk=pair[1].pk).update(title="Échanges scolaires", version_number=2)
    assert find_duplicates(at=NOW)[0] == Found("project", 0, 0, 1)
    assert [one[0] for one in found()] == ["organisation"]


def test_merged_and_deleted_sheets_are_not_compared(pair):
    Project.objects.filter(pk=pair[1].pk).update(publication_state="deleted")
    assert find_duplicates(at=NOW)[0].pairs == 0


def test_a_decision_survives_and_is_audited(pair):
    find_duplicates(at=NOW)
    one = Candidate.objects.get(kind="project")
    assert decide([one], Decision.DISTINCT, by="agent", at=NOW) == 1
    assert decide([one], Decision.DISTINCT, by="other", at=NOW) == 0
    find_duplicates(at=NOW + timedelta(days=1))
    Project.objects.filter(pk=pair[1].pk).update(title="Échanges scolaires")
    find_duplicates(at=NOW + timedelta(days=2))
    one.refresh_from_db()
    assert (one.decision, one.decided_by, one.is_current) == ("distinct", "agent", False)
    Project.objects.filter(pk=pair[1].pk).update(title="Réseau d’eau potable")
    find_duplicates(at=NOW + timedelta(days=3))
    one.refresh_from_db()
    assert (one.decision, one.decided_by, one.is_current, one.found_at) == ("distinct", "agent", True, NOW)
    assert decide([one], Decision.OPEN, by="other", at=NOW) == 1
    one.refresh_from_db()
    assert (one.decision, one.decided_by, one.decided_at) == ("", "", None)
    events = [
        (e.actor, e.verb, e.object_id, e.detail) for e in Event.objects.filter(object_type="candidate").order_by("pk")
    ]
    detail = {"kind": "project", "first": pair[0].pk, "second": pair[1].pk}
    assert events == [
        ("agent", "duplicate_dismissed", one.pk, detail), ("other", "duplicate_reopened", one.pk, detail)
    ]  # fmt: skip


def test_finding_takes_few_queries(pair, django_assert_num_queries):
    with django_assert_num_queries(16):
        find_duplicates(at=NOW)
    town, tambaga = Organisation.objects.get(name="Rivebourg"), Organisation.objects.get(name="Tambaga")
    sheet("Réseau d’eau potable", town, tambaga)
    sheet("Réseau d’eau potable", town, tambaga)
    with django_assert_num_queries(17):
        find_duplicates(at=NOW)


@pytest.mark.parametrize(
    "wrong",
    [{"first_id": 2, "second_id": 1}, {"decision": "distinct"}, {"decided_by": "agent"}, {"kind": "x"}, {"score": 101}],
)
def test_the_database_refuses_nonsense(wrong):
    values = {"kind": "project", "first_id": 1, "second_id": 2, "score": 70, "found_at": NOW, **wrong}
    with pytest.raises(IntegrityError), transaction.atomic():
        Candidate.objects.create(**values)


def test_the_command_says_what_it_found(pair, capsys):
    call_command("find_duplicates")
    assert capsys.readouterr().out.splitlines() == [
        "project: 1 pairs, 1 new, 0 no longer alike", "organisation: 1 pairs, 1 new, 0 no longer alike",
    ]  # fmt: skip


def test_the_keeper_finds_them_once_a_day(pair, capsys, indexed):
    indexed()
    call_command("tend")
    assert "Duplicates: 1 of project, 1 of organisation." in capsys.readouterr().out
    assert Candidate.objects.count() == 2


def staff(client, *rights):
    user = staff_member("agent@atlas.example")
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="duplicates", codename__in=rights))
    client.force_login(user)


def test_staff_see_pairs_and_reasons_and_decide(pair, client):
    find_duplicates(at=NOW)
    staff(client, "view_candidate", "change_candidate")
    html = client.get(LIST).content.decode()
    assert "même collectivité française, même partenaire étranger" in html
    assert reverse("admin:projects_project_change", args=[pair[0].pk]) in html
    one = Candidate.objects.get(kind="project")
    sent = {"action": "dismiss", "_selected_action": [one.pk]}
    answer = client.post(LIST, sent, follow=True)
    assert "1 paire a changé." in answer.content.decode()
    one.refresh_from_db()
    assert (one.decision, one.decided_by) == ("distinct", User.objects.get().actor)
    client.post(LIST, {**sent, "action": "reopen"})
    one.refresh_from_db()
    assert one.decision == ""


def test_the_page_of_a_pair_says_what_happens_next(pair, client):
    find_duplicates(at=NOW)
    staff(client, "view_candidate")
    one = Candidate.objects.get(kind="project")
    address = reverse("admin:duplicates_candidate_change", args=[one.pk])
    html = client.get(address).content.decode()
    assert "onglet « Doublons possibles »" in html
    assert 'name="_save"' not in html
    decide([one], Decision.DISTINCT, by="agent", at=NOW)
    assert "Cette paire ne sera plus proposée" in client.get(address).content.decode()


def test_who_may_only_look_cannot_decide_and_others_see_nothing(pair, client):
    find_duplicates(at=NOW)
    one = Candidate.objects.get(kind="project")
    assert client.get(LIST).status_code == 302
    staff(client, "view_candidate")
    assert 'value="dismiss"' not in client.get(LIST).content.decode()
    client.post(LIST, {"action": "dismiss", "_selected_action": [one.pk]})
    one.refresh_from_db()
    assert one.decision == ""
    assert not Event.objects.filter(object_type="candidate").exists()
    User.objects.get().user_permissions.clear()
    assert client.get(LIST).status_code == 403
    assert client.get(reverse("admin:duplicates_candidate_add")).status_code == 403


def test_every_reason_has_words_in_both_languages():
    for language in ("fr", "en"):
        with override(language):
            words = [reason_words([(code, "12")]) for code in REASONS]
        assert all(words)
        assert len({*words}) == len(words)
    assert reason_words([("unheard_of", "")]) == ""
