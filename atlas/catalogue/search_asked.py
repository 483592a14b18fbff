"""A SearchQuery made ready for the index: its text and each filter as a query, so that one can be left out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _
from tantivy import Query

from atlas.catalogue.index.counting import (
    active_query,
    all_of,
    any_of,
    begun_query,
    doubtful_query,
    facet_query,
    organisation_query,
    start_query,
    verified_query,
)
from atlas.catalogue.index.facets import ORGANISATIONS
from atlas.catalogue.index.matching import Match, has_words, match_text
from atlas.catalogue.index.reader import Snapshot
from atlas.catalogue.index.sets import FACETS, Clause, Recipe, word_set
from atlas.catalogue.search_query import FILTERS, SearchQuery
from atlas.catalogue.search_values import TO_CONFIRM, Criterion


@dataclass(frozen=True)
class Asked:
    """A query made ready: the text and each filter as a query of the index (`filters` by facet)."""

    query: SearchQuery
    text: Match | None
    filters: Mapping[str, Query]

    @classmethod
    def of(cls, query: SearchQuery, current: Snapshot, today: date) -> "Asked":
        """`today` decides which states are to be confirmed."""
        if query.text and not has_words(query.text):
            query = query.with_problem("q", query.text, _("ce texte ne contient aucun mot")).without("q")
        return cls(query, match_text(query.text, current) if query.text else None, dict(_filters(query, today)))

    def matching(self, *, besides: str = "") -> Query:
        """Everything that was asked, `besides` one facet's own choice."""
        filters = [one for facet, one in self.filters.items() if facet != besides]
        return all_of([*([self.text.query] if self.text else []), *filters])

    def recipe(self, *, besides: str = "") -> Recipe | None:
        """The same projects as `matching`, said by sets; null when no sets can say it."""
        clauses: list[Clause] = []
        if self.text:
            if self.text.stems is None:
                return None
            clauses += [(word_set(stem),) for stem in self.text.stems]
        for facet in self.filters:
            if facet != besides:
                clause = _clause(facet, self.query)
                if clause is None:
                    return None
                clauses.append(clause)
        return clauses


def _filters(query: SearchQuery, today: date) -> Iterator[tuple[str, Query]]:
    for one in FILTERS:
        values = getattr(query, one.attribute)
        if values:
            yield one.facet, _filter(one.facet, values, today)
    if query.start_from is not None or query.start_to is not None:
        yield "decade", start_query(query.start_from, query.start_to)
    if query.active_on is not None:
        yield "active", active_query(query.active_on)
    if query.begun_by is not None:
        yield "begun", begun_query(query.begun_by)


_LONGEST_PERIOD = 60
"""Years of a period that sets are united for; longer ones leave little out, and the index counts them."""


def _clause(facet: str, query: SearchQuery) -> Clause | None:
    """A filter as names of sets, null when none are kept of it: organisations, places, doubts and states at a date."""
    if facet == "decade":
        first, last = query.start_from, query.start_to
        return range(first, last + 1) if first and last and 0 <= last - first < _LONGEST_PERIOD else None
    values = query.chosen(facet) if facet in FACETS else ()
    return None if not values or TO_CONFIRM in values else tuple(f"{facet}:{value}" for value in values)


def _filter(facet: str, values: tuple[str, ...] | tuple[int, ...], today: date) -> Query:
    """Projects that have one of the values."""
    if facet in ORGANISATIONS:
        return organisation_query(*map(int, values))
    if Criterion.VERIFICATION in values and facet in ("stated", "lacking"):
        stable = [str(value) for value in values if value != Criterion.VERIFICATION]
        verified = verified_query(today, is_verified=facet == "stated")
        return any_of([*([facet_query(facet, stable)] if stable else []), verified])
    declared = [str(value) for value in values if value != TO_CONFIRM]
    doubtful = [doubtful_query(today)] if len(declared) < len(values) else []
    return any_of([*([facet_query(facet, declared)] if declared else []), *doubtful])
