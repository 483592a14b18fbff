"""What the pages of tables show: columns with their choices, first rows with their problems, progress, outcomes."""

from dataclasses import dataclass
from typing import Any, Final

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atlas.imports.models import TableImport, TableState

from .actions import BUSY, look_at
from .columns import by_key
from .forms import ReadingForm, column_choices
from .inspection import Inspected, lacking_words
from .problems import FILE_WORDS, Located, cell_words, file_words, shown
from .recognition import NotATable
from .rows import ReadRow
from .tally import OUTCOMES

LATEST: Final = 50
OUTCOME_WORDS: Final[dict[str, Promise]] = {
    "created": _("Créées"),
    "updated": _("Mises à jour"),
    "same": _("Sans changement"),
    "unchanged": _("Déjà reçues, à l’identique"),
    "pending": _("En attente d’une personne"),
    "rejected": _("Refusées"),
}


@dataclass(frozen=True)
class ColumnView:
    """A column of the file: `name` of its field in the form, the first value that it holds."""

    place: int
    name: str
    header: str
    example: str
    key: str
    is_required: bool


@dataclass(frozen=True)
class CellView:
    """A cell of the preview with what is wrong with it."""

    text: str
    words: tuple[str, ...]
    is_error: bool


@dataclass(frozen=True)
class RowView:
    """A row of the preview. `words`: of the row as a whole."""

    line: int
    cells: tuple[CellView, ...]
    words: tuple[str, ...]


def latest_tables() -> list[TableImport]:
    """The last uploads, newest first."""
    return list(TableImport.objects.order_by("-pk")[:LATEST])


def reading_form(table: TableImport, data: Any) -> ReadingForm:
    """How the file is read, as it is or as somebody says it. Whether it is text is told by how it was read before."""
    seen = _seen(table)
    is_text = seen.table.kind == "csv" if isinstance(seen, Inspected) else True
    sheets = seen.table.sheets if isinstance(seen, Inspected) else ()
    initial: dict[str, Any] = {"kind": table.kind, **table.reading}
    if isinstance(seen, Inspected):
        initial |= {
            "header_line": seen.table.header_line,
            "encoding": seen.table.encoding if seen.table.encoding != "utf-16-le" else "utf-16",
            "separator": seen.table.separator,
            "sheet": seen.table.sheet,
        }
    form = ReadingForm(data, sheets=sheets, is_text=is_text, initial=initial)
    form.seen = seen
    return form


def _seen(table: TableImport) -> Inspected | NotATable:
    try:
        return look_at(table)
    except NotATable as refused:
        return refused


def columns_context(table: TableImport, form: ReadingForm, message: str) -> dict[str, Any]:
    """The page of columns."""
    seen = form.seen
    context: dict[str, Any] = {"table": table, "form": form, "message": message, "is_busy": table.state in BUSY}
    if isinstance(seen, NotATable):
        return {**context, "message": message or file_words(seen), "columns": (), "rows": (), "lacking": ""}
    columns = tuple(_columns(seen))
    return {
        **context,
        "columns": columns,
        "choices": column_choices(seen.kind),
        "rows": tuple(_row(row, seen) for row in seen.sample),
        "lacking": lacking_words(seen.kind, seen.lacking),
        "is_saved": seen.is_saved,
        "faults": sum(1 for row in seen.sample if row.is_rejected),
    }


def _columns(seen: Inspected) -> Any:
    required = {key: column.is_required for key, column in by_key(seen.kind).items()}
    for place, (header, key) in enumerate(zip(seen.table.header, seen.mapping, strict=True)):
        example = next((row.cells[place] for row in seen.sample if row.cells[place].strip()), "")
        yield ColumnView(place, f"column-{place}", header, shown(example), key, required.get(key, False))


def _row(row: ReadRow, seen: Inspected) -> RowView:
    """Problems stand in the cell of their column; what has no cell is said of the row."""
    by_column: dict[str, list[tuple[str, bool]]] = {}
    for one in row.problems:
        key = one.column if one.column in seen.mapping else ""
        by_column.setdefault(key, []).append((cell_words(one), one.is_error))
    cells = tuple(
        CellView(
            shown(text),
            tuple(words for words, _ in by_column.get(key, ()) if key),
            any(is_error for _, is_error in by_column.get(key, ()) if key),
        )
        for text, key in zip(row.cells, seen.mapping, strict=True)
    )
    return RowView(row.line, cells, tuple(words for words, _ in by_column.get("", ())))


def result_context(table: TableImport) -> dict[str, Any]:
    """The page of a run: how far it is, what became of the rows, the first problems in words."""
    outcomes = table.tally.get("outcomes", {})
    labels = {key: str(column.label) for key, column in by_key(table.kind).items()}
    located = sorted(msgspec.convert(table.tally.get("shown", []), list[Located]), key=lambda one: one.line)
    return {
        "table": table,
        "is_busy": table.state in BUSY,
        "is_done": table.state == TableState.DONE,
        "failure": _failure(table),
        "done": sum(outcomes.values()),
        "outcomes": [(OUTCOME_WORDS[name], outcomes[name]) for name in OUTCOMES if outcomes.get(name)],
        "rejected": outcomes.get("rejected", 0),
        "taken": sum(outcomes.values()) - outcomes.get("rejected", 0),
        "problems": [
            (one.line, labels.get(one.problem.column, ""), cell_words(one.problem), one.problem.is_error)
            for one in located
        ],
        "told": sum(table.tally.get("codes", {}).values()),
        "is_resumed": table.attempts > 1,
    }


def _failure(table: TableImport) -> str:
    if not table.failure:
        return ""
    values = {"limit": "", "line": "", "encoding": "", "columns": "", **table.tally.get("detail", {})}
    return str(FILE_WORDS[table.failure]) % values
