"""« À confirmer »: is the declared status still to be believed (D2.5)? Pure; the day comes as an argument.

It never changes what was declared: it only adds its reasons beside it.
"""

from datetime import MAXYEAR, date, timedelta
from enum import StrEnum

from atlas.reference.choices import Status

from .record import PublicProject

VERIFICATION_MONTHS = 24
TRIENNIAL_YEARS = 3


class Doubt(StrEnum):
    """Why an « en cours » should be confirmed."""

    END_PASSED = "end_passed"
    NOT_VERIFIED = "not_verified"
    NEVER_VERIFIED = "never_verified"
    TRIENNIUM_OVER = "triennium_over"


def doubts(project: PublicProject, *, today: date) -> tuple[Doubt, ...]:
    """Every reason that holds on `today`, in the order of D2.5; () for any status but ongoing."""
    if project.status != Status.ONGOING:
        return ()
    found = []
    if (end := last_day(project)) and end < today:
        found.append(Doubt.END_PASSED)
    if project.verified_on is None:
        found.append(Doubt.NEVER_VERIFIED)
    elif _months_between(project.verified_on, today) >= VERIFICATION_MONTHS:
        found.append(Doubt.NOT_VERIFIED)
    if _triennium_is_over(project, today):
        found.append(Doubt.TRIENNIUM_OVER)
    return tuple(found)


def doubtful_from(project: PublicProject) -> date | None:
    """The first day on which `doubts` gives a reason; null when no day will. Every reason that holds once holds on."""
    if project.status != Status.ONGOING:
        return None
    if project.verified_on is None:
        return date.min
    days = [months_after(project.verified_on, VERIFICATION_MONTHS)]
    if (end := last_day(project)) and end < date.max:
        days.append(end + timedelta(days=1))
    if project.start_year is not None and (year := project.start_year + TRIENNIAL_YEARS + 1) <= MAXYEAR:
        days += [first for first in [date(year, 1, 1)] if _triennium_is_over(project, first)]
    return min(days)


def last_day(project: PublicProject) -> date | None:
    """The last day that the sheet may mean: a year alone lasts until its 31 December."""
    return project.end_date or (date(project.end_year, 12, 31) if project.end_year else None)


def _months_between(earlier: date, later: date) -> int:
    """Whole months from one day to the other."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months - (later.day < earlier.day)


def months_after(day: date, months: int) -> date:
    """The first day that is so many whole months later: 1 March when the month has no 29 February."""
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    try:
        return day.replace(year=year, month=month)
    except ValueError:
        return date(year, month + 1, 1)


def _triennium_is_over(project: PublicProject, today: date) -> bool:
    """« Start year + 3 past » and no funding line from that year on: nothing says that it was prolonged."""
    if not project.is_triennial or project.start_year is None:
        return False
    limit = project.start_year + TRIENNIAL_YEARS
    return today.year > limit and all(line.year is None or line.year < limit for line in project.funding)
