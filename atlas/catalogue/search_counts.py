"""The counts beside a list: each facet over what the other filters leave, its own choice not counted against it."""

from collections.abc import Callable, Hashable, Mapping
from datetime import date
from functools import partial

from tantivy import Query

from atlas.catalogue.index.counting import (
    Counts,
    all_of,
    count,
    counts_of_all,
    facet_counts,
    most_frequent,
    organisation_query,
)
from atlas.catalogue.index.facets import ORGANISATIONS
from atlas.catalogue.index.reader import Snapshot
from atlas.catalogue.index.set_counting import quick_counts
from atlas.catalogue.search_asked import Asked
from atlas.catalogue.search_facets import DOUBT, FACETS, Facets
from atlas.catalogue.search_values import TO_CONFIRM

RECENT_LISTS = 100
"""Lists whose counts each process keeps, about 30 kB each."""
RECENT_FACETS = 1_000
"""Lists of which it keeps the counts of one facet, about 3 kB each: they differ in nothing but that facet's choice."""


def facets_of(asked: Asked, total: int, current: Snapshot, today: date) -> Facets:
    """All facets of a list of `total` sheets. Organisations: the most frequent ones, and those chosen."""
    everything = _counts(asked, current, today, matches=total)
    by_facet: dict[str, Mapping[str, int]] = {}
    for facet in FACETS:
        if facet != DOUBT:
            own = _without_choice(facet, asked, current, today) if facet in asked.filters else everything
            by_facet[facet] = _of_facet(facet, own, asked, current)
            if facet == "status":
                by_facet[DOUBT] = {TO_CONFIRM: own.doubtful} if own.doubtful else {}
    return Facets(by_facet, asked.query, partial(_words, current))


def values_of(facet: str, asked: Asked, current: Snapshot, today: date) -> Facets:
    """One facet with all its values, organisations too, over what the other filters leave."""
    others = asked.matching(besides=facet)
    if facet in ORGANISATIONS:
        counts = most_frequent(current, others, facet)
    else:
        counts = facet_counts(current, others, matches=count(current, others), today=today, facet=facet).of(facet)
    return Facets({facet: counts}, asked.query, partial(_words, current))


def _words(current: Snapshot, facet: str) -> Callable[[str], tuple[str, str]]:
    """What gives a value's words in French and English."""
    if facet in ORGANISATIONS:
        return partial(_name_twice, current)
    labels = current.keep(("labels", facet), lambda: _labels_of(current, facet))
    return lambda code: labels.get(code, _NO_WORDS)


_NO_WORDS = ("", "")


def _name_twice(current: Snapshot, code: str) -> tuple[str, str]:
    """Organisations are called the same in both languages."""
    name = current.organisation_name(int(code)) or code
    return name, name


def _labels_of(current: Snapshot, facet: str) -> dict[str, tuple[str, str]]:
    prefix = f"{facet}:"
    return {
        value.removeprefix(prefix): (french, english)
        for value, (french, english, _parent) in current.labels.items()
        if value.startswith(prefix)
    }


def _without_choice(facet: str, asked: Asked, current: Snapshot, today: date) -> Counts:
    if not asked.text and len(asked.filters) == 1:
        return counts_of_all(current, today)
    return _counts(asked, current, today, facet=facet)


def _counts(asked: Asked, current: Snapshot, today: date, *, facet: str = "", matches: int | None = None) -> Counts:
    """Counts of all facets, or of one without its own choice. Kept: other pages and orders of a list have the same."""
    if not asked.filters and not asked.text:
        return counts_of_all(current, today)
    recent = current.keep(("recent counts", bool(facet)), dict[Hashable, Counts])
    key = (asked.query.unordered(besides=facet), facet, today)
    found = recent.get(key)
    if found is None:
        query = asked.matching(besides=facet)
        number = count(current, query) if matches is None else matches
        recipe = asked.recipe(besides=facet)
        found = quick_counts(current, query, recipe, matches=number, today=today, facet=facet)
        if len(recent) >= (RECENT_FACETS if facet else RECENT_LISTS):
            recent.clear()
        recent[key] = found
    return found


def _of_facet(facet: str, counts: Counts, asked: Asked, current: Snapshot) -> Mapping[str, int]:
    """Counts by code; of organisations also those chosen, which may not be among the most frequent."""
    found = counts.of(facet)
    if facet not in ORGANISATIONS:
        return found
    others = [code for code in asked.query.chosen(facet) if code not in found]
    return {**found, **{code: count(current, _with_organisation(asked, facet, code)) for code in others}}


def _with_organisation(asked: Asked, facet: str, code: str) -> Query:
    return all_of([asked.matching(besides=facet), organisation_query(int(code))])
