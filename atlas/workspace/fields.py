"""What the description of the form is made of: fields, columns of tables, lists to choose from. Frozen values.

The description itself is `form`; how what is typed becomes values is `reading`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import TextChoices

Pairs = Sequence[tuple[str, str]]


class Widget(StrEnum):
    """How a field is asked for."""

    LINE = "line"
    TEXT = "text"
    YEAR = "year"
    END = "end"
    CHOICE = "choice"
    YES_NO = "yes_no"
    YEARS = "years"
    GOALS = "goals"
    TABLE = "table"


class Cell(StrEnum):
    """How a column of a table is asked for. `NAME`: an organisation, with the number that it is known by beside it.
    `PLACE`: the name of a place, helped by those that we know with their position."""

    LINE = "line"
    TEXT = "text"
    AMOUNT = "amount"
    AMOUNTS = "amounts"
    YEAR = "year"
    DAY = "day"
    CHOICE = "choice"
    NAME = "name"
    PLACE = "place"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    ADDRESS = "address"


@dataclass(frozen=True)
class Lists:
    """What changes over time and is chosen from: ISO 2, code of a theme, name of a post, each with its words.

    `spellings`: match key of each name of a country that we know → ISO 2. `paths`: French labels of each theme.
    """

    countries: Pairs = ()
    themes: Pairs = ()
    posts: Pairs = ()
    spellings: Mapping[str, str] | None = None
    paths: Mapping[str, tuple[str, ...]] | None = None
    post_ids: Mapping[str, int] | None = None


Choices = Callable[[Lists], Pairs]


def closed(choices: type[TextChoices]) -> Choices:
    """The values of a closed list with their words."""
    return lambda _lists: [(value, str(choices(value).label)) for value in choices.values]


@dataclass(frozen=True)
class Column:
    """A column of a table. `names`: match keys by which a pasted heading is recognised, beside its label.

    `link`: the attribute that holds the number of the organisation named; `suggests`: what typing is helped with.
    `is_rare`: shown only where a row already says something in it. `is_long`: a list that one searches.
    """

    name: str
    label: Any
    cell: Cell = Cell.LINE
    choices: Choices | None = None
    names: tuple[str, ...] = ()
    is_required: bool = False
    link: str = ""
    is_rare: bool = False
    is_long: bool = False
    first: str = ""


Typed = Mapping[str, Sequence[str]]
"""What a form sends: name of an input → its values."""


@dataclass(frozen=True)
class Table:
    """Rows of a field. `values`: a row of the draft → its cells as typed; `make`: cells read → a row of the draft.

    `make(cells, place, before, lists)`: `place` counts from 0, `before` are the rows as the sheet has them.
    `tidy`: cells as typed → cells, for what people put into one cell and means two. `wrong`: cells read →
    (column, key of `reading.WORDS`) where cells do not go together.
    """

    columns: tuple[Column, ...]
    values: Callable[[Any], Mapping[str, str]]
    make: Callable[[Mapping[str, Any], int, Sequence[Any], Lists], Any]
    row: Any
    add: Any
    tidy: Callable[[Mapping[str, str]], Mapping[str, str]] = dict
    wrong: Callable[[Mapping[str, Any]], Iterable[tuple[str, str]]] = lambda _cells: ()

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        """The columns."""
        return {column.name: column for column in self.columns}


@dataclass(frozen=True)
class FieldSpec:
    """One field of the form: the draft's field that it asks for, in words, in a section.

    `fields`: every field of the draft that it sets, where it is not the one of its name alone.
    """

    name: str
    label: Any
    section: str
    widget: Widget
    help: Any = ""
    choices: Choices | None = None
    table: Table | None = None
    also: tuple[str, ...] = ()
    is_required: bool = False
    is_light: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """Fields of the draft."""
        return (self.name, *self.also)


@dataclass(frozen=True)
class Section:
    """A page of the form. `slug` is part of its address, in both languages."""

    slug: str
    title: Any
    lead: Any = ""


def of_section(specs: Iterable[FieldSpec], slug: str) -> tuple[FieldSpec, ...]:
    """The fields of one section, in their order."""
    return tuple(spec for spec in specs if spec.section == slug)
