"""Rows beside the index: read by place, whatever was added since; too many replaced ones have the index built again."""

from pathlib import Path

import pytest
from tantivy import Query

from atlas.catalogue.index import rows, writer
from atlas.catalogue.index.listing import stored_of
from atlas.catalogue.index.reader import Snapshot, snapshot
from atlas.catalogue.index.rows import RowFile, Rows
from atlas.catalogue.index.state import root
from tests.catalogue.records import project


def titles(current: Snapshot) -> list[str]:
    hits = current.searcher.search(Query.all_query(), 100).hits
    return sorted(one.title for one in stored_of(current, [address for _, address in hits]))


def test_each_row_is_read_by_its_place(tmp_path: Path) -> None:
    written = RowFile.open(tmp_path)
    contents = [b"", b"one", "é".encode() * 5_000_000, b"last"]
    places = [written.add(one) for one in contents]
    written.keep()
    again = RowFile.open(tmp_path)
    places.append(again.add(b"later"))
    again.keep()
    read = Rows.open(tmp_path)
    assert [read.read(place) for place in places] == [*contents, b"later"]
    assert written.end + len(b"later") == again.end == (tmp_path / rows.NAME).stat().st_size


def test_what_a_killed_writer_left_is_between_rows_and_read_by_nobody(tmp_path: Path) -> None:
    first = RowFile.open(tmp_path)
    place = first.add(b"whole")
    first.keep()
    with (tmp_path / rows.NAME).open("ab") as file:
        file.write(b"half a ro")
    second = RowFile.open(tmp_path)
    behind = second.add(b"behind")
    second.keep()
    read = Rows.open(tmp_path)
    assert (read.read(place), read.read(behind)) == (b"whole", b"behind")


def test_a_row_beyond_all_measure_is_refused(tmp_path: Path) -> None:
    written = RowFile.open(tmp_path)
    with pytest.raises(ValueError, match="64 MiB"):
        written.add(bytes(64 * 2**20))
    assert written.end == 0


def test_a_reader_of_an_earlier_revision_reads_its_own_rows() -> None:
    opened = writer.open_index(writer.build(map(project, range(1, 10)), revision=1))
    before = snapshot()
    old = titles(before)
    writer.apply(opened, records=[project(3, seed=7)], gone=[4], revision=2)
    assert titles(before) == old


def test_an_index_whose_rows_were_replaced_over_and_over_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "ROOM", 0)
    state = writer.build(map(project, range(1, 10)), revision=1)
    opened = writer.open_index(state)
    revision = 1
    while not opened.is_overgrown:
        revision += 1
        writer.apply(opened, records=map(project, range(1, 10)), gone=(), revision=revision)
    assert revision == 3, "replaced twice: two of three rows are old ones"
    with pytest.raises(ValueError, match="replaced"):
        writer.open_index(opened.state)


def test_an_index_without_its_rows_cannot_be_read() -> None:
    state = writer.build(map(project, range(1, 10)), revision=1)
    (root() / state.folder / rows.NAME).unlink()
    with pytest.raises(OSError, match=rows.NAME):
        writer.open_index(state)
