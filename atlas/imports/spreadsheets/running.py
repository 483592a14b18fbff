"""One run over a table, dry or for good: rows are read, screened, and taken in batches of one transaction each.

A row that fails is written to the file of errors and never stops the others. A row that was received before, byte for
byte in the columns that we read, costs a look-up. Killed anywhere, whole batches are in or not; the same run again
takes the rest.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from atlas.contributions.actions import Delivery, Outcome
from atlas.contributions.models import Origin
from atlas.imports.names import Names
from atlas.imports.pipeline import BATCH, Run
from atlas.projects.models import Project, SourceDocument
from atlas.projects.signals import project_changed
from atlas.reference.match import match_key

from . import cells
from .columns import TableKind
from .drafts import read_line, unknown_themes
from .problems import problem
from .registering import Registrar, is_registered
from .resolution import TableRow, codes_in, foreign_names, french_side, packed
from .rows import ReadRow, RowReader, key_of
from .source import RowResolver
from .tables import Table
from .tally import Books
from .vocabulary import Vocabulary

SOURCE: Final = "spreadsheet"
Tell = Callable[[Books], None]


@dataclass
class TableRun:
    """`mapping`: one of our keys for each column. `tell` hears of the tally before each batch."""

    table: Table
    kind: str
    mapping: Sequence[str]
    names: Names
    words: Vocabulary
    books: Books
    by: str
    commit: bool
    tell: Tell | None = None
    batch_size: int = BATCH
    _twins: dict[tuple[int, str, str], int] = field(default_factory=dict)

    def run(self) -> Books:
        """Take every row. Raises NotATable where the file cannot be read on."""
        if is_registered(self.kind):
            registrar = Registrar(self.kind, self.names, self.books, self.by, self.commit)
            for batch in self._batches():
                registrar.take(self._sound(batch))
        else:
            self._contribute()
        return self.books

    def _contribute(self) -> None:
        resolver = RowResolver(self.kind, self.names, self.words, self.by, self.commit)
        run = Run(
            SOURCE,
            resolver,
            by=self.by,
            commit=self.commit,
            each=self._counted,
            not_written=lambda one, reason: self.books.not_written(one.row, reason),
            batch_size=self.batch_size,
        )
        run.over(self._screened())
        if resolver.completed:
            ids = tuple(dict.fromkeys(resolver.completed))
            project_changed.send(sender=Project, project_ids=(), organisation_ids=ids)

    def _counted(self, one: TableRow, _delivery: Delivery, outcome: Outcome) -> None:
        self.books.count(one.row, outcome.kind, outcome.reason)

    def _batches(self) -> Iterator[list[ReadRow]]:
        reader = RowReader(self.kind, self.mapping, self.words)
        batch: list[ReadRow] = []
        for line, row in self.table.rows():
            batch.append(reader.read(line, row))
            if len(batch) == self.batch_size:
                yield self._told(batch)
                batch = []
        yield self._told(batch)

    def _told(self, batch: list[ReadRow]) -> list[ReadRow]:
        if self.tell is not None:
            self.tell(self.books)
        return batch

    def _sound(self, batch: Sequence[ReadRow]) -> list[ReadRow]:
        """The rows of a batch without an error; the others are rejected."""
        for row in batch:
            if row.is_rejected:
                self.books.reject(row)
        return [row for row in batch if not row.is_rejected]

    def _screened(self) -> Iterator[TableRow]:
        """Rows that may go in and were not received before."""
        for batch in self._batches():
            keyed = [(row, key_of(row, self.kind), packed(row)) for row in self._sound(batch)]
            before = _received([key for _, key, _ in keyed])
            codes = codes_in(row for row, _, _ in keyed)
            for row, key, kept in keyed:
                if (key, kept.content_hash) in before:
                    self.books.count(row, "unchanged")
                    continue
                resolved, french = french_side(row, self.kind, self.names, codes)
                one = TableRow(self._more(resolved), key, kept, french)
                one = self._once(one)
                if one.row.is_rejected:
                    self.books.reject(one.row)
                else:
                    yield one

    def _more(self, row: ReadRow) -> ReadRow:
        """What needs the vocabulary: themes, lines of funding."""
        found = [problem("theme_unknown", key, text, is_error=False) for key, text in unknown_themes(row, self.words)]
        for line in row.texts.get("funding", "").splitlines():
            try:
                read_line(line.strip(), {}, self.words) if line.strip() else None
            except cells.Unreadable as unreadable:
                found.append(problem(unreadable.code, "funding", line))
        return row.with_problems(*found) if found else row

    def _once(self, one: TableRow) -> TableRow:
        """A twinning stands once in a list, however its towns are written."""
        if self.kind != TableKind.TWINNING or one.row.is_rejected or not one.french:
            return one
        ((name, country),) = foreign_names(one.row)
        key = (one.french[0].organisation_id or 0, match_key(name), country or "")
        first = self._twins.setdefault(key, one.row.line)
        if first == one.row.line:
            return one
        return TableRow(one.row.with_problems(problem("same_row", line=str(first))), one.key, one.packed, one.french)


def _received(keys: Sequence[str]) -> set[tuple[str, str]]:
    found = SourceDocument.objects.filter(kind=Origin.SPREADSHEET, key__in=keys)
    return set(found.values_list("key", "content_hash"))
