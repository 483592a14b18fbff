"""A search that finds nothing: what each of its criteria shuts out, and the nearest spelling. Reads the index only.

Not for the words of it, which are `search_panel`'s. Costs a count a criterion, and only where nothing was found.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from atlas.catalogue.index.analysis import tokens
from atlas.catalogue.index.counting import count
from atlas.catalogue.index.matching import nearest_word
from atlas.catalogue.index.reader import Snapshot
from atlas.catalogue.search_asked import Asked
from atlas.catalogue.search_query import SearchQuery

MOST_LOOSENINGS = 6
_PERIOD = ("debut_min", "debut_max")

Part = tuple[str, str]
"""(parameter, value) of a criterion, as `SearchQuery.active` gives it; of one word of the text: ("q", word)."""


@dataclass(frozen=True)
class Loosening:
    """Criteria to drop together: all values of one filter, both ends of the period, the text or one word of it. None
    where a word alone is left.

    `query` is then left and gives `total` sheets: 0 for filters that are not alone in shutting everything out.
    """

    parts: tuple[Part, ...]
    query: SearchQuery
    total: int


def loosenings(query: SearchQuery, current: Snapshot, today: date) -> tuple[Loosening, ...]:
    """What to drop from a search without result, the longest list first; empty when nothing but everything helps."""
    # A word that would not help is nothing to tell; a filter is: readers wonder which one it was.
    found = [one for one in _counted(_ways(query), current, today) if one.total or one.parts[0][0] != "q"]
    for less in (_text_alone, _words_alone):
        if not any(one.total for one in found):
            found = [one for one in _counted(less(query), current, today) if one.total]
    return tuple(sorted(found, key=lambda one: -one.total)[:MOST_LOOSENINGS])


def nearest_spelling(asked: Asked, current: Snapshot, today: date) -> SearchQuery | None:
    """The query with each unknown word replaced by the nearest one, when that finds something; else without filters."""
    if asked.text is None or not asked.text.unknown:
        return None
    near = {word: nearest_word(word, current) for word in asked.text.unknown}
    text = " ".join(near.get(token.folded) or token.written for token in tokens(asked.query.text))
    tried = (replace(asked.query, text=text, page=1), SearchQuery(text=text, view=asked.query.view))
    if text == asked.query.text:
        return None
    return next((query for query in tried if _count(query, current, today)), None)


def _ways(query: SearchQuery) -> Iterator[tuple[tuple[Part, ...], SearchQuery]]:
    """Each criterion, and what is left of the query without it."""
    by_parameter: dict[str, list[Part]] = {}
    for parameter, value in query.active():
        by_parameter.setdefault(_PERIOD[0] if parameter in _PERIOD else parameter, []).append((parameter, value))
    for parts in by_parameter.values():
        left = query
        for parameter, _value in parts:
            left = left.without(parameter)
        yield tuple(parts), left
    words = query.text.split()
    if len(words) > 1:
        for place, word in enumerate(words):
            yield (("q", word),), replace(query, text=" ".join(words[:place] + words[place + 1 :]), page=1)


def _text_alone(query: SearchQuery) -> Iterator[tuple[tuple[Part, ...], SearchQuery]]:
    yield tuple(part for part in query.active() if part[0] != "q"), SearchQuery(text=query.text, view=query.view)


def _words_alone(query: SearchQuery) -> Iterator[tuple[tuple[Part, ...], SearchQuery]]:
    words = query.text.split()
    yield from (((), SearchQuery(text=word, view=query.view)) for word in words if len(words) > 1)


def _counted(ways: Iterator[tuple[tuple[Part, ...], SearchQuery]], current: Snapshot, today: date) -> list[Loosening]:
    """The ways that still ask for something."""
    return [Loosening(parts, left, _count(left, current, today)) for parts, left in ways if left.is_filtered]


def _count(query: SearchQuery, current: Snapshot, today: date) -> int:
    return count(current, Asked.of(query, current, today).matching())
