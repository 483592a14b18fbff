"""What waits for a decision, narrowed as people who decide look for it. Oldest first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, F, Min, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from atlas.organisations.queries import predecessors_of
from atlas.reference.choices import Role

from .models import Contribution, Proposal
from .rules import SUGGESTED
from .states import WAITING

_PARTNERS: Final = (Role.PARTNER, Role.LEAD)


@dataclass(frozen=True)
class Filters:
    """Empty = all. `days`: waits for at least so many; `country` ISO 2, `region` INSEE code, `field` of the draft."""

    origin: str = ""
    days: int = 0
    country: str = ""
    region: str = ""
    field: str = ""


def waiting(filters: Filters, *, now: datetime) -> QuerySet[Contribution]:
    """Contributions that somebody has to decide."""
    found = Contribution.objects.filter(state__in=WAITING)
    if filters.origin:
        found = found.filter(origin=filters.origin)
    if filters.days:
        found = found.filter(submitted_at__lte=now - timedelta(days=filters.days))
    if filters.country:
        new = Q(project__isnull=True, draft__regex=rf'"countries":\[[^\]]*"{filters.country}"')
        found = found.filter(Q(project__countries__country_id=filters.country) | new)
    if filters.region:
        parties = Q(project__parties__role__in=_PARTNERS, project__parties__organisation__region_code=filters.region)
        new = Q(authority__region_code=filters.region) | Q(proposed_to__region_code=filters.region)
        found = found.filter(parties | new).distinct()
    if filters.field:
        found = found.filter(fields__contains=f" {filters.field} ")
    return found.order_by("submitted_at", "pk")


def suggestions_to(authorities: Collection[int]) -> QuerySet[Contribution]:
    """What others suggest on the sheets of these authorities and of their predecessors, and new sheets for them."""
    known = {*authorities, *predecessors_of(authorities)}
    named = Q(project__parties__role__in=_PARTNERS, project__parties__organisation_id__in=known)
    new = Q(project__isnull=True, proposed_to__in=known)
    found = Contribution.objects.filter(named | new, state__in=WAITING, origin__in=SUGGESTED)
    return found.distinct().order_by("submitted_at", "pk")


def open_proposals(filters: Filters, *, now: datetime) -> QuerySet[Proposal]:
    """Doubtful values that imports left, of sheets that people can see."""
    found = Proposal.objects.filter(
        state=Proposal.State.OPEN, contribution__project__publication_state="published"
    ).exclude(contribution__origin__in=SUGGESTED)
    if filters.origin:
        found = found.filter(contribution__origin=filters.origin)
    if filters.days:
        found = found.filter(contribution__created_at__lte=now - timedelta(days=filters.days))
    if filters.country:
        found = found.filter(contribution__project__countries__country_id=filters.country)
    if filters.region:
        found = found.filter(
            contribution__project__parties__role__in=_PARTNERS,
            contribution__project__parties__organisation__region_code=filters.region,
        ).distinct()
    if filters.field:
        found = found.filter(field=filters.field)
    return found


def equal_groups(proposals: QuerySet[Proposal]) -> QuerySet[Proposal, Any]:
    """One row for all that say the same: `digest`, `number` of sheets, `first` (the oldest), `since`."""
    return (
        proposals.order_by()
        .values("digest", "rule", "field")
        .annotate(number=Count("contribution__project", distinct=True))
        .annotate(first=Min("pk"), since=Min("contribution__created_at"))
        .order_by("since", "first")
    )


def median_age(*, now: datetime) -> timedelta | None:
    """How long half of what waits has waited. None when nothing waits. Two queries."""
    ages = Contribution.objects.filter(state__in=WAITING).order_by("submitted_at", "pk")
    number = ages.count()
    middle = list(ages.values_list("submitted_at", flat=True)[(number - 1) // 2 : number // 2 + 1]) if number else []
    known = [now - moment for moment in middle if moment is not None]
    return sum(known, timedelta()) / len(known) if known else None


@dataclass(frozen=True)
class Ages:
    """How many wait, for how long half of them or more have waited, and the oldest."""

    number: int = 0
    median: timedelta | None = None
    oldest: timedelta | None = None


def ages_by_origin(*, now: datetime) -> dict[str, Ages]:
    """What waits for a decision, by where it comes from; origins of which nothing waits are left out. One query."""
    found: dict[str, list[_Middle]] = {}
    for row in _middles(Contribution.objects.filter(state__in=WAITING), "submitted_at", by="origin"):
        found.setdefault(row[0], []).append(row[1:])
    return {origin: _ages(rows, now) for origin, rows in found.items()}


def ages_of(found: QuerySet[Any, Any], since: str, *, now: datetime) -> Ages:
    """Of any rows, each once, that wait since the moment in that column. One query."""
    rows = _middles(found, since)
    return _ages(rows, now) if rows else Ages()


_Middle = tuple[datetime, int, datetime]


def _middles(found: QuerySet[Any, Any], since: str, by: str = "") -> list[Any]:
    """The one or two in the middle of each group: its name if there are groups, moment, how many, the first moment."""
    group = F(by) if by else None
    ranked = found.order_by().annotate(
        twice=2 * Window(RowNumber(), partition_by=group, order_by=[since, "pk"]),
        of=Window(Count("pk"), partition_by=group),
        first=Window(Min(since), partition_by=group),
    )
    middle = ranked.filter(twice__gte=F("of"), twice__lte=F("of") + 2).order_by(*filter(None, (by, since, "pk")))
    return list(middle.values_list(*filter(None, (by, since, "of", "first"))))


def _ages(middle: list[_Middle], now: datetime) -> Ages:
    """Of the one or two in the middle."""
    ages = [now - moment for moment, _number, _first in middle]
    return Ages(middle[0][1], sum(ages, timedelta()) / len(ages), now - middle[0][2])
