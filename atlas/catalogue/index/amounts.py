"""What sheets say of money, as columns of the index: the sum of any of them over whatever matches (D2.3).

Each project has one number a cell: a nature with a year and who pays (the State or others), a nature with a kind of
funder, a nature with a 1 % column. What must not be added stands in different cells. Euros in cents, so that sums are
exact; an amount that is not known is in no cell, a typed 0 is. Not for the tables of one sheet: see `catalogue.money`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from tantivy import Document, Query

from atlas.catalogue.index.facets import has_one_percent
from atlas.catalogue.index.reader import Snapshot
from atlas.catalogue.record import PublicFunding, PublicProject
from atlas.catalogue.search_values import FunderNature, funder_nature

ONE_PERCENT = ("water", "waste", "energy", "col1", "col2", "col3", "unplaced")
"""Columns of the 1 % amounts: confirmed mechanisms, columns of the old site, column lost."""

_CENTS = 100


@dataclass(frozen=True)
class Amounts:
    """Euros by cell, of the cells that have an amount. Year 0 = not stated; natures as in `choices.Nature`.

    `by_year`: (nature, year, paid by the State?); `by_funder`: (nature, FunderNature); both hold the same euros, twice.
    `one_percent`: (nature, one of ONE_PERCENT), never to be added to the others.
    """

    by_year: Mapping[tuple[str, int, bool], Decimal] = field(default_factory=dict)
    by_funder: Mapping[tuple[str, str], Decimal] = field(default_factory=dict)
    one_percent: Mapping[tuple[str, str], Decimal] = field(default_factory=dict)


def add_amounts(made: Document, project: PublicProject) -> None:
    """Write the cells of a project: their numbers, and their names, by which readers know which there are."""
    cells = cells_of(project.funding)
    if cells:
        made.add_json("amounts", cells)
    for name in sorted(cells):
        made.add_text("amount_cells", name)


def cells_of(funding: Iterable[PublicFunding]) -> dict[str, int]:
    """Cents by name of the cell."""
    found: dict[str, int] = {}
    for line in funding:
        if line.amount is not None:
            cents = int(line.amount * _CENTS)
            for name in _names_of(line.nature, line.year, line.kind):
                found[name] = found.get(name, 0) + cents
        if has_one_percent(line):
            for name, amount in _one_percent(line):
                found[name] = found.get(name, 0) + int(amount * _CENTS)
    return found


@lru_cache(maxsize=4_096)
def _names_of(nature: str, year: int | None, kind: str | None) -> tuple[str, str]:
    """The cells of a line's amount: by year, by funder."""
    funder = funder_nature(kind)
    is_state = int(funder is FunderNature.STATE)
    return f"year:{nature}:{year or 0}:{is_state}", f"funder:{nature}:{funder.value}"


def _one_percent(line: PublicFunding) -> Iterator[tuple[str, Decimal]]:
    columns = (*line.pct, None, None, None)[:3]
    known = (line.pct_water, line.pct_waste, line.pct_energy, *columns)
    for column, amount in zip(ONE_PERCENT, (*known, None), strict=True):
        if amount is not None:
            yield f"percent:{line.nature}:{column}", amount
    for amount in line.pct_unplaced:
        yield f"percent:{line.nature}:{ONE_PERCENT[-1]}", amount


def amounts_of(snapshot: Snapshot, query: Query) -> Amounts:
    """The sums over the projects that match."""
    names = snapshot.keep("amount cells", lambda: _names(snapshot))
    if not names:
        return Amounts()
    found = snapshot.searcher.aggregate(query, {name: {"stats": {"field": f"amounts.{name}"}} for name in names})
    return _sorted_out({name: Decimal(round(one["sum"])) / _CENTS for name, one in found.items() if one["count"]})


def _names(snapshot: Snapshot) -> Sequence[str]:
    return [name for name, _count in snapshot.searcher.terms_with_prefix("amount_cells", "")]


def _sorted_out(sums: Mapping[str, Decimal]) -> Amounts:
    by_year: dict[tuple[str, int, bool], Decimal] = {}
    by_funder: dict[tuple[str, str], Decimal] = {}
    one_percent: dict[tuple[str, str], Decimal] = {}
    for name, euros in sums.items():
        what, nature, *others = name.split(":")
        if what == "year":
            by_year[nature, int(others[0]), others[1] == "1"] = euros
        elif what == "funder":
            by_funder[nature, others[0]] = euros
        else:
            one_percent[nature, others[0]] = euros
    return Amounts(by_year, by_funder, one_percent)
