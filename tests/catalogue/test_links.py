"""The log of links beside the index: what is read is what was written last, whatever killed the writer meanwhile."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from atlas.catalogue.index import links, writer
from atlas.catalogue.index.links import LinkLog, Links, foreign_of, french_of, links_of
from atlas.catalogue.index.state import read_state, root
from atlas.catalogue.record import PublicParty, PublicProject
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
