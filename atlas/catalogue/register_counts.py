"""What the lists of a country count beside its figures: partner areas, themes, pairs, authorities without a partner.

From the same links, and under the same rules and dates, as `tally` counts figures (D10.3): a list and a figure of one
scope cannot differ. A project with partners in several areas, or with several themes, counts in each: their numbers are
no parts of a sum. Not for words: see `register_lists`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.timezone import localdate
from tantivy import Occur, Query

from atlas.catalogue.index.counting import count, facet_query, term_counts
from atlas.catalogue.index.document import PartyTerm, party_from
from atlas.catalogue.index.link_table import Links
from atlas.catalogue.index.links import LinkedParty, foreign_of, pair_of, sides_of
from atlas.catalogue.index.listing import ids_of, years_of
from atlas.catalogue.index.reader import Snapshot, snapshot
from atlas.catalogue.search_asked import Asked
from atlas.catalogue.search_values import AUTHORITY_GROUPS, NOT_STATED, UNIDENTIFIED
from atlas.catalogue.tally import CountedAuthority, Scope, authorities_among, authorities_of, breakdown, linked
from atlas.reference.match import match_key


@dataclass(frozen=True)
class CountedArea:
    """A first-level area of the country with what has partners in it. `name` "" = the area is not known."""

    name: str
    projects: int
    partners: int
    authorities: Sequence[CountedAuthority]


@dataclass(frozen=True)
class CountedTheme:
    """A theme of level 1 or 2. `code` "" = no theme is stated; `projects`: with a partner in the country."""

    code: str
    projects: int
    authorities: Sequence[CountedAuthority]


@dataclass(frozen=True)
class CountedPair:
    """A foreign partner and a French authority (null = none is named) that share projects.

    `since`: the earliest year that their sheets state for the link, null = none; `forms`: codes, in their order.
    """

    partner: LinkedParty
    authority: LinkedParty | None
    since: int | None
    forms: tuple[str, ...]
    projects: int


def areas_of(scope: Scope) -> tuple[CountedArea, ...]:
    """The areas in which projects of the scope have partners, by name, what is not known last."""
    links, found = linked(scope)
    by_area: defaultdict[str, list[list[int]]] = defaultdict(list)
    for project in found:
        inside: defaultdict[str, list[int]] = defaultdict(list)
        for link in project:
            inside[links.parties[foreign_of(link)].area].append(link)
        for area, some in inside.items():
            by_area[area].append(some)
    areas = (_area(name, some, links) for name, some in by_area.items())
    return tuple(sorted(areas, key=lambda one: (not one.name, match_key(one.name), one.name)))


def _area(name: str, projects: Sequence[Sequence[int]], links: Links) -> CountedArea:
    partners = {foreign_of(link) for project in projects for link in project}
    return CountedArea(name, len(projects), len(partners), authorities_among(projects, links))


def themes_of(scope: Scope) -> tuple[CountedTheme, ...]:
    """Themes of level 1, most projects first, each before its own of level 2; then the projects that state none."""
    numbers = {code: number for code, number in breakdown(scope).of("theme").items() if number and code.count(".") < 2}
    first = sorted((code for code in numbers if "." not in code), key=lambda code: (-numbers[code], code))
    codes = [code for top in first for code in (top, *_below(top, numbers))]
    found = [_theme(code, replace(scope, asked=replace(scope.asked, themes=(code,)))) for code in codes]
    current = snapshot()
    untold = ids_of(current, _without(scope, current, facet_query("theme", first))) if first else None
    return tuple(one for one in (*found, _theme("", scope, untold)) if one.projects)


def _below(top: str, numbers: Mapping[str, int]) -> list[str]:
    inside = (code for code in numbers if code.startswith(f"{top}."))
    return sorted(inside, key=lambda code: (-numbers[code], code))


def _theme(code: str, scope: Scope, ids: Iterable[int] | None = None) -> CountedTheme:
    links, found = linked(scope, ids)
    projects = [one for one in map(list, found) if one]
    return CountedTheme(code, len(projects), authorities_among(projects, links))


def pairs_of(scope: Scope) -> tuple[CountedPair, ...]:
    """Every foreign partner with each of its French authorities, by name of the partner, then of the authority.

    Those with an authority are `Tally.partnerships`, the distinct partners `Tally.foreign_partners`.
    """
    by_year: defaultdict[int, list[int]] = defaultdict(list)
    current = snapshot()
    for project, year in years_of(current, _matching(scope, current)):
        by_year[year].append(project)
    since: dict[int, int] = {}
    numbers: Counter[int] = Counter()
    for year in sorted(by_year):  # the first year in which a pair is met is its earliest; 0 is none
        _links, found = linked(scope, by_year[year])
        for pairs in (set(map(pair_of, one)) for one in found):
            numbers.update(pairs)
            since |= {pair: year for pair in pairs if year and pair not in since}
    links, _found = linked(scope, ())
    forms = _forms(scope)
    rows = (_pair(pair, links, since.get(pair), forms.get(pair, ()), number) for pair, number in numbers.items())
    return tuple(sorted(rows, key=_by_names))


def _pair(pair: int, links: Links, since: int | None, forms: Sequence[str], projects: int) -> CountedPair:
    french, foreign = sides_of(pair)
    return CountedPair(links.parties[foreign], links.parties.get(french), since, tuple(forms), projects)


def _by_names(one: CountedPair) -> tuple[object, ...]:
    authority = one.authority
    return (
        match_key(one.partner.name),
        one.partner.key,
        authority is None,
        match_key(authority.name) if authority else "",
        authority.key if authority else "",
    )


def _forms(scope: Scope) -> dict[int, list[str]]:
    """The forms that the projects of each pair state."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for form in sorted(breakdown(scope).of("form")):
        if form == NOT_STATED:
            continue
        _links, projects = linked(replace(scope, asked=replace(scope.asked, forms=(form,))))
        for pair in {pair_of(link) for project in projects for link in project}:
            found[pair].append(form)
    return found


@dataclass(frozen=True)
class Unpartnered:
    """The projects that name no partner of the country, and the authorities that stand in no other there."""

    projects: int
    authorities: Sequence[CountedAuthority]


def unpartnered(scope: Scope) -> Unpartnered:
    """Who acts in the country (the only one of the scope) without a known partner there, and so is in no figure."""
    current = snapshot()
    query = _without(scope, current, facet_query("partner_country", scope.asked.countries))
    matches = count(current, query)
    counted = {(one.id or one.name) for one in authorities_of(scope)}
    found: dict[str, PartyTerm] = {}
    numbers: Counter[str] = Counter()
    for term, number in term_counts(current, query, "french", matches=matches).items():
        party = party_from(term)
        numbers[party.key] += number
        found.setdefault(party.key, party)
    rows = (_authority(one, numbers[key]) for key, one in found.items() if (one.id or one.name) not in counted)
    kept = [one for one in rows if one.group in AUTHORITY_GROUPS]
    return Unpartnered(
        matches, sorted(kept, key=lambda row: (AUTHORITY_GROUPS.index(row.group), -row.projects, row.name))
    )


def _authority(one: PartyTerm, projects: int) -> CountedAuthority:
    group = (one.group or "") if one.id is not None else UNIDENTIFIED
    return CountedAuthority(one.name, one.id, one.kind, group, projects, one.department, one.region)


def _matching(scope: Scope, current: Snapshot) -> Query:
    return Asked.of(scope.query, current, localdate()).matching()


def _without(scope: Scope, current: Snapshot, unwanted: Query) -> Query:
    return Query.boolean_query([(Occur.Must, _matching(scope, current)), (Occur.MustNot, unwanted)])
