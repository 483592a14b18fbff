"""History of one object, newest first."""

from collections.abc import Mapping
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from .models import Event


def events_of(object_type: str, object_id: int) -> QuerySet[Event]:
    """Every event of one object, newest first."""
    return Event.objects.filter(object_type=object_type, object_id=object_id).order_by("-id")


def history_of(*objects: tuple[str, int]) -> QuerySet[Event]:
    """Every event of some objects (a sheet and its contributions), newest first. Raises ValueError without any."""
    if not objects:
        raise ValueError("of which object?")
    wanted = reduce(or_, (Q(object_type=kind, object_id=number) for kind, number in objects))
    return Event.objects.filter(wanted).order_by("-id")


def last_event(object_type: str, object_id: int, verb: str, detail: Mapping[str, object] | None = None) -> Event:
    """The last time that this was done with an object, with that detail. Raises Event.DoesNotExist."""
    wanted = {f"detail__{name}": value for name, value in (detail or {}).items()}
    return Event.objects.filter(object_type=object_type, object_id=object_id, verb=verb, **wanted).latest("pk")
