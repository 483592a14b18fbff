"""Persons in the documents that imports received, erased when their time is over (D5.4, ADR 18)."""

from datetime import datetime

from atlas.audit.actions import Entry, record
from atlas.contributions.models import Origin
from atlas.contributions.retention import KEPT_PRIVATE, redact_documents

from .iati import redaction as iati
from .iati.uploads import forget_old
from .legacy_pages import redaction as legacy_pages
from .models import RefusedItem
from .spreadsheets.actions import forget_tables


def erase_persons_in_documents(*, by: str, at: datetime) -> int:
    """Old pages and activities keep what no person says. What could not be read is emptied: nobody knows who is in it.

    Facts come from public pages and name nobody. Of rows of tables only the columns that we know are kept; the tables
    themselves go. Files of activities that staff sent and nobody imported go after a week. Returns how many changed.
    """
    redactions = ((Origin.LEGACY_PAGE, legacy_pages.without_persons), (Origin.IATI, iati.without_persons))
    changed = sum(redact_documents(origin, redact, by=by, at=at) for origin, redact in redactions)
    changed += _empty_refused(by, at) + forget_old(at)
    return changed + forget_tables(at - KEPT_PRIVATE, by=by, at=at)


def _empty_refused(by: str, at: datetime) -> int:
    old = RefusedItem.objects.filter(run__started_at__lt=at - KEPT_PRIVATE).exclude(raw=b"")
    ids = list(old.order_by("pk").values_list("pk", flat=True))
    record((Entry("refused.emptied", "refuseditem", pk) for pk in ids), by=by, at=at)
    return RefusedItem.objects.filter(pk__in=ids).update(raw=b"")
