"""One nature of amounts as bars: a bar a year (or a funder when there is one year only), a segment a funder. Pure.

The table beside it says the same numbers; the chart shows who carries which part of which year. A segment is told by
its pattern as well as its colour. Amounts of different natures never share a bar (D2.3).
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

import msgspec

from atlas.ui.formats import euros

from .record import PublicFunding
from .words import gettext

TOLD_APART = 3
"""Funders that have a pattern of their own; all others share the last one."""


class Segment(msgspec.Struct, frozen=True):
    """A part of a bar, in per cent of the longest bar, as texts. `pattern`: 0 to `TOLD_APART`."""

    start: str
    width: str
    pattern: int
    label: str


class Bar(msgspec.Struct, frozen=True):
    label: str
    total: str
    segments: tuple[Segment, ...]


class Chart(msgspec.Struct, frozen=True):
    """`legend`: names by pattern, () when each bar is one funder and says its name."""

    bars: tuple[Bar, ...]
    legend: tuple[str, ...]


def chart_of(lines: Iterable[PublicFunding], language: str) -> Chart | None:
    """The chart of lines of one nature; None when there are not two amounts above zero to compare."""
    known = [(line, line.amount) for line in lines if line.amount is not None and line.amount > 0]
    if len(known) < 2:
        return None
    totals: dict[str, Decimal] = {}
    by_year: dict[int | None, dict[str, Decimal]] = {}
    for line, amount in known:
        totals[line.funder] = totals.get(line.funder, Decimal()) + amount
        year = by_year.setdefault(line.year, {})
        year[line.funder] = year.get(line.funder, Decimal()) + amount
    ranked = sorted(totals, key=lambda funder: (-totals[funder], funder))
    if len(by_year) == 1:
        return _of_funders(ranked, totals, language) if len(ranked) > 1 else None
    return _of_years(ranked, by_year, language)


def _of_funders(ranked: Sequence[str], totals: dict[str, Decimal], language: str) -> Chart:
    longest = totals[ranked[0]]
    bars = (
        Bar(one, euros(totals[one], language), (_segment(Decimal(), totals[one], longest, 0, ""),)) for one in ranked
    )
    return Chart(tuple(bars), ())


def _of_years(ranked: Sequence[str], by_year: dict[int | None, dict[str, Decimal]], language: str) -> Chart:
    patterns = {funder: min(place, TOLD_APART) for place, funder in enumerate(ranked)}
    longest = max(sum(year.values(), Decimal()) for year in by_year.values())
    bars = tuple(
        _bar(_year_words(year), by_year[year], patterns, longest, language)
        for year in sorted(by_year, key=lambda year: (year is None, year))
    )
    others = (gettext("Autres financeurs"),) if len(ranked) > TOLD_APART + 1 else tuple(ranked[TOLD_APART:])
    return Chart(bars, (*ranked[:TOLD_APART], *others))


def _year_words(year: int | None) -> str:
    return str(year) if year else gettext("Année non précisée")


def _bar(label: str, year: dict[str, Decimal], patterns: dict[str, int], longest: Decimal, language: str) -> Bar:
    """The funders in the order of their patterns, end to end."""
    segments, start = [], Decimal()
    for funder in sorted(year, key=lambda one: (patterns[one], one)):
        words = f"{funder} – {euros(year[funder], language)}"
        segments.append(_segment(start, year[funder], longest, patterns[funder], words))
        start += year[funder]
    return Bar(label, euros(start, language), tuple(segments))


def _segment(start: Decimal, amount: Decimal, longest: Decimal, pattern: int, label: str) -> Segment:
    return Segment(f"{100 * start / longest:.2f}", f"{100 * amount / longest:.2f}", pattern, label)
