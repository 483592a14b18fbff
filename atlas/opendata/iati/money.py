"""Amounts: a budget a year, a transaction a funding line (D11.4). Pure. The 1 % amounts are never added (D2.3)."""

from collections import defaultdict
from decimal import Decimal
from functools import lru_cache
from typing import Final

from atlas.opendata.iati.context import Context
from atlas.opendata.iati.fields import Line, Record
from atlas.opendata.iati.organisations import GRANTED, organisation_type
from atlas.opendata.iati.xml import element, empty, narrative
from atlas.reference.choices import Nature
from atlas.reference.kinds import Kind

_INCOMING_FUNDS, _COMMITMENT, _DISBURSEMENT, _INCOMING_COMMITMENT = "1", "2", "3", "11"
_OF_STATE: Final[dict[str, str]] = {
    Nature.DECLARED: _INCOMING_COMMITMENT,
    Nature.GRANTED: _COMMITMENT,
    Nature.COMMITTED: _COMMITMENT,
    Nature.PAID: _DISBURSEMENT,
}
_OF_OTHERS: Final[dict[str, str]] = {
    Nature.DECLARED: _INCOMING_COMMITMENT,
    Nature.GRANTED: _INCOMING_COMMITMENT,
    Nature.COMMITTED: _INCOMING_COMMITMENT,
    Nature.PAID: _INCOMING_FUNDS,
}
"""What a planned amount would be, IATI has no transaction for."""


def budgets(record: Record, context: Context) -> str:
    """One a year: the sum of its lines; indicative unless each was granted."""
    years: dict[int, list[Line]] = defaultdict(list)
    for line in record.funding:
        if line.amount is not None and line.year and line.year <= 9999:
            years[line.year].append(line)
    return "".join(_budget(year, years[year]) for year in sorted(years))


def _budget(year: int, lines: list[Line]) -> str:
    total = sum((Decimal(line.amount or 0) for line in lines), Decimal(0))
    is_granted = all(line.nature in GRANTED for line in lines)
    return f"{_period(year, is_granted)}{total:f}</value></budget>"


@lru_cache(maxsize=1_024)
def _period(year: int, is_granted: bool) -> str:
    """A budget up to its amount. Kept, as what follows: the same for many lines."""
    start, end = f"{year:04}-01-01", f"{year:04}-12-31"
    return (
        f'<budget type="1" status="{2 if is_granted else 1}">'
        + empty("period-start", iso_date=start)
        + empty("period-end", iso_date=end)
        + f'<value currency="EUR" value-date="{start}">'
    )


def transactions(record: Record, context: Context) -> str:
    """One a line of a year that is over: no date lies in the future."""
    last = context.today.year - 1
    return "".join(_transaction(line) for line in record.funding if line.amount and line.year and line.year <= last)


def _transaction(line: Line) -> str:
    kind = (_OF_STATE if line.kind == Kind.STATE else _OF_OTHERS).get(line.nature)
    if kind is None:
        return ""
    beginning = _beginning(kind, line.nature, line.year or 0)
    return f"{beginning}{line.amount}</value>{_provider(line.funder, organisation_type(line))}</transaction>"


@lru_cache(maxsize=4_096)
def _beginning(kind: str, nature: str, year: int) -> str:
    """A transaction up to its amount, dated by the end of its year. `atlas:field`: the nature of the amount."""
    day = f"{year:04}-12-31"
    return (
        f'<transaction atlas:field="{nature}">'
        + empty("transaction-type", code=kind)
        + empty("transaction-date", iso_date=day)
        + f'<value currency="EUR" value-date="{day}">'
    )


@lru_cache(maxsize=16_384)
def _provider(name: str, kind: str | None) -> str:
    return element("provider-org", narrative(name), type=kind)
