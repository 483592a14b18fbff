"""The sheets that a person looks after: which they are, how each stands. Reads only; queries do not grow."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet

from atlas.accounts.scopes import Scope
from atlas.catalogue.completeness import stated
from atlas.catalogue.models import ProjectRecord
from atlas.catalogue.record import PublicProject, decode
from atlas.contributions.models import Contribution
from atlas.contributions.states import EDITABLE, WAITING
from atlas.organisations.models import Succession
from atlas.projects.models import Party, Project, ProjectCountry, Publication
from atlas.reference.choices import Role
from atlas.reference.match import match_key

SHOWN: Final = 25
CRITERIA: Final = 5
"""Those of completeness that do not depend on the day."""
SEEN: Final = (Publication.PUBLISHED, Publication.ARCHIVED)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A sheet in the list. `stated`: how many of the five things it says; `open`: the draft or proposal of ours."""

    project: Project
    record: PublicProject | None
    open: Contribution | None

    @property
    def stated(self) -> int:
        """Of CRITERIA."""
        return len(stated(self.record)) if self.record else 0


def with_predecessors(organisation_ids: Collection[int]) -> set[int]:
    """These organisations and all that became them: their sheets are theirs to keep (D5.1)."""
    found, waiting = set(organisation_ids), set(organisation_ids)
    while waiting:
        links = Succession.objects.filter(successor_id__in=waiting).values_list("predecessor_id", flat=True)
        waiting = set(links) - found
        found |= waiting
    return found


def sheets_of(authorities: Collection[int]) -> QuerySet[Project]:
    """The sheets on which these authorities are partner or lead."""
    if not authorities:
        return Project.objects.none()
    roles = (Role.PARTNER, Role.LEAD)
    named = Party.objects.filter(organisation_id__in=with_predecessors(authorities), role__in=roles)
    return Project.objects.filter(pk__in=named.values("project_id"), publication_state__in=SEEN)


def sheets_in(countries: Collection[str]) -> QuerySet[Project]:
    """The published sheets that name one of these countries."""
    if not countries:
        return Project.objects.none()
    named = ProjectCountry.objects.filter(country_id__in=countries)
    return Project.objects.filter(pk__in=named.values("project_id"), publication_state=Publication.PUBLISHED)


def my_sheets(scope: Scope) -> QuerySet[Project]:
    """Own and delegated ones; those of the countries for a post; all for the ministry."""
    if scope.is_ministry:
        return Project.objects.filter(publication_state__in=SEEN)
    return sheets_of(scope.prepares_for | scope.awaited) | sheets_in(scope.countries)


def named(sheets: QuerySet[Project], text: str) -> QuerySet[Project]:
    """Those whose title, number or a party holds the text; all for an empty one."""
    text = text.replace("\0", "").strip()[:100]
    if not text:
        return sheets
    rule = Q(title__icontains=text) | Q(pk__in=_by_party(text))
    return sheets.filter(rule | Q(pk=int(text)) if text.isdecimal() and len(text) < 10 else rule)


def _by_party(text: str) -> "QuerySet[Party, int]":
    key = match_key(text)
    rule = Q(name_as_declared__icontains=text)
    if key:
        rule |= Q(organisation__match_key__startswith=key)
    return Party.objects.filter(rule).values_list("project_id", flat=True)


def rows(projects: Sequence[Project], scope: Scope) -> list[SheetRow]:
    """A page of sheets with their public record and what is being written on them. Two queries."""
    ids = [project.pk for project in projects]
    records = records_of(ids)
    open_: dict[int, Contribution] = {}
    for one in my_contributions(scope).filter(project_id__in=ids, state__in=EDITABLE | WAITING).order_by("pk"):
        if one.project_id is not None:
            open_[one.project_id] = one
    return [SheetRow(project, records.get(project.pk), open_.get(project.pk)) for project in projects]


def records_of(project_ids: Iterable[int]) -> dict[int, PublicProject]:
    """The public records of those that have one. One query."""
    found = ProjectRecord.objects.filter(project_id__in=list(project_ids)).values_list("project_id", "data")
    return {number: decode(data) for number, data in found}


def my_contributions(scope: Scope) -> QuerySet[Contribution]:
    """What the person wrote, or a colleague for the same authority. Long texts are left in the database."""
    own = Q(created_by=scope.actor) | Q(authority_id__in=scope.prepares_for)
    return Contribution.objects.filter(own).defer("private", "lines", "repairs", "findings")
