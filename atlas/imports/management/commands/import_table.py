"""`manage.py import_table FILE… [--kind …] [--commit] [--json]`: tables → contributions and organisations."""

import sys
from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from atlas.imports.legacy_pages import setup
from atlas.imports.models import saved_mappings
from atlas.imports.names import Names
from atlas.imports.pipeline import BATCH
from atlas.imports.spreadsheets.columns import TableKind
from atlas.imports.spreadsheets.inspection import Inspected, demand_columns, inspect, table_of
from atlas.imports.spreadsheets.problems import cell_words, file_words
from atlas.imports.spreadsheets.recognition import NotATable
from atlas.imports.spreadsheets.running import TableRun
from atlas.imports.spreadsheets.tables import Reading
from atlas.imports.spreadsheets.tally import OUTCOMES, Books, ErrorFile, Tally
from atlas.imports.spreadsheets.text_files import ENCODINGS
from atlas.imports.spreadsheets.vocabulary import Vocabulary, load_vocabulary

ACTOR = "import_table"


class Command(BaseCommand):
    help = (
        "Reads tables (CSV, XLSX, ODS, XLS) in any order of columns. Kind, encoding, separator and columns are guessed "
        "unless given. A dry run unless --commit is given. Exit status 1 when a file or a row was refused."
    )
    _options: dict[str, Any]
    _words: Vocabulary
    _names: Names

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--kind", choices=TableKind.values, default="", help="what the rows are")
        parser.add_argument("--commit", action="store_true", help="write; without it nothing is kept")
        parser.add_argument("--json", action="store_true", help="one JSON object a file on standard output")
        parser.add_argument("--encoding", choices=ENCODINGS, default="", help="of text files")
        parser.add_argument("--separator", default="", help="of text files, one sign or \\t")
        parser.add_argument("--sheet", default="", help="of a workbook")
        parser.add_argument("--errors", type=Path, metavar="FOLDER", help="where the rejected rows are written")
        parser.add_argument("--batch", type=int, default=BATCH, metavar="N", help="rows in one transaction")

    def handle(self, *args: Any, paths: list[Path], **options: Any) -> None:
        words, names = load_vocabulary(), setup.names(by=ACTOR, commit=options["commit"])
        self._options, self._words, self._names = options, words, names
        told = [self._file(path) for path in paths]
        if not all(told):
            sys.exit(1)

    def _file(self, path: Path) -> bool:
        """Was all of it taken?"""
        options = self._options
        reading = Reading(options["encoding"], options["separator"].replace("\\t", "\t"), options["sheet"])
        try:
            seen = inspect(path, self._words, reading=reading, kind=options["kind"], saved=saved_mappings())
            demand_columns(seen)
            tally = self._run(path, reading, seen)
        except (NotATable, OSError) as refused:
            message = file_words(refused) if isinstance(refused, NotATable) else str(refused)
            self._tell(path, {"refused": getattr(refused, "code", "unreadable"), "message": message})
            return False
        self._tell(path, _told(seen, tally, committed=options["commit"]))
        return not tally.outcomes["rejected"]

    def _run(self, path: Path, reading: Reading, seen: Inspected) -> Tally:
        options = self._options
        books = Books(Tally())
        if folder := options["errors"]:
            folder.mkdir(parents=True, exist_ok=True)
            books.errors = ErrorFile(
                folder / f"{path.stem}-errors.csv", seen.table.header, seen.table.separator, kind=seen.kind
            )
        bar = tqdm(total=seen.total, unit=" rows", file=sys.stderr, disable=not sys.stderr.isatty())
        with bar, table_of(path, reading) as table:
            run = TableRun(
                table,
                seen.kind,
                seen.mapping,
                self._names,
                self._words,
                books,
                by=ACTOR,
                commit=options["commit"],
                tell=lambda now: _move(bar, now.tally.rows),
                batch_size=options["batch"],
            )
            run.run()
        if books.errors is not None:
            books.errors.close()
        return books.tally

    def _tell(self, path: Path, told: dict[str, Any]) -> None:
        if self._options["json"]:
            self.stdout.write(msgspec.json.encode({"file": path.name, **told}).decode())
        for line in _lines(path, told):
            self.stderr.write(line)


def _move(bar: "tqdm[Any]", rows: int) -> None:
    bar.update(rows - bar.n)


def _told(seen: Inspected, tally: Tally, *, committed: bool) -> dict[str, Any]:
    """The shape of `--json`."""
    table = seen.table
    return {
        "kind": seen.kind,
        "committed": committed,
        "format": table.kind,
        "encoding": table.encoding,
        "separator": table.separator,
        "sheet": table.sheet,
        "header_line": table.header_line,
        "mapping": dict(zip(table.header, seen.mapping, strict=True)),
        "rows": tally.rows,
        "outcomes": {name: tally.outcomes[name] for name in OUTCOMES if tally.outcomes[name]},
        "waiting_because": dict(tally.reasons),
        "problems": dict(tally.codes),
        "first_problems": [
            {
                "line": one.line,
                "column": one.problem.column,
                "code": one.problem.code,
                "message": cell_words(one.problem),
                "rejects": one.problem.is_error,
            }
            for one in tally.shown
        ],
    }


def _lines(path: Path, told: dict[str, Any]) -> list[str]:
    """The same in plain words."""
    if "refused" in told:
        return [f"{path.name}: refused, {told['refused']} — {told['message']}"]
    note = "" if told["committed"] else " (dry run: nothing was written; add --commit)"
    left_out = [name for name, key in told["mapping"].items() if not key]
    return [
        f"{path.name}: {told['rows']} rows read as {told['kind']}{note}",
        *([f"  columns left out: {', '.join(left_out)}"] if left_out else []),
        *(f"  outcome {name}: {count}" for name, count in told["outcomes"].items()),
        *(f"  waiting because {name}: {count}" for name, count in sorted(told["waiting_because"].items())),
        *(f"  problem {name}: {count}" for name, count in sorted(told["problems"].items())),
        *(f"  line {one['line']} {one['column']}: {one['message']}" for one in told["first_problems"][:20]),
    ]
