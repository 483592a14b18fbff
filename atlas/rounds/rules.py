"""What counts as verified, what a sheet says after its pairs were answered, when a post is reminded. Pure."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final

from atlas.reference.choices import Alive

FIRST_REMINDER: Final = timedelta(days=7)
NEXT_REMINDER: Final = timedelta(days=14)
LIVING: Final = frozenset({"ongoing", "dormant", "suspended", "planned"})
"""Declared statuses of a cooperation that may live; one without a status may, too."""


def is_stale(verified_on: date | None, held_on: date) -> bool:
    """A contact is to be verified: nobody did since the election (D5.4)."""
    return verified_on is None or verified_on < held_on


def is_reached(area: str, areas: Collection[str]) -> bool:
    """The election concerns a partner there; one whose subdivision nobody knows is looked at, too."""
    return not areas or not area or area in areas


def flag_of(answers: Collection[str]) -> str | None:
    """What the answers on all pairs of one sheet (« » = none yet) make of its « relation vivante »; None = leave it.

    One living pair is enough; a sheet is dead when each of its pairs is, those of other countries included.
    """
    if Alive.YES in answers:
        return Alive.YES
    if not answers or "" in answers:
        return None
    return Alive.UNKNOWN if Alive.UNKNOWN in answers else Alive.NO


def answer_from(flags: Collection[tuple[str | None, date | None]], held_on: date) -> str:
    """What posts have said of all sheets of a pair since the election, as the answer of the pair; "" where not.

    Each is (relation vivante, its day).
    """
    said = {alive for alive, on in flags if alive and on and on >= held_on}
    is_whole = bool(flags) and all(alive and on and on >= held_on for alive, on in flags)
    return said.pop() if is_whole and len(said) == 1 else ""


def reminder_is_due(started_on: date, reminded_on: date | None, today: date) -> bool:
    """A week after the start, then every fortnight."""
    last = reminded_on or started_on
    return today >= last + (NEXT_REMINDER if reminded_on else FIRST_REMINDER)
