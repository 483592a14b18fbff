"""When a new set of files is due, and which old ones stay. Pure: the clock and what there is come as arguments.

The rules are told on the page and in docs/open-data.md.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from atlas.opendata.snapshots.store import Manifest, day_of

REST: Final = timedelta(hours=1)
"""At least so long between two sets of a day: a campaign changes sheets all the time."""

DAYS: Final = 7
"""Days whose last set is kept."""


def is_due(last: Manifest | None, *, now: datetime, today: date, revision: int, recipe: str) -> bool:
    """No set yet, another day (« à confirmer » and the day itself are in the files), or a change that has waited."""
    if last is None or last.day != today:
        return True
    if (last.revision, last.recipe) == (revision, recipe):
        return False
    return now - last.made_at >= REST


def kept(names: Sequence[str]) -> set[str]:
    """Of the sets, oldest first: the newest, the last of each of the last DAYS days, the last of each month's first day
    that has one."""
    if not names:
        return set()
    last_of_day = {day_of(name): name for name in names}
    newest = day_of(names[-1])
    recent = {name for day, name in last_of_day.items() if (newest - day).days < DAYS}
    first_days: dict[tuple[int, int], date] = {}
    for day in sorted(last_of_day):
        first_days.setdefault((day.year, day.month), day)
    return recent | {last_of_day[day] for day in first_days.values()}
