"""What a form sends ↔ the values of a draft. Pure: raises nothing, says in words what it cannot read.

A field is first brought into one normal form of text (`normal`), by which what the page showed, what somebody typed and
what stands now are compared: only what a person changed is read and saved. What cannot be read stays typed.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from atlas.imports.spreadsheets import cells
from atlas.projects.draft import ProjectDraft

from .fields import Cell, Column, FieldSpec, Lists, Table, Typed, Widget
from .tables import linked

MOST_ROWS: Final = 300
YEARS: Final = range(1800, 2101)
"""What may be typed at all; `projects.checks` says what is doubtful within."""
LONGEST_LINE: Final = 1_000
LONGEST_TEXT: Final = 60_000
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_YES_NO: Final[Mapping[str, bool | None]] = {"": None, "yes": True, "no": False}

WORDS: Final[Mapping[str, Any]] = {
    "year": gettext_lazy("Écrivez une année sur quatre chiffres, par exemple 2019."),
    "year_range": gettext_lazy("Cette année n’est pas vraisemblable. Vérifiez les quatre chiffres."),
    "day": gettext_lazy("Écrivez une date comme 31/12/2027."),
    "no_such_day": gettext_lazy("Ce jour n’existe pas dans le calendrier. Vérifiez le jour et le mois."),
    "amount": gettext_lazy("Écrivez un montant en euros, en chiffres : 12 500 ou 12 500,50."),
    "amount_range": gettext_lazy("Ce montant est négatif, trop grand ou a plus de deux décimales."),
    "choice": gettext_lazy("Choisissez une valeur de la liste."),
    "address": gettext_lazy("Donnez une adresse entière, qui commence par https://."),
    "required": gettext_lazy("Remplissez cette case, ou videz toute la ligne."),
    "too_long": gettext_lazy("Ce texte est trop long. Raccourcissez-le."),
    "too_many": gettext_lazy("Il y a trop de lignes : 300 au plus. Regroupez-en."),
    "end": gettext_lazy("Écrivez un jour (31/12/2027) ou une année (2027)."),
    "degrees": gettext_lazy(
        "Écrivez des degrés, comme 14.49 ou 14° 29′ 24″ N. À l’ouest et au sud, ils sont négatifs."
    ),
    "degrees_range": gettext_lazy(
        "Cette valeur sort du globe : la latitude va de −90 à 90, la longitude de −180 à 180."
    ),
    "position_half": gettext_lazy("La latitude et la longitude vont ensemble : complétez l’autre, ou videz les deux."),
    "goal": gettext_lazy("Choisissez des objectifs de la liste."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read: `anchor` is the id of its input, `message` says how to mend it."""

    field: str
    anchor: str
    message: str


@dataclass(frozen=True)
class Reading:
    """`values`: field of the draft → value, for the fields that could be read whole."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def as_typed(spec: FieldSpec, draft: ProjectDraft) -> Typed:
    """The field as a form would send it, were nothing changed."""
    value = getattr(draft, spec.name)
    if spec.table is not None:
        return _rows_typed(spec, spec.table, value)
    if spec.widget is Widget.GOALS:
        return normal(spec, {spec.name: [str(goal) for goal in value]})
    return normal(spec, {spec.name: [_WRITTEN[spec.widget](value, draft)]})


def _end(value: date | None, draft: ProjectDraft) -> str:
    return f"{value:%d/%m/%Y}" if value else str(draft.end_year or "")


_WRITTEN: Final[Mapping[Widget, Callable[[Any, ProjectDraft], str]]] = {
    Widget.LINE: lambda value, _draft: value,
    Widget.TEXT: lambda value, _draft: value,
    Widget.YEAR: lambda value, _draft: str(value or ""),
    Widget.CHOICE: lambda value, _draft: value or "",
    Widget.YES_NO: lambda value, _draft: "" if value is None else "yes" if value else "no",
    Widget.YEARS: lambda value, _draft: ", ".join(map(str, value)),
    Widget.END: _end,
}


def _rows_typed(spec: FieldSpec, table: Table, items: Iterable[Any]) -> Typed:
    found = {
        f"{spec.name}-{place}-{name}": [text]
        for place, item in enumerate(items)
        for name, text in table.values(item).items()
    }
    return normal(spec, found)


def normal(spec: FieldSpec, typed: Typed) -> Typed:
    """What is sent for one field, brought into one form: lines end alike, rows count from 0, empty ones are gone."""
    if spec.table is None:
        values = [clean(text) for text in typed.get(spec.name, ())]
        return {
            spec.name: sorted(set(values) - {""}, key=_by_number) if spec.widget is Widget.GOALS else values or [""]
        }
    return {
        f"{spec.name}-{place}-{name}": [text]
        for place, row in enumerate(rows_of(spec, typed))
        for name, text in row.items()
    }


def _by_number(text: str) -> tuple[int, str]:
    return (int(text) if text.isascii() and text.isdigit() else 0, text)


def rows_of(spec: FieldSpec, typed: Typed, *, with_empty: bool = False) -> list[dict[str, str]]:
    """The rows of a table as typed, in their order: name of a column (and « -link ») → text."""
    columns = spec.table.columns if spec.table else ()
    pattern = re.compile(rf"{spec.name}-(\d{{1,6}})-([a-z0-9_]+(?:-link)?)")
    rows: dict[int, dict[str, str]] = {}
    names = [name for c in columns for name in ((c.name, f"{c.name}-link") if c.link else (c.name,))]
    for name, values in typed.items():
        if (found := pattern.fullmatch(name)) and found[2] in names:
            rows.setdefault(int(found[1]), {})[found[2]] = clean(values[-1] if values else "")
    ordered = [{name: rows[place].get(name, "") for name in names} for place in sorted(rows)]
    return ordered if with_empty else [row for row in ordered if not is_empty(columns, row)]


def is_empty(columns: Iterable[Column], row: Mapping[str, str]) -> bool:
    """A row in which nothing is typed, but for a value that stands there from the start."""
    return all(not row.get(c.name) or row.get(c.name) == c.first for c in columns)


def clean(text: str) -> str:
    """Lines end in one way, without outer blanks or signs that no one types and a database may refuse."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def digest(typed: Typed) -> str:
    """16 hexadecimal digits that stand for a field as typed, in its normal form."""
    text = repr([(name, list(typed[name])) for name in typed if "".join(typed[name])])
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def read(spec: FieldSpec, typed: Typed, before: ProjectDraft, lists: Lists) -> Reading:
    """The values that one field in its normal form means. What is as the draft has it is taken without a question."""
    if typed == as_typed(spec, before):
        return Reading({name: getattr(before, name) for name in spec.fields})
    if spec.table is not None:
        return _read_table(spec, spec.table, typed, getattr(before, spec.name), lists)
    try:
        return Reading(_READERS[spec.widget](spec, typed[spec.name], lists))
    except cells.Unreadable as refused:
        return Reading(problems=(Problem(spec.name, spec.name, str(WORDS[refused.code])),))


def _line(spec: FieldSpec, values: Sequence[str], _lists: Lists) -> dict[str, Any]:
    longest = LONGEST_LINE if spec.widget is Widget.LINE else LONGEST_TEXT
    return {spec.name: _short(values[0], longest)}


def _short(text: str, longest: int) -> str:
    if len(text) > longest:
        raise cells.Unreadable("too_long")
    return text


def _year(text: str) -> int:
    year = cells.year(text)
    if year not in YEARS:
        raise cells.Unreadable("year_range")
    return year


def _year_field(spec: FieldSpec, values: Sequence[str], _lists: Lists) -> dict[str, Any]:
    return {spec.name: _year(values[0]) if values[0] else None}


def _end_field(_spec: FieldSpec, values: Sequence[str], _lists: Lists) -> dict[str, Any]:
    text = values[0]
    if not text:
        return {"end_date": None, "end_year": None}
    if re.fullmatch(r"\d{4}", text):
        return {"end_date": None, "end_year": _year(text)}
    if not re.fullmatch(r"[\d/.\-]+", text):
        raise cells.Unreadable("end")
    return {"end_date": cells.day(text), "end_year": None}


def _choice_field(spec: FieldSpec, values: Sequence[str], lists: Lists) -> dict[str, Any]:
    return {spec.name: _choice(values[0], spec.choices(lists) if spec.choices else ()) or None}


def _choice(text: str, pairs: Iterable[tuple[str, str]]) -> str:
    if text and text not in {value for value, _words in pairs}:
        raise cells.Unreadable("choice")
    return text


def _yes_no(spec: FieldSpec, values: Sequence[str], _lists: Lists) -> dict[str, Any]:
    if values[0] not in _YES_NO:
        raise cells.Unreadable("choice")
    return {spec.name: _YES_NO[values[0]]}


def _years(spec: FieldSpec, values: Sequence[str], _lists: Lists) -> dict[str, Any]:
    parts = [part for part in re.split(r"[\s,;]+", values[0]) if part]
    return {spec.name: tuple(dict.fromkeys(_year(part) for part in parts))}


def _goals(spec: FieldSpec, values: Sequence[str], _lists: Lists) -> dict[str, Any]:
    if not {*values} <= {str(goal) for goal in range(1, 18)}:
        raise cells.Unreadable("goal")
    return {spec.name: tuple(sorted(int(goal) for goal in values))}


_READERS: Final[Mapping[Widget, Callable[[FieldSpec, Sequence[str], Lists], dict[str, Any]]]] = {
    Widget.LINE: _line,
    Widget.TEXT: _line,
    Widget.YEAR: _year_field,
    Widget.END: _end_field,
    Widget.CHOICE: _choice_field,
    Widget.YES_NO: _yes_no,
    Widget.YEARS: _years,
    Widget.GOALS: _goals,
}


@dataclass(frozen=True, slots=True)
class _Rows:
    """A table that is being read: the rows that the sheet has, as they are and as typed."""

    field: str
    table: Table
    before: Sequence[Any]
    lists: Lists

    def known(self, row: Mapping[str, str]) -> Any:
        """The row of the sheet that is as this one is typed; None when somebody changed it."""
        for item in self.before:
            if all(clean(text) == row.get(name, "") for name, text in self.table.values(item).items()):
                return item
        return None

    def allowed(self, column: Column) -> frozenset[str]:
        """What may be chosen: the values of the list, and those that stand already."""
        if column.choices is None:
            return frozenset()
        standing = {self.table.values(item)[column.name] for item in self.before}
        return frozenset(standing.union(value for value, _words in column.choices(self.lists)))


def _read_table(spec: FieldSpec, table: Table, typed: Typed, before: Sequence[Any], lists: Lists) -> Reading:
    rows = rows_of(spec, typed)
    if len(rows) > MOST_ROWS:
        return Reading(problems=(Problem(spec.name, spec.name, str(WORDS["too_many"])),))
    asked = _Rows(spec.name, table, before, lists)
    items, problems = [], []
    for place, row in enumerate(rows):
        item = asked.known(row)
        if item is not None and not hasattr(item, "rank"):
            items.append(item)
            continue
        read_row, wrong = _read_row(asked, row, place)
        problems.extend(wrong)
        if not wrong:
            items.append(table.make(read_row, place, before, lists))
    return Reading(problems=tuple(problems)) if problems else Reading({spec.name: tuple(items)})


def _read_row(asked: _Rows, row: Mapping[str, str], place: int) -> tuple[dict[str, Any], list[Problem]]:
    row = asked.table.tidy(row)
    values: dict[str, Any] = {}
    wrong: list[tuple[str, str]] = []
    for column in asked.table.columns:
        text = row.get(column.name, "")
        try:
            values[column.name] = _cell(column, text, asked.allowed(column))
        except cells.Unreadable as refused:
            wrong.append((column.name, refused.code))
        if column.link:
            values[column.link] = linked(row.get(f"{column.name}-link", ""), text)
    return values, [_problem(asked, place, *one) for one in wrong or asked.table.wrong(values)]


def _problem(asked: _Rows, place: int, column: str, code: str) -> Problem:
    label = asked.table.by_name[column].label
    cell = f"{asked.table.row % {'number': place + 1}}, {label}"
    message = _("%(label)s : %(value)s") % {"label": cell, "value": WORDS[code]}
    return Problem(asked.field, f"{asked.field}-{place}-{column}", message)


def _cell(column: Column, text: str, allowed: frozenset[str]) -> Any:
    if column.is_required and not text:
        raise cells.Unreadable("required")
    if column.cell is Cell.CHOICE and text and text not in allowed:
        raise cells.Unreadable("choice")
    return _CELLS[column.cell](text)


def _address(text: str) -> str:
    if text and not cells.is_web_address(text):
        raise cells.Unreadable("address")
    return text


def _amounts(text: str) -> tuple[Decimal, ...]:
    return tuple(cells.amount(part) for part in re.split(r"\s*;\s*", text) if part)


_CELLS: Final[Mapping[Cell, Callable[[str], Any]]] = {
    Cell.LINE: lambda text: _short(text, LONGEST_LINE),
    Cell.NAME: lambda text: _short(text, LONGEST_LINE),
    Cell.PLACE: lambda text: _short(text, LONGEST_LINE),
    Cell.LATITUDE: lambda text: cells.latitude(text) if text else None,
    Cell.LONGITUDE: lambda text: cells.longitude(text) if text else None,
    Cell.TEXT: lambda text: _short(text, LONGEST_TEXT),
    Cell.CHOICE: lambda text: text,
    Cell.ADDRESS: _address,
    Cell.YEAR: lambda text: _year(text) if text else None,
    Cell.DAY: lambda text: cells.day(text) if text else None,
    Cell.AMOUNT: lambda text: cells.amount(text) if text else None,
    Cell.AMOUNTS: _amounts,
}


def problem_count(problems: Sequence[Problem]) -> str:
    """How many fields need a look, as a sentence."""
    number = len({problem.field for problem in problems})
    if number == 1:
        return _("Un champ n’a pas pu être enregistré.")
    return _("%(number)s champs n’ont pas pu être enregistrés.") % {"number": number}
