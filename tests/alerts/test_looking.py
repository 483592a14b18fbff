"""Each sheet at most once an alert; only what changed is looked at; nothing is lost by whoever dies midway."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from atlas.alerts import looking, telling
from atlas.alerts.models import Alert, Found, Progress
from atlas.alerts.rhythm import is_due
from atlas.catalogue.index import reader
from atlas.catalogue.index.reader import IndexUnavailable

from .conftest import AT, Publish, confirmed, mails, sheet, tended

pytestmark = pytest.mark.django_db


def test_a_sheet_that_begins_to_match_is_new_and_one_that_matched_is_not(client: Client, published: Publish) -> None:
    tended()
    confirmed(client)
    published(sheet(1, title="Autrement"), sheet(2, "ML"))
    assert tended().found == 1
    (news,) = mails()
    assert ("Fiche 2" in news, "Autrement" in news) == (True, False)


def test_a_sheet_that_leaves_and_comes_back_is_told_once(client: Client, published: Publish) -> None:
    tended()
    confirmed(client)
    for country, found in (("ML", 1), ("SN", 0), ("ML", 0)):
        published(sheet(3, country))
        assert tended().found == found


def test_two_alerts_find_each_for_themselves(client: Client, published: Publish) -> None:
    tended()
    confirmed(client)
    confirmed(client, email="paul@example.org")
    confirmed(client, "q=puits", email="paul@example.org")
    published(sheet(3, title="Puits de Sikoro"), sheet(4, "SN", title="Un puits"))
    assert tended().found == 4
    assert sorted(text.partition("\n-- \n")[0].count("– ") - 1 for text in mails()) == [1, 1, 2]


def test_where_nobody_waits_nothing_is_read_and_the_first_alert_begins_at_what_is_there(
    client: Client, published: Publish
) -> None:
    tended()
    assert not Progress.objects.exists()
    confirmed(client)
    assert Progress.objects.get().revision == 2
    Alert.objects.all().delete()
    published(sheet(3), sheet(4))
    tended()
    confirmed(client)
    assert Progress.objects.get().revision == 4
    published(sheet(5))
    confirmed(client, "q=fiche", email="paul@example.org")
    assert Progress.objects.get().revision == 4  # what came for the first alert still waits
    assert tended().found == 1


def test_what_was_published_before_the_confirmation_is_not_new(client: Client, published: Publish) -> None:
    tended()
    published(sheet(3))
    confirmed(client)
    assert tended().found == 0


def test_a_part_of_a_search_that_means_nothing_any_more_does_not_widen_it(client: Client, published: Publish) -> None:
    tended()
    confirmed(client)
    Alert.objects.update(query="theme=gone&pays=ML")
    published(sheet(3))
    assert tended().found == 0


def test_more_changes_than_a_batch_are_read_round_by_round(
    client: Client, published: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "BATCH", 2)
    tended()
    confirmed(client, frequency="daily")
    published(*(sheet(number) for number in range(3, 8)))
    assert [tended().found for _ in range(4)] == [2, 2, 1, 0]


def test_whoever_comes_second_keeps_nothing(client: Client, published: Publish) -> None:
    tended()
    confirmed(client, frequency="daily")
    published(sheet(3))
    current = looking.snapshot()
    late = looking._Look(looking.changed_after(2, current, limit=9), current, {})
    assert looking.look(at=AT) == 1
    assert looking._keep(late, after=2, at=AT) == 0
    assert Found.objects.count() == 1


def test_without_an_index_nothing_is_lost(client: Client, published: Publish) -> None:
    tended()
    confirmed(client)
    published(sheet(3))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "state_path", lambda: reader.root() / "nowhere")
        with pytest.raises(IndexUnavailable):
            looking.look(at=AT)
        assert tended().found == 0
    assert tended().found == 1


def test_a_round_without_changes_costs_next_to_nothing(client: Client, published: Publish) -> None:
    tended()
    confirmed(client)
    tended()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        tended()
    assert len(queries) == 4  # is there an alert, how far it was read, alerts to tell, requests to forget


@pytest.mark.parametrize("alerts", [1, 3])
def test_a_round_costs_by_searches_not_by_alerts_that_find_nothing(
    client: Client, published: Publish, alerts: int
) -> None:
    tended()
    for number in range(alerts):
        confirmed(client, "pays=SN", email=f"x{number}@example.org")
    published(sheet(3))
    with CaptureQueriesContext(connection) as queries:
        assert looking.look(at=AT) == 0
    assert len([one for one in queries if "alerts_alert" in one["sql"]]) == 3


def test_a_long_list_is_cut_and_says_so(client: Client, published: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "LISTED", 2)
    tended()
    confirmed(client)
    published(*(sheet(number, title="  Titre \n de travers") for number in range(3, 7)))
    tended()
    (news,) = mails()
    assert news.count("– Titre de travers (Mali)") == 2
    assert "Il y en a encore 2, dans la liste." in news


def test_an_alert_at_once_writes_once_an_hour_at_most(client: Client, published: Publish) -> None:
    tended()
    confirmed(client)
    told = []
    for minutes in (0, 10, 59, 60, 70):
        published(sheet(100 + minutes))
        told.append(tended(AT + timedelta(minutes=minutes)).told)
    assert told == [1, 0, 0, 1, 0]


@pytest.mark.parametrize(
    ("frequency", "found_at", "at", "due"),
    [
        ("daily", (25, 10), (25, 20), False),
        ("daily", (25, 10), (26, 5), False),
        ("daily", (25, 10), (26, 6), True),  # 7 in Paris
        ("daily", (26, 5), (26, 6), True),
        ("weekly", (25, 10), (29, 23), False),
        ("weekly", (25, 10), (30, 5), False),
        ("weekly", (25, 10), (30, 6), True),  # Monday
        ("weekly", (30, 5), (30, 6), True),
    ],
)
def test_days_begin_in_the_morning_and_weeks_on_monday(
    frequency: str, found_at: tuple[int, int], at: tuple[int, int], *, due: bool
) -> None:
    moments = [datetime(2026, 11, day, hour, tzinfo=UTC) for day, hour in (found_at, at)]
    assert is_due(frequency, found_at=moments[0], sent_at=None, at=moments[1]) is due
