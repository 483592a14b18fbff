"""The figures of a French région or département, and the authorities of it that act (D10.3).

A project belongs to a territory when one of its authorities does; only authorities of the territory itself are counted
and listed. `tally` counts, as for every page; here a territory becomes the question.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from atlas.catalogue.figures import Figure, figures_of
from atlas.catalogue.index.counting import count, counts_of_all, facet_query
from atlas.catalogue.index.reader import Snapshot
from atlas.catalogue.search_query import SearchQuery
from atlas.catalogue.search_values import AUTHORITY_GROUPS, FAMILIES
from atlas.catalogue.tally import CountedAuthority, Rule, Scope, authorities_of, tally


@dataclass(frozen=True, slots=True)
class Ground:
    """A territory as the index knows it: `facet` region or department; `codes`: its own and those it took over."""

    facet: str
    codes: tuple[str, ...]

    @property
    def query(self) -> SearchQuery:
        """Its projects as a search."""
        return SearchQuery(regions=self.codes) if self.facet == "region" else SearchQuery(departments=self.codes)


def territory_figures(ground: Ground, as_of: date) -> Iterator[Figure]:
    """By family, those without a project left out; each leads to the list behind it."""
    for family in FAMILIES:
        recorded = tally(Scope(ground.query, family, as_of, Rule.RECORDED))
        if recorded.projects:
            yield from figures_of(recorded, ("projects",))
            yield from figures_of(tally(Scope(ground.query, family, as_of, Rule.ACTIVE)), ("projects",))
            yield from figures_of(recorded, ("authorities", "foreign_partners", "countries"))


def authorities_by_group(query: SearchQuery, as_of: date) -> Mapping[str, Sequence[CountedAuthority]]:
    """The authorities behind the figures of a territory or country, of all families, by kind, most projects first.

    A project has one family, so that an authority's projects in each add up to its projects.
    """
    found: dict[tuple[int | None, str], CountedAuthority] = {}
    numbers: Counter[tuple[int | None, str]] = Counter()
    for family in FAMILIES:
        for one in authorities_of(Scope(query, family, as_of, Rule.RECORDED)):
            found.setdefault((one.id, one.name), one)
            numbers[one.id, one.name] += one.projects
    everyone = [replace(one, projects=numbers[key]) for key, one in found.items()]
    everyone.sort(key=lambda one: (-one.projects, one.name))
    groups = {group: [one for one in everyone if one.group == group] for group in AUTHORITY_GROUPS}
    return {group: members for group, members in groups.items() if members}


def projects_by_territory(
    former: Mapping[str, tuple[str, ...]], current: Snapshot, today: date
) -> dict[str, dict[str, int]]:
    """Projects by code, by facet. `former`: région → codes that it took over, whose projects count with its own."""
    everything = counts_of_all(current, today)
    regions = dict(everything.of("region"))
    for code, codes in former.items():
        regions[code] = count(current, facet_query("region", (code, *codes)))
    return {"region": regions, "department": dict(everything.of("department"))}
