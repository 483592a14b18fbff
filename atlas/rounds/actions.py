"""Verbs of a round: note the election, start, answer pairs, say what became of a contact, close.

One truth: an answer sets the « relation vivante » of the sheets (`contributions.sheets.say_alive`), a contact is
confirmed, replaced or erased where it stands (`organisations.actions`). Each verb locks the round: two posts answer one
after the other, and what somebody else answered since a page was made is not written over.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from atlas.audit.actions import Entry, record
from atlas.contributions.locking import SheetGone
from atlas.contributions.sheets import say_alive
from atlas.organisations.actions import NewContact, confirm_contact, forget_contact, keep_contacts
from atlas.organisations.models import Contact
from atlas.projects.models import Project

from .models import ContactAnswer, PairCheck, VerificationRound
from .pairs import Pair, living_pairs, partners_of
from .publishing import publish_verified
from .rules import answer_from, flag_of

BY_SHEETS: Final = "rule:said_since_the_election"


class NotedBefore(ValueError):
    """This election stands there already."""


class AnotherIsOpen(Exception):
    """One round a country at a time."""


class NothingToVerify(Exception):
    """No published sheet names a living cooperation there."""


class NotOpen(Exception):
    """The round has not begun, or is closed."""


@dataclass(frozen=True, kw_only=True)
class Election:
    """What is noted of it. `areas`: none = the whole country."""

    country: str
    held_on: date
    kind: str
    areas: tuple[str, ...] = ()
    source_url: str = ""


@dataclass(frozen=True)
class Answered:
    """`done`: pairs answered; `late`: names of those that somebody else had answered since."""

    done: int = 0
    late: tuple[str, ...] = ()


def record_election(election: Election, *, by: str, at: datetime) -> VerificationRound:
    """Note a local election. Raises NotedBefore."""
    values = {"held_on": election.held_on, "kind": election.kind, "areas": list(election.areas)}
    try:
        with transaction.atomic():
            made = VerificationRound.objects.create(
                country_id=election.country, source_url=election.source_url, recorded_at=at, recorded_by=by, **values
            )
            _event("recorded", made, by, at, country=election.country, held_on=election.held_on.isoformat())
    except IntegrityError:
        raise NotedBefore(f"{election.country} {election.held_on}") from None
    return made


@transaction.atomic
def start_round(asked: VerificationRound, *, by: str, at: datetime) -> int:
    """Lay down every living pair; those whose sheets posts have judged since the election count as answered.

    Returns how many pairs. Raises AnotherIsOpen (this one, too), NothingToVerify.
    """
    row = VerificationRound.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    others = VerificationRound.objects.filter(country=row.country_id, started_at__isnull=False, closed_at__isnull=True)
    if row.started_at is not None or others.exists():
        raise AnotherIsOpen(str(row))
    pairs = living_pairs(row.country_id, row.areas)
    if not pairs:
        raise NothingToVerify(row.country_id)
    row.started_at, row.started_by = at, by
    try:
        with transaction.atomic():
            row.save(update_fields=["started_at", "started_by"])
    except IntegrityError:  # another transaction was faster
        raise AnotherIsOpen(str(row)) from None
    lone = _of_one_pair(pairs.values())
    PairCheck.objects.bulk_create(_check(row, key, pair, lone, at) for (_french, key), pair in pairs.items())
    _event("started", row, by, at, pairs=len(pairs))
    return len(pairs)


def _of_one_pair(pairs: Collection[Pair]) -> set[int]:
    """Sheets on which nobody else stands: what was said of such a sheet was said of its pair."""
    standing = Counter(sheet for pair in pairs for sheet in pair.sheets)
    partners = partners_of(standing)
    return {sheet for sheet, number in standing.items() if number == 1 and len(partners[sheet]) == 1}


def _check(row: VerificationRound, key: str, pair: Pair, lone: set[int], at: datetime) -> PairCheck:
    said = answer_from(pair.flags, row.held_on) if lone.issuperset(pair.sheets) else ""
    days = [on for _alive, on in pair.flags if on is not None]
    return PairCheck(
        round=row,
        french_id=pair.french,
        foreign_id=pair.foreign,
        foreign_name=pair.foreign_name,
        partner_key=key,
        area=pair.area,
        since_year=pair.since_year,
        form=pair.form,
        sheets=pair.sheets,
        alive=said,
        alive_on=max(days) if said else None,
        answered_at=at if said else None,
        answered_by=BY_SHEETS if said else "",
    )


@transaction.atomic
def answer_pairs(
    asked: VerificationRound,
    numbers: Collection[int],
    *,
    alive: str,
    on: date,
    seen_at: datetime,
    by: str,
    at: datetime,
) -> Answered:
    """Say the same of some pairs, and of their sheets. `seen_at`: when the page was made; what was answered after it,
    by somebody else, stays. Raises NotOpen."""
    row = _working(asked)
    pairs = list(row.pairs.select_related("french").order_by("pk"))
    chosen = [one for one in pairs if one.pk in numbers]
    late = [one for one in chosen if one.answered_at and one.answered_at > seen_at and one.answered_by != by]
    done = [one for one in chosen if one not in late]
    for one in done:
        one.alive, one.alive_on, one.answered_at, one.answered_by = alive, on, at, by
    PairCheck.objects.bulk_update(done, ["alive", "alive_on", "answered_at", "answered_by"])
    _flag_sheets(pairs, {sheet for one in done for sheet in one.sheets}, on=on, by=by, at=at)
    facts = {"pairs": [one.pk for one in done], "alive": alive, "on": on.isoformat()}
    if done:
        _event("answered", row, by, at, **facts)
    return Answered(len(done), tuple(f"{one.french.name} – {one.foreign_name}" for one in late))


def _flag_sheets(pairs: Sequence[PairCheck], sheets: Iterable[int], *, on: date, by: str, at: datetime) -> None:
    """What the answers make of each sheet; a partner that the round does not ask about is one without an answer.

    A sheet that was withdrawn or merged meanwhile is left alone.
    """
    found = {one.pk: one for one in Project.objects.filter(pk__in=list(sheets))}
    partners = partners_of(found)
    for number in sorted(found):
        asked = [one for one in pairs if number in one.sheets]
        others = partners[number] - {one.partner_key for one in asked}
        flag = flag_of([*(one.alive for one in asked), *("" for _other in others)])
        if flag is None or (found[number].alive, found[number].alive_on) == (flag, on):
            continue
        try:
            say_alive(project_id=number, alive=flag, on=on, by=by, at=at)
        except SheetGone:
            continue


@transaction.atomic
def confirm_pair_contact(check: PairCheck, contact: Contact, *, by: str, at: datetime) -> None:
    """The person still holds the function. Raises NotOpen."""
    row = _working(check.round)
    confirm_contact(contact, by=by, today=timezone.localdate(at))
    _say_of_contact(row, check, ContactAnswer.CONFIRMED, by, at)


@transaction.atomic
def drop_pair_contact(check: PairCheck, contact: Contact, *, by: str, at: datetime) -> None:
    """The person no longer holds the function: erased. Raises NotOpen."""
    row = _working(check.round)
    forget_contact(contact, by=by)
    others = Contact.objects.filter(organisation=check.foreign_id, verified_on__gte=row.held_on)
    _say_of_contact(row, check, ContactAnswer.CHANGED if others.exists() else ContactAnswer.GONE, by, at)


@transaction.atomic
def add_pair_contact(check: PairCheck, new: NewContact, *, by: str, at: datetime) -> None:
    """Somebody else holds the function. Raises NotOpen."""
    row, today = _working(check.round), timezone.localdate(at)
    for contact in keep_contacts([new], by=by, today=today):
        confirm_contact(contact, by=by, today=today)
    _say_of_contact(row, check, ContactAnswer.CHANGED, by, at)


def _say_of_contact(row: VerificationRound, check: PairCheck, answer: str, by: str, at: datetime) -> None:
    """The partner is the same for every French authority: all its pairs of the round say so."""
    same = row.pairs.filter(foreign=check.foreign_id) if check.foreign_id else row.pairs.filter(pk=check.pk)
    same.update(contact=answer, contact_at=at, contact_by=by)
    record([Entry("pair.contact_said", "paircheck", check.pk, {"answer": str(answer)})], by=by, at=at)


@transaction.atomic
def close_round(asked: VerificationRound, *, by: str, at: datetime) -> int:
    """No more answers; the public page says the day. Returns how many pairs are left open. Raises NotOpen."""
    row = _working(asked)
    row.closed_at, row.closed_by = at, by
    row.save(update_fields=["closed_at", "closed_by"])
    left = row.pairs.filter(alive="").count()
    _event("closed", row, by, at, left=left)
    publish_verified(row.country_id)
    return left


def _working(asked: VerificationRound) -> VerificationRound:
    row = VerificationRound.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    if not row.is_open:
        raise NotOpen(str(row))
    return row


def note_contacts_seen(organisation_ids: Iterable[int], *, by: str, at: datetime) -> None:
    """Looking at personal data leaves a trace: whose, not what."""
    entries = (Entry("contacts_seen", "organisation", number) for number in sorted(set(organisation_ids)))
    record(entries, by=by, at=at)


def _event(what: str, row: VerificationRound, by: str, at: datetime, **facts: object) -> None:
    record([Entry(f"round.{what}", "verificationround", row.pk, facts)], by=by, at=at)
