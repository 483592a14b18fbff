"""What is read of one activity: values as the file has them. Knows neither Django nor the register."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from atlas.projects.checks import Finding


@dataclass(frozen=True)
class Participant:
    """An organisation in one role of IATI. `roles`: those of a sheet of ours, each as often as the sheet says it, () in
    a file of others; `siren`: in ours, the number of a French organisation."""

    name: str
    role: str
    type: str
    channel: str
    roles: tuple[str, ...] = ()
    siren: str = ""

    @property
    def identity(self) -> tuple[str, str, str]:
        """What all elements of one organisation in an activity have in common."""
        return self.name, self.channel, self.siren


@dataclass(frozen=True)
class Place:
    """A location; degrees, null when it says no point. `is_declared`: an Atlas wrote it as a place of the project, and
    not as where a partner is; `area` is said by such ones only."""

    name: str
    country: str | None
    latitude: float | None
    longitude: float | None
    is_exact: bool
    is_declared: bool = False
    area: str = ""


@dataclass(frozen=True)
class Sector:
    """`vocabulary` "1": DAC purpose codes, where none is said."""

    vocabulary: str
    code: str
    label: str
    percentage: str


@dataclass(frozen=True)
class Amount:
    """A transaction, or a budget (`kind` "budget"). `nature`: what our own file says that it is, '' elsewhere."""

    kind: str
    year: int
    value: Decimal
    currency: str
    provider: str
    nature: str = ""


@dataclass(frozen=True)
class Link:
    """A document; `kind` as in DocumentDraft."""

    kind: str
    title: str
    url: str


@dataclass(frozen=True)
class Contact:
    """A person as the file names one: never public."""

    organisation: str
    name: str
    function: str
    email: str
    raw: str


@dataclass(frozen=True)
class Activity:
    """`texts`: field of a sheet → text. `is_ours`: written by an Atlas, which says which field each element was.

    `findings`: what could not be read or is not carried over; the rest of the activity is.
    """

    identifier: str
    reporter: str
    title: str
    texts: dict[str, str] = field(default_factory=dict)
    participants: tuple[Participant, ...] = ()
    legacy_prj_id: int | None = None
    status: str | None = None
    status_declared: str = ""
    start_year: int | None = None
    end_date: date | None = None
    end_year: int | None = None
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    sectors: tuple[Sector, ...] = ()
    goals: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()
    amounts: tuple[Amount, ...] = ()
    links: tuple[Link, ...] = ()
    contacts: tuple[Contact, ...] = ()
    is_ours: bool = False
    findings: tuple[Finding, ...] = ()


class NotAnActivity(Exception):
    """An element that cannot be taken: `code` for reports, `message` for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message
