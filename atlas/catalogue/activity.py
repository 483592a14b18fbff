"""When a project was active, from its dates and from its versions (D10.3, ADR 14). Pure.

Says what the register knows today about a day, not what it said on that day. Not for doubts about a declared status:
see `confirmation`.
"""

from datetime import date
from zoneinfo import ZoneInfo

from atlas.reference.choices import Status

from .confirmation import last_day
from .record import PublicProject

PARIS = ZoneInfo("Europe/Paris")
OVER = frozenset({Status.COMPLETED.value, Status.CANCELLED.value})


def begun_in(project: PublicProject) -> int | None:
    """The first year in which the project had begun for certain; null for one still planned without a start year.

    Without a start year: the year of its first convention, else the one in which its sheet was first known here.
    """
    if project.start_year is not None:
        return project.start_year
    if project.status == Status.PLANNED:
        return None
    return project.first_convention_year or project.created_at.year


def over_on(project: PublicProject) -> date | None:
    """The first day on which the project was over; null while it is not.

    A completed project is over on its end date. Without one, and for a cancelled project, it is the day of the version
    that declared it, if an earlier version said otherwise; else nobody knows when, and it counts on no day.
    """
    if project.status not in OVER:
        return None
    end = last_day(project) if project.status == Status.COMPLETED else None
    return end or _declared_on(project) or date.min


def _declared_on(project: PublicProject) -> date | None:
    """The day of the last version that changed the declared status; the first version changed nothing."""
    days = [
        one.at.astimezone(PARIS).date() for one in project.history_lines if one.number > 1 and "status" in one.changed
    ]
    return days[-1] if days else None
