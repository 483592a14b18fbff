"""Verbs on alerts: ask for one, confirm it from the mailbox, stop it. Nothing tells whether a mailbox has alerts.

A request always answers the same and takes the same steps: one more row that waits, one mail. What the mailbox had
before is looked at when its owner confirms. Not for finding and telling new sheets: see `looking` and `telling`.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from pyroaring import BitMap

from atlas.audit.actions import Entry, record
from atlas.catalogue.watching import all_matching, snapshot
from atlas.notifications.actions import notify
from atlas.notifications.recipients import Recipient
from atlas.visitors.actions import take_turn

from .links import CONFIRM, link_for
from .looking import look_from
from .models import Alert, Found
from .queries import CONFIRM_WITHIN
from .searches import search_kept

PURPOSE: Final = "alert"
A_DAY: Final = {"visitor": 10, "mailbox": 5}


@dataclass(frozen=True)
class Wish:
    """What a visitor asks for. `query`: as SearchQuery spells it; `visitor`: where it came from, never kept."""

    address: str
    language: str
    query: str
    frequency: str
    visitor: str


@transaction.atomic
def request_alert(wish: Wish, *, by: str, at: datetime) -> Alert:
    """Keep what is asked for, for 48 hours, and write to the mailbox for its owner to confirm. Raises TooMany."""
    take_turn(PURPOSE, visitor=wish.visitor, mailbox=wish.address, a_day=A_DAY, by=by, at=at)
    alert = Alert.objects.create(
        key=secrets.token_urlsafe(24),
        address=wish.address,
        language=wish.language,
        query=wish.query,
        frequency=wish.frequency,
        requested_at=at,
    )
    record([Entry("alert.requested", "alert", alert.pk)], by=by, at=at)
    # The search is not in the mail, only behind its link: its words would be a stranger's, to a third person.
    context = {"frequency": alert.get_frequency_display, "url": link_for(alert, CONFIRM)}
    notify(Recipient(wish.address, wish.language), "alert_to_confirm", context, by=by, at=at)
    return alert


def confirm_alert(alert_id: int, params: str, *, by: str, at: datetime) -> None:
    """Begin: what matches `params`, the alert's search, now was there before. Raises IndexUnavailable.

    It replaces an alert of the same mailbox on the same search. Confirmed once more, or stopped, nothing happens.
    """
    query, current = search_kept(params), snapshot()
    look_from(current)
    _begin(alert_id, all_matching(query, current) if query else BitMap(), by=by, at=at)


@transaction.atomic
def _begin(alert_id: int, seen: BitMap, *, by: str, at: datetime) -> None:
    alert = Alert.objects.select_for_update().filter(pk=alert_id, confirmed_at__isnull=True).first()
    if alert is None:
        return
    alert.seen = seen.serialize()
    alert.confirmed_at = at
    alert.save(update_fields=["seen", "confirmed_at"])
    record([Entry("alert.confirmed", "alert", alert.pk)], by=by, at=at)
    for former in _others_like(alert):
        # What it had found and not told is news all the same.
        told = Found.objects.filter(alert=alert).values("project_id")
        former.found.exclude(project_id__in=told).update(alert=alert)
        stop_alert(former.key, by=by, at=at)


def _others_like(alert: Alert) -> list[Alert]:
    active = Alert.objects.filter(address__iexact=alert.address, query=alert.query, confirmed_at__isnull=False)
    return list(active.exclude(pk=alert.pk).order_by("pk").defer("seen"))


@transaction.atomic
def stop_alert(key: str, *, by: str, at: datetime) -> bool:
    """Forget an alert and its mailbox. False when there was none (any more): stopping twice is no error."""
    alert = Alert.objects.filter(key=key).defer("seen").first()
    if alert is None:
        return False
    record([Entry("alert.stopped", "alert", alert.pk)], by=by, at=at)
    alert.delete()
    return True


def forget_unconfirmed(*, by: str, at: datetime) -> int:
    """Erase what nobody confirmed within 48 hours. Returns how many went."""
    old = Alert.objects.filter(confirmed_at__isnull=True, requested_at__lt=at - CONFIRM_WITHIN)
    ids = list(old.order_by("pk").values_list("pk", flat=True))
    if ids:
        with transaction.atomic():
            record((Entry("alert.forgotten", "alert", pk) for pk in ids), by=by, at=at)
            Alert.objects.filter(pk__in=ids, confirmed_at__isnull=True).delete()
    return len(ids)
