"""Verbs that write the register: organisations that people or imports bring, names, successions, private contacts.

Reference data has its own door, `loading`. Each verb writes its audit event in the same transaction; none sends mail.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from atlas import bulk
from atlas.audit import actions as audit
from atlas.reference.kinds import Kind
from atlas.reference.match import match_key
from atlas.reference.models import DatePrecision

from .mailboxes import Mailbox
from .models import (
    Contact,
    NameKind,
    Organisation,
    OrganisationName,
    Origin,
    Post,
    Precision,
    Succession,
    SuccessionKind,
)

LONGEST_NAME = 300
"""Characters, as the columns of names."""
RETENTION_YEARS = 2
"""Unconfirmed personal data is erased after 24 months (D5.4)."""


class NotAName(ValueError):
    """A name without a letter or digit, or longer than the register takes."""


class SuccessionRefused(ValueError):
    """An organisation cannot follow itself or one of its own predecessors."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NewOrganisation:
    """An organisation to register. `country_id`: ISO 2, required for foreign authorities, « FR » for French ones.

    It is provisional until somebody confirms it or merges it with a known one (D5.1).
    """

    kind: str
    name: str
    country_id: str | None
    kind_local: str = ""
    level: int | None = None
    admin_area: str = ""
    latitude: float | None = None
    longitude: float | None = None
    origin: str = Origin.IMPORT
    is_provisional: bool = True


def register_organisation(
    *,
    kind: str,
    name: str,
    country_id: str | None,
    by: str,
    origin: str = Origin.IMPORT,
    kind_local: str = "",
    level: int | None = None,
    admin_area: str = "",
    is_provisional: bool = True,
) -> Organisation:
    """Register one organisation. Raises NotAName, or IntegrityError where kind and country do not go together."""
    new = NewOrganisation(
        kind=kind,
        name=name,
        country_id=country_id,
        origin=origin,
        kind_local=kind_local,
        level=level,
        admin_area=admin_area,
        is_provisional=is_provisional,
    )
    return register_organisations([new], by=by)[0]


_REGISTERED = (
    *("kind", "kind_local", "level", "name", "match_key", "country_id", "admin_area", "latitude", "longitude"),
    *("location_precision", "is_provisional", "origin", "created_at"),
)


def _organisation(one: NewOrganisation, at: datetime) -> Organisation:
    return Organisation(
        kind=one.kind,
        kind_local=one.kind_local,
        level=one.level,
        name=one.name.strip(),
        match_key=_key_of(one.name),
        country_id=one.country_id,
        admin_area=one.admin_area,
        latitude=one.latitude,
        longitude=one.longitude,
        location_precision="" if one.latitude is None else Precision.EXACT,
        is_provisional=one.is_provisional,
        origin=one.origin,
        created_at=at,
    )


@transaction.atomic
def register_organisations(new: Sequence[NewOrganisation], *, by: str) -> list[Organisation]:
    """Register organisations in the order given; all or none. The caller has looked for them before (`matching`)."""
    at = timezone.now()
    organisations = [_organisation(one, at) for one in new]
    values = ([getattr(one, name) for name in _REGISTERED] for one in organisations)
    for organisation, number in zip(
        organisations, bulk.insert_numbered(Organisation, _REGISTERED, values), strict=True
    ):
        organisation.pk = number
    audit.record((_entry("registered", one, origin=one.origin) for one in organisations), by=by, at=at)
    return organisations


@dataclass(frozen=True, kw_only=True, slots=True)
class Completion:
    """What a source knows of an organisation that the register knows already; only blanks are filled with it."""

    organisation_id: int
    latitude: float | None = None
    longitude: float | None = None
    admin_area: str = ""
    kind_local: str = ""


@transaction.atomic
def complete_organisations(known: Sequence[Completion], *, by: str) -> list[int]:
    """Fill what is blank, never replace what stands. Returns the ids of those that changed, in the order given.

    A position is taken whole or not at all. A local kind is for foreign authorities only.
    """
    found = Organisation.objects.select_for_update().in_bulk([one.organisation_id for one in known])
    changed: dict[int, list[str]] = {}
    for one in known:
        if filled := _fill(found[one.organisation_id], one):
            changed.setdefault(one.organisation_id, []).extend(filled)
    columns = ["latitude", "longitude", "location_precision", "admin_area", "kind_local"]
    Organisation.objects.bulk_update([found[pk] for pk in changed], columns, batch_size=200)
    entries = (_entry("completed", found[pk], fields=sorted(set(names))) for pk, names in changed.items())
    audit.record(entries, by=by, at=timezone.now())
    return list(changed)


def _fill(organisation: Organisation, known: Completion) -> list[str]:
    """The names of what was filled."""
    filled = []
    if organisation.latitude is None and known.latitude is not None and known.longitude is not None:
        organisation.latitude, organisation.longitude = known.latitude, known.longitude
        organisation.location_precision = Precision.EXACT
        filled.append("position")
    for name in ("admin_area", "kind_local"):
        is_allowed = name == "admin_area" or organisation.kind == Kind.FOREIGN_AUTHORITY
        if is_allowed and not getattr(organisation, name) and getattr(known, name):
            setattr(organisation, name, getattr(known, name))
            filled.append(name)
    return filled


@transaction.atomic
def add_name(
    organisation: Organisation,
    name: str,
    *,
    kind: NameKind,
    by: str,
    language: str = "fr",
    valid_from: date | None = None,
    valid_to: date | None = None,
    date_precision: DatePrecision = DatePrecision.DAY,
    source: str = "",
) -> OrganisationName:
    """Know an organisation under one more name. The same name of the same kind is not kept twice."""
    added, is_new = OrganisationName.objects.get_or_create(
        organisation=organisation,
        kind=kind,
        name=name.strip(),
        defaults={
            "match_key": _key_of(name),
            "language": language,
            "valid_from": valid_from,
            "valid_to": valid_to,
            "date_precision": date_precision,
            "source": source,
        },
    )
    if is_new:
        audit.record([_entry("name_added", organisation, name=added.name, kind=kind)], by=by, at=timezone.now())
    return added


@transaction.atomic
def record_succession(
    *,
    predecessor: Organisation,
    successor: Organisation,
    occurred_on: date,
    kind: SuccessionKind,
    by: str,
    date_precision: DatePrecision = DatePrecision.DAY,
) -> Succession:
    """`successor` took over on that day. But for an extension, the predecessor ends then. Raises SuccessionRefused."""
    if successor.pk in {predecessor.pk, *_predecessors_of(predecessor.pk)}:
        raise SuccessionRefused(f"Organisation {successor.pk} comes before {predecessor.pk}.")
    succession = Succession.objects.create(
        predecessor=predecessor,
        successor=successor,
        occurred_on=occurred_on,
        date_precision=date_precision,
        kind=kind,
    )
    if kind != SuccessionKind.EXTENSION and predecessor.valid_to is None:
        predecessor.valid_to = occurred_on
        predecessor.save(update_fields=["valid_to"])
    detail = {"successor": successor.pk, "kind": kind, "on": occurred_on.isoformat()}
    audit.record([_entry("succeeded", predecessor, **detail)], by=by, at=timezone.now())
    return succession


def _predecessors_of(organisation_id: int) -> set[int]:
    """Everybody that an organisation follows, directly or not."""
    found: set[int] = set()
    waiting = {organisation_id}
    while waiting:
        before = set(
            Succession.objects.filter(successor_id__in=waiting).values_list("predecessor_id", flat=True).order_by("pk")
        )
        waiting = before - found
        found |= before
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class NewContact:
    """A person in a function at exactly one holder. Goes to the private store, unverified."""

    organisation: Organisation | None = None
    post: Post | None = None
    last_name: str = ""
    first_name: str = ""
    email: str = ""
    function: str = ""
    source: str = ""


@transaction.atomic
def keep_contacts(new: Sequence[NewContact], *, by: str, today: date) -> list[Contact]:
    """Keep private contacts until 24 months from today. A person already known in that function is not kept twice."""
    expires_on = _years_later(today, RETENTION_YEARS)
    kept = []
    for one in new:
        contact, is_new = Contact.objects.get_or_create(
            organisation=one.organisation,
            post=one.post,
            last_name=one.last_name,
            first_name=one.first_name,
            function=one.function,
            defaults={"email": one.email, "source": one.source, "expires_on": expires_on},
        )
        if is_new:
            kept.append(contact)
    audit.record((audit.Entry("contact_kept", "contact", contact.pk) for contact in kept), by=by, at=timezone.now())
    return kept


@transaction.atomic
def confirm_contact(contact: Contact, *, by: str, today: date) -> Contact:
    """Somebody who may says that the person still holds the function: 24 months more."""
    contact.is_verified, contact.verified_on = True, today
    contact.expires_on = _years_later(today, RETENTION_YEARS)
    contact.save(update_fields=["is_verified", "verified_on", "expires_on"])
    audit.record([audit.Entry("contact_confirmed", "contact", contact.pk)], by=by, at=timezone.now())
    return contact


@transaction.atomic
def forget_contact(contact: Contact, *, by: str) -> None:
    """The person no longer holds the function: erased. The event keeps the number of the row, nothing of the person."""
    audit.record([audit.Entry("contact_erased", "contact", contact.pk)], by=by, at=timezone.now())
    contact.delete()


@transaction.atomic
def erase_expired_contacts(*, by: str, today: date) -> int:
    """Erase the persons whose time is over (D5.4). The event keeps the number of the row, nothing of the person."""
    expired = list(Contact.objects.filter(expires_on__lt=today).order_by("pk").values_list("pk", flat=True))
    audit.record((audit.Entry("contact_erased", "contact", pk) for pk in expired), by=by, at=timezone.now())
    Contact.objects.filter(pk__in=expired).delete()
    return len(expired)


def _years_later(day: date, years: int) -> date:
    """The same day some years on; 29 February becomes 28 February where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _key_of(name: str) -> str:
    key = match_key(name)
    if not key or max(len(name.strip()), len(key)) > LONGEST_NAME:
        raise NotAName(f"Not a name that the register can take ({len(name)} characters).")
    return key


def _entry(verb: str, organisation: Organisation, **detail: object) -> audit.Entry:
    return audit.Entry(verb, "organisation", organisation.pk, detail)


def save_mailbox(mailbox: Mailbox, *, by: str) -> Mailbox:
    """Keep a mailbox as given, new or changed. The audit event says whose function it is, never the address."""
    verb = "mailbox_changed" if mailbox.pk else "mailbox_added"
    with transaction.atomic():
        mailbox.save()
        detail = {"organisation": mailbox.organisation_id, "post": mailbox.post_id, "is_open": mailbox.is_open}
        audit.record([audit.Entry(verb, "mailbox", mailbox.pk, detail)], by=by, at=timezone.now())
    return mailbox
