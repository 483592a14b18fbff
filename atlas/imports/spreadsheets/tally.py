"""What a run over a table found, counted, and the file of the rows that it rejected.

Memory does not grow with the table: problems are counted by code and the first ones kept to be shown; the file is
written row by row.
"""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from django.utils.translation import gettext, override

from atlas.ui.formulas import harmless

from .columns import by_key
from .problems import Located, Problem, cell_words, problem
from .rows import ReadRow

MOST_SHOWN: Final = 200
OUTCOMES: Final = ("created", "updated", "same", "unchanged", "pending", "rejected")
"""In the order in which they are told: `same` = nothing new, `unchanged` = this row was received before."""


@dataclass
class Tally:
    """`outcomes` by code of OUTCOMES, `reasons` why rows wait, `codes` of problems, `shown` the first of them."""

    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    shown: list[Located] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Rows whose outcome is known."""
        return self.outcomes.total()

    def note(self, line: int, problems: Sequence[Problem]) -> None:
        """Count and show."""
        self.codes.update(one.code for one in problems)
        room = MOST_SHOWN - len(self.shown)
        self.shown += [Located(line, one) for one in problems[:room]]


class ErrorFile:
    """The rejected rows as they came, with one more column that says what is wrong, in the language of their reader.

    CSV in UTF-8 with a mark; cells that a spreadsheet would compute get an apostrophe, which our own reading takes off.
    """

    def __init__(self, path: Path, header: Sequence[str], separator: str, *, kind: str, language: str = "fr") -> None:
        self._language = language
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file, delimiter=separator or ";")
        with override(language):
            self._labels = {key: str(column.label) for key, column in by_key(kind).items()}
            self._writer.writerow([*map(harmless, header), gettext("Ce qui ne va pas")])

    def add(self, row: ReadRow) -> None:
        """One rejected row."""
        with override(self._language):
            words = [self._words(one) for one in row.problems if one.is_error]
        self._writer.writerow([*map(harmless, row.cells), harmless(" ".join(words))])

    def _words(self, one: Problem) -> str:
        label = self._labels.get(one.column, "")
        return f"{label} : {cell_words(one)}" if label else cell_words(one)

    def close(self) -> None:
        """All rows are in."""
        self._file.close()


@dataclass
class Books:
    """The tally and the file of a run, kept together."""

    tally: Tally
    errors: ErrorFile | None = None

    def reject(self, row: ReadRow) -> None:
        """The row does not go in."""
        self.tally.outcomes["rejected"] += 1
        self.tally.note(row.line, row.problems)
        if self.errors is not None:
            self.errors.add(row)

    def count(self, row: ReadRow, outcome: str, reason: str = "") -> None:
        """The row went on; its warnings are told."""
        self.tally.outcomes[outcome] += 1
        if outcome == "pending":
            self.tally.reasons[reason] += 1
        if row.problems:
            self.tally.note(row.line, row.problems)

    def not_written(self, row: ReadRow, reason: str) -> None:
        """The database refused it."""
        self.reject(row.with_problems(problem("not_written", reason=reason)))
