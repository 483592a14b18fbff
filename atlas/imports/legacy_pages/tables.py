"""The lines of a table block → its rows (D3.2, D3.3), before anyone reads what they say.

A row is a line of text or a tuple of cells, where the page keeps cells apart (HTML, piped extraction). Captions,
headers, pagination and icon texts go; lines that cannot be rows are kept as unknown (D3.5).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from .labels import LABELS, is_goals_heading, is_header, spelled
from .locate import Section
from .reading import Reading, keep_unknown
from .text import may_be_untranslated

ICON = re.compile(
    r"\s?(?:\?\?\?[\w.]{1,80}\?\?\?|\b(?:commun|menu|pagination)\.[a-z][\w.]{0,80}|\b[Ii]c[oô]ne d['’]une loupe)\s?"
)
_SEPARATOR = re.compile(r"^[|:\s-]*-{3}[|:\s-]*$")
_NUMBERS = re.compile(r"[0-9]+")
_BLANKS = re.compile(" {2,}")


@dataclass(frozen=True)
class Row:
    """``text`` without icons; ``cells`` only where they are certain; ``line`` its 0-based line."""

    text: str
    cells: tuple[str, ...] | None
    line: int


def read_rows(reading: Reading, field: str, *, columns: int, is_row: Callable[[str], bool]) -> tuple[Row, ...]:
    """The rows of a table. ``columns`` as in its header; ``is_row`` tells a row from other text by its words alone."""
    section = reading.sections.get(field)
    if section is None:
        return ()
    keys = reading.page.keys
    blocks, goals = _without_goals(reading, _blocks(reading, section))
    keep_unknown(reading, goals, field)
    if _has_cells(reading, section, blocks):
        rows, others = _by_cells(reading, blocks, columns, is_row)
    elif any(has_icon(reading.page.lines[line]) for block in blocks for line in block):
        rows, others = _by_icons(reading, blocks, is_row)
    else:
        closed = next((line for line in range(section.start, section.end) if _is_pagination(keys[line])), section.end)
        rows, others = _by_words(reading, blocks, closed, is_row)
    for group in others:
        if reading.leaves_out(field, group[-1]):
            continue
        if len(group) == 1:
            rows.append(_text_row(reading, group))
            reading.findings.flag("row_unreadable", field, "a lone line apart from the other rows was taken as a row")
        else:
            keep_unknown(reading, group, field)
    rows.sort(key=lambda row: row.line)
    reading.note(field, [row.line for row in rows])
    return tuple(row for row in rows if row.text)


def _without_goals(reading: Reading, blocks: Iterable[list[int]]) -> tuple[list[list[int]], list[int]]:
    """(blocks above a table of goals, the lines of that table): a G4 page has one, below a table or a theme."""
    kept: list[list[int]] = []
    goals: list[int] = []
    for block in blocks:
        kept.append([])
        for line in block:
            is_goals = goals or is_goals_heading(reading.page.keys[line])
            (goals if is_goals else kept[-1]).append(line)
    return kept, goals


def _blocks(reading: Reading, section: Section) -> Iterator[list[int]]:
    """Lines that may be rows, parted where the page has an empty line."""
    keys = reading.page.keys
    block: list[int] = []
    numbers: set[str] = set()
    in_pages = False
    for line in range(section.start, section.end):
        line_key = keys[line]
        if not line_key:
            yield block
            block = []
        elif in_pages or _is_pagination(line_key):
            numbers |= set(_NUMBERS.findall(line_key))
            in_pages = (in_pages or line_key == "<<") and not line_key.endswith(">>") and len(line_key) < 40
        elif not _is_furniture(reading, line_key, section.field):
            block.append(line)
    yield block
    if len(numbers) > 1:
        pages = f"the table goes on over pages {', '.join(sorted(numbers))}; only one is here"
        reading.findings.flag("rows_missing", section.field, pages)


def _is_pagination(line_key: str) -> bool:
    return line_key.startswith("<<") or line_key.endswith(">>") or "pagination.page." in line_key or line_key == "<"


def _is_furniture(reading: Reading, line_key: str, field: str) -> bool:
    """Captions, headers, rules: nothing that a row could be. A label out of its order is no row either."""
    if line_key[0] in "-|:" and _SEPARATOR.match(line_key):
        return True
    if found := spelled(line_key):
        if LABELS[found[0]].field != field:
            reading.findings.flag("label_repeated", LABELS[found[0]].field, f"the label stands inside {field} too")
        return True
    return is_header(line_key, field)


def _has_cells(reading: Reading, section: Section, blocks: Sequence[Sequence[int]]) -> bool:
    page = reading.page
    if any(line in page.cells for block in blocks for line in block):
        return True
    piped_head = any("|" in line for line in page.keys[section.line : section.start])
    ruled = any(
        "-|" in page.keys[line] and _SEPARATOR.match(page.keys[line])
        for line in range(section.start, min(section.start + 3, section.end))
    )
    return piped_head or ruled


def _by_cells(
    reading: Reading, blocks: Sequence[Sequence[int]], columns: int, is_row: Callable[[str], bool]
) -> tuple[list[Row], list[list[int]]]:
    rows: list[Row] = []
    others: list[list[int]] = []
    in_row = True
    for line in (line for block in blocks for line in block):
        text = reading.page.lines[line]
        if cells := reading.page.cells.get(line) or _piped(text, columns):
            plain = tuple(without_icons(cell) for cell in cells)
            rows.append(Row(" ".join(cell for cell in plain if cell), plain, line))
        elif has_icon(text) or is_row(text):
            rows.append(_text_row(reading, [line]))
        else:
            others += [] if not in_row else [[]]
            others[-1].append(line)
            in_row = False
            continue
        in_row = True
    return rows, others


def without_icons(text: str) -> str:
    """A cell or row without icon texts and untranslated keys (D3.4), outer blanks trimmed."""
    return ICON.sub(" ", text).strip() if has_icon(text) else text.strip()


def has_icon(text: str) -> bool:
    """Whether an icon's text or an untranslated key stands in a row."""
    return ("loupe" in text or may_be_untranslated(text)) and ICON.search(text) is not None


def _piped(line: str, columns: int) -> tuple[str, ...] | None:
    """« a | b | » → ("a", "b"), empty cells kept, filled up to ``columns``."""
    if "|" not in line:
        return None
    cells = [cell.strip() for cell in line.strip().split("|")]
    if not cells[-1]:
        cells.pop()
    if len(cells) > columns and not cells[0]:
        cells.pop(0)
    return tuple(cells + [""] * (columns - len(cells)))


def _by_icons(
    reading: Reading, blocks: Sequence[Sequence[int]], is_row: Callable[[str], bool]
) -> tuple[list[Row], list[list[int]]]:
    """Rows end with an icon. A line without one, right above a row, is its beginning; elsewhere it is no row."""
    rows: list[Row] = []
    others: list[list[int]] = []
    in_row = True
    for block in blocks:
        pending: list[int] = []
        for line in block:
            pending.append(line)
            text = reading.page.lines[line]
            if has_icon(text) or is_row(text):
                rows.append(_text_row(reading, pending))
                pending, in_row = [], True
        if pending:
            others += [] if not in_row else [[]]
            others[-1] += pending
            in_row = False
    return rows, others


def _by_words(
    reading: Reading, blocks: Sequence[Sequence[int]], closed: int, is_row: Callable[[str], bool]
) -> tuple[list[Row], list[list[int]]]:
    """The first block is rows; below an empty line, or below the line ``closed``, a row must look like one."""
    rows: list[Row] = []
    others: list[list[int]] = []
    in_first = in_row = True
    for block in blocks:
        for line in block:
            if (in_first and line < closed) or is_row(reading.page.lines[line]):
                rows.append(_text_row(reading, [line]))
                in_row = True
            elif in_row:
                others.append([line])
                in_row = False
            else:
                others[-1].append(line)
        in_first = in_first and not block
    return rows, others


def _text_row(reading: Reading, indexes: Sequence[int]) -> Row:
    text = " ".join(without_icons(reading.page.lines[line]) for line in indexes)
    return Row(_BLANKS.sub(" ", text) if "  " in text else text, None, indexes[-1])
