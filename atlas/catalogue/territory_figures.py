"""The figures of a French région or département, and the authorities of it that act (D10.3).

A project belongs to a territory when one of its authorities does; only authorities of the territory itself are counted
and listed, each once, under one kind. Families are never added up. Reads the index only.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _
from tantivy import Query

from atlas.catalogue.figures import FAMILIES, CountedAuthority, Figure
from atlas.catalogue.index.counting import (
    active_query,
    all_of,
    count,
    counts_of_all,
    facet_counts,
    facet_query,
    term_counts,
)
from atlas.catalogue.index.document import PartyTerm, party_from
from atlas.catalogue.index.reader import Snapshot
from atlas.catalogue.search_query import SearchQuery
from atlas.catalogue.search_values import AUTHORITY_GROUPS, UNIDENTIFIED


@dataclass(frozen=True, slots=True)
class Ground:
    """A territory as the index knows it: `facet` region or department; `codes`: its own and those it took over."""

    facet: str
    codes: tuple[str, ...]

    @property
    def query(self) -> SearchQuery:
        """Its projects as a search."""
        return SearchQuery(regions=self.codes) if self.facet == "region" else SearchQuery(departments=self.codes)

    @property
    def matching(self) -> Query:
        """Its projects as a query of the index."""
        return facet_query(self.facet, self.codes)

    def holds(self, party: PartyTerm) -> bool:
        """True for an authority that lies in it."""
        return (party.region if self.facet == "region" else party.department) in self.codes


def territory_figures(ground: Ground, current: Snapshot, as_of: date) -> tuple[Figure, ...]:
    """By family, those without a project left out; each leads to the list behind it."""
    kept = current.keep(("territory", ground, as_of), lambda: tuple(_values(ground, current, as_of)))
    rules = _rules()
    return tuple(
        Figure(code, value, as_of, rules[code], family, _list(ground, code, family, as_of))
        for code, value, family in kept
    )


def _rules() -> Mapping[str, str]:
    return {
        "projects_recorded": _("projets publiés dont une collectivité est de ce territoire, quel que soit leur état"),
        "projects_ongoing": _("les mêmes, commencés au plus tard cette année-là, ni annulés ni terminés à cette date"),
        "authorities_recorded": _("collectivités distinctes de ce territoire, partenaires d’un de ces projets"),
        "foreign_partners": _("partenaires étrangers distincts de ces projets"),
        "countries": _("pays distincts de ces projets"),
    }  # fmt: skip


def _values(ground: Ground, current: Snapshot, as_of: date) -> Iterator[tuple[str, int, str]]:
    for family in FAMILIES:
        query = all_of([ground.matching, facet_query("family", [family])])
        recorded = count(current, query)
        if recorded:
            foreign = term_counts(current, query, "foreign", matches=recorded)
            countries = facet_counts(current, query, matches=recorded, today=as_of, facet="country").of("country")
            yield "projects_recorded", recorded, family
            yield "projects_ongoing", count(current, all_of([query, active_query(as_of)])), family
            yield "authorities_recorded", len(_authorities(ground, query, current)), family
            yield "foreign_partners", len({party_from(term).key for term in foreign}), family
            yield "countries", len(countries), family


def _list(ground: Ground, code: str, family: str, as_of: date) -> str:
    day = as_of if code == "projects_ongoing" else None
    return replace(ground.query, families=(family,), active_on=day).to_params()


def projects_by_territory(
    former: Mapping[str, tuple[str, ...]], current: Snapshot, today: date
) -> dict[str, dict[str, int]]:
    """Projects by code, by facet. `former`: région → codes that it took over, whose projects count with its own."""
    everything = counts_of_all(current, today)
    regions = dict(everything.of("region"))
    for code, codes in former.items():
        regions[code] = count(current, Ground("region", (code, *codes)).matching)
    return {"region": regions, "department": dict(everything.of("department"))}


def authorities_by_group(ground: Ground, current: Snapshot) -> Mapping[str, Sequence[CountedAuthority]]:
    """The authorities of the territory that are partners of a project, by kind, most projects first."""
    found = current.keep(("acting", ground), lambda: _authorities(ground, ground.matching, current))
    groups: dict[str, list[CountedAuthority]] = {group: [] for group in AUTHORITY_GROUPS}
    for one in sorted(found, key=lambda one: (-one.projects, one.name)):
        groups[one.group].append(one)
    return {group: members for group, members in groups.items() if members}


def _authorities(ground: Ground, query: Query, current: Snapshot) -> list[CountedAuthority]:
    parties: dict[str, PartyTerm] = {}
    numbers: Counter[str] = Counter()
    for term, number in term_counts(current, query, "french", matches=count(current, query)).items():
        party = party_from(term)
        if ground.holds(party):
            parties.setdefault(party.key, party)
            numbers[party.key] += number
    return [
        CountedAuthority(one.name, one.id, one.kind, one.group or UNIDENTIFIED, numbers[key])
        for key, one in parties.items()
        if (one.group or UNIDENTIFIED) in AUTHORITY_GROUPS
    ]
