"""A workbook as lines of JSON: read once, in a process of its own whose memory and time are limited.

A few kilobytes of a workbook can ask for gigabytes (an archive that lies about its sizes, two cells at the far corners
of a sheet). What asks for too much kills this process and nothing else; whoever imports then streams the lines.
The program (`python -m atlas.imports.spreadsheets.unpacking FILE OUT SHEET`) knows no Django.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

import python_calamine as calamine

from atlas.imports.spreadsheets.recognition import MOST_COLUMNS, NotATable

MOST_MEMORY: Final = 1536 * 1024**2
MOST_SECONDS: Final = 120
MOST_SHEETS: Final = 20
TOP: Final = 20
_REFUSED: Final = {3: "password", 4: "broken", 5: "too_wide", 6: "sheet_unknown", 7: "no_rows"}
"""Exit status → code of NotATable; any other end of the program means that it hit a limit."""
ROOT: Final = Path(__file__).resolve().parents[3]


def unpack(path: Path, out: Path, sheet: str = "") -> None:
    """Write the sheet (the longest, unless one is named) as lines to `out`. Raises NotATable.

    The first line: `{"sheets": [...], "sheet": name, "tops": {name: first rows}}`; then `[line number, [cell, …]]` for
    each row that is not empty.
    """
    command = [sys.executable, "-m", "atlas.imports.spreadsheets.unpacking", str(path), str(out), sheet]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=MOST_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise NotATable("bomb", limit=MOST_MEMORY // 1024**2) from error
    if done.returncode in _REFUSED:
        raise NotATable(_REFUSED[done.returncode], limit=MOST_COLUMNS)
    if done.returncode:
        raise NotATable("bomb", limit=MOST_MEMORY // 1024**2)


def main(path: str, out: str, sheet: str) -> int:
    """The exit status."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        return _write(path, out, sheet)
    except calamine.PasswordError:
        return 3
    except (calamine.CalamineError, OSError, ValueError):
        return 4


def _write(path: str, out: str, sheet: str) -> int:
    with calamine.load_workbook(path) as book, Path(out).open("w", encoding="utf-8") as lines:
        names = [one.name for one in book.sheets_metadata if one.typ == calamine.SheetTypeEnum.WorkSheet]
        if sheet and sheet not in names:
            return 6
        chosen = book.get_sheet_by_name(sheet) if sheet else _longest(book, names)
        if chosen is None or chosen.start is None:
            return 7
        if (chosen.end or (0, 0))[1] >= MOST_COLUMNS:
            return 5
        tops = {} if sheet else {name: _top(book.get_sheet_by_name(name)) for name in names[:MOST_SHEETS]}
        lines.write(json.dumps({"sheets": names, "sheet": chosen.name, "tops": tops}) + "\n")
        lines.writelines(f"{json.dumps(row)}\n" for row in _rows(chosen))
    return 0


def _top(sheet: calamine.CalamineSheet) -> list[list[str]]:
    """The first rows, for who knows the names of columns."""
    return [cells for _, cells in islice(_rows(sheet), TOP)] if sheet.start is not None else []


def _longest(book: calamine.CalamineWorkbook, names: list[str]) -> calamine.CalamineSheet | None:
    sheets = (book.get_sheet_by_name(name) for name in names)
    return max(sheets, key=lambda one: one.total_height, default=None)


def _rows(sheet: calamine.CalamineSheet) -> Iterator[tuple[int, list[str]]]:
    """With their numbers in the sheet; empty ones are left out."""
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [text_of(cell) for cell in row]
        if any(cells):
            yield number, cells


def text_of(cell: Any) -> str:
    """A typed cell as people would have typed it: whole numbers without « .0 », days in ISO 8601."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return (cell.date() if cell.time() == time() else cell).isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta | int) else ""


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
