"""The names of a sheet resolved to organisations, role by role (D3.6, D3.7, D5.1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from atlas.contributions.actions import ProposedChange
from atlas.imports.names import Names, Resolved
from atlas.organisations.match_rules import NO_CONTEXT, MatchContext
from atlas.organisations.names import split_parties
from atlas.reference.choices import Role

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


def resolve_parties(sheet: LegacySheet, names: Names) -> Parties:
    """Partners first: what is sure of them is the context in which the other names are read."""
    countries = tuple(dict.fromkeys(p.country for p in sheet.foreign_partners if p.country))
    foreign = tuple(
        names.resolve_abroad(partner.name, role=Role.PARTNER, country=partner.country)
        for partner in sheet.foreign_partners
    )
    french = _french(sheet, names)
    first = _with_context(sheet, french, foreign, names, names.context_of((*french, *foreign), countries=countries))
    if not any(resolved.match.candidates and not resolved.match.applied for resolved in first.all()):
        return first
    # « Commune de La Rochette » is which one? Beside three funders of Savoie, that of Savoie.
    return _with_context(sheet, french, foreign, names, names.context_of(first.all(), countries=countries))


def _with_context(
    sheet: LegacySheet,
    french: tuple[Resolved, ...],
    foreign: tuple[Resolved, ...],
    names: Names,
    context: MatchContext,
) -> Parties:
    funders = dict.fromkeys(line.funder for line in sheet.funding_lines if line.year is not None)
    return Parties(
        french=french,
        foreign=foreign,
        owners=_split(sheet.owners, Role.OWNER, names, context),
        implementers=_split(sheet.implementers, Role.IMPLEMENTER, names, context),
        funders=tuple(names.resolve(f, role=Role.FUNDER, country=None, context=context) for f in funders),
    )


def _french(sheet: LegacySheet, names: Names) -> tuple[Resolved, ...]:
    """Once without context, then the doubtful ones again beside those that are sure."""
    first = _resolve_all(sheet.french_authorities, names, NO_CONTEXT)
    if all(resolved.match.applied for resolved in first):
        return first
    return _resolve_all(sheet.french_authorities, names, names.context_of(first, countries=()))


def _resolve_all(declared: Sequence[str], names: Names, context: MatchContext) -> tuple[Resolved, ...]:
    return tuple(names.resolve(name, role=Role.PARTNER, country="FR", context=context) for name in declared)


def _split(text: str | None, role: Role, names: Names, context: MatchContext) -> Split:
    line = " ".join((text or "").split())
    if not line or len(line) > LONGEST_PARTY * MOST_PARTIES:
        return Split(role, line, (), is_list=True)
    pieces = split_parties(line, lambda name: names.knows(name, context))
    is_list = len(pieces) == 1 or ", ".join(pieces) == line.rstrip(" .")
    parties = tuple(
        names.resolve(piece, role=role, country=None, context=context)
        for piece in pieces
        if len(piece) <= LONGEST_PARTY
    )
    return Split(role, line, parties, is_list)
