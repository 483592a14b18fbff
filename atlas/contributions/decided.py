"""What people decided, week by week: of contributions and of doubtful values. What rules decide is not counted."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncWeek

from .models import Contribution, Proposal

PERSON: Final = "user:"
"""How the actors begin that are persons."""


def decided_contributions(since: datetime, until: datetime) -> QuerySet[Contribution]:
    """Accepted, refused, sent back or undone by a person, the last decision first."""
    found = Contribution.objects.filter(decided_by__startswith=PERSON, decided_at__gte=since, decided_at__lt=until)
    return found.order_by("-decided_at", "-pk")


def decided_values(since: datetime, until: datetime) -> QuerySet[Proposal]:
    """Doubtful values of imports that a person took or left, the last decision first."""
    found = Proposal.objects.filter(decided_by__startswith=PERSON, decided_at__gte=since, decided_at__lt=until)
    return found.order_by("-decided_at", "-pk")


def contributions_a_week(since: datetime, until: datetime) -> Mapping[tuple[date, str], int]:
    """(Monday in Paris, state) → how many. One query."""
    weeks = decided_contributions(since, until).order_by().annotate(week=TruncWeek("decided_at"))
    rows = weeks.values_list("week", "state").annotate(number=Count("pk"))
    return {(week.date(), state): number for week, state, number in rows}


def values_a_week(since: datetime, until: datetime) -> Mapping[date, int]:
    """Monday in Paris → how many. One query."""
    weeks = decided_values(since, until).order_by().annotate(week=TruncWeek("decided_at"))
    return {week.date(): number for week, number in weeks.values_list("week").annotate(number=Count("pk"))}


def monday_of(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())
