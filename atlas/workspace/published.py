"""Is a file public? Asked of the register: only what a published sheet names today is. Which files have a row."""

from collections.abc import Collection

from atlas.projects.models import Document, Project, Publication

from .models import Attachment


def is_published(attachment: Attachment, address: str) -> bool:
    """The sheet that its contribution became, or the one into which that was merged, names the address."""
    number = attachment.contribution.project_id
    while number is not None:
        names = Document.objects.filter(project_id=number, url=address)
        if names.filter(project__publication_state=Publication.PUBLISHED).exists():
            return True
        number = Project.objects.values_list("merged_into_id", flat=True).get(pk=number)
    return False


def files_in_use(keys: Collection[str]) -> set[str]:
    """Those of these names that somebody attached to a sheet. One query."""
    return set(Attachment.objects.filter(key__in=keys).values_list("key", flat=True))
