"""Which files of the store documents of registers name, in older versions too: those can be restored."""

from collections.abc import Collection

from .models import EntryKind, EntryVersion, Paper


def FILES_IN_USE(keys: Collection[str]) -> set[str]:  # noqa: N802  (named in the settings)
    """Those of these names. Two queries."""
    now = Paper.objects.filter(file__in=keys).values_list("file", flat=True)
    versions = EntryVersion.objects.filter(kind=EntryKind.PAPER, content__file__in=list(keys))
    return {*now, *versions.values_list("content__file", flat=True)}
