"""Who does what on a sheet: one line an organisation, with its roles, its names and why it is listed (D12.12).

Pure but for the reader's language. A person never appears here: the record holds none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from atlas.reference.choices import Role
from atlas.reference.kinds import BUCKETS, FRENCH_AUTHORITIES, Kind

from . import wording
from .record import PublicFunding, PublicParty, PublicProject
from .words import gettext

ROLE_ORDER = (Role.LEAD, Role.PARTNER, Role.OWNER, Role.IMPLEMENTER, Role.FUNDER, Role.BENEFICIARY, Role.OTHER)
_RANKS: dict[str, int] = {role.value: rank for rank, role in enumerate(ROLE_ORDER)}


class Member(msgspec.Struct, frozen=True):
    """One organisation. `details`: kind and country as far as known; `former`, `declared`: '' = nothing new.

    `id` is null when there is no page to lead to.
    """

    name: str
    id: int | None
    details: str
    former: str
    declared: str
    roles: str
    reasons: str


@dataclass(slots=True)
class _Gathered:
    """What several parties say of one organisation, while reading."""

    name: str
    id: int | None
    kind: str | None
    country: str | None
    former: dict[str, None] = field(default_factory=dict)
    declared: dict[str, None] = field(default_factory=dict)
    roles: set[str] = field(default_factory=set)


def members_of(project: PublicProject, countries: Mapping[str, str]) -> tuple[Member, ...]:
    """Organisations in the order of their first role. `countries`: ISO 2 → name in the reader's language.

    Funders come from the funding lines too; the unnamed ones (« Autre ») are no organisation and stay with the money.
    """
    gathered: dict[object, _Gathered] = {}
    for party in project.parties:
        _add(gathered, party, party.role, party.former)
    for line in project.funding:
        _add(gathered, line, Role.FUNDER, None)
    ordered = sorted(gathered.values(), key=lambda one: min(_rank(role) for role in one.roles))
    return tuple(_member(one, countries) for one in ordered)


def _add(gathered: dict[object, _Gathered], entry: PublicParty | PublicFunding, role: str, former: str | None) -> None:
    if entry.kind in BUCKETS:
        return
    name, country = (entry.name, entry.country) if isinstance(entry, PublicParty) else (entry.funder, None)
    key = entry.id or name.casefold()
    one = gathered.setdefault(key, _Gathered(name, entry.id, entry.kind, country))
    one.country = one.country or country
    one.roles.add(role)
    if former and former != name:
        one.former[former] = None
    if entry.declared and entry.declared != name:
        one.declared[entry.declared] = None


def _rank(role: str) -> int:
    return _RANKS[role]


def _member(one: _Gathered, countries: Mapping[str, str]) -> Member:
    roles = sorted(one.roles, key=_rank)
    return Member(
        name=one.name,
        id=one.id if _has_page(one) else None,
        details=", ".join(filter(None, (wording.kind_label(one.kind), countries.get(one.country or "", "")))),
        former=former_words(one.former),
        declared=", ".join(gettext("« %(name)s »") % {"name": name} for name in one.declared),
        roles=", ".join(wording.label_of(Role, role) for role in roles),
        reasons=" · ".join(wording.reason(role) for role in roles),
    )


def _has_page(one: _Gathered) -> bool:
    """A body that only pays has no list of projects to show: its page would be empty."""
    return one.kind in FRENCH_AUTHORITIES or one.kind == Kind.FOREIGN_AUTHORITY or one.roles != {Role.FUNDER}


def former_words(names: Iterable[str]) -> str:
    """« ex-… » for each former name, '' for none (D5.1)."""
    return ", ".join(gettext("ex-%(name)s") % {"name": name} for name in names)
