"""Counts of the facets from sets of projects (sets.py); from the index for what no set is kept of. The same counts."""

from dataclasses import dataclass
from datetime import date

from pyroaring import BitMap
from tantivy import Query

from atlas.catalogue.index.counting import (
    RANKED_UP_TO,
    Counts,
    all_of,
    count,
    doubtful_query,
    facet_counts,
    ranked_organisations,
)
from atlas.catalogue.index.facets import ORGANISATIONS
from atlas.catalogue.index.listing import ids_of
from atlas.catalogue.index.reader import Snapshot
from atlas.catalogue.index.sets import FACETS, Recipe, Sets, sets_of
from atlas.catalogue.index.sets_writer import changed_query
from atlas.catalogue.index.state import root

SETS_FROM = 100
"""Matches from which sets are faster than the index, which looks at each match."""


def quick_counts(
    snapshot: Snapshot, query: Query, recipe: Recipe | None, *, matches: int, today: date, facet: str = ""
) -> Counts:
    """Counts of the projects that match, for one facet or all of them, as `facet_counts` gives them.

    `recipe`: the same projects as `query`, said by sets; null when they cannot be.
    """
    if recipe and matches >= SETS_FROM and facet not in ORGANISATIONS:
        sets = sets_of(root() / snapshot.state.folder, snapshot.revision)
        projects = sets.matching(recipe) if sets is not None else None
        if sets is not None and projects is not None:
            return _Asked(snapshot, query, matches, today, facet).counts(sets, projects)
    return facet_counts(snapshot, query, matches=matches, today=today, facet=facet)


def quick_total(snapshot: Snapshot, query: Query, recipe: Recipe | None) -> int | None:
    """How many projects match; null when sets cannot say it, and the index has to count them one by one."""
    sets = sets_of(root() / snapshot.state.folder, snapshot.revision) if recipe else None
    projects = sets.matching(recipe) if sets is not None and recipe else None
    if sets is None or projects is None:
        return None
    changed = count(snapshot, all_of([query, changed_query(sets.changed)])) if sets.changed else 0
    return len(projects) + changed


@dataclass(frozen=True)
class _Asked:
    snapshot: Snapshot
    query: Query
    matches: int
    today: date
    facet: str

    def counts(self, sets: Sets, projects: BitMap) -> Counts:
        """From the sets, of `projects`, which have not changed; from the index, of those that have."""
        facets = [self.facet] if self.facet else FACETS
        found: dict[str, dict[str, int]] = {one: sets.counts(one, projects) for one in facets}
        doubtful = self._doubtful(sets, projects) if self.facet in ("", "status") else 0
        if sets.changed:
            rest = self._of_changed(sets.changed)
            doubtful += rest.doubtful
            for one in facets:
                for value, number in rest.of(one).items():
                    found[one][value] = found[one].get(value, 0) + number
        is_ranked = self.matches <= RANKED_UP_TO
        if is_ranked and not self.facet:
            found |= ranked_organisations(self.snapshot, self.query)
        return Counts(found, doubtful, is_ranked)

    def _doubtful(self, sets: Sets, projects: BitMap) -> int:
        """Kept with the sets: what changed since may no longer be in doubt, but none of it is among the projects."""
        query = doubtful_query(self.today)
        return projects.intersection_cardinality(
            sets.kept.get(self.today, lambda: BitMap(ids_of(self.snapshot, query)))
        )

    def _of_changed(self, changed: BitMap) -> Counts:
        among = all_of([self.query, changed_query(changed)])
        matches = count(self.snapshot, among)
        return facet_counts(self.snapshot, among, matches=matches, today=self.today, facet=self.facet, is_ranked=False)
