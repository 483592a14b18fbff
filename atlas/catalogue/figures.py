"""Key figures (D10.3): every number with its date, its rule and the list behind it. The only place that counts.

The two families are never added up: each figure is of one family, or of the projects that state none. Projects of
several countries count once in each and once in the world, so the world is not the sum of its countries.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from tantivy import Query

from atlas.catalogue.index.counting import active_query, all_of, count, counts_of_all, facet_query, term_counts
from atlas.catalogue.index.document import pair_from, party_from
from atlas.catalogue.index.facets import ANY
from atlas.catalogue.index.reader import Snapshot, snapshot
from atlas.catalogue.search_query import SearchQuery
from atlas.catalogue.search_values import AUTHORITY_GROUPS, NOT_STATED, UNIDENTIFIED
from atlas.reference.choices import Family

FAMILIES = (*Family.values, NOT_STATED)


@dataclass(frozen=True)
class Figure:
    """One number of one family of projects (`none` = not stated).

    `rule`: how it was counted, for the reader, in the active language; `href_params`: the query string of the list
    behind it; `group`: null for the whole, else this is a part of the figure with the same code.
    """

    code: str
    value: int
    as_of: date
    rule: str
    family: str | None
    href_params: str
    group: str | None = None


@dataclass(frozen=True)
class CountedAuthority:
    """A French authority with its number of projects among those counted."""

    name: str
    id: int | None
    kind: str | None
    group: str
    projects: int


@dataclass(frozen=True)
class _Numbers:
    """What one set of projects gives. `authorities` by group."""

    projects: int
    authorities: Mapping[str, int]


@dataclass(frozen=True)
class _Links:
    """Who works with whom in one set of projects, whatever their state."""

    partnerships: int
    foreign_partners: int


def key_figures(as_of: date) -> tuple[Figure, ...]:
    """The home page's figures for the whole world, by family; a family without any project is left out."""
    return tuple(_figures(None, as_of))


def country_figures(iso2: str, as_of: date) -> tuple[Figure, ...]:
    """The figures of one country by family, authorities also by group: the groups add up to the whole."""
    return tuple(_figures(iso2, as_of))


def projects_by_country() -> Mapping[str, int]:
    """Recorded projects by country (ISO 2): a project of several countries counts once in each."""
    return counts_of_all(snapshot(), localdate()).of("country")


def french_authorities(current: Snapshot, query: Query) -> list[CountedAuthority]:
    """The distinct French authorities that are partners in the matching projects, each with one group."""
    found: dict[str, CountedAuthority] = {}
    numbers: Counter[str] = Counter()
    for term, number in term_counts(current, query, "french", matches=count(current, query)).items():
        party = party_from(term)
        group = party.group if party.id is not None else UNIDENTIFIED
        numbers[party.key] += number
        # The most frequent wording comes first and gives the group, should records differ while they are rebuilt.
        found.setdefault(party.key, CountedAuthority(party.name, party.id, party.kind, group or UNIDENTIFIED, 0))
    return [
        CountedAuthority(one.name, one.id, one.kind, one.group, numbers[key])
        for key, one in found.items()
        if one.group in AUTHORITY_GROUPS
    ]


def _figures(iso2: str | None, as_of: date) -> Iterator[Figure]:
    current = snapshot()
    for family in FAMILIES:
        recorded, links = _numbers(current, iso2, family, None), _links(current, iso2, family)
        if recorded.projects or links.foreign_partners:
            yield from _active_figures(_numbers(current, iso2, family, as_of), iso2, family, as_of)
            yield from _recorded_figures(recorded, links, iso2, family, as_of)


def _numbers(current: Snapshot, iso2: str | None, family: str, as_of: date | None) -> _Numbers:
    """Counted once for each revision of the catalogue. `as_of` null: whatever the state of the project."""

    def counted() -> _Numbers:
        conditions = [facet_query("family", [family]), *([active_query(as_of)] if as_of else [])]
        of_country = all_of([*conditions, *([facet_query("country", [iso2])] if iso2 else [])])
        authorities = french_authorities(current, all_of([*conditions, facet_query("partner_country", [iso2 or ANY])]))
        return _Numbers(count(current, of_country), Counter(one.group for one in authorities))

    return current.keep(("figures", iso2, family, as_of), counted)


def _links(current: Snapshot, iso2: str | None, family: str) -> _Links:
    def counted() -> _Links:
        query = all_of([facet_query("family", [family]), facet_query("partner_country", [iso2 or ANY])])
        matches = count(current, query)
        pairs = map(pair_from, term_counts(current, query, "pairs", matches=matches))
        partners = map(party_from, term_counts(current, query, "foreign", matches=matches))
        return _Links(
            partnerships=len({(one.french, one.foreign) for one in pairs if iso2 in (None, one.country)}),
            foreign_partners=len({one.key for one in partners if iso2 in (None, one.country)}),
        )

    return current.keep(("links", iso2, family), counted)


def _active_figures(numbers: _Numbers, iso2: str | None, family: str, as_of: date) -> Iterator[Figure]:
    href = _list(iso2, family, active_on=as_of)
    active = _("commencés au plus tard cette année-là, ni annulés ni terminés à cette date")
    rule = _("projets publiés %(condition)s") % {"condition": active}
    yield Figure("projects_ongoing", numbers.projects, as_of, rule, family, href)
    rule = _(
        "collectivités françaises distinctes, partenaires d’au moins un projet avec un partenaire étranger, "
        "parmi les projets %(condition)s"
    ) % {"condition": active}
    yield from _with_groups(Figure("authorities_active", 0, as_of, rule, family, href), numbers.authorities)


def _recorded_figures(numbers: _Numbers, links: _Links, iso2: str | None, family: str, as_of: date) -> Iterator[Figure]:
    href = _list(iso2, family, active_on=None)
    rule = _("projets publiés, quel que soit leur état")
    yield Figure("projects_recorded", numbers.projects, as_of, rule, family, href)
    rule = _(
        "collectivités françaises distinctes, partenaires d’au moins un projet avec un partenaire étranger, "
        "quel que soit l’état du projet"
    )
    yield from _with_groups(Figure("authorities_recorded", 0, as_of, rule, family, href), numbers.authorities)
    rule = _(
        "paires distinctes d’une collectivité française et d’un partenaire étranger, quel que soit l’état du projet"
    )
    yield Figure("partnerships", links.partnerships, as_of, rule, family, href)
    rule = _("partenaires étrangers distincts, quel que soit l’état du projet")
    yield Figure("foreign_partners", links.foreign_partners, as_of, rule, family, href)


def _with_groups(figure: Figure, authorities: Mapping[str, int]) -> Iterator[Figure]:
    """The whole, then its parts that are not empty."""
    yield replace(figure, value=sum(authorities.values()))
    for group in AUTHORITY_GROUPS:
        if number := authorities.get(group):
            yield replace(figure, value=number, group=group)


def _list(iso2: str | None, family: str, *, active_on: date | None) -> str:
    """The query string of the projects behind a figure."""
    countries = (iso2,) if iso2 else ()
    return SearchQuery(countries=countries, families=(family,), active_on=active_on).to_params()
