"""What the dashboard is made of: tables of words and numbers, each number with the list behind it. Pure.

Page and file are made from the same tables. Counts nothing, knows no model.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import get_language

from atlas.ui import formats


@dataclass(frozen=True)
class Cell:
    """`value`: a number or words; `url`: the list behind it, "" for none."""

    value: int | str
    url: str = ""

    @property
    def words(self) -> str:
        """As the page shows it."""
        return formats.number(self.value, get_language() or "fr") if isinstance(self.value, int) else self.value


@dataclass(frozen=True)
class Table:
    """`columns`: labels, that of the first column (what a row is) included; the first cell of a row is its heading.

    `said`: a sentence above; `empty`: what is said when there is no row; `slug`: fragment of its address.
    """

    slug: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    empty: str = ""
    said: str = ""


NONE = Cell("–")


def linked(number: int, url: str) -> Cell:
    """A number, with the list behind it unless that is empty."""
    return Cell(number, url if number else "")


def days(age: timedelta | None) -> Cell:
    """Whole days of an age."""
    return NONE if age is None else Cell(age.days)


def moment(at: datetime | None) -> Cell:
    """Day and hour in Paris."""
    if at is None:
        return NONE
    local = timezone.localtime(at)
    return Cell(f"{formats.short_day(local.date())} {local:%H:%M}")


def long_rows(tables: Sequence[Table]) -> Iterator[tuple[str, str, str, int | str]]:
    """Table, row, column and value: one line a cell, for a file."""
    for table in tables:
        for heading, *cells in table.rows:
            for column, cell in zip(table.columns[1:], cells, strict=True):
                yield table.title, str(heading.value), column, cell.value
