"""The log of links beside the index: what is read is what was written last, whatever killed the writer meanwhile."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from msgspec.structs import replace

from atlas.catalogue.activity import begun_in, over_on
from atlas.catalogue.index import links, writer
from atlas.catalogue.index.document import day_number, party_key
from atlas.catalogue.index.link_table import FIRST_YEAR, LAST_YEAR, Links, links_of
from atlas.catalogue.index.links import LinkLog, foreign_of, french_of
from atlas.catalogue.index.state import read_state, root
from atlas.catalogue.record import PublicParty, PublicProject
from atlas.catalogue.search_values import FAMILIES
from tests.catalogue.records import project

RECORDS = [project(number, length=0) for number in range(1, 31)]


def named(found: Links, number: int) -> set[tuple[str, str]]:
    """The pairs of names of one project."""
    return {
        (found.parties[french_of(one)].name if french_of(one) else "", found.parties[foreign_of(one)].name)
        for several in found.of([number])
        for one in several
    }


def expected(record: PublicProject) -> set[tuple[str, str]]:
    return {(one.name, other.name) for one in record.french_authorities for other in record.foreign_partners}


@pytest.fixture
def log(tmp_path: Path) -> LinkLog:
    made = LinkLog(tmp_path)
    assert list(made.follow(RECORDS, 1)) == RECORDS
    return made


def test_what_is_read_is_what_was_written(log: LinkLog) -> None:
    found = Links(log.folder).read_on(1)
    assert {one.id: named(found, one.id) for one in RECORDS} == {one.id: expected(one) for one in RECORDS}
    assert [*found.of([999_999_999])] == []


def test_changes_are_read_on_up_to_the_revision_that_is_asked(log: LinkLog) -> None:
    found = Links(log.folder).read_on(1)
    changed = project(3, seed=1, length=0)
    log.append([changed], [4], 5)
    log.append([project(3, seed=2, length=0)], [], 6)
    assert named(found.read_on(4), 3) == expected(RECORDS[2])
    assert (named(found.read_on(5), 3), named(found, 4)) == (expected(changed), set())
    assert found.revision == 5


def test_half_a_frame_is_left_alone_and_cut_off_by_the_next_writer(log: LinkLog) -> None:
    path = log.folder / links.NAME
    whole = path.stat().st_size
    log.append([project(3, seed=1, length=0)], [], 2)
    content = path.read_bytes()
    for length in (whole + 3, len(content) - 1):
        path.write_bytes(content[:length])
        assert named(Links(log.folder).read_on(2), 3) == expected(RECORDS[2])
    opened = LinkLog.open(log.folder)
    assert path.stat().st_size == whole
    opened.append([project(3, seed=1, length=0)], [], 2)
    assert path.read_bytes() == content


def test_an_organisation_is_what_the_last_record_says_and_has_one_number(log: LinkLog) -> None:
    first, *others = RECORDS[0].parties
    log.append([replace(RECORDS[0], parties=(replace(first, name="Autre nom", group="region"), *others))], [], 2)
    found = Links(log.folder).read_on(2)
    assert [one.name for one in found.parties.values() if one.id == first.id] == ["Autre nom"]
    renamed = {party.name.replace(first.name, "Autre nom") for party in RECORDS[0].french_authorities}
    assert {name for name, _ in named(found, 1)} == renamed


def test_one_name_on_both_sides_is_two_organisations(tmp_path: Path) -> None:
    sides = tuple(PublicParty(role="partner", name="Rivebourg", country=code) for code in ("FR", "ML"))
    made = LinkLog(tmp_path)
    made.append([replace(RECORDS[0], parties=sides)], [], 1)
    assert sorted(one.group for one in Links(tmp_path).read_on(1).parties.values()) == ["", "unidentified"]


def test_the_index_keeps_its_links_through_build_and_changes() -> None:
    writer.build(RECORDS, revision=1)
    state = read_state()
    assert state is not None
    opened = writer.open_index(state)
    changed = project(7, seed=1, length=0)
    writer.apply(opened, records=[changed], gone={8}, revision=3)
    found = links_of(root() / state.folder, 3)
    assert (named(found, 7), named(found, 8), named(found, 9)) == (expected(changed), set(), expected(RECORDS[8]))
    assert links_of(root() / state.folder, 3) is found


def by_hand(records: list[PublicProject], family: str, year: int, day: date | None) -> tuple[int, int, int]:
    """(authorities, partners, pairs) of the records of a family that had begun by a year and were not over on a day."""

    def is_over(one: PublicProject) -> bool:
        end = over_on(one)
        return day is not None and end is not None and end <= day

    pairs = {
        (french, foreign)
        for one in records
        if (one.family or "none") == family and (begun_in(one) or 9999) <= year and not is_over(one)
        for foreign, french in product(
            map(party_key, one.foreign_partners), [*map(party_key, one.french_authorities)] or [""]
        )
    }
    french = {one for one, _ in pairs} - {""}
    return len(french), len({foreign for _, foreign in pairs}), sum(1 for one, _ in pairs if one)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("day", [None, date(1995, 7, 1), date(2020, 1, 1), date(2030, 12, 31)])
def test_a_whole_family_is_counted_at_a_date_through_changes(log: LinkLog, family: str, day: date | None) -> None:
    found, current = Links(log.folder).read_on(1), {one.id: one for one in RECORDS}
    for revision, (changed, gone) in enumerate([([], []), ([3, 4, 5], [6]), ([6], [3, 999])], start=2):
        fresh = [project(number, seed=revision, length=0) for number in changed]
        log.append(fresh, gone, revision)
        current |= {one.id: one for one in fresh}
        for number in gone:
            current.pop(number, None)
        found.read_on(revision)
        for year in (1900, 1990, 2005, 2030):
            told = found.distinct(family, year, day_number(day) if day else None)
            expects = by_hand([*current.values()], family, year, day)
            assert (len(told.french), told.foreign, told.pairs) == expects
            assert len(set(told.french)) == len(told.french)


def test_years_out_of_a_byte_stay_in_order(tmp_path: Path) -> None:
    records = [
        replace(RECORDS[0], id=number, family=FAMILIES[0], status="ongoing", start_year=year)
        for number, year in enumerate((1, 1789, 1900, 1901, 2154, 2155, 9999), start=1)
    ]
    made = LinkLog(tmp_path)
    made.append(records, [], 1)
    found = Links(tmp_path).read_on(1)
    counting = [sum(found._counting(year, None)) for year in (FIRST_YEAR, 1901, LAST_YEAR)]
    assert counting == [3, 4, 5]


def test_counting_while_another_thread_reads_on(log: LinkLog) -> None:
    found, stop = Links(log.folder).read_on(1), threading.Event()

    def count() -> int:
        counted = 0
        while not stop.is_set():
            found.distinct(FAMILIES[0], 2030)
            counted += 1
        return counted

    with ThreadPoolExecutor(2) as pool:
        counting = [pool.submit(count) for _ in range(2)]
        for revision in range(2, 30):
            log.append([project(number, seed=revision, length=0) for number in range(1, 20)], [], revision)
            found.read_on(revision)
        stop.set()
        assert all(one.result(10) for one in counting)
