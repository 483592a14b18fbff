"""For whoever waits for sheets that newly match a search: what changed, and which of it matches.

Only what changed is looked for, through the index: the cost does not grow with what else a search matches. Not for the
index's own follower, which reads every change (`follow`).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pyroaring import BitMap

from atlas.catalogue import record
from atlas.catalogue.index.listing import ids_among, ids_of
from atlas.catalogue.index.reader import IndexUnavailable, Snapshot, snapshot
from atlas.catalogue.models import Change, ProjectRecord
from atlas.catalogue.search import matching
from atlas.catalogue.search_query import SearchQuery

__all__ = [
    "Changed",
    "IndexUnavailable",
    "Snapshot",
    "all_matching",
    "changed_after",
    "matching_among",
    "records_of",
    "snapshot",
]


@dataclass(frozen=True)
class Changed:
    """Projects published or changed up to `revision`, each once, without those withdrawn."""

    project_ids: tuple[int, ...]
    revision: int


def changed_after(revision: int, current: Snapshot, *, limit: int) -> Changed:
    """The next changes that the index knows, at most `limit` lines of the log."""
    found = Change.objects.filter(revision__gt=revision, revision__lte=current.revision).order_by("revision")
    lines = list(found.values_list("revision", "project_id", "kind")[:limit])
    ids = dict.fromkeys(number for _, number, kind in lines if kind == "upsert")
    return Changed(tuple(ids), lines[-1][0] if lines else max(revision, current.revision))


def all_matching(query: SearchQuery, current: Snapshot) -> BitMap:
    """Every project that a search matches."""
    return BitMap(ids_of(current, matching(query, current)[1]))


def matching_among(query: SearchQuery, project_ids: Collection[int], current: Snapshot) -> BitMap:
    """Those of some projects that a search matches."""
    return BitMap(ids_among(current, matching(query, current)[1], sorted(project_ids)))


def records_of(project_ids: Sequence[int]) -> list[record.PublicProject]:
    """The public records of some projects, in the order of `project_ids`; what was withdrawn is left out."""
    rows = ProjectRecord.objects.filter(project_id__in=project_ids).values_list("project_id", "data")
    found = {number: record.decode(data) for number, data in rows}
    return [found[number] for number in project_ids if number in found]
