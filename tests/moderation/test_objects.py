"""Merges, organisations, histories, the journal: pages of one object."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from atlas.audit.models import Event
from atlas.contributions.deciding import accept
from atlas.contributions.merging import merge_projects
from atlas.contributions.queue import Filters
from atlas.contributions.sheets import withdraw_project
from atlas.duplicates.models import Candidate
from atlas.moderation.beside import missing_organisations, open_candidates
from atlas.moderation.timelines import events_of_sheet
from atlas.organisations.models import Organisation
from atlas.projects.models import Project
from atlas.projects.queries import current_draft
from tests.contributions.people import AT, OFFICER, sent, two_sheets
from tests.factories.world import World, organisation
from tests.moderation.reading import path, text_of

pytestmark = pytest.mark.django_db


def test_two_sheets_are_compared_and_merged(officer: Client, world: World) -> None:
    keep, other = two_sheets(world)
    Candidate.objects.create(
        kind="project", first_id=keep, second_id=other, first_label="A", second_label="B", score=90, found_at=AT
    )
    address = path("moderation_merge_sheets")
    assert officer.get(address).status_code == 200
    page = officer.get(f"{address}?garder={keep}&autre={other}").content.decode()
    assert "Le même réseau d’eau" in page
    assert "Une autre histoire." in page
    sent_ = {"garder": keep, "autre": other, "choice-history": "both", "choice-title": "nonsense", "reason": "Doublon"}
    answer = officer.post(address, sent_)
    assert answer["Location"] == path("moderation_sheet", keep)
    assert current_draft(keep).history == "Une histoire.\n\nUne autre histoire."
    history = officer.get(path("moderation_sheet", other)).content.decode()
    assert "Défaire la fusion" in history
    assert not Candidate.objects.filter(is_current=True).exists()
    officer.post(path("moderation_sheet", other), {"verb": "unmerge", "reason": "Deux projets"})
    assert Project.objects.get(pk=other).publication_state == "published"


@pytest.mark.parametrize(
    "query", ["garder=1&autre=1", "garder=999&autre=998", "garder=x", "garder=9999999999999999999"]
)
def test_numbers_that_are_no_pair_are_told(officer: Client, query: str) -> None:
    assert officer.get(f"{path('moderation_merge_sheets')}?{query}").status_code == 200
    assert officer.get(f"{path('moderation_merge_organisations')}?{query}").status_code == 200


def test_two_organisations_are_compared_and_merged(officer: Client, world: World) -> None:
    twin = organisation("foreign_authority", "Commune de Sikoro", "ML", is_provisional=True)
    address = path("moderation_merge_organisations")
    page = officer.get(f"{address}?garder={world.partner.pk}&autre={twin.pk}").content.decode()
    assert "Fusionner les deux organismes" in page
    answer = officer.post(address, {"garder": world.partner.pk, "autre": twin.pk})
    assert answer["Location"] == path("moderation_organisation", world.partner.pk)
    assert Organisation.objects.get(pk=twin.pk).merged_into_id == world.partner.pk
    assert "Fusionné avec" in officer.get(path("moderation_organisation", twin.pk)).content.decode()
    refused = officer.post(address, {"garder": world.partner.pk, "autre": twin.pk})
    assert refused.status_code == 422
    assert "Rien n’a été enregistré" in refused.content.decode()
    compared = officer.get(f"{address}?garder={world.partner.pk}&autre={twin.pk}").content.decode()
    assert "Fusion impossible" in compared
    assert "Rien n’a été enregistré" not in compared
    officer.post(path("moderation_organisation", twin.pk), {"reason": ""})
    assert Organisation.objects.get(pk=twin.pk).merged_into_id == world.partner.pk
    officer.post(path("moderation_organisation", twin.pk), {"reason": "Deux communes"})
    assert Organisation.objects.get(pk=twin.pk).merged_into_id is None


def test_pairs_are_dismissed_or_lead_to_the_merge(officer: Client, world: World) -> None:
    keep, other = two_sheets(world)
    pair = Candidate.objects.create(
        kind="project", first_id=keep, second_id=other, first_label="A", second_label="B", score=90, found_at=AT
    )
    page = officer.get(path("moderation_duplicates")).content.decode()
    assert f"?garder={keep}&amp;autre={other}" in page
    officer.post(path("moderation_duplicates"), {"pair": "nonsense"})
    assert Candidate.objects.get().decision == ""
    officer.post(path("moderation_duplicates"), {"pair": pair.pk})
    assert Candidate.objects.get().decision == "distinct"


@pytest.mark.parametrize(
    ("filters", "pairs", "missing"),
    [
        (Filters(), 2, 2),
        (Filters(country="ML"), 2, 2),
        (Filters(country="SN"), 0, 0),
        (Filters(region="84"), 1, 0),
        (Filters(region="53"), 0, 0),
        (Filters(days=7), 2, 2),
        (Filters(days=30), 0, 0),
    ],
)
def test_pairs_and_missing_organisations_are_narrowed_too(
    ten_days_old: None, filters: Filters, pairs: int, missing: int
) -> None:
    now = timezone.now()
    found = (open_candidates(filters, now=now).count(), missing_organisations(filters, now=now).count())
    assert found == (pairs, missing)


def test_their_pages_take_the_filters_of_the_address(officer: Client, ten_days_old: None) -> None:
    for query, found, words in (("pays=ML", 2, "2 résultats"), ("pays=SN", 0, "0 résultat"), ("pays=xx", 2, "")):
        for name in ("moderation_duplicates", "moderation_missing"):
            answer = officer.get(f"{path(name)}?{query}")
            assert len(answer.context["page"].object_list) == found, (name, query)
            assert words in answer.content.decode()


@pytest.fixture
def ten_days_old(world: World) -> None:
    """Two sheets of Mali with a partner of the region 84, two bodies of Mali that people asked for; both alike."""
    since, (keep, other) = timezone.now() - timedelta(days=10), two_sheets(world)
    twins = [organisation("foreign_authority", name, "ML", is_provisional=True) for name in ("Koro", "Koro-Ba")]
    Organisation.objects.filter(pk__in=[one.pk for one in twins]).update(origin="person", created_at=since)
    for kind, first, second in (("project", keep, other), ("organisation", twins[0].pk, twins[1].pk)):
        pair = {"first_id": first, "second_id": second, "first_label": "A", "second_label": "B"}
        Candidate.objects.create(kind=kind, **pair, score=90, found_at=since)


def test_a_provisional_organisation_leads_to_known_ones_of_its_name(officer: Client, world: World) -> None:
    name = world.partner.name
    twin = organisation("foreign_authority", name, "ML", is_provisional=True)
    page = officer.get(path("moderation_organisation", twin.pk)).content.decode()
    assert f"?garder={world.partner.pk}&amp;autre={twin.pk}" in page
    assert f"?garder={twin.pk}" not in page
    known = officer.get(path("moderation_organisation", world.partner.pk))
    assert known.context["alike"] == []


def test_organisations_that_were_asked_for_are_confirmed(officer: Client, world: World) -> None:
    asked = organisation("commune", "Aubépy-le-Neuf", "FR", is_provisional=True)
    Organisation.objects.filter(pk=asked.pk).update(origin="person")
    assert "Aubépy-le-Neuf" in officer.get(path("moderation_missing")).content.decode()
    officer.post(path("moderation_organisation", asked.pk))
    asked.refresh_from_db()
    assert not asked.is_provisional
    assert Event.objects.filter(verb="confirmed", object_id=asked.pk).count() == 1


def test_a_sheet_is_withdrawn_and_published_again_with_a_reason(officer: Client, sheet: int) -> None:
    address = path("moderation_sheet", sheet)
    assert officer.post(address, {"verb": "withdraw", "reason": ""}).status_code == 422
    assert officer.post(address, {"verb": "withdraw", "reason": "Hors champ"}).status_code == 302
    assert officer.post(address, {"verb": "withdraw", "reason": "Encore"}).status_code == 422
    page = officer.get(address).content.decode()
    assert "« Hors champ »" in page
    assert officer.post(address, {"verb": "restore", "reason": ""}).status_code == 302
    assert Project.objects.get(pk=sheet).publication_state == "published"


def test_a_version_is_undone_from_the_history(officer: Client, sheet: int) -> None:
    accept(sent(sheet, title="Autre titre"), by=OFFICER, at=AT)
    address = path("moderation_sheet", sheet)
    assert "Annuler la version 2" in officer.get(address).content.decode()
    officer.post(address, {"verb": "undo-2", "reason": "Erreur"})
    assert current_draft(sheet).title == "Réseaux d’eau potable de Sikoro"
    assert officer.post(address, {"verb": "undo-2", "reason": "Encore"}).status_code == 422


def test_those_concerned_read_the_history_of_their_sheet(agent: Client, sheet: int) -> None:
    page = agent.get(path("moderation_sheet", sheet)).content.decode()
    assert "Fiche créée" in page
    assert "Retirer la fiche" not in page


def test_a_merged_and_a_withdrawn_sheet_have_pages_too(officer: Client, world: World) -> None:
    keep, other = two_sheets(world)
    merge_projects(keep_id=keep, drop_id=other, by=OFFICER, at=AT)
    withdraw_project(project_id=keep, reason="x", by=OFFICER, at=AT)
    assert {officer.get(path("moderation_sheet", pk)).status_code for pk in (keep, other)} == {200}


def test_the_journal_is_a_file_for_the_ministry(officer: Client, agent: Client, sheet: int) -> None:
    answer = officer.get(path("moderation_journal"))
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert (len(lines), answer["Content-Type"]) == (Event.objects.count() + 1, "text/csv; charset=utf-8")
    assert agent.get(path("moderation_journal")).status_code == 403
    assert path("moderation_journal") in officer.get(path("dashboard")).content.decode()


def test_the_history_of_one_sheet_is_a_file_too(officer: Client, agent: Client, world: World) -> None:
    one, _other = two_sheets(world)
    accept(sent(one, title="Autre titre"), by=OFFICER, at=AT)
    link = f"{path('moderation_journal')}?fiche={one}"
    assert link in officer.get(path("moderation_sheet", one)).content.decode()
    assert link not in agent.get(path("moderation_sheet", one)).content.decode()
    lines = b"".join(officer.get(link).streaming_content).decode().splitlines()
    assert len(lines) == events_of_sheet(one).count() + 1 < Event.objects.count() + 1
    for query, found in (("fiche=x", 1), ("organisme=0", 1)):
        nothing = officer.get(f"{path('moderation_journal')}?{query}")
        assert len(b"".join(nothing.streaming_content).decode().splitlines()) == found


def test_the_history_leads_to_what_each_version_changed(officer: Client, agent: Client, sheet: int) -> None:
    accept(sent(sheet, title="Autre titre"), by=OFFICER, at=AT)
    address = path("moderation_sheet", sheet)
    assert "?version=2#changement" in agent.get(address).content.decode()
    page = agent.get(f"{address}?version=2").content.decode()
    assert (text_of(page, "del"), text_of(page, "ins")) == ("Réseaux d’eau potable de Sikoro", "Autre titre")
    for nonsense in ("x", "99", "9" * 40):
        assert agent.get(f"{address}?version={nonsense}").context["sides"] == ()
