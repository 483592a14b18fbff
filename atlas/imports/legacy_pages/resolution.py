"""The names of a sheet resolved to organisations, role by role (D3.6, D3.7, D5.1)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from atlas.contributions.actions import ProposedChange
from atlas.imports.names import Names, Resolved
from atlas.organisations.match_rules import NO_CONTEXT, MatchContext
from atlas.organisations.names import split_parties
from atlas.reference.choices import Role
from atlas.reference.match import match_key

from .sheet import LegacySheet

LONGEST_PARTY = 200
"""Characters: a longer « name » is prose."""
MOST_PARTIES = 40


@dataclass(frozen=True)
class Split:
    """A field that names several parties: `is_list` when commas say so, else « et » stands between them (D3.7: P)."""

    role: Role
    text: str
    parties: tuple[Resolved, ...]
    is_list: bool

    @property
    def sure(self) -> tuple[Resolved, ...]:
        """What may enter the draft: a list's items, one by one, or the only name of the field."""
        return self.parties if self.is_list else ()

    def again(self, beside: "_Beside") -> "Split":
        """Read beside more that is known."""
        return replace(self, parties=_again(self.parties, beside))


@dataclass(frozen=True)
class Parties:
    """The names of a sheet, resolved."""

    french: tuple[Resolved, ...]
    foreign: tuple[Resolved, ...]
    owners: Split
    implementers: Split
    funders: tuple[Resolved, ...]

    def all(self) -> tuple[Resolved, ...]:
        """Every name, in the sheet's order."""
        return self.french + self.foreign + self.implementers.parties + self.owners.parties + self.funders

    def proposals(self) -> Iterable[ProposedChange]:
        """Names that are not sure but resemble some. Splits and parties to add are the page reader's proposals."""
        return filter(None, (resolved.proposal() for resolved in self.all()))

    def again(self, beside: "_Beside") -> "Parties":
        """The names beside the partners, read beside more that is known."""
        return replace(
            self,
            owners=self.owners.again(beside),
            implementers=self.implementers.again(beside),
            funders=_again(self.funders, beside),
        )


@dataclass(frozen=True)
class _Beside:
    """The other names of a sheet are read beside what is known of it: a context, and its partners that are new."""

    names: Names
    context: MatchContext
    new: Mapping[str, Resolved]

    def resolve(self, name: str, role: Role) -> Resolved:
        """The partner of a sheet is often its owner as well, on the first sheet that names it too: whatever bears its
        name elsewhere, the sheet points at its partner, unless a French party of the sheet is called so."""
        partner = self.new.get(match_key(name))
        found = self.names.resolve(name, role=role, country=None, context=self.context)
        if partner is None or found.organisation_id in self.context.parties:
            return found
        return replace(partner, name=name, role=role)

    def knows(self, name: str) -> bool:
        return self.names.knows(name, self.context)


def resolve_parties(sheet: LegacySheet, names: Names) -> Parties:
    """Partners first: what is sure of them is the context in which the other names are read."""
    countries = tuple(dict.fromkeys(p.country for p in sheet.foreign_partners if p.country))
    foreign = tuple(
        names.resolve_abroad(partner.name, role=Role.PARTNER, country=partner.country)
        for partner in sheet.foreign_partners
    )
    french = _french(sheet, names)
    beside = _Beside(names, names.context_of((*french, *foreign), countries=countries), _new_ones(foreign))
    first = _with(sheet, french, foreign, beside)
    if not any(resolved.match.candidates and not resolved.match.applied for resolved in first.all()):
        return first
    # « Commune de La Rochette » is which one? Beside three funders of Savoie, that of Savoie.
    return first.again(replace(beside, context=names.context_of(first.all(), countries=countries)))


def _new_ones(foreign: Iterable[Resolved]) -> dict[str, Resolved]:
    """The partners that this run registers, by match key; none where two countries have one of the same name."""
    found: dict[str, list[Resolved]] = {}
    for partner in foreign:
        found.setdefault(match_key(partner.name), []).append(partner)
    return {
        key: partners[0]
        for key, partners in found.items()
        if partners[0].is_new and len({partner.organisation_id for partner in partners}) == 1
    }


def _with(sheet: LegacySheet, french: tuple[Resolved, ...], foreign: tuple[Resolved, ...], beside: _Beside) -> Parties:
    funders = dict.fromkeys(line.funder for line in sheet.funding_lines if line.year is not None)
    return Parties(
        french=french,
        foreign=foreign,
        owners=_split(sheet.owners, Role.OWNER, beside),
        implementers=_split(sheet.implementers, Role.IMPLEMENTER, beside),
        funders=tuple(beside.resolve(funder, Role.FUNDER) for funder in funders),
    )


def _french(sheet: LegacySheet, names: Names) -> tuple[Resolved, ...]:
    """Once without context, then the doubtful ones again beside those that are sure."""
    first = _resolve_all(sheet.french_authorities, names, NO_CONTEXT)
    if all(resolved.match.applied for resolved in first):
        return first
    return _resolve_all(sheet.french_authorities, names, names.context_of(first, countries=()))


def _resolve_all(declared: Sequence[str], names: Names, context: MatchContext) -> tuple[Resolved, ...]:
    return tuple(names.resolve(name, role=Role.PARTNER, country="FR", context=context) for name in declared)


def _again(resolved: tuple[Resolved, ...], beside: _Beside) -> tuple[Resolved, ...]:
    return tuple(one if one.match.is_certain else beside.resolve(one.name, Role(one.role)) for one in resolved)


def _split(text: str | None, role: Role, beside: _Beside) -> Split:
    line = " ".join((text or "").split())
    if not line or len(line) > LONGEST_PARTY * MOST_PARTIES:
        return Split(role, line, (), is_list=True)
    pieces = split_parties(line, beside.knows)
    is_list = len(pieces) == 1 or ", ".join(pieces) == line.rstrip(" .")
    parties = tuple(beside.resolve(piece, role) for piece in pieces if len(piece) <= LONGEST_PARTY)
    return Split(role, line, parties, is_list)
