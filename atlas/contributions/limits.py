"""How many corrections one visitor, mailbox or sheet may send a day; how visitors are counted: `visitors.limits`."""

from datetime import datetime, timedelta

from .models import Contribution, Origin

PURPOSE = "correction"
A_DAY = {"visitor": 20, "mailbox": 5}  # a school or an office is one visitor
A_DAY_FOR_ONE_PROJECT = 30


def is_crowded(project_id: int, at: datetime) -> bool:
    """The sheet has had as many corrections as it may in a day."""
    recent = Contribution.objects.filter(
        project_id=project_id, origin=Origin.SUGGESTION, created_at__gt=at - timedelta(days=1)
    )
    return recent.count() >= A_DAY_FOR_ONE_PROJECT
