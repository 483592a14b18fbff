"""PublicProject: everything the public may see of one project, as one value, and nothing else.

Pages, map, figures, files and API read this (as JSON from `ProjectRecord.data`) or the index made from it. What is
private cannot leak because it is not here. Labels that depend on the language are codes, names come in both.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Final

import msgspec

from .attestation import PublicAttestation


class PublicCountry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    iso2: str
    name_fr: str
    name_en: str
    zone: str
    zone_fr: str = ""
    zone_en: str = ""


class PublicParty(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One organisation in one role.

    `name`: its present name (or the name as declared while it is not identified, then `id` is null).
    `declared`: the name on the sheet when it differs; `former`: the name at signature (« ex-… ») when it differs.
    `kind`: Organisation.kind, null when not identified; `group`: its KindGroup; `department`, `region`, `siren`:
    official codes of French authorities; `…_name`: what those places are called today.
    """

    role: str
    name: str
    id: int | None = None
    declared: str | None = None
    former: str | None = None
    kind: str | None = None
    group: str | None = None
    country: str | None = None
    department: str | None = None
    department_name: str | None = None
    region: str | None = None
    region_name: str | None = None
    siren: str | None = None
    admin_area: str | None = None
    lat: float | None = None
    lon: float | None = None
    is_approximate: bool = False


class PublicPlace(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somewhere it happens, as declared (`projects.draft.PlaceDraft`); without name and point: in the whole country."""

    country: str
    name: str = ""
    lat: float | None = None
    lon: float | None = None
    is_approximate: bool = False
    area: str = ""


class PublicTheme(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`rank` 0 = main theme. `path_fr`/`path_en`: labels from level 1 down; `code` null = label as declared only."""

    rank: int
    path_fr: tuple[str, ...]
    path_en: tuple[str, ...]
    code: str | None = None


class PublicFunding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Euros. `pct` = the three 1 % amounts by legacy column (null = blank), `pct_unplaced` = column lost: no totals."""

    funder: str
    nature: str
    id: int | None = None
    kind: str | None = None
    declared: str | None = None
    year: int | None = None
    amount: Decimal | None = None
    pct: tuple[Decimal | None, ...] = ()
    pct_unplaced: tuple[Decimal, ...] = ()
    pct_water: Decimal | None = None
    pct_waste: Decimal | None = None
    pct_energy: Decimal | None = None


class PublicAction(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    title: str
    objective: str = ""
    summary: str = ""
    place: str = ""
    amount: Decimal | None = None


class PublicContact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Organisation and function only: names and addresses are not public (D5.4)."""

    organisation: str
    function: str = ""


class PublicPost(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    name: str
    id: int | None = None
    city: str | None = None


class PublicDocument(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    kind: str
    title: str
    url: str


class PublicSource(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where values were read: `kind` legacy_page, facts…; `address` may be empty; `received_on` the day we got it."""

    kind: str
    received_on: date
    address: str = ""


class PublicVersion(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the history: `changed` names public fields; `origin` is legacy_page, facts, person…"""

    number: int
    at: datetime
    origin: str
    changed: tuple[str, ...] = ()


class PublicFlag(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A flag whose audience is the public; worded by the pages from `code`."""

    code: str
    field: str = ""


class PublicProject(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`total_amount` = sum of `amount` over all lines, `state_amount` the State's part (D2.3); null when no amount."""

    id: int
    title: str
    version: int
    updated_at: datetime
    created_at: datetime
    legacy_prj_id: int | None = None
    verified_on: date | None = None
    alive: str | None = None
    alive_on: date | None = None
    is_example: bool = False
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
    countries: tuple[PublicCountry, ...] = ()
    places: tuple[PublicPlace, ...] = ()
    posts: tuple[PublicPost, ...] = ()
    themes: tuple[PublicTheme, ...] = ()
    parties: tuple[PublicParty, ...] = ()
    contacts: tuple[PublicContact, ...] = ()
    funding: tuple[PublicFunding, ...] = ()
    actions: tuple[PublicAction, ...] = ()
    documents: tuple[PublicDocument, ...] = ()
    sdgs: tuple[int, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    sources: tuple[PublicSource, ...] = ()
    history_lines: tuple[PublicVersion, ...] = ()
    flags: tuple[PublicFlag, ...] = ()
    total_amount: Decimal | None = None
    state_amount: Decimal | None = None

    @property
    def french_authorities(self) -> tuple[PublicParty, ...]:
        """The French side of the partner table, in the sheet's order (D2.1 field 25)."""
        return tuple(party for party in self.parties if party.role == "partner" and party.country == "FR")

    @property
    def foreign_partners(self) -> tuple[PublicParty, ...]:
        """The foreign side of the partner table (D2.1 field 23)."""
        return tuple(party for party in self.parties if party.role == "partner" and party.country != "FR")


class PublicName(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A name over time: `kind` official, former, alias or local."""

    name: str
    kind: str
    valid_from: date | None = None
    valid_to: date | None = None


class PublicLink(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A predecessor or successor: `kind` merger, split, rename or extension."""

    id: int
    name: str
    kind: str
    occurred_on: date | None = None


class PublicFunction(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A function that a message can be passed on to; where it is reached is private (D5.4)."""

    fr: str
    en: str


class PublicOrganisation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Identity of one organisation, French or foreign; its projects come from the index."""

    id: int
    name: str
    kind: str
    group: str
    country: str
    kind_local: str = ""
    insee_code: str | None = None
    siren: str | None = None
    department: str | None = None
    department_name: str | None = None
    region: str | None = None
    region_name: str | None = None
    admin_area: str | None = None
    population: int | None = None
    lat: float | None = None
    lon: float | None = None
    is_approximate: bool = False
    is_provisional: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    names: tuple[PublicName, ...] = ()
    predecessors: tuple[PublicLink, ...] = ()
    successors: tuple[PublicLink, ...] = ()
    functions: tuple[PublicFunction, ...] = ()
    attestation: PublicAttestation | None = None


class PublicStation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A diplomatic post that follows a country; `functions`: those that can be written to."""

    id: int
    name: str
    functions: tuple[PublicFunction, ...] = ()


class PublicPassage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A text of a register: `kind` is a PassageKind. Source text, not HTML; English is '' where nobody wrote any."""

    kind: str
    body_fr: str
    body_en: str = ""
    heading_fr: str = ""
    heading_en: str = ""


class PublicWebLink(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A useful link: `kind` is a LinkKind, `url` a whole http(s) address."""

    kind: str
    label_fr: str
    url: str
    label_en: str = ""


class PublicPaper(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A document: `file`, the name in the storage, with its `media_type` and `size` in bytes; or `url`, elsewhere."""

    id: int
    kind: str
    title_fr: str
    language: str
    title_en: str = ""
    dated_on: date | None = None
    url: str = ""
    file: str = ""
    media_type: str = ""
    size: int = 0


class PublicArticle(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """News: a text, an address, or both."""

    title_fr: str
    published_on: date
    title_en: str = ""
    url: str = ""
    body_fr: str = ""
    body_en: str = ""


class PublicNetwork(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A French regional network that is active for the country; `region`: the official code."""

    name: str
    region: str
    region_name: str
    url: str = ""
    note_fr: str = ""
    note_en: str = ""


class PublicEdit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One edit of a register: `what` is added, changed or withdrawn; `entry`: the kind of thing; `changed` names its
    fields, never what stood there before. `label` '' = it no longer stands on the page; `by` '' = the ministry."""

    on: date
    what: str
    entry: str
    label: str = ""
    by: str = ""
    changed: tuple[str, ...] = ()


class PublicRegister(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the posts of a country say on its page (D10); figures and lists come from the index.

    `data_on`: the day on which it held, said by `data_by`; `edited_on`: the day of the last edit, by `edited_by`. Both
    name a post; '' = the ministry. `is_example`: something in it was invented for the demonstration. `edits`: the
    newest first. `verified_on`: the day on which posts went through all its partnerships last, after a local election.
    """

    iso2: str
    posts: tuple[PublicStation, ...] = ()
    passages: tuple[PublicPassage, ...] = ()
    links: tuple[PublicWebLink, ...] = ()
    papers: tuple[PublicPaper, ...] = ()
    articles: tuple[PublicArticle, ...] = ()
    networks: tuple[PublicNetwork, ...] = ()
    data_on: date | None = None
    data_by: str = ""
    edited_on: date | None = None
    edited_by: str = ""
    is_example: bool = False
    edits: tuple[PublicEdit, ...] = ()
    verified_on: date | None = None


_encoder = msgspec.json.Encoder(decimal_format="string")
_decoder = msgspec.json.Decoder(PublicProject)
_organisation_decoder = msgspec.json.Decoder(PublicOrganisation)
_register_decoder = msgspec.json.Decoder(PublicRegister)
_ESCAPED: Final = (rb"\u00", rb"\b", rb"\f", b"\x7f")
_UNFIT: Final = (re.compile(b"\xc2[\x80-\x9f]"), re.compile(b"\xe2\x80[\xaa-\xae]"), re.compile(b"\xe2\x81[\xa6-\xa9]"))
"""Perhaps something in JSON that no page can show: a control character, or a mark that turns the direction of what
follows. Looked for in the bytes, where most texts are passed over at the speed of memory. Marks that only say a
direction (U+200E, U+200F) stay."""
_PIECE = re.compile(r"\\(?:u00[01][0-9a-f]|[bf])|[\x7f-\x9f\u202a-\u202e\u2066-\u2069]|(\\.)")


def encode(record: PublicProject | PublicOrganisation | PublicRegister) -> str:
    """Canonical JSON of a record: equal records give equal text.

    Without control characters, which HTML and XML refuse, and without marks that would turn around the rest of a page.
    """
    content = _encoder.encode(record)
    text = content.decode()
    return _PIECE.sub(lambda found: found[1] or "", text) if _is_unfit(content) else text


def _is_unfit(content: bytes) -> bool:
    return any(piece in content for piece in _ESCAPED) or any(pattern.search(content) for pattern in _UNFIT)


def decode(text: str | bytes) -> PublicProject:
    """Inverse of `encode` for a project."""
    return _decoder.decode(text)


def decode_organisation(text: str | bytes) -> PublicOrganisation:
    """Inverse of `encode` for an organisation."""
    return _organisation_decoder.decode(text)


def decode_register(text: str | bytes) -> PublicRegister:
    """Inverse of `encode` for the register of a country."""
    return _register_decoder.decode(text)
