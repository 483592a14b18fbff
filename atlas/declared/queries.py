"""Reads of entries: whose they are to keep, which may be one, what the register knows of their authority already."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from atlas.accounts.organisations_found import Candidate, candidates, label_of
from atlas.accounts.scopes import Scope
from atlas.organisations.models import Organisation, OrganisationName
from atlas.organisations.queries import predecessors_of, present_successors
from atlas.projects.models import Party, Project, Publication
from atlas.reference.choices import Role
from atlas.reference.kinds import FRENCH_AUTHORITIES, Kind
from atlas.reference.match import match_key

from .models import DeclaredEntry
from .rules import look_alike
from .states import OPEN, State

MOST = 8


def entries_for(scope: Scope) -> QuerySet[DeclaredEntry]:
    """Those that this account keeps: the countries of its posts, all for the ministry. The newest first."""
    found = DeclaredEntry.objects.select_related("country", "authority", "double_of")
    if not scope.is_ministry:
        found = found.filter(country__in=scope.countries)
    return found.order_by("-declared_at", "-pk")


def open_for(scope: Scope) -> QuerySet[DeclaredEntry]:
    """Those that wait for this account, the oldest first."""
    return entries_for(scope).filter(state__in=OPEN).order_by("declared_at", "pk")


def waiting_count(scope: Scope) -> int:
    """How many wait. No query for who keeps none."""
    return open_for(scope).count() if scope.is_ministry or scope.countries else 0


def doubles_of(entry: DeclaredEntry) -> list[DeclaredEntry]:
    """Other entries of the country that may be the same, oldest first, without those that are doubles themselves."""
    others = DeclaredEntry.objects.filter(country=entry.country_id).exclude(pk=entry.pk).exclude(state=State.DOUBLE)
    mine = _keys(entry)
    return [one for one in others.order_by("pk") if look_alike(mine, _keys(one))][:MOST]


def _keys(entry: DeclaredEntry) -> tuple[str, str, str]:
    return entry.country_id, match_key(entry.authority_name), match_key(entry.partner_name)


def authorities_for(entry: DeclaredEntry) -> list[Candidate]:
    """French authorities that may be meant: the one that the sender chose, those of that name, those that took over
    from one that bore it."""
    found = [Candidate(entry.authority.pk, label_of(entry.authority))] if entry.authority else []
    found += candidates(entry.authority_name, FRENCH_AUTHORITIES)
    found += [Candidate(one.pk, label_of(one)) for one in _successors_of(entry.authority_name)]
    return list({one.id: one for one in found}.values())[:MOST]


def _successors_of(name: str) -> Sequence[Organisation]:
    """Who stands today for the authorities that bear, or bore, exactly this name."""
    key = match_key(name)
    if not key:
        return []
    ended = Organisation.objects.filter(match_key=key, kind__in=FRENCH_AUTHORITIES, valid_to__isnull=False)
    former = OrganisationName.objects.filter(match_key=key, organisation__kind__in=FRENCH_AUTHORITIES)
    known = {*ended.values_list("pk", flat=True), *former.values_list("organisation_id", flat=True)}
    present = set().union(*present_successors(known).values()) if known else set()
    return list(Organisation.objects.filter(pk__in=present, valid_to__isnull=True).order_by("name", "pk")[:MOST])


def partners_for(entry: DeclaredEntry) -> list[Candidate]:
    """Foreign authorities of the country that may be meant."""
    found = candidates(entry.partner_name, {Kind.FOREIGN_AUTHORITY})
    here = Organisation.objects.filter(pk__in=[one.id for one in found], country=entry.country_id)
    known = set(here.values_list("pk", flat=True))
    return [one for one in found if one.id in known]


@dataclass(frozen=True, slots=True)
class SheetFound:
    """A published sheet of the authority with the country; `partners`: names of the foreign side, as declared."""

    id: int
    title: str
    start_year: int | None
    partners: tuple[str, ...]


def sheets_for(entry: DeclaredEntry) -> list[SheetFound]:
    """What is declared already: published sheets of the authority, or of those it took over from, with the country."""
    projects = list(_sheets(entry).order_by("-updated_at", "pk"))
    parties = Party.objects.filter(project__in=projects, role=Role.PARTNER, country=entry.country_id).order_by("rank")
    names: dict[int, list[str]] = {}
    for project, name in parties.values_list("project_id", "name_as_declared"):
        names.setdefault(project, []).append(name)
    return [SheetFound(one.pk, one.title, one.start_year, tuple(names.get(one.pk, ()))) for one in projects]


def _sheets(entry: DeclaredEntry) -> QuerySet[Project]:
    if entry.authority_id is None:
        return Project.objects.none()
    known = {entry.authority_id, *predecessors_of([entry.authority_id])}
    named = Party.objects.filter(organisation_id__in=known, role__in=(Role.PARTNER, Role.LEAD))
    return Project.objects.filter(
        pk__in=named.values("project_id"),
        countries__country_id=entry.country_id,
        publication_state=Publication.PUBLISHED,
    ).distinct()


def may_be_linked(entry: DeclaredEntry, project_id: int) -> bool:
    """The sheet is one of `sheets_for`."""
    return _sheets(entry).filter(pk=project_id).exists()
