"""How many corrections one visitor, mailbox or sheet may send a day; how visitors are counted: `visitors.limits`."""

from datetime import datetime, timedelta

from atlas.visitors import limits
from atlas.visitors.models import VisitorTrace

from .models import Contribution, Origin

PURPOSE = "correction"
A_DAY = {"visitor": 20, "mailbox": 5}  # a school or an office is one visitor
A_DAY_FOR_ONE_PROJECT = 30


def reached(traces: list[VisitorTrace], project_id: int, at: datetime) -> str:
    """Which limit stands in the way: `visitor`, `mailbox`, `project`, or ''."""
    if limit := limits.reached(traces, A_DAY):
        return limit
    recent = Contribution.objects.filter(
        project_id=project_id, origin=Origin.SUGGESTION, created_at__gt=at - timedelta(days=1)
    )
    return "project" if recent.count() >= A_DAY_FOR_ONE_PROJECT else ""
