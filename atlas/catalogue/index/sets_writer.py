"""Writes the file of sets from the index itself, beside a follower that goes on following (sets.py says what for).

Whole when there is none or when too much changed since; else each set without the changed projects and with those of
them that have its value now. A file is replaced whole. One process at a time, as for the index (follow.py).
"""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pyroaring import BitMap
from tantivy import FieldType, Index, Occur, Order, Query, Searcher

from atlas.catalogue.index import analysis
from atlas.catalogue.index.links import NAME as LINKS
from atlas.catalogue.index.schema import schema
from atlas.catalogue.index.sets import (
    FACETS,
    FEW,
    LENGTH,
    NAME,
    WORD,
    YEAR,
    Contents,
    SetsFile,
    changed_after,
    contents_encoder,
    word_set,
    year_set,
)

FREQUENT: Final = 0.02
"""Share of the projects from which a word has a set: the index counts what matches less in a few milliseconds."""
_ANEW: Final = 0.1
"""Share of the projects: when so many have changed, all sets are made anew, as other words may be frequent now."""
_BATCH: Final = 200_000  # numbers read from the index at a time: 25 MB while they are


@dataclass(frozen=True)
class Moment:
    """The index after one commit: nothing of it changes while sets are made. `log`: bytes of the log of links then."""

    folder: Path
    revision: int
    log: int
    searcher: Searcher

    @classmethod
    def now(cls, folder: Path, revision: int) -> "Moment":
        """To be taken by who writes the index, between two commits."""
        index = Index.open(str(folder))
        analysis.register(index)
        index.reload()
        return cls(folder, revision, (folder / LINKS).stat().st_size, index.searcher())


def is_due(folder: Path, revision: int) -> bool:
    """The file is missing, or of an earlier revision."""
    former = _former(folder)
    return former is None or former.contents.revision < revision


def write(moment: Moment, stop: threading.Event | None = None) -> bool:
    """Write the sets as of this moment; False when it was stopped before: the former file stays."""
    former = _former(moment.folder)
    size = moment.searcher.num_docs
    changed = BitMap()
    if former is not None:
        changed, _ = changed_after(moment.folder / LINKS, former.contents.log, moment.revision)
        if max(len(changed), size - former.contents.size) > max(FEW, size * _ANEW):
            former = None
    sets = _whole(moment.searcher) if former is None else _renewed(moment.searcher, former, changed)
    path = moment.folder / f"{NAME}.new"
    places: dict[str, tuple[int, int]] = {}
    with path.open("wb") as file:
        for name, found in sets:
            if stop is not None and stop.is_set():
                return False
            if found:
                places[name] = file.tell(), file.write(found.serialize())
        end = contents_encoder.encode(Contents(moment.revision, size, moment.log, places))
        file.write(end + len(end).to_bytes(LENGTH, "big"))
    path.replace(moment.folder / NAME)
    return True


def _former(folder: Path) -> SetsFile | None:
    try:
        return SetsFile.open(folder / NAME)
    except (OSError, ValueError):
        return None


def _whole(searcher: Searcher) -> Iterator[tuple[str, BitMap]]:
    """Every set, from every project."""
    frequent = max(searcher.num_docs * FREQUENT, FEW)
    for term, number in searcher.terms_with_prefix("filters", ""):
        if term.partition(":")[0] in FACETS:
            yield term, _projects(searcher, _query(term), number)
    for year in _years(searcher, Query.all_query()):
        yield year_set(year), _projects(searcher, _query(year_set(year)), searcher.num_docs)
    for stem, number in searcher.terms_with_prefix("stems", ""):
        if number >= frequent:
            yield word_set(stem), _projects(searcher, _query(word_set(stem)), number)


def _renewed(searcher: Searcher, former: SetsFile, changed: BitMap) -> Iterator[tuple[str, BitMap]]:
    """Every set of a file as it is now, and those of values that only the changed projects have."""
    among = changed_query(changed)
    present = {term for term, _ in searcher.terms_with_prefix("filters", "", filter_query=among)}
    present |= {year_set(year) for year in _years(searcher, among)}
    fresh = {name for name in present if name.partition(":")[0] in (*FACETS, YEAR)}
    for name in sorted({*former.contents.places, *fresh}):
        found = (former.read(name) or BitMap()) - changed
        if name in fresh or name.startswith(f"{WORD}:"):
            both = Query.boolean_query([(Occur.Must, _query(name)), (Occur.Must, among)])
            found |= _projects(searcher, both, len(changed))
        yield name, found


def changed_query(changed: BitMap) -> Query:
    """The projects of these numbers."""
    return Query.const_score_query(Query.term_set_query(schema(), "project", list(changed)), 0.0)


_FIELDS: Final[dict[str, Callable[[str], Query]]] = {
    WORD: lambda value: Query.term_query(schema(), "stems", value, index_option="basic"),
    YEAR: lambda value: Query.term_query(schema(), "start_year", int(value), index_option="basic"),
}


def _query(name: str) -> Query:
    """The projects of a set, by its name."""
    kind, _, value = name.partition(":")
    if kind in _FIELDS:
        return _FIELDS[kind](value)
    return Query.term_query(schema(), "filters", name, index_option="basic")


def _years(searcher: Searcher, query: Query) -> list[int]:
    """The start years that are stated by projects that match."""
    found = searcher.aggregate(query, {"years": {"terms": {"field": "start_year", "size": 10_000}}})
    return sorted(int(one["key"]) for one in found["years"]["buckets"] if one["key"])


def _projects(searcher: Searcher, query: Query, most: int) -> BitMap:
    """The numbers of all that match, `most` of them at most."""
    found, last = BitMap(), -1
    while most > 0:
        limit = min(most, _BATCH)
        after = Query.range_query(schema(), "project", FieldType.Unsigned, lower_bound=last + 1)
        both = query if last < 0 else Query.boolean_query([(Occur.Must, query), (Occur.Must, after)])
        hits: Any = searcher.search(  # the stubs leave the type of the sort key open
            Query.const_score_query(both, 0.0), limit, count=False, order_by_field="project", order=Order.Asc
        ).hits
        found.update(number for number, _ in hits)
        if len(hits) < limit:
            break
        last, most = hits[-1][0], most - limit
    return found
