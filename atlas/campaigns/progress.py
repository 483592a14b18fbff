"""How far a campaign is: by région, by département, authority by authority. Reads; four queries whatever the number.

« Nobody answers » is told from « has not begun »: without an account nobody can.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Count, Exists, OuterRef, QuerySet

from atlas.accounts.models import Membership
from atlas.accounts.roles import OF_AUTHORITY
from atlas.accounts.states import MembershipState
from atlas.reference.match import match_key
from atlas.reference.models import Territory

from .models import AuthorityUpdate, UpdateCampaign
from .states import State

WITHOUT_REGION: Final = "aucune"
"""In addresses, in the place of a région's code: authorities that lie in none, or of which it is not known."""


def region_of(slug: str) -> str:
    """The code that an address means; "" for no région."""
    return "" if slug == WITHOUT_REGION else slug


@dataclass(frozen=True)
class Tally:
    """Authorities of one place by state; `silent`: of those that have not begun, the ones without any account."""

    code: str
    name: str
    not_started: int
    silent: int
    in_progress: int
    attested: int

    @property
    def slug(self) -> str:
        """In addresses."""
        return self.code or WITHOUT_REGION

    @property
    def total(self) -> int:
        """All that are asked there."""
        return self.not_started + self.in_progress + self.attested

    @property
    def percent(self) -> int:
        """Attested ones in a hundred, rounded down: 100 means all."""
        return self.attested * 100 // self.total if self.total else 0


@dataclass(frozen=True)
class Line:
    """One authority in a list."""

    organisation_id: int
    name: str
    kind: str
    code: str
    siren: str
    region: str
    department: str
    state: str
    started_at: datetime | None
    signed_at: datetime | None
    reminded_on: date | None
    has_account: bool
    answers: int

    @property
    def state_words(self) -> str:
        """In words."""
        return str(State(self.state).label)


def by_region(campaign: UpdateCampaign, regions: Collection[str] | None) -> list[Tally]:
    """Each région, or only these, by name. Authorities without one stand under ""."""
    return _tallies(_updates(campaign, regions), "organisation__region_code", _names("region"))


def by_department(campaign: UpdateCampaign, region: str) -> list[Tally]:
    """Each département of a région, by name; régions themselves and what spans several stand under ""."""
    return _tallies(_updates(campaign, [region]), "organisation__department_code", _names("department"))


def all_of(tallies: Iterable[Tally]) -> Tally:
    """Their sum."""
    found = list(tallies)
    sums = [sum(getattr(one, name) for one in found) for name in ("not_started", "silent", "in_progress", "attested")]
    return Tally("", "", *sums)


def lines_of(campaign: UpdateCampaign, regions: Collection[str] | None) -> list[Line]:
    """Every authority of these régions (null = all), those that wait first, then by name."""
    updates = _updates(campaign, regions).select_related("organisation").annotate(said=Count("answers"))
    names = _names("region"), _names("department")
    found = [_line(one, *names) for one in updates.order_by("organisation__match_key", "pk")]
    return sorted(found, key=lambda line: _ORDER[line.state])


_ORDER: Mapping[str, int] = {State.NOT_STARTED: 0, State.REOPENED: 1, State.IN_PROGRESS: 2, State.ATTESTED: 3}


def _updates(campaign: UpdateCampaign, regions: Collection[str] | None) -> QuerySet[AuthorityUpdate]:
    agents = Membership.objects.filter(
        organisation=OuterRef("organisation"), role__in=OF_AUTHORITY, state=MembershipState.ACTIVE
    )
    found = AuthorityUpdate.objects.filter(campaign=campaign).annotate(has_account=Exists(agents))
    return found if regions is None else found.filter(organisation__region_code__in=sorted(regions))


def _tallies(updates: QuerySet[AuthorityUpdate], column: str, names: Mapping[str, str]) -> list[Tally]:
    states: dict[str, Counter[str]] = {}
    for code, state, has_account, number in (
        updates.values_list(column, "state", "has_account").annotate(Count("pk")).order_by()
    ):
        counted = states.setdefault(code or "", Counter())
        counted[state] += number
        counted["silent"] += number if state == State.NOT_STARTED and not has_account else 0
    found = [
        Tally(
            code=code,
            name=names.get(code, code),
            not_started=counted[State.NOT_STARTED],
            silent=counted["silent"],
            in_progress=counted[State.IN_PROGRESS] + counted[State.REOPENED],
            attested=counted[State.ATTESTED],
        )
        for code, counted in states.items()
    ]
    return sorted(found, key=lambda one: (not one.code, match_key(one.name)))


def _names(kind: str) -> dict[str, str]:
    return dict(Territory.objects.filter(kind=kind).values_list("code", "name"))


def _line(update: AuthorityUpdate, regions: Mapping[str, str], departments: Mapping[str, str]) -> Line:
    """With the names of its places; the code of one that has no name any more."""
    one = update.organisation
    return Line(
        organisation_id=one.pk,
        name=one.display_name,
        kind=one.get_kind_display(),
        code=one.insee_code or "",
        siren=one.siren or "",
        region=regions.get(one.region_code, one.region_code),
        department=departments.get(one.department_code, one.department_code),
        state=update.state,
        started_at=update.started_at,
        signed_at=update.signed_at,
        reminded_on=update.reminded_on,
        has_account=update.has_account,  # type: ignore[attr-defined]  # annotated
        answers=update.said,  # type: ignore[attr-defined]  # annotated
    )
