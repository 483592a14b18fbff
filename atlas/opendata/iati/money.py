"""Amounts: a budget a year, a transaction a funding line (D11.4). Pure. The 1 % amounts are never added (D2.3)."""

from collections import defaultdict
from decimal import Decimal
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
    start, end = f"{year:04}-01-01", f"{year:04}-12-31"
    total = sum((Decimal(line.amount or 0) for line in lines), Decimal(0))
    is_granted = all(line.nature in GRANTED for line in lines)
    return element(
        "budget",
        empty("period-start", iso_date=start)
        + empty("period-end", iso_date=end)
        + element("value", f"{total:f}", currency="EUR", value_date=start),
        type="1",
        status="2" if is_granted else "1",
    )


def transactions(record: Record, context: Context) -> str:
    """One a line of a year that is over: no date lies in the future."""
    last = context.today.year - 1
    return "".join(_transaction(line) for line in record.funding if line.amount and line.year and line.year <= last)


def _transaction(line: Line) -> str:
    """Dated by the end of its year. `atlas:field`: the nature of the amount."""
    kind = (_OF_STATE if line.kind == Kind.STATE else _OF_OTHERS).get(line.nature)
    if kind is None:
        return ""
    day = f"{line.year:04}-12-31"
    return element(
        "transaction",
        empty("transaction-type", code=kind)
        + empty("transaction-date", iso_date=day)
        + element("value", line.amount or "", currency="EUR", value_date=day)
        + element("provider-org", narrative(line.funder), type=organisation_type(line)),
        field=line.nature,
    )
