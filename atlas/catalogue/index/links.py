"""Who works with whom, project by project: what figures count distinct authorities, partners and pairs from.

A search engine counts documents; distinct pairs of what documents name it gives only one by one, and there are millions
(ADR 14). So the writer of the index keeps a second file in the folder: a log to which each commit appends the links of
the projects that changed. Readers keep it as a table (`link_table`). Not for names in lists, not for searching.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

import msgspec

from atlas.catalogue.activity import begun_in, over_on
from atlas.catalogue.index.document import NEVER, day_number, party_key
from atlas.catalogue.index.facets import LONGEST_NAME, partner_country
from atlas.catalogue.record import PublicParty, PublicProject
from atlas.catalogue.search_values import AUTHORITY_GROUPS, FAMILIES, NOT_STATED, UNIDENTIFIED

NAME: Final = "links.log"
_BATCH: Final = 5_000  # projects a frame of a whole build
_LENGTH: Final = 8  # bytes that say how long a frame is

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


class LinkedProject(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A project's links, ascending, none for one that is gone; `family` as its place in FAMILIES.

    `begun` (year) and `over` (day_number) say when it was active, NEVER where nobody knows (activity.py).
    """

    id: int
    family: int = 0
    begun: int = NEVER
    over: int = NEVER
    links: tuple[int, ...] = ()


class Frame(msgspec.Struct, frozen=True, array_like=True):
    """What one commit adds: `parties` by number, and the projects as they are now."""

    revision: int
    parties: tuple[tuple[int, LinkedParty], ...]
    projects: tuple[LinkedProject, ...]


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Frame)


def french_of(link: int) -> int:
    """Number of the French authority of a link; 0 = a foreign partner without one."""
    return link >> _FRENCH


def foreign_of(link: int) -> int:
    """Number of the foreign partner of a link."""
    return (link >> _FOREIGN) & _FOREIGN_MASK


def pair_of(link: int) -> int:
    """What links of the same two organisations share, whatever the country."""
    return link >> _FOREIGN


def sides_of(pair: int) -> tuple[int, int]:
    """The numbers of both sides of a pair: French (0 = none) and foreign."""
    return pair >> (_FRENCH - _FOREIGN), pair & _FOREIGN_MASK


def country_number(iso2: str | None) -> int:
    """A country as it stands in the last bits of a link; 0 = not known."""
    if not iso2 or len(iso2) != 2 or not (iso2.isascii() and iso2.isupper()):
        return 0
    return (ord(iso2[0]) - 64) * 27 + ord(iso2[1]) - 64


def country_of(link: int) -> int:
    return link & _COUNTRY_MASK


@dataclass
class LinkLog:
    """Appends to the log of a folder. `known`: the number and the last wording of each organisation, by key."""

    folder: Path
    known: dict[str, tuple[int, LinkedParty]] = field(default_factory=dict)

    @classmethod
    def open(cls, folder: Path) -> "LinkLog":
        """The log of an index that is in service; half a frame left by a writer that was killed is cut off."""
        known: dict[str, tuple[int, LinkedParty]] = {}
        whole = 0
        with (folder / NAME).open("rb") as file:
            for frame, end in frames(file):
                known |= {party.key: (number, party) for number, party in frame.parties}
                whole = end
        os.truncate(folder / NAME, whole)
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
        projects = [self._project(one, fresh) for one in records]
        frame = Frame(revision, tuple(fresh.items()), (*projects, *map(LinkedProject, gone)))
        content = _encoder.encode(frame)
        with (self.folder / NAME).open("ab") as file:
            file.write(len(content).to_bytes(_LENGTH, "big") + content)

    def _project(self, project: PublicProject, fresh: dict[int, LinkedParty]) -> LinkedProject:
        links, begun, over = self._links(project, fresh), begun_in(project), over_on(project)
        return LinkedProject(
            project.id,
            FAMILIES.index(project.family or NOT_STATED),
            NEVER if begun is None else begun,
            NEVER if over is None else day_number(over),
            tuple(sorted(links)),
        )

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


def frames(file: IO[bytes]) -> Iterator[tuple[Frame, int]]:
    """The whole frames from where the file stands, each with the place of its end; half a frame at the end is none."""
    place = file.tell()
    while len(head := file.read(_LENGTH)) == _LENGTH:
        length = int.from_bytes(head, "big")
        if len(content := file.read(length)) < length:
            return
        place += _LENGTH + length
        yield _decoder.decode(content), place
