"""Sets of projects count what the index counts, before and after changes, and where they cannot the index does."""

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from atlas.catalogue import follow
from atlas.catalogue.index import set_counting, sets, sets_writer, writer
from atlas.catalogue.index.counting import Counts, facet_counts
from atlas.catalogue.index.listing import ids_of
from atlas.catalogue.index.reader import snapshot
from atlas.catalogue.index.state import State, read_state, root
from atlas.catalogue.search_asked import Asked
from atlas.catalogue.search_query import SearchQuery
from atlas.catalogue.search_values import TO_CONFIRM
from tests.catalogue.records import project, publish, withdraw

TODAY = date(2026, 11, 25)
RECORDS = [project(number, length=600) for number in range(1, 241)]
ASKED = [
    SearchQuery(text="assainissement"),
    SearchQuery(text="des réseaux d’eau"),
    SearchQuery(text="« habitants »"),
    SearchQuery(countries=("ML", "SN")),
    SearchQuery(countries=("ML",), statuses=("ongoing",)),
    SearchQuery(themes=("env",), families=("decentralised_cooperation",)),
    SearchQuery(start_from=1980, start_to=1999),
    SearchQuery(text="villages", start_from=1975, start_to=2030, one_percent=("oui",)),
    SearchQuery(cofinancing=("oui",), kinds=("commune", "region")),
    SearchQuery(countries=("QA",)),
]
BY_INDEX_ONLY = [
    SearchQuery(text="assainissem"),
    SearchQuery(text="« service des eaux »"),
    SearchQuery(text="Zékotou"),
    SearchQuery(text="AEP"),
    SearchQuery(statuses=(TO_CONFIRM,)),
    SearchQuery(start_from=1980),
    SearchQuery(active_on=TODAY),
]


@pytest.fixture(autouse=True)
def _all_sizes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Sets are asked for each list, however short, and looked for each time; a word has one from three projects on."""
    monkeypatch.setattr(set_counting, "SETS_FROM", 0)
    monkeypatch.setattr(sets, "LOOK_EVERY", 0.0)
    monkeypatch.setattr(sets_writer, "FEW", 3)
    monkeypatch.setattr(sets_writer, "FREQUENT", 0.0)
    yield
    monkeypatch.setattr(sets, "_cache", sets._Cache())


def folder() -> Path:
    state = read_state()
    assert isinstance(state, State)
    return root() / state.folder


def make(revision: int = 1) -> bool:
    return sets_writer.write(sets_writer.Moment.now(folder(), revision))


def by_sets(query: SearchQuery, facet: str = "") -> Counts | None:
    """The counts that sets give, null where they give none."""
    current = snapshot()
    asked = Asked.of(query, current, TODAY)
    recipe = asked.recipe(besides=facet)
    found = sets.sets_of(folder(), current.revision)
    if not recipe or found is None or found.matching(recipe) is None:
        return None
    matching = asked.matching(besides=facet)
    number = len([*ids_of(current, matching)])
    return set_counting.quick_counts(current, matching, recipe, matches=number, today=TODAY, facet=facet)


def by_index(query: SearchQuery, facet: str = "") -> Counts:
    current = snapshot()
    matching = Asked.of(query, current, TODAY).matching(besides=facet)
    number = len([*ids_of(current, matching)])
    return facet_counts(current, matching, matches=number, today=TODAY, facet=facet)


def told(counts: Counts | None) -> tuple[dict[str, dict[str, int]], int, bool] | None:
    if counts is None:
        return None
    return {facet: dict(found) for facet, found in counts.by_facet.items() if found}, counts.doubtful, counts.is_ranked


@pytest.mark.parametrize("query", ASKED, ids=str)
def test_sets_count_what_the_index_counts(indexed, query):
    indexed(*RECORDS)
    assert by_sets(query) is None
    assert make()
    assert told(by_sets(query)) == told(by_index(query))
    for facet in ("country", "status", "decade", "funder"):
        found = by_sets(query, facet)
        if found is not None:
            beside = by_index(query, facet)
            assert found.of(facet) == beside.of(facet)
            assert found.doubtful == (beside.doubtful if facet == "status" else 0)


def test_a_list_of_some_breadth_is_really_counted(indexed):
    """The questions above are not all about nothing."""
    indexed(*RECORDS)
    make()
    sizes = [sum(found.of("family").values()) for query in ASKED if (found := by_sets(query))]
    assert len(sizes) == len(ASKED), sizes
    assert sorted(sizes)[1] >= 3, sizes
    assert max(sizes) > len(RECORDS) // 2


@pytest.mark.parametrize("query", BY_INDEX_ONLY, ids=str)
def test_what_no_set_says_is_left_to_the_index(indexed, query):
    indexed(*RECORDS)
    make()
    assert Asked.of(query, snapshot(), TODAY).recipe() is None or by_sets(query) is None


@pytest.mark.parametrize("is_renewed", [False, True])
def test_changed_projects_are_counted_as_they_are_now(indexed, is_renewed):
    indexed(*RECORDS)
    make()
    opened = writer.open_index(read_state())
    changed = [project(number, seed=1, length=600) for number in (3, 5, 8, 241, 242)]
    writer.apply(opened, records=changed, gone=[13, 21], revision=2)
    writer.apply(opened, records=[project(5, seed=2, length=600)], gone=[242], revision=3)
    if is_renewed:
        assert make(3)
    found = sets.sets_of(folder(), 3)
    assert sorted(found.changed) == ([] if is_renewed else [3, 5, 8, 13, 21, 241, 242])
    for query in ASKED:
        assert told(by_sets(query)) == told(by_index(query)), query


def test_renewed_sets_are_those_made_anew(indexed):
    indexed(*RECORDS)
    make()
    opened = writer.open_index(read_state())
    writer.apply(opened, records=[project(7, seed=3, length=600, start_year=1931)], gone=[2], revision=2)
    make(2)
    renewed = sets.SetsFile.open(folder() / sets.NAME)
    (folder() / sets.NAME).unlink()
    make(2)
    anew = sets.SetsFile.open(folder() / sets.NAME)
    words = {name for name in anew.contents.places if name.startswith("stem:")}
    kept = {name for name in renewed.contents.places if name.startswith("stem:")}
    assert "year:1931" in renewed.contents.places
    assert {*anew.contents.places} - words == {*renewed.contents.places} - kept
    for name in {*anew.contents.places} - (words ^ kept):
        assert renewed.read(name) == anew.read(name), name


def test_sets_of_a_later_revision_than_the_index_in_hand_are_not_used(indexed):
    indexed(*RECORDS)
    make(2)
    assert sets.sets_of(folder(), 1) is None
    assert sets.sets_of(folder(), 2) is not None


def test_too_many_changes_are_left_to_the_index(indexed, monkeypatch):
    indexed(*RECORDS)
    make()
    monkeypatch.setattr(sets, "FEW", 2)
    opened = writer.open_index(read_state())
    writer.apply(opened, records=[], gone=[1, 2, 3], revision=2)
    assert sets.sets_of(folder(), 2) is None
    make(2)
    assert sets.sets_of(folder(), 2) is not None


def test_many_changes_make_the_sets_anew_with_words_that_are_frequent_now(indexed):
    indexed(*RECORDS[:20])
    make()
    opened = writer.open_index(read_state())
    added = [project(number, length=0, description="Une mosaïque ancienne.") for number in range(300, 330)]
    writer.apply(opened, records=added, gone=[], revision=2)
    make(2)
    assert told(by_sets(SearchQuery(text="mosaïques"))) == told(by_index(SearchQuery(text="mosaïques")))


@pytest.mark.parametrize("content", [b"", b"\0", b"\xff" * 100])
def test_a_broken_file_is_no_file(indexed, content):
    indexed(*RECORDS)
    (folder() / sets.NAME).write_bytes(content)
    assert sets.sets_of(folder(), 1) is None
    assert sets_writer.is_due(folder(), 1)
    assert make()
    assert sets.sets_of(folder(), 1) is not None


def test_a_writer_that_is_stopped_leaves_the_former_file(indexed):
    indexed(*RECORDS)
    make()
    before = (folder() / sets.NAME).read_bytes()
    stop = threading.Event()
    stop.set()
    assert not sets_writer.write(sets_writer.Moment.now(folder(), 2), stop)
    assert (folder() / sets.NAME).read_bytes() == before


def test_large_sets_are_read_in_parts(indexed, monkeypatch):
    indexed(*RECORDS)
    monkeypatch.setattr(sets_writer, "_BATCH", 7)
    make()
    assert told(by_sets(ASKED[0])) == told(by_index(ASKED[0]))


@pytest.mark.django_db
def test_the_follower_has_them_written_beside_its_work(monkeypatch):
    publish(*RECORDS[:30])
    follower, keeper = follow.Follower(), follow.SetsKeeper(threading.Event())
    follower.run_once()
    keeper.tend(follower.opened)
    keeper.join()
    assert sets.sets_of(folder(), snapshot().revision) is not None
    withdraw(4)
    follower.run_once()
    keeper.tend(follower.opened)
    keeper.join()
    assert sorted(sets.sets_of(folder(), snapshot().revision).changed) == [4], "not so soon again"
    monkeypatch.setattr(follow, "SETS_EVERY", 0.0)
    keeper.tend(follower.opened)
    keeper.join()
    assert sorted(sets.sets_of(folder(), snapshot().revision).changed) == []
