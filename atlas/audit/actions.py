"""The one writer of audit events. Callers stand inside the transaction of what they record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from atlas import bulk

from .models import Event
from .origin import current_origin


@dataclass(frozen=True)
class Entry:
    """One event to record: `object_type` is a model name in lower case, `detail` JSON-able, without personal data."""

    verb: str
    object_type: str
    object_id: int
    detail: Mapping[str, object] = field(default_factory=dict)


def record(entries: Iterable[Entry], *, by: str, at: datetime) -> None:
    """Write the events of one action in one statement."""
    origin = current_origin()
    bulk.insert(
        Event,
        ("at", "actor", "verb", "object_type", "object_id", "detail", "origin"),
        ((at, by, entry.verb, entry.object_type, entry.object_id, dict(entry.detail), origin) for entry in entries),
    )
