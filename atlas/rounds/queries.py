"""Reads of rounds: those of an account, how far one is, what waits for a post and for a French authority."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from atlas.accounts.scopes import Scope
from atlas.organisations.models import Contact
from atlas.reference.choices import Alive

from .models import PairCheck, VerificationRound
from .rules import is_stale


def rounds_for(scope: Scope) -> QuerySet[Any, Any]:
    """Those of the countries of one's posts, all for the ministry; the open ones first, then the last election."""
    found = VerificationRound.objects.select_related("country")
    if not scope.is_ministry:
        found = found.filter(country__in=scope.countries)
    counted = found.annotate(total=Count("pairs"), left=Count("pairs", filter=Q(pairs__alive="")))
    return counted.order_by("closed_at", "-held_on", "-pk")


def unanswered(scope: Scope) -> list[tuple[VerificationRound, int]]:
    """The open rounds of the countries of one's posts, and how many pairs of each lack an answer."""
    found = rounds_for(scope).filter(
        started_at__isnull=False, closed_at__isnull=True, country__in=scope.countries, left__gt=0
    )
    return [(one, one.left) for one in found]


@dataclass(frozen=True, slots=True)
class Progress:
    """Numbers of pairs. `contacts`: those whose contact was answered."""

    total: int = 0
    yes: int = 0
    no: int = 0
    unknown: int = 0
    contacts: int = 0

    @property
    def answered(self) -> int:
        """Whatever the answer."""
        return self.yes + self.no + self.unknown

    @property
    def left(self) -> int:
        """Without an answer."""
        return self.total - self.answered

    @property
    def percent(self) -> int:
        """Of the pairs that are answered, rounded down: 100 is all."""
        return self.answered * 100 // self.total if self.total else 0


def progress_of(row: VerificationRound) -> Progress:
    """One query."""
    counted = row.pairs.aggregate(
        total=Count("pk"),
        contacts=Count("pk", filter=~Q(contact="")),
        **{value: Count("pk", filter=Q(alive=value)) for value in Alive.values},
    )
    return Progress(**counted)


def pairs_of(row: VerificationRound, *, answer: str = "") -> QuerySet[PairCheck]:
    """By French authority, then partner. `answer`: « open » = without one, or a value of Alive; else all."""
    found = row.pairs.select_related("french", "foreign")
    if answer == "open":
        found = found.filter(alive="")
    elif answer in Alive.values:
        found = found.filter(alive=answer)
    return found.order_by("french__name", "french_id", "foreign_name", "pk")


def contacts_of(organisation_ids: Collection[int | None]) -> dict[int, list[Contact]]:
    """Foreign partner → its contacts. PRIVATE: note who looked (`actions.note_contacts_seen`)."""
    known = {number for number in organisation_ids if number is not None}
    found: dict[int, list[Contact]] = defaultdict(list)
    for one in Contact.objects.filter(organisation__in=known).order_by("function", "pk"):
        if one.organisation_id is not None:
            found[one.organisation_id].append(one)
    return found


def pairs_of_authorities(authorities: Collection[int]) -> QuerySet[PairCheck]:
    """The pairs of these French authorities in open rounds, by country and partner."""
    here = PairCheck.objects.filter(
        french__in=authorities, round__started_at__isnull=False, round__closed_at__isnull=True
    )
    return here.select_related("round__country", "french", "foreign").order_by(
        "round__country_id", "foreign_name", "pk"
    )


def to_confirm(authorities: Collection[int]) -> dict[int, list[PairCheck]]:
    """French authority → its pairs of open rounds whose contact nobody has answered or verified since the election.

    Three queries at most, whatever the number.
    """
    if not authorities:
        return {}
    pairs = [one for one in pairs_of_authorities(authorities) if not one.contact and one.foreign_id]
    known = contacts_of({one.foreign_id for one in pairs})
    found: dict[int, list[PairCheck]] = defaultdict(list)
    for one in pairs:
        contacts = known.get(one.foreign_id or 0, [])
        if all(is_stale(contact.verified_on, one.round.held_on) for contact in contacts):
            found[one.french_id].append(one)
    return found


def verified_on(iso2: str) -> date | None:
    """The day on which the last round of the country was closed with an answer on any pair; None = there is none."""
    closed = VerificationRound.objects.filter(country=iso2, closed_at__isnull=False, pairs__alive__in=Alive.values)
    answered = closed.order_by("-closed_at").first()
    return timezone.localdate(answered.closed_at) if answered and answered.closed_at else None
