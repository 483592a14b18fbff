"""What IATI reads of a public record, as it stands in the JSON: msgspec leaves the other fields unread. Values only."""

from datetime import date
from typing import Final

import msgspec


class Country(msgspec.Struct, gc=False):
    iso2: str


class Theme(msgspec.Struct, gc=False):
    """`path`: French labels from level 1 down, as declared where `code` is null."""

    path: tuple[str, ...] = msgspec.field(name="path_fr")
    code: str | None = None


class Party(msgspec.Struct, gc=False):
    role: str
    name: str
    id: int | None = None
    kind: str | None = None
    group: str | None = None
    country: str | None = None
    siren: str | None = None
    lat: float | None = None
    lon: float | None = None
    is_approximate: bool = False


class Place(msgspec.Struct, gc=False):
    """A declared place; without name and point: the whole country."""

    country: str
    name: str = ""
    lat: float | None = None
    lon: float | None = None
    is_approximate: bool = False
    area: str = ""


class Line(msgspec.Struct, gc=False):
    """Euros, as a plain decimal text."""

    funder: str
    nature: str
    kind: str | None = None
    year: int | None = None
    amount: str | None = None


class Document(msgspec.Struct, gc=False):
    kind: str
    title: str
    url: str


class Record(msgspec.Struct, gc=False):
    """The fields that an activity carries, and no other (`activity.ELEMENTS` says which goes where)."""

    id: int
    title: str
    updated_at: str
    legacy_prj_id: int | None = None
    family: str | None = None
    form: str | None = None
    status: str | None = None
    start_year: int | None = None
    end_date: date | None = None
    end_year: int | None = None
    context: str = ""
    history: str = ""
    objective: str = ""
    description: str = ""
    beneficiaries: str = ""
    is_example: bool = False
    countries: tuple[Country, ...] = ()
    places: tuple[Place, ...] = ()
    themes: tuple[Theme, ...] = ()
    parties: tuple[Party, ...] = ()
    funding: tuple[Line, ...] = ()
    documents: tuple[Document, ...] = ()
    sdgs: tuple[int, ...] = ()


decode: Final = msgspec.json.Decoder(Record).decode
"""Bytes of a record → its fields."""
