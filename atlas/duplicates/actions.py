"""Deciding of a pair that may be one. Decisions are audited, and hold whatever later runs find (finding.py)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from atlas.audit.actions import Entry, record
from atlas.duplicates.models import Candidate, Decision

_BATCH = 500


@transaction.atomic
def decide(candidates: Iterable[Candidate], decision: Decision, *, by: str, at: datetime) -> int:
    """« Not a duplicate », or open again. Each change is an audit event. Returns how many changed."""
    is_open = decision is Decision.OPEN
    ids = [one.pk for one in candidates]
    changed = list(Candidate.objects.select_for_update().filter(pk__in=ids).exclude(decision=decision).order_by("pk"))
    for one in changed:
        one.decision, one.decided_by, one.decided_at = decision, "" if is_open else by, None if is_open else at
    Candidate.objects.bulk_update(changed, ("decision", "decided_by", "decided_at"), batch_size=_BATCH)
    verb = "duplicate_reopened" if is_open else "duplicate_dismissed"
    record(
        (
            Entry(verb, "candidate", one.pk, {"kind": one.kind, "first": one.first_id, "second": one.second_id})
            for one in changed
        ),
        by=by,
        at=at,
    )
    return len(changed)
