"""What a question of the figures page is and what its answer holds: the same for counts and for amounts of money.

Page, CSV and SVG show the same `Answer`. Not for counting: see `figure_questions` and `figure_amounts`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from atlas.catalogue.search_query import Known
from atlas.catalogue.tally import Scope
from atlas.ui.charts import Unit, Value


@dataclass(frozen=True, slots=True)
class Cell:
    """A number and the query string of the projects behind it ("" = no filter says that)."""

    value: Value
    params: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: a cell a series."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A question answered. `total`: of each series, only where the rows add up; `charted`: how many rows the chart has.

    `shape`: bars or columns; a line without a year stands in the table of columns only. `empty`: what to say when
    nothing is counted, "" = that no project is.
    """

    slug: str
    title: str
    rule: str
    heading: str
    series: tuple[str, ...]
    rows: tuple[Row, ...]
    shape: str = "bars"
    total: tuple[Value, ...] = ()
    note: str = ""
    charted: int = 15
    unit: Unit = Unit.NUMBER
    empty: str = ""


Answered = Callable[["Question", Scope, Known, str], Answer]
"""From question, scope, words known and language to the answer."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: `answered` gives the rows, whose `heading` names the first column.

    `is_optional`: the page leaves the question out when nothing answers it.
    """

    slug: str
    title: str | Promise
    heading: str | Promise
    answered: Answered
    is_optional: bool = False

    def answer(self, rows: Sequence[Row], **values: Any) -> Answer:
        """An answer with these rows and values."""
        return Answer(slug=self.slug, title=str(self.title), heading=str(self.heading), rows=tuple(rows), **values)


def years_between(years: Iterable[int]) -> range:
    """Every year from the first to the last one that is stated; 0 = not stated."""
    stated = [year for year in years if year]
    return range(min(stated), max(stated) + 1) if stated else range(0)
