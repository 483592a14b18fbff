"""What stands beside a merged sheet: its private persons and the documents behind it. Only `contributions` calls it."""

from collections.abc import Mapping
from typing import Any

from atlas import bulk

from .models import PrivateContact, Project, SourceReference


def take_over(keep: Project, drop: Project, *, version: int) -> dict[str, list[int]]:
    """Persons of the sheet that goes move, the documents behind it stand behind both. Returns the keys of both."""
    persons = PrivateContact.objects.filter(project=drop)
    moved = list(persons.order_by("pk").values_list("pk", flat=True))
    persons.update(project=keep)
    known = SourceReference.objects.filter(project=keep).values("document_id")
    behind = SourceReference.objects.filter(project=drop).exclude(document_id__in=known).order_by("pk")
    added = list(behind.values_list("document_id", "lines"))
    columns = ("project_id", "document_id", "lines", "version_number")
    bulk.insert(SourceReference, columns, ((keep.pk, document, lines, version) for document, lines in added))
    return {"persons": moved, "documents": [document for document, _lines in added]}


def forget_sources(keep: Project, drop: Project, done: Mapping[str, Any]) -> None:
    """Take `take_over` back."""
    PrivateContact.objects.filter(pk__in=done["persons"], project=keep).update(project=drop)
    SourceReference.objects.filter(project=keep, document_id__in=done["documents"]).delete()
