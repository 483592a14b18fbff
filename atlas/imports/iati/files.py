"""Files of IATI activities, streamed: one activity in memory at a time, whatever the size of the file.

A file is looked at before it is parsed: its root, its version, and that it has no document type, with which bombs and
external entities begin. Imports no model.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final
from xml.parsers import expat

from lxml import etree

from atlas.imports.items import Refused
from atlas.projects.packing import Packed, pack

from .activity import Activity, NotAnActivity
from .parse import parse

VERSIONS: Final = ("2.01", "2.02", "2.03")
LARGEST_ACTIVITY: Final = 64 * 2**20
"""Bytes: more than that without the end of an activity is no activity."""
_SAFE: Final = {"resolve_entities": False, "no_network": True, "remove_comments": True, "remove_pis": True}
_LARGEST_PROLOG: Final = 2**20
_PIECE: Final = 2**16
_LONGEST_KEY: Final = 70
_SHOWN: Final = 4_096


@dataclass(frozen=True)
class ReadActivity:
    """An activity that was read: its values, and the bytes of its element."""

    name: str
    raw: bytes
    activity: Activity
    packed: Packed = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "packed", pack(self.raw))

    @property
    def key(self) -> str:
        """The identifier; its digits where it is longer than a key may be."""
        identifier = self.activity.identifier
        return f"iati:{identifier}" if len(identifier) <= _LONGEST_KEY else f"iati#{pack(identifier.encode())[0]}"


class NotIati(Exception):
    """A file that cannot be taken: `code` for reports, `message` for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def read_files(paths: Iterable[Path]) -> Iterator[ReadActivity | Refused]:
    """Every activity of every file; a bad file or activity never stops the others."""
    for path in paths:
        yield from read_file(path)


def read_file(path: Path) -> Iterator[ReadActivity | Refused]:
    """Every activity of a file in its order. Where the file breaks off, what stood before is kept."""
    try:
        with path.open("rb") as file:
            try:
                yield from read_stream(file, path.name)
            except NotIati as error:
                yield Refused(path.name, _beginning(file), error.code, error.message)
    except OSError as error:
        yield Refused(str(path), b"", "unreadable", error.strerror or str(error))


def read_stream(file: BinaryIO, name: str) -> Iterator[ReadActivity | Refused]:
    """Every activity of a file that is open. Raises NotIati for what is no file of activities, or breaks off."""
    check_head(file)
    file.seek(0)
    parser = etree.XMLPullParser(("end",), tag="iati-activity", **_SAFE)
    number = since = 0
    is_whole = False
    while not is_whole:
        since += len(piece := file.read(_PIECE))
        broken = _fed(parser, piece)
        is_whole = not piece
        for _event, element in parser.read_events():
            number += 1
            yield _read(element, f"{name}#{number}")
            _forget(element)
            since = 0
        if broken is not None:
            raise NotIati("broken_xml", f"the XML breaks off: {broken.msg}") from broken
        if since > LARGEST_ACTIVITY:
            size = LARGEST_ACTIVITY // 2**20
            raise NotIati("activity_too_large", f"more than {size} MiB without the end of an activity")


def _fed(parser: etree.XMLPullParser, piece: bytes) -> etree.XMLSyntaxError | None:
    """Give the parser a piece, the empty one as the end; what is wrong with it, after what stood before it."""
    try:
        if piece:
            parser.feed(piece)
        else:
            parser.close()
    except etree.XMLSyntaxError as error:
        return error
    return None


def check_head(file: BinaryIO) -> None:
    """Raises NotIati unless the file begins as one of activities in a version that is read. Reads no further."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler = _check_root
    size = 0
    try:
        while piece := file.read(_PIECE):
            size += len(piece)
            parser.Parse(piece)
            if size > _LARGEST_PROLOG:
                raise NotIati("no_root", "no element within the first megabyte")
    except _Seen:
        return
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise NotIati("not_xml", f"this is no XML that can be read: {error}") from error
    raise NotIati("empty", "the file is empty") if not size else NotIati("not_xml", "the file holds no element")


class _Seen(Exception):
    """The root is right: nothing more is to be read."""


def _refuse_document_type(*_: object) -> None:
    raise NotIati("document_type", "a document type (DOCTYPE) is not allowed: entities are never expanded")


def _check_root(name: str, attributes: dict[str, str]) -> None:
    version = attributes.get("version", "").strip()
    if name == "iati-organisations":
        raise NotIati("organisation_file", "this is an organisation file: it holds no activities")
    if name != "iati-activities" or attributes.get("xmlns"):
        raise NotIati("not_iati", f"the root is <{name[:60]}>, not <iati-activities>")
    if version not in VERSIONS:
        said = f"version {version[:20]}" if version else "no version"
        raise NotIati(
            "version", f"{said}: versions {VERSIONS[0]} to {VERSIONS[-1]} are read; convert older files first"
        )
    raise _Seen


def _read(element: etree._Element, place: str) -> ReadActivity | Refused:
    raw: bytes = etree.tostring(element, encoding="utf-8", with_tail=False)
    try:
        activity = parse(element)
    except NotAnActivity as error:
        return Refused(place, raw, error.code, error.message)
    return ReadActivity(f"{activity.identifier} {activity.title[:60]}".strip(), raw, activity)


def _forget(element: etree._Element) -> None:
    """The element and all before it: otherwise the tree grows with the file."""
    element.clear()
    while (before := element.getprevious()) is not None:
        before.getparent().remove(before)


def _beginning(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read(_SHOWN)
