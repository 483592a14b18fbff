"""Which sheets newly match which alerts: the change log read on from where it was left, each search asked once.

Only changed projects are looked for in the index, so that a round costs by changes and by different searches, not by
sheets. Killed anywhere, the next round does the same again: what was found and how far it was read are one transaction.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from pyroaring import BitMap

from atlas.catalogue.watching import Changed, Snapshot, changed_after, matching_among, snapshot

from .models import Alert, Found, Progress
from .searches import search_kept

BATCH: Final = 1_000
"""Lines of the change log a round."""


@dataclass
class _Look:
    """What each search matches of the changed projects, asked once."""

    changed: Changed
    current: Snapshot
    matched: dict[str, BitMap]

    def at(self, params: str) -> BitMap:
        """Of one search."""
        if params not in self.matched:
            query = search_kept(params)
            ids = self.changed.project_ids
            self.matched[params] = matching_among(query, ids, self.current) if query else BitMap()
        return self.matched[params]


def look(*, at: datetime) -> int:
    """Keep what the next changes bring to each alert. Returns how many sheets were found. Raises IndexUnavailable."""
    if not _active().exists():
        return 0  # nothing is opened: the keeper stays small where nobody waits
    current = snapshot()
    after = Progress.objects.values_list("revision", flat=True).first() or 0
    if after >= current.revision:
        return 0
    found = _Look(changed_after(after, current, limit=BATCH), current, {})
    for params in _searches():  # before anything is locked
        found.at(params)
    return _keep(found, after=after, at=at)


@transaction.atomic
def look_from(current: Snapshot) -> None:
    """Before an alert begins: changes are looked at from here on, unless those before still wait for another alert."""
    progress, _ = Progress.objects.select_for_update().get_or_create(pk=1, defaults={"revision": current.revision})
    if progress.revision < current.revision and not _active().exists():
        progress.revision = current.revision
        progress.save(update_fields=["revision"])


def _active() -> QuerySet[Alert]:
    return Alert.objects.filter(confirmed_at__isnull=False)


def _searches() -> list[str]:
    return sorted(_active().values_list("query", flat=True).distinct())


@transaction.atomic
def _keep(look: _Look, *, after: int, at: datetime) -> int:
    """Nothing when another process looked meanwhile."""
    progress = Progress.objects.select_for_update().get(pk=1)
    if progress.revision != after:
        return 0
    progress.revision = look.changed.revision
    progress.save(update_fields=["revision"])
    matching = [params for params in _searches() if look.at(params)]  # one confirmed meanwhile is asked now
    alerts = _active().select_for_update().filter(query__in=matching).order_by("pk")
    return sum(_add(alert, look.at(alert.query), at) for alert in alerts.iterator(chunk_size=100))


def _add(alert: Alert, matched: Iterable[int], at: datetime) -> int:
    seen = BitMap.deserialize(bytes(alert.seen))
    fresh = BitMap(matched) - seen
    if fresh:
        alert.seen = (seen | fresh).serialize()
        alert.save(update_fields=["seen"])
        rows = (Found(alert=alert, project_id=number, found_at=at) for number in fresh)
        Found.objects.bulk_create(rows, ignore_conflicts=True)
    return len(fresh)
