"""The best matches of frequent words, found among titles and names, are those that weighing everything gives."""

import pytest

from atlas.catalogue import search as searching
from atlas.catalogue.index import ranking, sets, sets_writer, writer
from atlas.catalogue.index.listing import ranked
from atlas.catalogue.index.reader import snapshot
from atlas.catalogue.index.state import read_state, root
from atlas.catalogue.search import search
from atlas.catalogue.search_asked import Asked
from atlas.catalogue.search_query import SearchQuery
from tests.catalogue.records import project
from tests.catalogue.test_sets import TODAY

RECORDS = [project(number, length=2_000) for number in range(1, 401)]
FREQUENT = [
    SearchQuery(text="eau"),
    SearchQuery(text="formation des agents"),
    SearchQuery(text="habitants du village"),
    SearchQuery(text="maternités rurales plateau"),
    SearchQuery(text="service jeunes eau comité"),
    SearchQuery(text="années", countries=("ML", "SN")),
    SearchQuery(text="environnement", start_from=1980, start_to=2010),
    SearchQuery(text="Mali"),
]
LIMITS = (1, 3, 20, 60)


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many places each look took; a short list is looked through as if it were a long one."""
    taken: list[int] = []
    look = ranking._hits_among

    def noted(snapshot, query, places, limit):
        taken.append(len(places))
        return look(snapshot, query, places, limit)

    monkeypatch.setattr(ranking, "_hits_among", noted)
    monkeypatch.setattr(ranking, "_ONE_PLACE", 1.0)
    monkeypatch.setattr(ranking, "_MOST", 10.0)
    return taken


@pytest.mark.parametrize("query", FREQUENT, ids=str)
@pytest.mark.usefixtures("looks")
def test_what_is_found_is_what_weighing_everything_gives(indexed, query):
    indexed(*RECORDS)
    for limit in LIMITS:
        whole, found = both(query, limit)
        assert found is None or found == whole


def test_some_lists_take_one_look_some_two_and_some_are_weighed_whole(indexed, looks):
    """What the test above compares is not nothing."""
    indexed(*RECORDS)
    seen = set()
    for query in FREQUENT:
        for limit in LIMITS:
            looks.clear()
            _, found = both(query, limit)
            seen.add(len(looks) if found is not None else 0)
    assert seen == {0, 1, 2}


def test_a_sheet_whose_prose_outweighs_titles_is_not_missed(indexed):
    """Fifty words of it and nothing else: heavier than a long title that names it among others."""
    long = "Fontaine place marché route pont école mairie jardin théâtre fontaine piscine stade gare port musée"
    others = [project(number, title=long, description="Rien.", parties=(), themes=()) for number in range(1, 30)]
    prose = project(99, title="Autre chose", description="fontaine " * 50, parties=(), themes=())
    indexed(*others, prose, *(project(number) for number in range(200, 400)))
    whole, found = both(SearchQuery(text="fontaine"), 5)
    assert found is None or found == whole


def both(query, limit):
    """Where the first hits stand, by weighing everything and by looks."""
    current = snapshot()
    asked = Asked.of(query, current, TODAY)
    assert asked.text
    assert asked.text.stems is not None
    whole, total = ranked(current, asked.matching(), "", limit=limit)
    found = ranking.best_of_many(current, asked.matching(), asked.text.stems, total=total, limit=limit)
    return places(whole), None if found is None else places(found)


def test_pages_are_the_same_with_and_without_it(indexed, monkeypatch):
    """Total, hits and their order, on the first page and the next; before and after sheets change behind the sets."""
    monkeypatch.setattr(sets, "LOOK_EVERY", 0.0)
    monkeypatch.setattr(sets_writer, "FREQUENT", 0.0)
    monkeypatch.setattr(sets_writer, "FEW", 3)
    monkeypatch.setattr(sets, "FEW", 30)
    indexed(*RECORDS)
    state = read_state()
    assert state is not None
    assert sets_writer.write(sets_writer.Moment.now(root() / state.folder, state.revision))
    assert_same(monkeypatch)
    opened = writer.open_index(state)
    changed = [project(number, seed=1, length=2_000) for number in range(1, 12)]
    writer.apply(opened, records=changed, gone=[20, 21], revision=state.revision + 1)
    assert_same(monkeypatch)
    monkeypatch.setattr(sets, "_cache", sets._Cache())


def assert_same(monkeypatch):
    asked = []
    found = searching.best_of_many

    def noted(*arguments, **options):
        asked.append(found(*arguments, **options))
        return asked[-1]

    for query in FREQUENT:
        monkeypatch.setattr(searching, "WORTH", 10**9)
        pages = [search(query, page_size=3), search(query, page_size=50)]
        monkeypatch.setattr(searching, "WORTH", 0)
        with monkeypatch.context() as patch:
            patch.setattr(searching, "best_of_many", noted)
            assert [search(query, page_size=3), search(query, page_size=50)] == pages
    assert any(one is not None for one in asked)
    assert len(asked) >= len(FREQUENT)


def places(addresses):
    return [(one.segment_ord, one.doc) for one in addresses]
