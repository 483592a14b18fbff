"""What waits, narrowed; equal proposals together; how long half of it waits."""

from datetime import date, timedelta

import pytest

from atlas.contributions.actions import Delivery, ProposedChange, receive
from atlas.contributions.deciding import accept, ask
from atlas.contributions.models import Contribution, Origin
from atlas.contributions.queue import Filters, equal_groups, median_age, open_proposals, suggestions_to, waiting
from atlas.organisations.models import Succession
from tests.contributions.people import AT, OFFICER, POST, draft_of, published, sent
from tests.factories.drafts import changed, full_draft
from tests.factories.world import World, make_world, organisation

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=10)


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def sheet(world: World) -> int:
    return published(full_draft(world))


def test_what_was_sent_or_asked_waits_oldest_first(sheet: int) -> None:
    first = sent(sheet, title="Autre titre")
    second = ask(sent(sheet, by=POST, context="Autre"), question="Pourquoi ?", by=OFFICER, at=AT)
    draft_of(sheet, by="user:7", title="Un brouillon")
    accept(sent(sheet, by="user:8", history="Autre"), by=OFFICER, at=AT)
    assert list(waiting(Filters(), now=LATER)) == [first, second]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(origin="person"), 1),
        (Filters(origin="iati"), 0),
        (Filters(days=10), 1),
        (Filters(days=11), 0),
        (Filters(country="ML"), 1),
        (Filters(country="SN"), 0),
        (Filters(region="84"), 1),
        (Filters(region="53"), 0),
        (Filters(field="title"), 1),
        (Filters(field="context"), 0),
    ],
)
def test_the_queue_is_narrowed(sheet: int, filters: Filters, found: int) -> None:
    sent(sheet, title="Autre titre")
    assert waiting(filters, now=LATER).count() == found


def test_an_authority_sees_what_is_suggested_on_its_sheets_and_those_it_took_over(sheet: int, world: World) -> None:
    suggestion = sent(sheet, by=POST, origin=Origin.SUGGESTED_EDIT, title="Autre titre")
    sent(sheet, context="D’un agent")
    new = organisation("commune", "Pontcharra-sur-Bréda", "FR")
    Succession.objects.create(predecessor=world.commune, successor=new, occurred_on=date(2026, 1, 1), kind="merger")
    assert list(suggestions_to([world.commune.pk])) == [suggestion]
    assert list(suggestions_to([new.pk])) == [suggestion]
    assert list(suggestions_to([world.region.pk])) == []


def test_equal_proposals_are_one_row(world: World) -> None:
    for number, names in ((900, ["Aubépy"]), (901, ["Aubépy"]), (902, ["Autre"])):
        page = Delivery(
            origin="legacy_page",
            key=f"prj:{number}",
            name="x",
            raw=str(number).encode(),
            draft=changed(full_draft(world), legacy_prj_id=number),
            proposals=(ProposedChange("parties", "parties_to_add", [], names),),
        )
        receive([page], by="import", at=AT, today=date(2026, 11, 25))
    for filters in (
        Filters(),
        Filters(region="84"),
        Filters(country="ML", field="parties", origin="legacy_page", days=1),
    ):
        rows = equal_groups(open_proposals(filters, now=LATER))
        assert [(row["rule"], row["number"]) for row in rows] == [("parties_to_add", 2), ("parties_to_add", 1)]
    assert not open_proposals(Filters(region="53"), now=LATER).exists()


def test_what_a_source_says_twice_of_one_sheet_counts_once(world: World) -> None:
    """A page that comes again leaves its doubts again."""
    for raw in (b"one", b"two"):
        draft = changed(full_draft(world), context=raw.decode())
        doubt = ProposedChange("parties", "parties_to_add", [], ["Aubépy"])
        page = Delivery(origin="legacy_page", key="prj:900", name="x", raw=raw, draft=draft, proposals=(doubt,))
        receive([page], by="import", at=AT, today=date(2026, 11, 25))
    assert open_proposals(Filters(), now=LATER).count() == 2
    assert [row["number"] for row in equal_groups(open_proposals(Filters(), now=LATER))] == [1]


def test_half_of_what_waits_has_waited_so_long(sheet: int) -> None:
    assert median_age(now=LATER) is None
    for days, person in ((1, "user:4"), (3, "user:5"), (8, "user:6")):
        one = sent(sheet, by=person, title=f"Titre {person}")
        Contribution.objects.filter(pk=one.pk).update(submitted_at=LATER - timedelta(days=days))
    assert median_age(now=LATER) == timedelta(days=3)
    one.delete()
    assert median_age(now=LATER) == timedelta(days=2)
