"""To be written to no more, without signing in: the signed address in each optional mail, and what it changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core import signing
from django.db import transaction

from atlas.audit.actions import Entry, record

from .kinds import KINDS
from .models import Notice, Refusal
from .writing import site_url

_SALT: Final = "atlas.notifications.unsubscribing"


@dataclass(frozen=True)
class Asked:
    """Who would be written to no more (`recipients.Recipient.key`), and which kinds of mail."""

    key: str
    kinds: tuple[str, ...]


def unsubscribe_url(key: str, kinds: Sequence[str], language: str) -> str:
    """The address that ends mails of these kinds. It never expires: an old mail's button must work."""
    return site_url(language, "unsubscribe", signing.dumps([key, *kinds], salt=_SALT))


def asked_by(token: str) -> Asked | None:
    """What an address was made for; null for one that we did not make."""
    try:
        key, *kinds = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return Asked(key, tuple(kind for kind in kinds if kind in KINDS))


def is_refused(key: str, kind: str) -> bool:
    """The person wants no mails of this kind."""
    return Refusal.objects.filter(key=key, kind=kind).exists()


def refused_kinds(key: str) -> frozenset[str]:
    """What the person wants no mails of, for pages on which one can change it."""
    return frozenset(Refusal.objects.filter(key=key).values_list("kind", flat=True))


@transaction.atomic
def refuse_mails(asked: Asked, *, by: str, at: datetime) -> None:
    """End mails of these kinds, those that wait in a digest included. Twice is as good as once."""
    Refusal.objects.bulk_create(
        (Refusal(key=asked.key, kind=kind, refused_at=at) for kind in asked.kinds), ignore_conflicts=True
    )
    Notice.objects.filter(key=asked.key, kind__in=asked.kinds).delete()
    record(_entries("mail.refused", asked.kinds), by=by, at=at)


@transaction.atomic
def accept_mails(asked: Asked, *, by: str, at: datetime) -> None:
    """Send mails of these kinds again."""
    Refusal.objects.filter(key=asked.key, kind__in=asked.kinds).delete()
    record(_entries("mail.accepted", asked.kinds), by=by, at=at)


def _entries(verb: str, kinds: Iterable[str]) -> list[Entry]:
    """Without the person: whoever holds the mail may click, and it need not be told who did."""
    return [Entry(verb, "mail", 0, {"kind": kind}) for kind in kinds]
