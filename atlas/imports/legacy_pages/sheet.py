"""The values that the reader hands over: one sheet of the old site, as it was declared (D2.1, D2.2, D2.3).

Nothing here is matched or merged with the register: a sheet is what a page says, plus what the reader thinks of it
(flags), what it mended (repairs) and what a human should decide (proposals). An absent value is ``None`` or ``()``.
Persons and their addresses are private: a caller must not publish them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .vocabulary import ThemePath, Vocabulary

__all__ = [
    "PERSONS",
    "Findings",
    "Flag",
    "ForeignContact",
    "ForeignPartner",
    "Goal",
    "LegacyAction",
    "LegacyFunding",
    "LegacyPost",
    "LegacySheet",
    "NotASheet",
    "OtherTheme",
    "Person",
    "Proposal",
    "Repair",
    "ThemePath",
    "Vocabulary",
    "Volunteer",
]


PERSONS = frozenset({"posts", "foreign_contacts", "volunteers"})
"""Parts of a page that name persons: whatever stands in them is private (D5.4)."""


class NotASheetError(Exception):
    """The document is not a sheet. ``code`` is one of empty, binary, too_large, not_a_sheet; ``message`` is English."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


# The domain's name for it: readers raise and callers catch ``NotASheet``.
NotASheet = NotASheetError


@dataclass(frozen=True)
class Person:
    """A contact. ``raw`` is the name line or the row as printed ('' when only an address was given)."""

    first_name: str | None = None
    last_name: str | None = None
    function: str | None = None
    email: str | None = None
    raw: str = ""


@dataclass(frozen=True)
class LegacyPost:
    """A diplomatic post with its contacts. ``name`` as declared, ``kind`` embassy or consulate_general (D3.6)."""

    name: str
    kind: str
    city: str | None = None
    correspondent: Person | None = None
    cultural_counsellor: Person | None = None


@dataclass(frozen=True)
class OtherTheme:
    path: ThemePath
    priority: int | None = None
    raw: str = ""


@dataclass(frozen=True)
class ForeignPartner:
    """``country`` is ISO 3166 alpha-2, ``country_name`` what the page printed."""

    name: str
    country: str | None = None
    country_name: str | None = None
    raw: str = ""


@dataclass(frozen=True)
class ForeignContact:
    organisation: str | None = None
    last_name: str | None = None
    first_name: str | None = None
    function: str | None = None
    email: str | None = None
    raw: str = ""


@dataclass(frozen=True)
class LegacyAction:
    """An action found in the description (D2.2): a proposal, the text itself stays whole."""

    title: str
    objective: str | None = None
    summary: str | None = None


@dataclass(frozen=True)
class LegacyFunding:
    """One funder, one year. Amounts are declared euros; ``pct`` are the 1 % amounts, never part of ``amount`` (D2.3).

    ``pct_placed`` is true when each of three columns is certain: ``pct`` then has three entries, ``None`` for a blank.
    Otherwise ``pct`` holds what was read, its columns are lost. A row that cannot be read has its text as ``funder``
    and neither year nor amount. ``kind`` is state, foreign_side, other, or ``None``: an organisation to be matched.
    """

    funder: str
    year: int | None = None
    amount: Decimal | None = None
    pct: tuple[Decimal | None, ...] = ()
    pct_placed: bool = False
    raw: str = ""
    kind: str | None = None


@dataclass(frozen=True)
class Volunteer:
    """Five columns without separator (D3.6): kept as printed, private."""

    raw: str


@dataclass(frozen=True)
class Goal:
    """A sustainable development goal of a G4 page: number 1 to 17, name, level 1 or 2."""

    number: int
    name: str
    level: int | None = None
    raw: str = ""


@dataclass(frozen=True)
class Flag:
    """Something to look at: ``code`` in D3 spelling, ``field`` of LegacySheet or None, ``detail`` in English."""

    code: str
    field: str | None = None
    detail: str = ""


@dataclass(frozen=True)
class Repair:
    """A change that was applied, and is logged (D3.7, R)."""

    field: str | None
    rule: str
    before: str
    after: str


@dataclass(frozen=True)
class Proposal:
    """A change that waits for a human (D3.7, P). ``current`` and ``proposed`` are values that JSON can hold."""

    field: str
    rule: str
    current: object
    proposed: object
    reason: str


@dataclass(frozen=True)
class LegacySheet:
    """One page of the old site. ``lines``: first and last source line, from 1, of each field that has a value."""

    generation: str | None = None
    truncated: bool = False
    legacy_prj_id: int | None = None
    posts: tuple[LegacyPost, ...] = ()
    title: str | None = None
    first_convention_year: int | None = None
    theme: ThemePath | None = None
    other_themes: tuple[OtherTheme, ...] = ()
    start_year: int | None = None
    status: str | None = None
    status_declared: str | None = None
    end_date: date | None = None
    context: str | None = None
    history: str | None = None
    objective: str | None = None
    description: str | None = None
    cofinancing_years: tuple[int, ...] = ()
    actions: tuple[LegacyAction, ...] = ()
    form: str | None = None
    form_declared: str | None = None
    implementers: str | None = None
    owners: str | None = None
    beneficiaries: str | None = None
    foreign_partners: tuple[ForeignPartner, ...] = ()
    foreign_contacts: tuple[ForeignContact, ...] = ()
    french_authorities: tuple[str, ...] = ()
    other_partners_france: str | None = None
    other_partners_abroad: str | None = None
    pre_reform_authority: str | None = None
    is_triennial: bool | None = None
    funding_lines: tuple[LegacyFunding, ...] = ()
    communication_france: bool | None = None
    communication_partner_countries: bool | None = None
    has_evaluation: bool | None = None
    volunteers: tuple[Volunteer, ...] = ()
    footer_ministry: str | None = None
    sdgs: tuple[Goal, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)
    private_labels: frozenset[str] = frozenset()
    flags: tuple[Flag, ...] = ()
    repairs: tuple[Repair, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    lines: Mapping[str, tuple[int, int]] = field(default_factory=dict)


class Findings:
    """What the reader notices on its way: the one mutable thing, made for one page and emptied into its sheet."""

    def __init__(self) -> None:
        self.flags: list[Flag] = []
        self.repairs: list[Repair] = []
        self.proposals: list[Proposal] = []
        self.extra: dict[str, str] = {}
        self.private_labels: set[str] = set()
        self.goals: list[Goal] = []

    def flag(self, code: str, field: str | None = None, detail: str = "") -> None:
        """Add a flag once."""
        if (found := Flag(code, field, detail)) not in self.flags[-50:]:
            self.flags.append(found)

    def repair(self, field: str | None, rule: str, before: str, after: str) -> None:
        self.repairs.append(Repair(field, rule, before, after))

    def propose(self, field: str, rule: str, *, current: object, proposed: object, reason: str) -> None:
        self.proposals.append(Proposal(field, rule, current, proposed, reason))

    def unknown(self, label: str, value: str, field: str) -> None:
        """Keep a line that no rule explains, with the text below it (D3.5); among persons it may name one more."""
        name = label
        copy = 2
        while name in self.extra:
            name, copy = f"{label} ({copy})", copy + 1
        self.extra[name] = value
        if field in PERSONS:
            self.private_labels.add(name)
            self.flag("label_unknown", field, "unknown line among persons kept apart, private")
        else:
            self.flag("label_unknown", field, f"unknown line {label[:80]!r} kept apart")
