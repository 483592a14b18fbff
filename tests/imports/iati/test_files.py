"""Files: refused in plain words before anything is expanded; broken ones keep what stood before; any bytes will do."""

import io
import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from atlas.imports.iati import files
from atlas.imports.iati.activity import NotAnActivity
from atlas.imports.iati.files import NotIati, ReadActivity, read_file, read_stream
from atlas.imports.iati.parse import parse
from atlas.imports.iati.redaction import ERASED, without_persons
from atlas.imports.items import Refused
from tests.imports.iati.samples import ACTIVITY, changed, file

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
BOMB = f'<!DOCTYPE x [<!ENTITY a0 "haha">{LAUGHS}]>'


def read(content: str | bytes) -> list[ReadActivity | Refused]:
    data = content.encode() if isinstance(content, str) else content
    found: list[ReadActivity | Refused] = []
    try:
        found.extend(read_stream(io.BytesIO(data), "f.xml"))
    except NotIati as error:
        found.append(Refused("f.xml", b"", error.code, error.message))
    return found


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        ("", "empty", "the file is empty"),
        (" \n", "not_xml", "no element"),
        ("a;b\n1;2\n", "not_xml", "no XML that can be read"),
        (b"PK\x03\x04zip", "not_xml", "no XML that can be read"),
        ("<html><body/></html>", "not_iati", "the root is <html>"),
        ('<iati-activities xmlns="urn:other" version="2.03"/>', "not_iati", "the root is"),
        ('<iati-organisations version="2.03"/>', "organisation_file", "holds no activities"),
        ('<iati-activities version="1.05"/>', "version", "version 1.05: versions 2.01 to 2.03 are read"),
        ("<iati-activities/>", "version", "no version: versions 2.01 to 2.03 are read"),
        (f"{HEAD}{BOMB}{file(head='')}", "document_type", "entities are never expanded"),
        (f"{HEAD}<!DOCTYPE x SYSTEM 'file:///etc/hostname'>{file(head='')}", "document_type", "DOCTYPE"),
        (
            f"{HEAD}<!DOCTYPE x [<!ENTITY % p SYSTEM 'http://example.org/x'> %p;]>{file(head='')}",
            "document_type",
            "DOCTYPE",
        ),
        (f"{HEAD}{BOMB}{file(head='')}".replace("UTF-8", "UTF-16").encode("utf-16"), "document_type", "DOCTYPE"),
        (file().encode("latin-1", "replace"), "broken_xml", "the XML breaks off"),
        (file().replace("UTF-8", "x-klingon"), "not_xml", "no XML that can be read"),
        (f"{HEAD}<!--{'x-' * 600_000}x-->{file(head='')}", "no_root", "first megabyte"),
        (HEAD + " " * 1_200_000, "no_root", "first megabyte"),
    ],
)
def test_what_is_no_file_of_activities_is_refused(content: str | bytes, code: str, words: str) -> None:
    (refused,) = [one for one in read(content) if isinstance(one, Refused)]
    assert refused.code == code
    assert words in refused.message


def test_entities_after_the_root_are_refused_too() -> None:
    (refused,) = read(f'<iati-activities version="2.03">{BOMB}</iati-activities>')
    assert (refused.code, refused.raw) == ("broken_xml", b"")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_encodings_that_xml_declares_are_read(encoding: str) -> None:
    text = file(head=f'<?xml version="1.0" encoding="{encoding}"?>').replace("’", "'")
    (one,) = read(text.encode(encoding))
    assert isinstance(one, ReadActivity)
    assert one.activity.texts["objective"] == "De l'eau potable."


def test_a_file_that_breaks_off_keeps_what_stood_before() -> None:
    whole = file(ACTIVITY, changed(("XX-1-P7", "XX-1-P8")))
    found = read(whole[: whole.rindex("</transaction>")])
    assert [getattr(one, "code", "read") for one in found] == ["read", "broken_xml"]


def test_a_file_that_is_not_there_or_no_file(tmp_path: Path) -> None:
    assert [one.code for one in read_file(tmp_path / "none.xml") if isinstance(one, Refused)] == ["unreadable"]
    assert [one.code for one in read_file(tmp_path) if isinstance(one, Refused)] == ["unreadable"]


def test_the_beginning_of_a_refused_file_is_kept(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<html>" + b"x" * 10_000)
    (refused,) = read_file(tmp_path / "a.html")
    assert isinstance(refused, Refused)
    assert len(refused.raw) == 4_096


def test_an_activity_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST_ACTIVITY", 200_000)
    good = "\n".join(changed(("XX-1-P7", f"XX-1-{number}")) for number in range(200))
    assert len([one for one in read(file(good)) if isinstance(one, ReadActivity)]) == 200  # 600 kB in all
    endless = changed(("Un forage.", "eau " * 100_000))
    assert [getattr(one, "code", "") for one in read(file(endless))] == ["activity_too_large"]


def test_deep_trees_and_foreign_namespaces_do_no_harm() -> None:
    deep = changed(("<ext:title>Not this</ext:title>", "<ext:a>" * 200 + "</ext:a>" * 200))
    assert [type(one) for one in read(file(deep))] == [ReadActivity]
    deeper = changed(("<ext:title>Not this</ext:title>", "<ext:a>" * 5_000 + "</ext:a>" * 5_000))
    assert [getattr(one, "code", "") for one in read(file(deeper))] == ["broken_xml"]


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """30 MB, read in a process of its own: it never holds more than a few activities (the bench reads 100 MB)."""
    path = tmp_path / "large.xml"
    one = changed(("Un forage.", "Un forage. " * 400))
    with path.open("w", encoding="utf-8") as out:
        out.write('<iati-activities version="2.03">')
        for number in range(4_500):
            out.write(one.replace("XX-1-P7", f"XX-1-{number}"))
        out.write("</iati-activities>")
    assert path.stat().st_size > 30_000_000
    reading, child = os.pipe()
    if (pid := os.fork()) == 0:
        import resource

        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        count = sum(isinstance(found, ReadActivity) for found in read_file(path))
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        os.write(child, f"{count} {grown}".encode())
        os._exit(0)
    os.waitpid(pid, 0)
    count, grown = map(int, os.read(reading, 100).split())
    os.close(reading)
    os.close(child)
    assert count == 4_500
    assert grown < 15_000  # kB


@given(st.binary(max_size=200), st.integers(0, len(file())), st.integers(0, 60))
def test_any_bytes_are_read_or_refused(noise: bytes, place: int, cut: int) -> None:
    data = file().encode()
    for one in (*read(noise), *read(data[:place] + noise + data[place + cut :])):
        assert isinstance(one, ReadActivity | Refused)


@given(st.recursive(st.text(max_size=8), lambda inner: st.lists(inner, max_size=3), max_leaves=6), st.integers(0, 30))
def test_any_tree_is_parsed_or_refused(content: object, place: int) -> None:
    """Elements of the right names with whatever inside."""
    root = etree.fromstring(ACTIVITY)
    targets = list(root.iter())
    target = targets[place % len(targets)]
    for name in target.attrib:
        target.set(name, "".join(char for char in str(content) if char.isprintable()))
    target.text = None
    with suppress(NotAnActivity):
        assert parse(root).identifier


def test_persons_leave_a_kept_activity() -> None:
    kept = without_persons(ACTIVITY.encode())
    assert b"Jeanne" not in kept
    assert b"jeanne@example.org" not in kept
    assert "Un forage." in kept.decode()
    assert without_persons(b"<x") == ERASED
