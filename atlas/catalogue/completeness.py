"""What makes a sheet complete: six things that it states or lacks (issue 4). Pure; the day comes as an argument.

Each is something that a person who knows the project can add. Not for what is wrong on a sheet: that is said by its
flags (D3.7), and by « à confirmer » (`confirmation`).
"""

from datetime import date
from functools import lru_cache

from atlas.catalogue.confirmation import VERIFICATION_MONTHS, last_day, months_after
from atlas.catalogue.record import PublicProject
from atlas.catalogue.search_values import FLAG_CODES, Criterion
from atlas.reference.choices import Status

STABLE = tuple(one for one in Criterion if one is not Criterion.VERIFICATION)
"""Criteria that do not depend on the day."""


def stated(project: PublicProject) -> frozenset[Criterion]:
    """The stable criteria that a sheet meets."""
    partners = project.foreign_partners
    return _criteria(
        bool(project.themes),
        _has_dates(project),
        any(party.id is not None for party in partners),
        any(party.lat is not None for party in partners) or _says_where(project),
        any(line.amount is not None for line in project.funding),
    )


@lru_cache
def _criteria(*holds: bool) -> frozenset[Criterion]:
    """Those of STABLE that hold, in its order."""
    return frozenset(one for one, does in zip(STABLE, holds, strict=True) if does)


def verified_until(project: PublicProject) -> date | None:
    """The day from which on the last verification is too old; null = the sheet was never verified."""
    return months_after(project.verified_on, VERIFICATION_MONTHS) if project.verified_on else None


def flag_codes(project: PublicProject) -> frozenset[str]:
    """The public flags of a sheet, each once."""
    return frozenset(flag.code for flag in project.flags) & FLAG_CODES


def _says_where(project: PublicProject) -> bool:
    """It declares a place abroad that a map shows: a point, or the whole country (ADR 30)."""
    return any(one.country != "FR" and (one.lat is not None or not one.name) for one in project.places)


def _has_dates(project: PublicProject) -> bool:
    """When it began, and when it ended if it is over."""
    is_over = project.status in (Status.COMPLETED, Status.CANCELLED)
    return project.start_year is not None and (not is_over or last_day(project) is not None)
