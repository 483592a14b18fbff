"""What files read of a public record: its fields as they stand in the JSON, names in one language only.

Reading a whole `PublicProject` takes three times as long as what a line of the short columns needs, so each kind of
file has a struct with its own fields; msgspec leaves the others unread. Dates and amounts stay the texts that the
record holds (ISO 8601, plain decimals): most files write them as they are. Not for pages.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import Any, Final, Generic, TypeVar

import msgspec


class Country(msgspec.Struct, gc=False):
    """With its French names."""

    iso2: str
    name: str = msgspec.field(name="name_fr")
    zone: str = msgspec.field(name="zone_fr", default="")


class CountryInEnglish(Country, gc=False):
    name: str = msgspec.field(name="name_en")
    zone: str = msgspec.field(name="zone_en", default="")


class Theme(msgspec.Struct, gc=False):
    """`rank` 0 = main theme. `path`: French labels from level 1 down."""

    rank: int
    path: tuple[str, ...] = msgspec.field(name="path_fr")
    code: str | None = None


class ThemeInEnglish(Theme, gc=False):
    path: tuple[str, ...] = msgspec.field(name="path_en")


class Party(msgspec.Struct, gc=False):
    role: str
    name: str
    country: str | None = None
    siren: str | None = None


class PlacedParty(Party, gc=False):
    """`is_approximate`: the point is the middle of a larger area."""

    id: int | None = None
    lat: float | None = None
    lon: float | None = None
    is_approximate: bool = False


class Amount(msgspec.Struct, gc=False):
    nature: str


class Line(Amount, gc=False):
    """A funding line; amounts in euros."""

    funder: str
    year: int | None = None
    amount: str | None = None
    pct: tuple[str | None, ...] = ()
    pct_unplaced: tuple[str, ...] = ()
    pct_water: str | None = None
    pct_waste: str | None = None
    pct_energy: str | None = None


class Action(msgspec.Struct, gc=False):
    title: str
    objective: str = ""
    summary: str = ""
    place: str = ""
    amount: str | None = None


class Place(msgspec.Struct, gc=False):
    """A declared place; without name and point: the whole country."""

    country: str
    name: str = ""
    lat: float | None = None
    lon: float | None = None
    is_approximate: bool = False
    area: str = ""


class Flag(msgspec.Struct, gc=False):
    code: str


class Post(msgspec.Struct, gc=False):
    name: str


class Document(msgspec.Struct, gc=False):
    title: str
    url: str


class Source(msgspec.Struct, gc=False):
    kind: str
    received_on: str
    address: str = ""


_rank = attrgetter("rank")

C = TypeVar("C", bound=Country)
T = TypeVar("T", bound=Theme)
P = TypeVar("P", bound=Party)
A = TypeVar("A", bound=Amount)


class Row(msgspec.Struct, Generic[C, T, P, A], gc=False):
    """What the short columns show.

    No part of the record, filled by `prepare`: `is_doubtful` (it depends on the day, D2.5), `main` theme, and `sides`,
    the parties by what they do: `french` and `foreign` partners, `owner`, `implementer`, `funder`…
    """

    id: int
    title: str
    updated_at: str
    legacy_prj_id: int | None = None
    verified_on: str | None = None
    family: str | None = None
    form: str | None = None
    form_declared: str = ""
    status: str | None = None
    status_declared: str = ""
    first_convention_year: int | None = None
    start_year: int | None = None
    end_date: str | None = None
    end_year: int | None = None
    is_triennial: bool | None = None
    countries: tuple[C, ...] = ()
    themes: tuple[T, ...] = ()
    parties: tuple[P, ...] = ()
    funding: tuple[A, ...] = ()
    flags: tuple[Flag, ...] = ()
    places: tuple[Place, ...] = ()
    total_amount: str | None = None
    state_amount: str | None = None
    is_doubtful: bool = False
    main: T | None = None
    sides: dict[str, list[P]] = {}

    def prepare(self, *, is_doubtful: bool) -> None:
        """Once for all columns that need it."""
        self.is_doubtful = is_doubtful
        if self.themes:
            self.main = min(self.themes, key=_rank) if len(self.themes) > 1 else self.themes[0]
        sides: dict[str, list[P]] = {}
        for party in self.parties:
            role = party.role
            if role == "partner":
                role = "french" if party.country == "FR" else "foreign"
            if role in sides:
                sides[role].append(party)
            else:
                sides[role] = [party]
        self.sides = sides


class FullRow(Row[C, T, P, A], Generic[C, T, P, A], gc=False):
    """All columns."""

    context: str = ""
    history: str = ""
    objective: str = ""
    description: str = ""
    implementers: str = ""
    owners: str = ""
    beneficiaries: str = ""
    other_partners_france: str = ""
    other_partners_abroad: str = ""
    pre_reform_authority: str = ""
    communication_france: bool | None = None
    communication_partner_countries: bool | None = None
    has_evaluation: bool | None = None
    cofinancing_years: tuple[int, ...] = ()
    posts: tuple[Post, ...] = ()
    actions: tuple[Action, ...] = ()
    documents: tuple[Document, ...] = ()
    sdgs: tuple[int, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    sources: tuple[Source, ...] = ()


NOTHING: Final = msgspec.Raw(b'""')
"""A text that the record leaves out."""


class Prose(msgspec.Struct, gc=False):
    """What a file writes as it stands in the record, word for word: its texts as JSON, quotation marks and all."""

    context: msgspec.Raw = NOTHING
    history: msgspec.Raw = NOTHING
    objective: msgspec.Raw = NOTHING
    description: msgspec.Raw = NOTHING
    implementers: msgspec.Raw = NOTHING
    owners: msgspec.Raw = NOTHING
    beneficiaries: msgspec.Raw = NOTHING
    other_partners_france: msgspec.Raw = NOTHING
    other_partners_abroad: msgspec.Raw = NOTHING
    pre_reform_authority: msgspec.Raw = NOTHING
    actions: tuple[Action, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()


AnyRow = Row[Any, Any, Any, Any]
AnyFullRow = FullRow[Any, Any, Any, Any]
Decode = Callable[[bytes], AnyRow]

_SHORT: dict[str, Decode] = {
    "fr": msgspec.json.Decoder(Row[Country, Theme, Party, Amount]).decode,
    "en": msgspec.json.Decoder(Row[CountryInEnglish, ThemeInEnglish, Party, Amount]).decode,
}
_FULL: dict[str, Decode] = {
    "fr": msgspec.json.Decoder(FullRow[Country, Theme, Party, Line]).decode,
    "en": msgspec.json.Decoder(FullRow[CountryInEnglish, ThemeInEnglish, Party, Line]).decode,
}
_PLACED: dict[str, Decode] = {
    "fr": msgspec.json.Decoder(Row[Country, Theme, PlacedParty, Amount]).decode,
    "en": msgspec.json.Decoder(Row[CountryInEnglish, ThemeInEnglish, PlacedParty, Amount]).decode,
}


read_prose: Final = msgspec.json.Decoder(Prose).decode
"""Bytes of a record → its texts."""


def decoder(language: str, *, is_full: bool = False) -> Decode:
    """Bytes of a record → the row of the short columns, or of all."""
    return (_FULL if is_full else _SHORT)[language]


def placed_decoder(language: str) -> Decode:
    """Bytes of a record → the row of the short columns with the position of each party."""
    return _PLACED[language]
