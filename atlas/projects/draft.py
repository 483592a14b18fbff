"""ProjectDraft: the one typed value for the content of a project sheet (D2.1 to D2.4).

Whatever wants to change a project makes one of these; only `actions.apply_drafts` writes it. Everything here is public:
persons (contacts, volunteers) travel apart, in `PrivatePart`, and never enter a version, a record or an index.
Values are frozen; `encode` is canonical, so that equal drafts give equal bytes and equal hashes.
"""

import hashlib
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

import msgspec


class PartyDraft(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One organisation in one role. `name` is the name as declared, kept for ever; `organisation_id` only when sure."""

    role: str
    name: str
    organisation_id: int | None = None
    country: str | None = None
    name_at_signature: str | None = None


class ThemeDraft(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A theme with its rank (0 = the sheet's main theme, then the declared priority). `code` is null when unknown."""

    rank: int
    code: str | None = None
    l1: str | None = None
    l2: str | None = None
    l3: str | None = None


class FundingDraft(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Euros of one funder in one year. The 1 % amounts stay `pct_col1..3` until an authority confirms them (D2.3).

    `pct_unplaced`: 1 % amounts whose column is lost. None of them is ever added to a total.
    """

    funder: str
    organisation_id: int | None = None
    year: int | None = None
    amount: Decimal | None = None
    nature: str = "declared"
    pct_col1: Decimal | None = None
    pct_col2: Decimal | None = None
    pct_col3: Decimal | None = None
    pct_unplaced: tuple[Decimal, ...] = ()
    pct_water: Decimal | None = None
    pct_waste: Decimal | None = None
    pct_energy: Decimal | None = None
    note: str = ""


class ActionDraft(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One action of the project (D2.2)."""

    title: str
    objective: str = ""
    summary: str = ""
    place: str = ""
    amount: Decimal | None = None
    start: date | None = None
    end: date | None = None


class DocumentDraft(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A document or page about the project: `kind` is `convention`, `report`, `evaluation`, `source` or `other`."""

    kind: str
    title: str
    url: str


class PostDraft(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A diplomatic post named by the sheet; `post_id` only when sure."""

    name: str
    post_id: int | None = None


PLACE_DECIMALS: Final = 5
"""Decimals of a degree that a place keeps: about a metre, finer than any source that we know."""


class PlaceDraft(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somewhere the project happens, as declared. Made by `place_of`, so that equal places are written alike.

    `latitude`, `longitude`: WGS 84, decimal degrees, both or neither. Without a name and without them it is the whole
    country (D10.2). `area`: first-level area of the country, where known. `is_approximate`: a middle, not the spot.
    """

    country: str
    name: str = ""
    latitude: float | None = None
    longitude: float | None = None
    is_approximate: bool = False
    area: str = ""

    @property
    def is_whole_country(self) -> bool:
        """Everywhere in it, and nowhere in particular."""
        return not self.name and self.latitude is None and self.longitude is None


def place_of(
    country: str,
    name: str = "",
    *,
    at: tuple[float | None, float | None] = (None, None),
    is_approximate: bool = False,
    area: str = "",
) -> PlaceDraft:
    """A place with its degrees rounded; only a point can be approximate. `at`: latitude, longitude."""
    latitude, longitude = (None if one is None else round(one, PLACE_DECIMALS) + 0.0 for one in at)
    has_point = latitude is not None and longitude is not None
    return PlaceDraft(
        country=country,
        name=name,
        latitude=latitude,
        longitude=longitude,
        is_approximate=is_approximate and has_point,
        area=area,
    )


class ContactFunction(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the public may know of a contact: the organisation and the function, never a person (D5.4)."""

    organisation: str
    function: str = ""


class ProjectDraft(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The public content of one sheet. Absent = null or empty; a typed 0 stays 0 (D2.3).

    `end_date` is a declared day; `end_year` stands alone when only the year is known.
    """

    title: str = ""
    legacy_prj_id: int | None = None
    family: str | None = None
    form: str | None = None
    form_declared: str = ""
    status: str | None = None
    status_declared: str = ""
    first_convention_year: int | None = None
    start_year: int | None = None
    end_date: date | None = None
    end_year: int | None = None
    is_triennial: bool | None = None
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
    countries: tuple[str, ...] = ()
    places: tuple[PlaceDraft, ...] = ()
    posts: tuple[PostDraft, ...] = ()
    themes: tuple[ThemeDraft, ...] = ()
    parties: tuple[PartyDraft, ...] = ()
    contact_functions: tuple[ContactFunction, ...] = ()
    funding: tuple[FundingDraft, ...] = ()
    actions: tuple[ActionDraft, ...] = ()
    documents: tuple[DocumentDraft, ...] = ()
    sdgs: tuple[int, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()


class PrivatePerson(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A person read on a sheet: `role` is `correspondent`, `cultural_counsellor`, `foreign_contact`, `volunteer`, or
    `unknown` for lines among persons that no rule explains (`raw` only).

    `reader`: whoever suggested a correction, on a contribution only.
    """

    role: str
    organisation: str
    last_name: str = ""
    first_name: str = ""
    function: str = ""
    email: str = ""
    raw: str = ""


class PrivatePart(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What never leaves the private store (D5.4)."""

    persons: tuple[PrivatePerson, ...] = ()


_encoder = msgspec.json.Encoder(decimal_format="string")
_draft_decoder = msgspec.json.Decoder(ProjectDraft)
_private_decoder = msgspec.json.Decoder(PrivatePart)


def encode(value: ProjectDraft | PrivatePart) -> str:
    """Canonical JSON: fields in declaration order, defaults left out."""
    return _encoder.encode(value).decode()


class Encoded(NamedTuple):
    """A draft as text, beside its `content_hash`."""

    text: str
    digest: str


def encoded(draft: ProjectDraft) -> Encoded:
    """Both at once, for who keeps a draft in more than one place."""
    text = encode(draft)
    return Encoded(text, content_hash(text))


def decode_draft(text: str | bytes) -> ProjectDraft:
    """Inverse of `encode`. Raises msgspec.ValidationError on a text that is not a draft."""
    return _draft_decoder.decode(text)


def decode_private(text: str | bytes) -> PrivatePart:
    """Inverse of `encode` for the private part."""
    return _private_decoder.decode(text)


def content_hash(text: str) -> str:
    """32 hexadecimal digits that stand for an encoded draft: an unchanged one costs nothing."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
