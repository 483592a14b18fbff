"""A reader sees each commit without a restart, keeps what it has when the disk fails, and says when it has nothing."""

import threading
from pathlib import Path

import pytest

from atlas.catalogue.index import writer
from atlas.catalogue.index.reader import IndexUnavailable, snapshot
from atlas.catalogue.index.state import root, state_path
from atlas.catalogue.search import search
from atlas.catalogue.search_query import SearchQuery
from tests.catalogue.records import project


def test_without_a_state_there_is_no_index(index_dir: Path) -> None:
    with pytest.raises(IndexUnavailable):
        snapshot()
    assert not index_dir.exists()


@pytest.mark.parametrize("content", [b"", b"\xff\x00", b"{}", b'{"folder":"index-gone","revision":3}', b"[1]"])
def test_a_state_that_means_nothing_is_no_index(content: bytes) -> None:
    state_path().parent.mkdir(parents=True)
    state_path().write_bytes(content)
    with pytest.raises(IndexUnavailable):
        snapshot()


@pytest.mark.parametrize("damage", ["meta.json", "*.term", "*.idx", "*.store", "*.fast"])
def test_a_damaged_index_is_no_index(damage: str) -> None:
    state = writer.build([project(1)], revision=1)
    for path in (root() / state.folder).glob(damage):
        path.unlink()
    with pytest.raises(IndexUnavailable):
        snapshot()


def test_commits_and_switches_are_seen_by_an_open_reader() -> None:
    opened = writer.open_index(writer.build([project(1)], revision=1))
    first = snapshot()
    writer.apply(opened, records=[project(2)], gone=[], revision=2)
    assert (snapshot().revision, snapshot().size) == (2, 2)
    assert snapshot() is snapshot()
    writer.build([project(1), project(2), project(3)], revision=3)
    writer.remove_old_folders()
    assert (snapshot().revision, snapshot().size) == (3, 3)
    assert (first.revision, first.searcher.num_docs) == (1, 1)


def test_a_damaged_state_keeps_the_snapshot_and_a_good_one_renews_it() -> None:
    writer.build([project(1)], revision=1)
    good = state_path().read_bytes()
    assert snapshot().revision == 1
    state_path().write_bytes(b"{")
    assert snapshot().revision == 1
    state_path().write_bytes(good.replace(b'"revision":1', b'"revision":8'))
    assert snapshot().revision == 8


def test_an_index_that_goes_is_said_to_be_gone() -> None:
    writer.build([project(1)], revision=1)
    snapshot()
    state_path().unlink()
    with pytest.raises(IndexUnavailable):
        snapshot()


def test_many_threads_search_while_the_index_changes() -> None:
    opened = writer.open_index(writer.build(map(project, range(1, 30)), revision=1))
    failures: list[BaseException] = []
    totals: set[int] = set()

    def read() -> None:
        try:
            for _ in range(30):
                page = search(SearchQuery(text="commune"))
                assert sum(one.count for one in page.facets["status"]) == page.total
                totals.add(search(SearchQuery()).total)
        except BaseException as failure:  # noqa: BLE001  (told to the test's own thread, whatever it is)
            failures.append(failure)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(30, 40):
        writer.apply(opened, records=[project(number)], gone=[], revision=number)
    for thread in threads:
        thread.join()
    assert failures == []
    assert search(SearchQuery()).total == 39
    assert totals <= set(range(29, 40))
