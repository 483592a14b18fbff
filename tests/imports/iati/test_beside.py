"""Activities read by a process beside: the same as without it, and nobody is left behind whoever ends first."""

import multiprocessing
import os
import struct
from pathlib import Path

import pytest

from atlas.imports.iati.beside import WORTH_A_PROCESS, ReadingEnded, _received, read_beside
from atlas.imports.iati.files import ReadActivity, read_files
from atlas.imports.items import Refused
from tests.imports.iati.samples import changed, file

MANY = 1_500


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.xml"
    path.write_text(file(*(changed(("XX-1-P7", f"XX-1-{number}")) for number in range(MANY))))
    assert path.stat().st_size > WORTH_A_PROCESS
    return path


def test_files_read_beside_are_the_same_files(large: Path, tmp_path: Path) -> None:
    broken, none = tmp_path / "broken.xml", tmp_path / "none.xml"
    broken.write_text(file(changed(("<iati-identifier>XX-1-P7</iati-identifier>", "")))[:-8])
    paths = [broken, large, none]
    beside, here = list(read_beside(paths)), list(read_files(paths))
    assert beside == here
    assert [one.code for one in beside if isinstance(one, Refused)] == ["no_identifier", "broken_xml", "unreadable"]
    assert sum(isinstance(one, ReadActivity) for one in beside) == MANY
    assert not multiprocessing.active_children()


def test_whoever_stops_early_ends_the_other_process(large: Path) -> None:
    found = read_beside([large])
    next(found)
    assert len(multiprocessing.active_children()) == 1
    found.close()
    assert not multiprocessing.active_children()


def test_a_reader_that_is_killed_is_not_taken_for_the_end_of_the_file(large: Path) -> None:
    found = read_beside([large])
    next(found)
    (process,) = multiprocessing.active_children()
    process.kill()
    with pytest.raises(ReadingEnded, match="run the same command again"):
        list(found)
    assert not multiprocessing.active_children()


def test_half_of_what_it_sent_is_not_taken_for_a_whole() -> None:
    here, there = multiprocessing.Pipe(duplex=False)
    with here:
        os.write(there.fileno(), struct.pack("!i", 100) + b"half")
        there.close()
        with pytest.raises(ReadingEnded, match="run the same command again"):
            _received(here)
