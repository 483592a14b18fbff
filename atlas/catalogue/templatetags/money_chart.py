"""The bars of a sheet's money as SVG. What they say is decided in `catalogue.money_chart`; the table says it too.

Widths are per cents and texts keep their size, so that one picture serves a telephone and a sheet of paper.
"""

from collections.abc import Iterable, Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString

from atlas.catalogue.money_chart import Bar, Chart, Segment
from atlas.catalogue.words import gettext

register = template.Library()

STEP, TEXT, TOP, THICK = 48, 15, 22, 16
"""Pixels: from one bar to the next, to the line of its text, to its upper edge, its thickness."""


@register.simple_tag
def money_chart(chart: Chart, amounts: str, number: int) -> SafeString:
    """The chart of the amounts of one nature. `number` tells the page's charts apart."""
    words = gettext("Graphique des %(amounts)s ; le tableau suivant donne les mêmes nombres")
    bars = "".join(_bar(bar, place * STEP, number) for place, bar in enumerate(chart.bars))
    return SafeString(
        f'<figure class="sheet-chart"><svg class="sheet-chart__bars" width="100%" height="{len(chart.bars) * STEP}" '
        f'role="img" aria-label="{escape(words % {"amounts": amounts})}">{_patterns(number)}{bars}</svg>'
        f"{_legend(chart.legend, number)}</figure>"
    )


def _bar(bar: Bar, top: int, number: int) -> str:
    segments = "".join(_segment(segment, top + TOP, number) for segment in bar.segments)
    y = top + TEXT
    return (
        f'<text x="0" y="{y}">{escape(bar.label)}</text>{segments}'
        f'<text class="sheet-chart__total" x="100%" y="{y}" text-anchor="end">{escape(bar.total)}</text>'
    )


def _segment(segment: Segment, top: int, number: int) -> str:
    title = f"<title>{escape(segment.label)}</title>" if segment.label else ""
    return (
        f'<rect class="sheet-chart__part" x="{segment.start}%" y="{top}" width="{segment.width}%" height="{THICK}" '
        f'fill="url(#motif-{number}-{segment.pattern})">{title}</rect>'
    )


def _patterns(number: int) -> str:
    """Full, slanted lines, dots, empty: told apart without any colour."""
    full, square = '<rect width="8" height="8"/>', 'width="8" height="8" patternUnits="userSpaceOnUse"'
    marks: Sequence[str] = (
        f'<g class="sheet-chart__ink">{full}</g>',
        f'<g class="sheet-chart__pale">{full}</g><path class="sheet-chart__line" d="M-2 2l4-4M0 8l8-8M6 10l4-4"/>',
        f'<g class="sheet-chart__pale">{full}</g><circle class="sheet-chart__ink" cx="4" cy="4" r="1.800"/>',
        f'<g class="sheet-chart__pale">{full}</g>',
    )
    found = "".join(
        f'<pattern id="motif-{number}-{place}" {square}>{mark}</pattern>' for place, mark in enumerate(marks)
    )
    return f"<defs>{found}</defs>"


def _legend(names: Iterable[str], number: int) -> str:
    items = "".join(
        '<span><svg width="24" height="14" aria-hidden="true"><rect class="sheet-chart__part" width="24" height="14" '
        f'fill="url(#motif-{number}-{place})"/></svg> {escape(name)}</span>'
        for place, name in enumerate(names)
    )
    return f"<figcaption>{items}</figcaption>" if items else ""
