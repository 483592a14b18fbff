"""The fields of a section as a page shows them: what is typed or stands, what to choose from, what to say beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from atlas.catalogue.wording import GOALS
from atlas.projects.draft import ProjectDraft

from .editing import Clash
from .fields import Cell, Column, FieldSpec, Lists, Table, Typed, Widget
from .reading import Problem, as_typed, digest, rows_of
from .tables import country_choices

PATTERN: Final = "NEW"
"""Stands for the number of a row in the pattern that the script copies."""
_YES_NO: Final = (("yes", True), ("no", False))


@dataclass(frozen=True, slots=True)
class Option:
    """A value to choose. `also`: match keys of its other names, for what is pasted."""

    value: str
    words: str
    is_chosen: bool
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CellShown:
    """One input of a row. `link`: what stands beside a name that is known; `candidates`: organisations it may be."""

    column: Column
    id: str
    value: str
    options: tuple[Option, ...] = ()
    link: str = ""
    problem: str = ""
    candidates: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class RowShown:
    """One row of a table; `place` counts from 0."""

    place: int
    title: str
    cells: tuple[CellShown, ...]


@dataclass(frozen=True)
class FieldShown:
    """One field of the page. `was`: digest of what stands, sent back with what is typed."""

    spec: FieldSpec
    was: str
    value: str = ""
    options: tuple[Option, ...] = ()
    rows: tuple[RowShown, ...] = ()
    blank: RowShown | None = None
    problems: tuple[Problem, ...] = ()
    findings: tuple[str, ...] = ()
    clash: Clash | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Beside:
    """What is to be said beside fields. `typed`: what somebody sent, in the place of what stands, for the fields whose
    digest is with it."""

    typed: Typed | None = None
    problems: Sequence[Problem] = ()
    findings: Mapping[str, Sequence[str]] = field(default_factory=dict)
    clashes: Sequence[Clash] = ()
    remarks: Mapping[str, Sequence[str]] = field(default_factory=dict)
    candidates: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    more: str = ""


def fields_shown(specs: Iterable[FieldSpec], draft: ProjectDraft, lists: Lists, beside: Beside) -> list[FieldShown]:
    """Every field of a section. `beside.more`: the table that gets one empty row more."""
    return [_shown(spec, draft, lists, beside) for spec in specs]


def _shown(spec: FieldSpec, draft: ProjectDraft, lists: Lists, beside: Beside) -> FieldShown:
    stands = as_typed(spec, draft)
    typed = beside.typed if beside.typed is not None and f"was-{spec.name}" in beside.typed else stands
    problems = tuple(one for one in beside.problems if one.field == spec.name)
    common: dict[str, Any] = {
        "spec": spec,
        "was": digest(stands),
        "problems": problems,
        "findings": tuple(beside.findings.get(spec.name, ())),
        "clash": next((one for one in beside.clashes if one.field == spec.name), None),
        "remarks": tuple(beside.remarks.get(spec.name, ())),
    }
    if spec.table is not None:
        table = _Table(spec.name, spec.table, lists, beside)
        rows = rows_of(spec, typed, with_empty=True)
        if spec.name == beside.more or not rows:
            rows.append({})
        shown = tuple(table.row(place, row) for place, row in enumerate(rows))
        return FieldShown(**common, rows=shown, blank=table.row(-1, {}))
    values = list(typed.get(spec.name, ()))
    return FieldShown(**common, value=values[-1] if values else "", options=_options(spec, values, lists))


def _options(spec: FieldSpec, values: Sequence[str], lists: Lists) -> tuple[Option, ...]:
    if spec.widget is Widget.GOALS:
        pairs = [(str(number), f"{number}. {name}") for number, name in enumerate(GOALS, start=1)]
    elif spec.choices is not None:
        pairs = list(spec.choices(lists))
    else:
        return ()
    return tuple(Option(value, words, value in values) for value, words in pairs)


@dataclass(frozen=True, slots=True)
class _Table:
    """A table on its way to the page."""

    field: str
    table: Table
    lists: Lists
    beside: Beside

    def row(self, place: int, typed: Mapping[str, str]) -> RowShown:
        """One row; -1: the pattern of a new one, for the script. A rare column stands where it says something."""
        key = PATTERN if place < 0 else str(place)
        cells = tuple(
            self.cell(column, f"{self.field}-{key}-{column.name}", typed)
            for column in self.table.columns
            if not column.is_rare or typed.get(column.name)
        )
        return RowShown(place, str(self.table.row % {"number": PATTERN if place < 0 else place + 1}), cells)

    def cell(self, column: Column, id_: str, typed: Mapping[str, str]) -> CellShown:
        """One cell with what is to be said of it. An empty row begins with what its columns begin with."""
        value = typed.get(column.name, "") if any(typed.values()) else column.first
        return CellShown(
            column,
            id_,
            value,
            self.options(column, value, with_names=id_.startswith(f"{self.field}-{PATTERN}-")),
            link=typed.get(f"{column.name}-link", ""),
            problem=next((one.message for one in self.beside.problems if one.anchor == id_), ""),
            candidates=tuple(self.beside.candidates.get(id_, ())),
        )

    def options(self, column: Column, value: str, *, with_names: bool) -> tuple[Option, ...]:
        """What a cell chooses from; a value that stands and is in no list stays to be seen.

        `with_names`: countries go by all names that we know, once a table.
        """
        if column.cell is not Cell.CHOICE or column.choices is None:
            return ()
        pairs = list(column.choices(self.lists))
        if value and value not in {one for one, _words in pairs}:
            pairs.insert(0, (value, value))
        also = _spellings(self.lists) if with_names and column.choices is country_choices else {}
        return tuple(Option(one, words, one == value, also.get(one, ())) for one, words in pairs)


def _spellings(lists: Lists) -> Mapping[str, tuple[str, ...]]:
    """ISO 2 → the keys of its names."""
    found: dict[str, list[str]] = {}
    for key, iso2 in (lists.spellings or {}).items():
        found.setdefault(iso2, []).append(key)
    return {iso2: tuple(keys) for iso2, keys in found.items()}
