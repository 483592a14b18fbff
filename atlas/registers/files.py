"""Which files of the store documents of registers name, in older versions too: those can be restored."""

from collections.abc import Collection

from .models import EntryKind, EntryVersion, Paper


def files_in_use(keys: Collection[str]) -> set[str]:
    """Those of these names. Two queries."""
    now = Paper.objects.filter(file__in=keys).values_list("file", flat=True)
    versions = EntryVersion.objects.filter(kind=EntryKind.PAPER, content__file__in=list(keys))
    return {*now, *versions.values_list("content__file", flat=True)}
