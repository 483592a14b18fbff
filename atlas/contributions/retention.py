"""What is kept of persons, and how long: the one verb that erases it when its time is over (D5.4).

Persons stand in five places: the contacts of the register, those read on a sheet, what came in with a contribution,
mails that no server took, and the documents received (ADR 18). An event keeps the number of what was erased, nothing of
the person. Not for the traces of visitors, which go after a day (`visitors.actions`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from atlas.audit.actions import Entry, record
from atlas.notifications.actions import forget_unsent
from atlas.organisations.actions import erase_expired_contacts as erase_contacts_of_organisations
from atlas.projects.actions import erase_expired_contacts as erase_contacts_of_projects
from atlas.projects.models import SourceDocument
from atlas.projects.packing import pack, unpack

from .models import Contribution, DraftEdit, Proposal, Remark
from .states import State

KEPT_PRIVATE = timedelta(days=730)
"""24 months, from the day a contribution or a document came in."""
PRIVATE_RULES: Final = ("mail_domain",)
"""Proposals whose value is a person's address."""
AT_ONCE: Final = 200
"""Documents, or contributions, in one transaction."""
KEPT_STEPS = timedelta(days=730)
"""24 months from the end of a contribution: how it was written, and what was said of it."""
OVER: Final = (State.ACCEPTED, State.REJECTED, State.WITHDRAWN, State.UNDONE)


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
    return Erased(contacts, _erase_private_parts(by, at), forget_unsent(by=by, at=at))


def _erase_private_parts(by: str, at: datetime) -> int:
    """The name and mailbox of a reader, the persons of an imported page; what was proposed stays."""
    old = Contribution.objects.filter(created_at__lt=at - KEPT_PRIVATE).exclude(private="")
    ids = list(old.order_by("pk").values_list("pk", flat=True))
    record((Entry("contribution.persons_erased", "contribution", pk) for pk in ids), by=by, at=at)
    Proposal.objects.filter(contribution__in=old, rule__in=PRIVATE_RULES).delete()
    return old.update(private="") if ids else 0


def redact_documents(kind: str, redact: Callable[[bytes], bytes], *, by: str, at: datetime) -> int:
    """Replace the documents of a kind whose time is over by what `redact` leaves of them. Returns how many.

    Their `content_hash` stays: the same bytes received again are still known, and still change nothing (D3.9).
    """
    whole = SourceDocument.objects.filter(kind=kind, received_at__lt=at - KEPT_PRIVATE, redacted_on=None)
    done = 0
    while batch := list(whole.order_by("received_at", "pk")[:AT_ONCE]):
        with transaction.atomic():
            for document in batch:
                document.raw = pack(redact(unpack(bytes(document.raw)))).data
                document.redacted_on = timezone.localdate(at)
            SourceDocument.objects.bulk_update(batch, ["raw", "redacted_on"])
            record((Entry("document.persons_erased", "sourcedocument", one.pk) for one in batch), by=by, at=at)
        done += len(batch)
    return done


@dataclass(frozen=True)
class Forgotten:
    """Saves of drafts that were emptied, remarks that were erased."""

    saves: int = 0
    remarks: int = 0


def forget_steps(*, by: str, at: datetime) -> Forgotten:
    """Of what has been over for 24 months, forget how it was written and what was said of it.

    What was sent, which fields were taken, the versions that came of it and the events stay: an accepted value can be
    traced to who sent it and who decided. Of a save stay who, when and from where. What still waits is left alone.
    """
    done = Forgotten()
    while ids := list(_with_steps(at).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            saves = DraftEdit.objects.filter(contribution__in=ids).exclude(changes=EMPTIED, refused="")
            saves_done = saves.update(changes=EMPTIED, refused="")
            remarks_done, _by_model = Remark.objects.filter(contribution__in=ids).delete()
            record((Entry("contribution.steps_erased", "contribution", pk) for pk in ids), by=by, at=at)
        done = Forgotten(done.saves + saves_done, done.remarks + remarks_done)
    return done


EMPTIED: Final = "{}"
"""No field, as the JSON of a save."""


def _with_steps(at: datetime) -> QuerySet[Contribution]:
    """Contributions that are long over and of which a step is still known."""
    over = Contribution.objects.filter(state__in=OVER).annotate(ended=Coalesce("decided_at", "submitted_at"))
    written = DraftEdit.objects.exclude(changes=EMPTIED, refused="").values("contribution")
    told = Remark.objects.values("contribution")
    old = over.filter(ended__lt=at - KEPT_STEPS)
    return old.filter(pk__in=written) | old.filter(pk__in=told)
