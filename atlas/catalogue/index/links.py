"""Who works with whom, project by project: what figures count distinct authorities, partners and pairs from.

A search engine counts documents; distinct pairs of what documents name it gives only one by one, and there are millions
(ADR 14). So the writer of the index keeps a second file in the folder: a log to which each commit appends the links of
the projects that changed. A reader holds them as numbers, a few bytes a link, and reads on what was appended since.
Not for names in lists, not for searching.
"""

import os
import threading
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from atlas.catalogue.index.document import party_key
from atlas.catalogue.index.facets import LONGEST_NAME, partner_country
from atlas.catalogue.record import PublicParty, PublicProject
from atlas.catalogue.search_values import AUTHORITY_GROUPS, UNIDENTIFIED

NAME: Final = "links.log"
_BATCH: Final = 5_000  # projects a frame of a whole build
_LENGTH: Final = 8  # bytes that say how long a frame is
_PAGE: Final = 1_024  # projects whose places are kept together

_FRENCH, _FOREIGN = 40, 10  # bits to the right of a French party's and of a foreign party's number
_FOREIGN_MASK: Final = (1 << (_FRENCH - _FOREIGN)) - 1
_COUNTRY_MASK: Final = (1 << _FOREIGN) - 1


class LinkedParty(msgspec.Struct, frozen=True, array_like=True):
    """One side of a link. `key`: what makes two mentions the same organisation on that side (document.party_key).

    `group` of a French authority is one of AUTHORITY_GROUPS; a foreign party has none. `area`: the first-level area of
    its country in which a foreign party lies, "" = not known.
    """

    key: str
    name: str
    id: int | None = None
    kind: str | None = None
    group: str = ""
    department: str | None = None
    region: str | None = None
    area: str = ""


class _Frame(msgspec.Struct, frozen=True, array_like=True):
    """What one commit adds: `parties` by number, for each project its links as (French, foreign, country) numbers."""

    revision: int
    parties: tuple[tuple[int, LinkedParty], ...]
    projects: tuple[tuple[int, tuple[int, ...]], ...]


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Frame)


def french_of(link: int) -> int:
    """Number of the French authority of a link; 0 = a foreign partner without one."""
    return link >> _FRENCH


def foreign_of(link: int) -> int:
    """Number of the foreign partner of a link."""
    return (link >> _FOREIGN) & _FOREIGN_MASK


def pair_of(link: int) -> int:
    """What links of the same two organisations share, whatever the country."""
    return link >> _FOREIGN


def country_number(iso2: str | None) -> int:
    """A country as it stands in the last bits of a link; 0 = not known."""
    if not iso2 or len(iso2) != 2 or not (iso2.isascii() and iso2.isupper()):
        return 0
    return (ord(iso2[0]) - 64) * 27 + ord(iso2[1]) - 64


def country_of(link: int) -> int:
    return link & _COUNTRY_MASK


@dataclass
class Links:
    """The links of every project that has a foreign partner, at `revision` of the catalogue.

    `parties` by number: the last record written says what an organisation is.
    """

    folder: Path
    revision: int = -1
    parties: dict[int, LinkedParty] = field(default_factory=dict)
    _read: int = 0
    _held: "array[int]" = field(default_factory=lambda: array("Q", [0]))
    _places: "dict[int, array[int]]" = field(default_factory=dict)

    def of(self, projects: Iterable[int]) -> "Iterator[array[int]]":
        """The links of each of these projects that has any."""
        held, places = self._held, self._places
        for number in projects:
            page = places.get(number // _PAGE)
            if page is not None and (place := page[number % _PAGE]):
                yield held[place + 1 : place + 1 + held[place]]

    def read_on(self, revision: int) -> "Links":
        """Read what was appended up to a revision. A frame that is not whole yet is left for the next time."""
        with (self.folder / NAME).open("rb") as file:
            file.seek(self._read)
            for frame, length in _frames(file.read()):
                if frame.revision > revision:
                    break
                self._add(frame)
                self._read += length
        return self

    def _add(self, frame: _Frame) -> None:
        self.revision = frame.revision
        self.parties.update(frame.parties)
        for project, links in frame.projects:
            page = self._places.setdefault(project // _PAGE, array("I", bytes(_PAGE * array("I").itemsize)))
            page[project % _PAGE] = len(self._held) if links else 0
            if links:
                self._held.append(len(links))
                self._held.extend(links)


_lock = threading.Lock()
_last: dict[Path, Links] = {}


def links_of(folder: Path, revision: int) -> Links:
    """The links of an index folder up to a revision, read on from where this process stopped."""
    with _lock:
        if folder not in _last:
            _last.clear()
            _last[folder] = Links(folder)
        return _last[folder].read_on(revision)


@dataclass
class LinkLog:
    """Appends to the log of a folder. `known`: the number and the last wording of each organisation, by key."""

    folder: Path
    known: dict[str, tuple[int, LinkedParty]] = field(default_factory=dict)

    @classmethod
    def open(cls, folder: Path) -> "LinkLog":
        """The log of an index that is in service; half a frame left by a writer that was killed is cut off."""
        path = folder / NAME
        content = path.read_bytes()
        known: dict[str, tuple[int, LinkedParty]] = {}
        whole = 0
        for frame, length in _frames(content):
            known |= {party.key: (number, party) for number, party in frame.parties}
            whole += length
        if whole < len(content):
            os.truncate(path, whole)
        return cls(folder, known)

    def follow(self, records: Iterable[PublicProject], revision: int) -> Iterator[PublicProject]:
        """The same records, their links written as they pass: for a whole build."""
        batch: list[PublicProject] = []
        self.append([], (), revision)
        for record in records:
            yield record
            batch.append(record)
            if len(batch) == _BATCH:
                self.append(batch, (), revision)
                batch = []
        self.append(batch, (), revision)

    def append(self, records: Iterable[PublicProject], gone: Iterable[int], revision: int) -> None:
        """One frame: the links of `records` as they are now, none for `gone`. May be repeated."""
        fresh: dict[int, LinkedParty] = {}
        projects = [(one.id, tuple(sorted(self._links(one, fresh)))) for one in records]
        frame = _Frame(revision, tuple(fresh.items()), (*projects, *((number, ()) for number in gone)))
        content = _encoder.encode(frame)
        with (self.folder / NAME).open("ab") as file:
            file.write(len(content).to_bytes(_LENGTH, "big") + content)

    def _links(self, project: PublicProject, fresh: dict[int, LinkedParty]) -> set[int]:
        french = [self._number(party, group, fresh) for party, group in _authorities(project)] or [0]
        abroad = [
            (self._number(party, "", fresh), country_number(partner_country(project, party)))
            for party in project.foreign_partners
        ]
        return {one << _FRENCH | other << _FOREIGN | country for one in french for other, country in abroad}

    def _number(self, party: PublicParty, group: str, fresh: dict[int, LinkedParty]) -> int:
        key = f"{'fr' if group else 'abroad'} {party_key(party)}"
        name, area = party.name[:LONGEST_NAME], "" if group else party.admin_area or ""
        said = LinkedParty(key, name, party.id, party.kind, group, party.department, party.region, area)
        number, former = self.known.get(key, (len(self.known) + 1, None))
        if said != former:
            self.known[key] = number, said
            fresh[number] = said
        return number


def _authorities(project: PublicProject) -> Iterator[tuple[PublicParty, str]]:
    """The French partners that are authorities, or that are not identified, each with its group (D10.3)."""
    for party in project.french_authorities:
        group = (party.group or "") if party.id is not None else UNIDENTIFIED
        if group in AUTHORITY_GROUPS:
            yield party, group


def _frames(content: bytes) -> Iterator[tuple[_Frame, int]]:
    """The whole frames of a piece of the log, each with its length in bytes."""
    place = 0
    while place + _LENGTH <= len(content):
        end = place + _LENGTH + int.from_bytes(content[place : place + _LENGTH], "big")
        if end > len(content):
            return
        yield _decoder.decode(memoryview(content)[place + _LENGTH : end]), end - place
        place = end
