"""An index changed bit by bit equals one made anew, whatever the changes; old folders go, the one in service stays."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from tantivy import Query

from atlas.catalogue.index import writer
from atlas.catalogue.index.counting import term_counts
from atlas.catalogue.index.document import party_key
from atlas.catalogue.index.listing import stored_of
from atlas.catalogue.index.reader import Snapshot, snapshot
from atlas.catalogue.index.schema import schema
from atlas.catalogue.index.state import State, locked, read_state, root, write_state
from atlas.catalogue.record import PublicParty, PublicProject
from atlas.catalogue.search import search
from atlas.catalogue.search_query import SearchQuery
from tests.catalogue.records import project

QUERIES = (
    SearchQuery(),
    SearchQuery(sort="start"),
    SearchQuery(text="assainissements commune", sort="updated"),
    SearchQuery(text="rivebourg", sort="start", countries=("ML", "SN")),
    SearchQuery(themes=("env",), statuses=("ongoing", "none"), start_from=1980),
)


def contents() -> dict[str, object]:
    """Everything that pages can see of the index in service, but ranks, which depend on statistics of what was."""
    pages = [search(query, page_size=500) for query in QUERIES]
    ranked = search(SearchQuery(text="forage écoles"), page_size=500)
    current = snapshot()
    return {
        "pages": [replace(page, revision=0) for page in pages],
        "ranked": ({hit.id for hit in ranked.hits}, ranked.facets),
        "terms": {
            field: counted(current, field)
            for field in ("facets", "labels", "french", "foreign", "pairs", "places", "place_labels")
        },
        "stored": sorted(stored(current), key=lambda one: one[0]),
    }


def counted(current: Snapshot, field: str) -> dict[str, int]:
    return dict(current.searcher.terms_with_prefix(field, "", filter_query=Query.all_query()))


def stored(current: Snapshot) -> list[tuple[object, ...]]:
    hits = current.searcher.search(Query.all_query(), 1000).hits
    found = stored_of(current, [address for _, address in hits])
    return [tuple(getattr(one, name) for name in one.__struct_fields__) for one in found]


@pytest.mark.parametrize("seed", range(3))
def test_changes_one_by_one_give_what_a_new_index_gives(seed: int) -> None:
    rng = random.Random(seed)
    records: dict[int, PublicProject] = {number: project(number, length=200) for number in range(1, 60)}
    opened = writer.open_index(writer.build(records.values(), revision=1))
    for revision in range(2, 12):
        numbers = rng.sample(range(1, 90), k=rng.randint(1, 15))
        gone = [number for number in numbers if rng.random() < 0.4]
        changed = [project(number, seed=revision, length=200) for number in numbers if number not in gone]
        writer.apply(opened, records=changed, gone=gone, revision=revision)
        records.update({record.id: record for record in changed})
        records = {number: record for number, record in records.items() if number not in gone}
    changed_contents = contents()
    assert snapshot().revision == 11
    assert snapshot().size == len(records)
    del opened
    writer.build(records.values(), revision=11)
    assert contents() == changed_contents


def test_the_same_changes_twice_change_nothing() -> None:
    opened = writer.open_index(writer.build(map(project, range(1, 20)), revision=1))
    for _ in range(2):
        writer.apply(opened, records=[project(3, seed=1), project(30)], gone=[5, 77], revision=2)
    assert snapshot().size == 19
    assert {hit.id for hit in search(SearchQuery(), page_size=100).hits} == {*range(1, 20), 30} - {5}


def test_a_switch_meanwhile_puts_the_old_index_out_of_service() -> None:
    opened = writer.open_index(writer.build([project(1)], revision=1))
    newer = writer.build([project(1), project(2)], revision=5)
    with pytest.raises(writer.OutOfService):
        writer.apply(opened, records=[project(9)], gone=[], revision=6)
    assert read_state() == newer
    assert snapshot().size == 2


def test_old_folders_go_but_not_during_a_build() -> None:
    writer.build([project(1)], revision=1)
    state = writer.build([project(1)], revision=2)
    with locked(root() / "build.lock"):
        writer.remove_old_folders()
    assert len(list(root().glob("index-*"))) == 2
    writer.remove_old_folders()
    assert [path.name for path in root().glob("index-*")] == [state.folder]
    assert snapshot().size == 1


def test_a_build_that_fails_leaves_the_index_in_service() -> None:
    writer.build([project(1)], revision=1)

    def broken() -> object:
        yield project(2)
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        writer.build(broken(), revision=2)
    assert (snapshot().revision, snapshot().size) == (1, 1)
    writer.remove_old_folders()
    assert len(list(root().glob("index-*"))) == 1


def test_an_index_of_another_schema_or_none_is_not_opened(index_dir: Path) -> None:
    with pytest.raises((ValueError, OSError)):
        writer.open_index(State(folder="index-none", revision=1))


def test_both_ways_of_counting_give_the_same() -> None:
    writer.build([project(number, length=100) for number in range(1, 120)], revision=1)
    current = snapshot()
    for query in (Query.all_query(), Query.term_query(schema(), "facets", "country:ML")):
        for field in ("facets", "french", "foreign", "pairs"):
            walked = term_counts(current, query, field, matches=10**9)
            aggregated = term_counts(current, query, field, matches=0)
            assert walked == aggregated


def test_names_written_otherwise_are_one_partner_only_while_not_identified() -> None:
    def key(**values: object) -> str:
        return party_key(PublicParty(role="partner", **values))

    assert key(name="SEGOU") == key(name="Ségou") != key(name="Ségou 2")
    assert key(name="Ségou", id=5) == key(name="Autre nom", id=5) == "5"


def test_state_is_replaced_only_by_who_knows_it() -> None:
    first = writer.build([project(1)], revision=1)
    assert not write_state(State(folder="index-x", revision=9), replacing="index-y")
    assert read_state() == first
