"""History of one object, newest first."""

from django.db.models import QuerySet

from .models import Event


def events_of(object_type: str, object_id: int) -> QuerySet[Event]:
    """Every event of one object, newest first."""
    return Event.objects.filter(object_type=object_type, object_id=object_id).order_by("-id")
