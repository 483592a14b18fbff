"""What is kept of persons, and how long: the one verb that erases it when its time is over (D5.4).

Persons stand in four places: the contacts of the register, those read on a sheet, what came in with a contribution, and
mails that no server took. An event keeps the number of what was erased, nothing of the person. Not for the traces of
visitors, which go after a day (`visitors.actions`).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from atlas.audit.actions import Entry, record
from atlas.notifications.actions import forget_given_up
from atlas.organisations.actions import erase_expired_contacts as erase_contacts_of_organisations
from atlas.projects.actions import erase_expired_contacts as erase_contacts_of_projects

from .models import Contribution

KEPT_PRIVATE = timedelta(days=730)
"""24 months, from the day a contribution came in."""


@dataclass(frozen=True)
class Erased:
    """Numbers of one round."""

    contacts: int = 0
    contributions: int = 0
    mails: int = 0


@transaction.atomic
def erase_persons(*, by: str, at: datetime) -> Erased:
    """Erase every person whose time is over at this moment. `by` is whoever asks."""
    today = timezone.localdate(at)
    contacts = erase_contacts_of_organisations(by=by, today=today) + erase_contacts_of_projects(by=by, at=at)
    return Erased(contacts, _erase_private_parts(by, at), forget_given_up(by=by, at=at))


def _erase_private_parts(by: str, at: datetime) -> int:
    """The name and mailbox of a reader, the persons of an imported page; what was proposed stays."""
    old = Contribution.objects.filter(created_at__lt=at - KEPT_PRIVATE).exclude(private="")
    ids = list(old.order_by("pk").values_list("pk", flat=True))
    record((Entry("contribution.persons_erased", "contribution", pk) for pk in ids), by=by, at=at)
    return old.update(private="") if ids else 0
