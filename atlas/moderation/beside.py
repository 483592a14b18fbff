"""What waits beside proposals and doubtful values: pairs that may be one, organisations to confirm; narrowed too."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from atlas.contributions.queue import Filters
from atlas.duplicates.models import Candidate, CandidateKind, Decision
from atlas.organisations.models import Organisation, Origin
from atlas.projects.models import Project
from atlas.reference.choices import Role

EVERYTHING = Filters()
NARROWED_BY = ("age", "pays", "region")
"""Filters of the queue that mean something here."""


def open_candidates(filters: Filters = EVERYTHING, *, now: datetime | None = None) -> QuerySet[Candidate]:
    """Pairs that may be one and that nobody decided of, the most alike first. `now`: where an age is asked."""
    found = Candidate.objects.filter(decision=Decision.OPEN, is_current=True)
    if filters.days and now:
        found = found.filter(found_at__lte=now - timedelta(days=filters.days))
    for sheets, bodies in _asked(filters):
        projects = Project.objects.filter(sheets).values("pk")
        organisations = Organisation.objects.filter(bodies).values("pk")
        found = found.filter(
            Q(_one_of(projects), kind=CandidateKind.PROJECT)
            | Q(_one_of(organisations), kind=CandidateKind.ORGANISATION)
        )
    return found.order_by("-score", "pk")


def missing_organisations(filters: Filters = EVERYTHING, *, now: datetime | None = None) -> QuerySet[Organisation]:
    """Provisional organisations that people asked for (an account, a draft), oldest first."""
    found = Organisation.objects.filter(is_provisional=True, merged_into=None, origin=Origin.PERSON)
    if filters.days and now:
        found = found.filter(created_at__lte=now - timedelta(days=filters.days))
    for _sheets, bodies in _asked(filters):
        found = found.filter(bodies)
    return found.select_related("country").order_by("created_at", "pk")


def _asked(filters: Filters) -> list[tuple[Q, Q]]:
    """Of sheets and of organisations, for each filter that is set."""
    rules = []
    if filters.country:
        rules.append((Q(countries__country_id=filters.country), Q(country_id=filters.country)))
    if filters.region:
        partners = Q(parties__role__in=(Role.PARTNER, Role.LEAD), parties__organisation__region_code=filters.region)
        rules.append((partners, Q(region_code=filters.region)))
    return rules


def _one_of(numbers: QuerySet) -> Q:  # type: ignore[type-arg]  # of numbers
    return Q(first_id__in=numbers) | Q(second_id__in=numbers)
