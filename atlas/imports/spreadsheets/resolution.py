"""The names of rows resolved: French side first and before any transaction, foreign side once it is registered.

A twinning of which the French side is not sure is rejected, because whoever sent the list can mend it in a minute; a
project keeps the name as declared and asks a person, as old pages do (D3.7).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q

from atlas.imports.names import UNKNOWN_COUNTRY, Names, Resolved
from atlas.organisations.actions import NewOrganisation
from atlas.organisations.match_rules import NO_CONTEXT, Match, MatchContext
from atlas.organisations.models import Organisation
from atlas.projects.models import Party
from atlas.projects.packing import Packed, pack
from atlas.reference.choices import Form, Role
from atlas.reference.kinds import Kind
from atlas.reference.match import match_key

from .columns import TableKind
from .drafts import countries_of
from .problems import Problem, problem
from .rows import ReadRow

MOST_NAMED = 3
Codes = Mapping[str, tuple[int, str]]
"""INSEE code or SIREN → id and name of the authority of today."""


@dataclass(frozen=True)
class TableRow:
    """A row that may go in (a `pipeline.Reading`), its French side resolved."""

    row: ReadRow
    key: str
    packed: Packed
    french: tuple[Resolved, ...] = ()
    context: MatchContext = NO_CONTEXT

    @property
    def name(self) -> str:
        return f"line {self.row.line}"

    @property
    def raw(self) -> bytes:
        return self.row.raw


def codes_in(rows: Iterable[ReadRow]) -> dict[str, tuple[int, str]]:
    """The authorities that the codes of a batch mean. One query."""
    codes = {code for row in rows for code in _codes(row) if code}
    if not codes:
        return {}
    found = Organisation.objects.filter(Q(siren__in=codes) | Q(insee_code__in=codes, kind=Kind.COMMUNE), valid_to=None)
    known: dict[str, tuple[int, str]] = {}
    for pk, name, siren, insee in found.order_by("pk").values_list("pk", "name", "siren", "insee_code"):
        known.update({code: (pk, name) for code in (siren, insee) if code})
    return known


def _codes(row: ReadRow) -> tuple[str, ...]:
    given = row.values.get("french_siren", ())
    return tuple(part.strip() for part in ((given,) if isinstance(given, str) else given))


def french_side(row: ReadRow, kind: str, names: Names, codes: Codes) -> tuple[ReadRow, tuple[Resolved, ...]]:
    """The row with what is to be said of its French names, and these resolved in their order."""
    given = row.values.get("french_authorities", ())
    declared = (given,) if isinstance(given, str) else given
    department = row.values.get("department")
    context = MatchContext(departments=frozenset({department})) if department else NO_CONTEXT
    beside = _codes(row)
    resolved = []
    for place, name in enumerate(declared):
        code = beside[place] if place < len(beside) else ""
        if code and code in codes:
            resolved.append(_by_code(name, code, codes[code]))
            continue
        if code and kind == TableKind.TWINNING:
            row = row.with_problems(problem("code_unknown", "french_siren", code))
        one = _french(name, kind, names, context)
        if not one.match.applied:
            row = row.with_problems(_doubt(one, is_error=kind == TableKind.TWINNING))
        resolved.append(one)
    return row, tuple(resolved)


def _by_code(name: str, code: str, found: tuple[int, str]) -> Resolved:
    match = Match(name, found[0], found[1], code, score=100, applied=True, how="code")
    return Resolved(name, Role.PARTNER, "FR", match, found[0], "FR")


def _french(name: str, kind: str, names: Names, context: MatchContext) -> Resolved:
    """A list of twinnings speaks of towns: « Saint-Denis » is no island there."""
    if kind == TableKind.TWINNING:
        town = names.resolve(name, role=Role.PARTNER, country="FR", context=context, kind=Kind.COMMUNE)
        if town.match.applied or town.match.score >= 90:
            return town
    return _resolved(name, Role.PARTNER, "FR", names, context)


def _resolved(name: str, role: Role, country: str | None, names: Names, context: MatchContext) -> Resolved:
    """As our own files show names; the row keeps it as it stands."""
    return replace(names.resolve_shown(name, role=role, country=country, context=context), name=name)


def _doubt(one: Resolved, *, is_error: bool) -> Problem:
    candidates = ", ".join(f"{c.name} ({c.code})" if c.code else c.name for c in one.match.candidates[:MOST_NAMED])
    if not candidates:
        return problem("french_unknown", "french_authorities", one.name, is_error=is_error)
    code = "french_alike" if is_error else "name_alike"
    return problem(code, "french_authorities", one.name, is_error=is_error, candidates=candidates)


def foreign_names(row: ReadRow) -> tuple[tuple[str, str | None], ...]:
    """(name, country) of each foreign partner. With several countries: as the row says beside the names, failing that
    as many names, in their order, or not known."""
    given = row.values.get("foreign_partners", ())
    declared = (given,) if isinstance(given, str) else given
    countries = countries_of(row)
    beside = row.values.get("foreign_country_codes", ())
    if len(beside) == len(declared) and set(beside) <= {*countries, ""}:
        return tuple(zip(declared, (country or None for country in beside), strict=True))
    if len(countries) == 1:
        return tuple((name, countries[0]) for name in declared)
    if len(countries) == len(declared):
        return tuple(zip(declared, countries, strict=True))
    return tuple((name, None) for name in declared)


def new_partners(rows: Iterable[TableRow]) -> list[NewOrganisation]:
    """The foreign partners of a batch, to be registered where nobody knows them; a position is that of a single one."""
    return [
        NewOrganisation(
            kind=Kind.FOREIGN_AUTHORITY,
            name=name,
            country_id=country,
            admin_area=one.row.texts.get("admin_area", "")[:120] if is_only else "",
            latitude=one.row.values.get("latitude") if is_only else None,
            longitude=one.row.values.get("longitude") if is_only else None,
        )
        for one in rows
        for partners in [foreign_names(one.row)]
        for is_only in [len(partners) == 1]
        for name, country in partners
        if country
    ]


def foreign_side(one: TableRow, names: Names) -> tuple[Resolved, ...]:
    """The foreign partners. Of several countries: the one country of the row that knows the name."""
    return tuple(_foreign(name, country, one.row, names) for name, country in foreign_names(one.row))


def _foreign(name: str, country: str | None, row: ReadRow, names: Names) -> Resolved:
    if country is None:
        sure = [
            found
            for each in countries_of(row)
            if (found := names.resolve_abroad(name, role=Role.PARTNER, country=each)).match.applied
        ]
        if len(sure) == 1:
            return sure[0]
    return names.resolve_abroad(name, role=Role.PARTNER, country=country)


def other_sides(row: ReadRow, partners: Sequence[Resolved], names: Names) -> tuple[Resolved, ...]:
    """Implementers, owners and funders, read beside the partners: a partner is often its own owner."""
    countries = [one.country for one in partners if one.country and one.country not in ("FR", UNKNOWN_COUNTRY)]
    context = names.context_of(partners, countries=countries)
    beside = {match_key(one.name): one for one in partners}
    return tuple(
        _other(name, role, beside, context, names)
        for key, role in (("implementers", Role.IMPLEMENTER), ("owners", Role.OWNER), ("funders", Role.FUNDER))
        for name in row.values.get(key, ())
    )


def _other(name: str, role: Role, beside: Mapping[str, Resolved], context: MatchContext, names: Names) -> Resolved:
    partner = beside.get(match_key(name))
    if partner is not None and partner.organisation_id is not None:
        return replace(partner, name=name, role=role, organisation_country=partner.country)
    return _resolved(name, role, None, names, context)


Pair = tuple[int, int]
"""Organisations of a twinning: French, foreign."""


def projects_of(pairs: Iterable[Pair]) -> dict[Pair, int]:
    """The one project of each pair that is a twinning or says no form, whoever brought it. Two queries."""
    wanted = set(pairs)
    french = Party.objects.filter(role=Role.PARTNER, organisation_id__in={pair[0] for pair in wanted})
    french = french.filter(Q(project__form=Form.TWINNING) | Q(project__form=None))
    here: dict[int, set[int]] = {}
    for project, organisation in french.values_list("project_id", "organisation_id"):
        here.setdefault(project, set()).add(organisation or 0)
    abroad = Party.objects.filter(role=Role.PARTNER, organisation_id__in={pair[1] for pair in wanted})
    found: dict[Pair, set[int]] = {}
    for project, partner in abroad.filter(project_id__in=here).values_list("project_id", "organisation_id"):
        for pair in ((one, partner or 0) for one in here[project]):
            if pair in wanted:
                found.setdefault(pair, set()).add(project)
    return {pair: projects.pop() for pair, projects in found.items() if len(projects) == 1}


def packed(row: ReadRow) -> Packed:
    """The row as it is kept."""
    return pack(row.raw)
