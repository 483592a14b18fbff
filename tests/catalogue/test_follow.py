"""The follower: builds what is missing, applies what changed, repeats what a crash left, stops when asked."""

import os
import signal
import threading
import time
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from atlas.catalogue import follow
from atlas.catalogue.index import writer
from atlas.catalogue.index.reader import CHECK_EVERY, snapshot
from atlas.catalogue.index.state import locked, read_state, root, state_path
from atlas.catalogue.models import Change, ProjectRecord
from atlas.catalogue.search import search
from atlas.catalogue.search_query import SearchQuery
from tests.catalogue.records import project, publish, withdraw

pytestmark = pytest.mark.django_db


def test_who_waits_for_a_change_waits_less_than_a_second() -> None:
    """All that stands between a commit and the search page; the work itself is measured by `make bench`."""
    assert follow.POLL_EVERY + CHECK_EVERY < 1


@pytest.fixture
def _handlers() -> Iterator[None]:
    """Give back the signals that the command takes."""
    before = {one: signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGINT)}
    yield
    for one, handler in before.items():
        signal.signal(one, handler)


def ids() -> set[int]:
    return {hit.id for hit in search(SearchQuery(), page_size=1000).hits}


def test_a_missing_index_is_built_and_says_its_revision() -> None:
    revision = publish(project(1), project(2))
    assert follow.Follower().run_once() == 0
    assert ids() == {1, 2}
    assert snapshot().revision == revision == follow.catalogue_revision()


def test_an_empty_catalogue_has_an_empty_index() -> None:
    follow.Follower().run_once()
    assert (ids(), snapshot().revision) == (set(), 0)


def test_changes_are_applied_in_order_and_seen_without_a_restart() -> None:
    publish(project(1), project(2))
    follower = follow.Follower()
    follower.run_once()
    publish(project(3), project(1, seed=1, title="Pompe solaire"))
    withdraw(2)
    revision = publish(project(3, seed=2, title="Turbine"))
    assert follower.run_once() == 4
    assert ids() == {1, 3}
    assert [hit.id for hit in search(SearchQuery(text="pompe solaire")).hits] == [1]
    assert [hit.id for hit in search(SearchQuery(text="turbine")).hits] == [3]
    assert snapshot().revision == revision
    assert follower.run_once() == 0


def test_following_costs_one_query_while_nothing_changes(django_assert_num_queries: object) -> None:
    publish(project(1))
    follower = follow.Follower()
    follower.run_once()
    with django_assert_num_queries(1):
        follower.run_once()


@pytest.mark.parametrize("count", [1, 3])
def test_a_batch_costs_two_queries_whatever_its_size(django_assert_num_queries: object, count: int) -> None:
    follower = follow.Follower()
    follower.run_once()
    publish(*map(project, range(1, count + 1)))
    with django_assert_num_queries(2):
        follower.run_once()
    assert len(ids()) == count


def test_a_long_log_is_read_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow, "BATCH", 3)
    follower = follow.Follower()
    follower.run_once()
    publish(*(project(number, length=50) for number in range(1, 8)))
    assert [follower.run_once() for _ in range(4)] == [3, 3, 1, 0]
    assert ids() == set(range(1, 8))


def test_a_process_killed_between_commit_and_state_does_the_same_again() -> None:
    publish(project(1), project(2))
    follower = follow.Follower()
    follower.run_once()
    before = state_path().read_bytes()
    publish(project(3))
    withdraw(1)
    follower.run_once()
    state_path().write_bytes(before)
    del follower
    restarted = follow.Follower()
    assert restarted.run_once() == 2
    assert ids() == {2, 3}
    assert snapshot().size == 2


def test_a_process_killed_during_a_build_leaves_nothing_behind() -> None:
    publish(project(1))
    (root() / "index-unfinished").mkdir(parents=True)
    follow.Follower().run_once()
    assert [path.name for path in root().glob("index-*")] == [snapshot().state.folder]


@pytest.mark.parametrize("damage", ["meta.json", "*.term"])
def test_a_damaged_index_is_built_again(damage: str) -> None:
    publish(project(1))
    follow.Follower().run_once()
    folder = snapshot().state.folder
    for path in (root() / folder).glob(damage):
        half = path.read_bytes()[: path.stat().st_size // 2]
        # A new file: this process still maps the old one, and what a map loses kills whoever looks there.
        path.unlink()
        path.write_bytes(half)
    follow.Follower().run_once()
    assert ids() == {1}
    assert snapshot().state.folder != folder


def test_an_index_of_another_database_is_built_again() -> None:
    writer.build([project(8), project(9)], revision=500)
    publish(project(1))
    follow.Follower().run_once()
    assert ids() == {1}
    assert snapshot().revision == 1


def test_an_index_far_behind_is_built_again_and_one_that_is_not_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow, "BATCH", 4)
    publish(*(project(number, length=50) for number in range(1, 6)))
    follow.Follower().run_once()
    folder = snapshot().state.folder
    publish(*(project(number, length=50) for number in range(6, 9)))
    assert follow.Follower().run_once() == 3
    assert snapshot().state.folder == folder
    publish(*(project(number, length=50) for number in range(1, 9)))
    assert follow.Follower().run_once() == 0
    assert snapshot().state.folder != folder
    assert ids() == set(range(1, 9))


def test_a_rebuild_beside_the_follower_is_taken_up_by_it() -> None:
    publish(project(1))
    follower = follow.Follower()
    follower.run_once()
    call_command("rebuild_index")
    publish(project(2))
    follower.run_once()
    follower.run_once()
    assert ids() == {1, 2}
    assert [path.name for path in root().glob("index-*")] == [snapshot().state.folder]


def test_what_changes_during_a_rebuild_is_applied_afterwards() -> None:
    publish(project(1), project(2), project(3))

    def records() -> Iterator[object]:
        for number, record in enumerate(follow.all_records()):
            yield record
            if number == 0:
                withdraw(1)
                publish(project(4))

    follow.rebuild(records())
    assert follow.Follower().run_once() == 2
    assert ids() == {2, 3, 4}


def test_the_rebuild_command_says_how_many(capsys: pytest.CaptureFixture[str]) -> None:
    publish(*(project(number, length=50) for number in range(1, 4)))
    call_command("rebuild_index")
    assert capsys.readouterr().out.startswith("3 fiches indexées en ")
    assert ids() == {1, 2, 3}


def test_records_are_read_in_batches_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow, "BATCH", 2)
    publish(*(project(number, length=50) for number in (5, 1, 9)))
    assert [record.id for record in follow.all_records()] == [1, 5, 9]


def test_a_database_that_does_not_answer_is_asked_again(caplog: pytest.LogCaptureFixture) -> None:
    answers = iter([OperationalError("database is locked"), 7])

    def work() -> int:
        answer = next(answers)
        if isinstance(answer, OperationalError):
            raise answer
        return answer

    assert follow._patiently(work, threading.Event()) == 7
    assert "database is locked" in caplog.text


def test_waiting_for_the_database_ends_when_the_process_is_stopped() -> None:
    stop = threading.Event()

    def work() -> int:
        stop.set()
        raise OperationalError("gone")

    with pytest.raises(follow.Stopped):
        follow._patiently(work, stop)


def test_a_build_stops_midway_when_asked() -> None:
    publish(project(1), project(2))
    follower = follow.Follower()
    follower.stop.set()
    with pytest.raises(follow.Stopped):
        follower.run_once()
    assert read_state() is None


@pytest.mark.django_db(transaction=True)  # the command closes connections that are in no state to be kept
@pytest.mark.usefixtures("_handlers")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_repairs_follows_and_stops_at_a_signal(number: signal.Signals) -> None:
    """Records without a project are what a crash may leave: following starts with `reconcile`, which removes them."""
    publish(project(1), project(2))
    killer = threading.Thread(target=_kill_when_followed, args=(number,))
    killer.start()
    try:
        call_command("follow_catalogue")
    finally:
        killer.join()
    assert ProjectRecord.objects.count() == 0
    assert Change.objects.filter(kind="delete").count() == 2
    assert ids() == set()


def _kill_when_followed(number: signal.Signals) -> None:
    deadline = time.monotonic() + 20
    while read_state() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(os.getpid(), number)


@pytest.mark.usefixtures("_handlers")
def test_two_followers_do_not_write_one_index() -> None:
    with locked(root() / "follower.lock"), pytest.raises(CommandError):
        call_command("follow_catalogue")
