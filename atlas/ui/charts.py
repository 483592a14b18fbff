"""Charts as server-side SVG: bars, columns, stacked columns. Pure; the caller shows the same numbers as a table.

No script, no style of its own: presentation attributes draw the downloaded file, classes of charts.css the page, in
light and dark. Lengths are percentages and letters keep their size, so that a chart reads at 320 px as at 1,200. Series
differ by their pattern and not by colour alone. Not for maps, and knows no feature.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from math import floor, log10
from textwrap import wrap
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString

from atlas.ui.formats import SPACE, euros, number, percent, short_euros

LINE: Final = 18  # height of a line of text
LETTER: Final = 14
_THICK: Final = 16  # of a bar
_GAP: Final = 12
_LABEL: Final = 36  # characters of a line of a label: 288 px hold them
_PLOT: Final = 200  # height of columns
_MOST_LABELS: Final = 8  # under columns: the years that 288 px hold
_FILE_WIDTH: Final = 760
_MARGIN: Final = 16
_INK, _BLUE, _PAPER, _GREY = "#161616", "#000091", "#ffffff", "#929292"


class Unit(Enum):
    """What values are."""

    NUMBER = "number"
    EUROS = "euros"
    PERCENT = "percent"


Value = int | Decimal

_LONGEST: Final = {Unit.NUMBER: 74.0, Unit.PERCENT: 74.0, Unit.EUROS: 46.0}
"""Share of the width that the longest bar takes: its words stand behind it."""


_AXIS: Final = {Unit.NUMBER: 13.0, Unit.PERCENT: 13.0, Unit.EUROS: 19.0}
"""Share of the width for what stands beside the axis."""


def written(value: Value, unit: Unit, language: str) -> str:
    """A value in words: « 12 725 », « 380 272 € », « 24,5 % »."""
    if unit is Unit.EUROS:
        return euros(value, language)
    return percent(value, 100, language) if unit is Unit.PERCENT else number(value, language)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its words."""

    label: str
    value: Value


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a value a series, stacked from below."""

    label: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What every chart says. `name` makes ids unique on a page; `description` is for who cannot see the drawing.

    `notes`: lines under the chart, only in a file, which travels alone.
    """

    name: str
    title: str
    description: str
    language: str
    unit: Unit = Unit.NUMBER
    notes: tuple[str, ...] = ()
    is_file: bool = False


def bars(frame: Frame, rows: Sequence[Bar]) -> SafeString:
    """Horizontal bars, one a row, in the order given: label above, number behind."""
    greatest = max((row.value for row in rows), default=0) or 1
    parts: list[str] = []
    y = 0
    for row in rows:
        for line in wrap(row.label, _LABEL) or [""]:
            y += LINE
            parts.append(_text("0", y, line))
        width = max(float(row.value / greatest) * _LONGEST[frame.unit], 0.3 if row.value else 0.0)
        words = written(row.value, frame.unit, frame.language)
        parts.append(_rect(("0", f"{width:.2f}%"), (y + 6, _THICK), 0, frame))
        parts.append(_text(f"{width:.2f}%", y + 6 + _THICK - 3, words, dx=6, is_strong=True))
        y += 6 + _THICK + _GAP
    return _svg(frame, parts, y)


def columns(frame: Frame, rows: Sequence[Column], series: Sequence[str] = ()) -> SafeString:
    """Vertical columns in the order given, stacked when there are several series, with a scale and a legend."""
    sums = [sum(row.values) for row in rows]
    top = 100 if frame.unit is Unit.PERCENT else _round_up(max(sums, default=0) or 1)
    axis = _AXIS[frame.unit]
    head = LINE * len(series) + 8 if len(series) > 1 else 8
    parts = [*_legend(frame, series)] if len(series) > 1 else []
    for step in range(5):
        y = head + LINE + _PLOT - _PLOT * step // 4
        parts.append(f'<line class="atlas-chart__grid" x1="{axis}%" x2="100%" y1="{y}" y2="{y}" stroke="{_GREY}"/>')
        parts.append(_text(f"{axis - 1}%", y + 5, _on_axis(top * step // 4, frame), anchor="end"))
    step_width = (100 - axis) / max(len(rows), 1)
    every = next((step for step in (1, 2, 5, 10, 20, 50) if step * _MOST_LABELS >= len(rows)), 100)
    for place, row in enumerate(rows):
        x = axis + place * step_width
        floor_y = float(head + LINE + _PLOT)
        for order, value in enumerate(row.values):
            height = float(value) * _PLOT / top
            floor_y -= height
            if value:
                across = f"{x + step_width * 0.1:.2f}%", f"{step_width * 0.8:.2f}%"
                parts.append(_rect(across, (floor_y, height), order, frame))
        if (int(row.label) if row.label.isdecimal() else place) % every == 0:
            parts.append(_text(f"{x + step_width / 2:.2f}%", head + _PLOT + 2 * LINE + 2, row.label, anchor="middle"))
    return _svg(frame, parts, head + _PLOT + 3 * LINE)


def _legend(frame: Frame, series: Sequence[str]) -> Iterator[str]:
    for order, words in enumerate(series):
        y = LINE * order
        yield _rect(("0", "14"), (y + 3, 12), order, frame)
        yield _text("22", y + LINE - 4, words)


def _on_axis(value: int, frame: Frame) -> str:
    """Beside the axis, where 40 to 55 px must do: amounts in thousands, millions or billions."""
    if frame.unit is Unit.EUROS:
        return short_euros(value, frame.language)
    words = number(value, frame.language)
    return words if frame.unit is Unit.NUMBER else f"{words}%" if frame.language == "en" else f"{words}{SPACE}%"


def _round_up(value: Value) -> int:
    """The next number that four even steps divide well: 4, 8, 20, 40, 80, 200…"""
    power = int(10 ** max(floor(log10(value)) - 1, 0))
    return next(step * power for step in (4, 8, 12, 16, 20, 24, 32, 40, 60, 80, 100, 200) if step * power >= value)


def _rect(across: tuple[str, str], down: tuple[float, float], order: int, frame: Frame) -> str:
    """A part of series `order`, from where and how long across and down: the first is plain, others are hatched."""
    (x, width), (y, height) = across, down
    fill = _BLUE if order == 0 else f"url(#{frame.name}-hatch)"
    return (
        f'<rect class="atlas-chart__part{order}" x="{x}" y="{y:.1f}" width="{width}" height="{max(height, 0):.1f}"'
        f' fill="{fill}" stroke="{_BLUE}"/>'
    )


_NO_CHARACTERS = {0xFFFE: None, 0xFFFF: None}
"""XML allows neither, and neither means anything."""


def _escaped(words: object) -> str:
    return escape(str(words).translate(_NO_CHARACTERS))


def _text(x: str, y: float, words: str, *, anchor: str = "", dx: int = 0, is_strong: bool = False) -> str:
    extra = (f' text-anchor="{anchor}"' if anchor else "") + (f' dx="{dx}"' if dx else "")
    weight = ' font-weight="700"' if is_strong else ""
    return f'<text x="{x}" y="{y:.0f}"{extra}{weight}>{_escaped(words)}</text>'


def _svg(frame: Frame, parts: Sequence[str], height: int) -> SafeString:
    """The drawing with its name and description; a file also shows its title and notes."""
    name, body, width = _escaped(frame.name), "".join(parts), "100%"
    if frame.is_file:
        body, height, width = *_framed(frame, body, height), str(_FILE_WIDTH)
    return SafeString(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="atlas-chart" width="{width}" height="{height}" role="img"'
        f' aria-labelledby="{name}-title {name}-desc" font-family="system-ui, Arial, sans-serif" font-size="{LETTER}"'
        f' fill="{_INK}"><title id="{name}-title">{_escaped(frame.title)}</title>'
        f'<desc id="{name}-desc">{_escaped(frame.description)}</desc>'
        f'<defs><pattern id="{name}-hatch" width="6" height="6" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><rect class="atlas-chart__paper" width="6" height="6" fill="{_PAPER}"/>'
        f'<rect class="atlas-chart__hatch" width="2.5" height="6" fill="{_BLUE}"/></pattern></defs>{body}</svg>'
    )


def _framed(frame: Frame, body: str, height: int) -> tuple[str, int]:
    """A drawing that travels alone: on paper, its title above, its notes below; and how high that is."""
    title = wrap(frame.title, 80)
    notes = [line for note in frame.notes for line in wrap(note, 95)]
    top = _MARGIN + LINE * (len(title) + 1)
    parts = [
        f'<rect width="100%" height="100%" fill="{_PAPER}"/><svg x="{_MARGIN}" width="{_FILE_WIDTH - 2 * _MARGIN}">',
        *(_text("0", _MARGIN + LINE * place, line, is_strong=True) for place, line in enumerate(title, start=1)),
        f'<svg y="{top}" width="100%" height="{height}">{body}</svg>',
        *(_text("0", top + height + LINE * place, line) for place, line in enumerate(notes, start=1)),
        "</svg>",
    ]
    return "".join(parts), top + height + LINE * len(notes) + _MARGIN
