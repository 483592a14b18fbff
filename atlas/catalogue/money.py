"""Funding lines → the tables of a sheet: funder × year, one table a nature (D2.3). Pure but for the reader's language.

Only `amount` is summed, and only within one nature. The 1 % amounts stand apart, in the columns of the old Atlas while
nobody has confirmed what these mean, and are never added. A typed 0 stays 0, a blank stays blank.
"""

from collections.abc import Iterable
from decimal import Decimal

import msgspec
from django.utils.translation import gettext_lazy as _

from atlas.reference.choices import Nature
from atlas.reference.kinds import BUCKETS, Kind
from atlas.ui.formats import euros, percent

from .money_chart import Chart, chart_of
from .record import PublicFunding
from .wording import AMOUNTS, label_of
from .words import gettext

NO_LINE = "–"
# What is nearest to money spent comes first.
NATURES = (Nature.PAID, Nature.COMMITTED, Nature.GRANTED, Nature.PLANNED, Nature.DECLARED)
PERCENT_COLUMNS = (
    _("Eau, confirmé"),
    _("Déchets, confirmé"),
    _("Énergie, confirmé"),
    _("Colonne 1 de l’ancien Atlas, non confirmée"),
    _("Colonne 2 de l’ancien Atlas, non confirmée"),
    _("Colonne 3 de l’ancien Atlas, non confirmée"),
    _("Colonne perdue, non confirmée"),
)


class Funder(msgspec.Struct, frozen=True):
    """Who pays: `name` of today; `note`: the name on the sheet when it differs, or that the sheet names nobody."""

    name: str
    note: str


class FundingRow(msgspec.Struct, frozen=True):
    """One funder: a text a year (« – » = no line), and its total in this nature ('' when no amount is known)."""

    funder: Funder
    cells: tuple[str, ...]
    total: str


class FundingTable(msgspec.Struct, frozen=True):
    """The amounts of one nature, in euros. `state_share` and `state_amount` are '' when nothing can be said.

    `scope` ends the sentence that begins with the total; a single year needs no column of totals.
    """

    nature: str
    amounts: str
    scope: str
    has_total_column: bool
    years: tuple[str, ...]
    rows: tuple[FundingRow, ...]
    year_totals: tuple[str, ...]
    total: str
    state_amount: str
    state_share: str
    chart: Chart | None


class PercentRow(msgspec.Struct, frozen=True):
    """The 1 % amounts of one line, one text a shown column."""

    funder: Funder
    year: str
    cells: tuple[str, ...]


class Funding(msgspec.Struct, frozen=True):
    """What a sheet says of money. `percent_columns` are the headings that have at least one value."""

    tables: tuple[FundingTable, ...]
    percent_caption: str
    percent_columns: tuple[str, ...]
    percent_rows: tuple[PercentRow, ...]
    has_unconfirmed: bool


def funding_of(lines: Iterable[PublicFunding], language: str) -> Funding:
    """Every table of a sheet, written for a reader of `language`; all empty when there is no line."""
    lines = tuple(lines)
    columns, rows = _percents(lines, language)
    return Funding(
        tables=tuple(
            _table(nature, of, language)
            for nature in NATURES
            if (of := [line for line in lines if line.nature == nature])
        ),
        percent_caption=gettext("Montants « 1 % » déclarés, en euros, sans total"),
        percent_columns=columns,
        percent_rows=rows,
        has_unconfirmed=any(line.pct_unplaced or any(value is not None for value in line.pct) for line in lines),
    )


def _table(nature: Nature, lines: list[PublicFunding], language: str) -> FundingTable:
    years = sorted({line.year for line in lines}, key=lambda year: (year is None, year))
    total = _sum(lines)
    state = _sum(line for line in lines if line.kind == Kind.STATE)
    return FundingTable(
        nature=label_of(Nature, nature),
        amounts=str(AMOUNTS[nature]),
        scope=_scope(nature, [year for year in years if year]),
        has_total_column=len(years) > 1,
        years=tuple(str(year or gettext("Année non précisée")) for year in years),
        rows=tuple(_row(row, years, language) for row in sorted(_grouped(lines), key=_largest_first)),
        year_totals=tuple(_text(_sum(line for line in lines if line.year == year), language) for year in years),
        total=_text(total, language),
        state_amount=_text(state, language),
        state_share=percent(state, total, language) if state is not None and total else "",
        chart=chart_of(lines, language),
    )


def _scope(nature: Nature, years: list[int]) -> str:
    """« de 2019 à 2021, montants déclarés »."""
    words = {"amounts": AMOUNTS[nature], "first": years[0] if years else "", "last": years[-1] if years else ""}
    if not years:
        return gettext("au total, %(amounts)s") % words
    if years[0] == years[-1]:
        return gettext("en %(first)s, %(amounts)s") % words
    return gettext("de %(first)s à %(last)s, %(amounts)s") % words


def _sum(lines: Iterable[PublicFunding]) -> Decimal | None:
    """Sum of the known amounts; None when none is known: nothing is not zero."""
    amounts = [line.amount for line in lines if line.amount is not None]
    return sum(amounts, Decimal()) if amounts else None


def _text(amount: Decimal | None, language: str) -> str:
    return "" if amount is None else euros(amount, language)


def _grouped(lines: Iterable[PublicFunding]) -> list[dict[int | None, PublicFunding]]:
    """One {year: line} a funder; a second line of the same funder and year opens a second row, so none is hidden."""
    rows: dict[tuple[object, int], dict[int | None, PublicFunding]] = {}
    for line in lines:
        key = line.id or line.funder
        nth = 0
        while line.year in rows.setdefault((key, nth), {}):
            nth += 1
        rows[key, nth][line.year] = line
    return list(rows.values())


def _largest_first(row: dict[int | None, PublicFunding]) -> Decimal:
    total = _sum(row.values())
    return Decimal(1) if total is None else -total


def _row(row: dict[int | None, PublicFunding], years: list[int | None], language: str) -> FundingRow:
    first = next(iter(row.values()))
    cells = tuple(_cell(row.get(year), language) for year in years)
    return FundingRow(_funder(first), cells, _text(_sum(row.values()), language))


def _cell(line: PublicFunding | None, language: str) -> str:
    if line is None:
        return NO_LINE
    return gettext("non renseigné") if line.amount is None else euros(line.amount, language)


def _funder(line: PublicFunding) -> Funder:
    if line.kind in BUCKETS:
        return Funder(line.funder, gettext("non nommé sur la fiche"))
    return Funder(line.funder, gettext("« %(name)s »") % {"name": line.declared} if line.declared else "")


def _percents(lines: Iterable[PublicFunding], language: str) -> tuple[tuple[str, ...], tuple[PercentRow, ...]]:
    """Headings and rows of the 1 % amounts, without the columns and lines that hold none."""
    found = [(line, values) for line in lines if any(values := _percent_values(line, language))]
    shown = [index for index in range(len(PERCENT_COLUMNS)) if any(values[index] for _line, values in found)]
    rows = (
        PercentRow(_funder(line), str(line.year or ""), tuple(values[index] or NO_LINE for index in shown))
        for line, values in found
    )
    return tuple(str(PERCENT_COLUMNS[index]) for index in shown), tuple(rows)


def _percent_values(line: PublicFunding, language: str) -> tuple[str, ...]:
    """Texts in the order of `PERCENT_COLUMNS`; '' = blank. Amounts without column are listed, not added."""
    columns = (*line.pct, None, None, None)[:3]
    known = (line.pct_water, line.pct_waste, line.pct_energy, *columns)
    return (
        *(_text(value, language) for value in known),
        " · ".join(euros(value, language) for value in line.pct_unplaced),
    )
