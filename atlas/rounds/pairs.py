"""The living pairs of a country as its published sheets have them. Reads only; queries do not grow."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from atlas.organisations.models import Organisation
from atlas.organisations.queries import present_successors
from atlas.projects.models import Party, Project, ProjectCountry, Publication
from atlas.reference.choices import Alive, Role
from atlas.reference.kinds import FRENCH_AUTHORITIES, Kind
from atlas.reference.match import match_key

from .rules import LIVING, is_reached

Key = tuple[int, str]


@dataclass
class Pair:
    """`french`, `foreign`: numbers in the register (`foreign` None = only a name). `flags`: of the sheets."""

    french: int
    foreign: int | None
    foreign_name: str
    area: str
    sheets: list[int] = field(default_factory=list)
    since_year: int | None = None
    form: str = ""
    flags: list[tuple[str | None, date | None]] = field(default_factory=list)

    def add(self, project: Project) -> None:
        """One more sheet that both stand on; the oldest year and the first form known are kept."""
        self.sheets.append(project.pk)
        self.flags.append((project.alive, project.alive_on))
        years = [one for one in (self.since_year, project.first_convention_year, project.start_year) if one]
        self.since_year, self.form = min(years, default=None), self.form or project.form or ""


def areas_of(country: str) -> list[str]:
    """Subdivisions in which the register knows foreign authorities of the country, by name."""
    known = Organisation.objects.filter(kind=Kind.FOREIGN_AUTHORITY, country=country).exclude(admin_area="")
    return sorted(set(known.order_by().values_list("admin_area", flat=True)))


def living_pairs(country: str, areas: list[str]) -> dict[Key, Pair]:
    """(French authority, key of the partner) → pair. A cooperation that a post has said dead is left out."""
    projects = {one.pk: one for one in _living(country)}
    french, foreign = _french(projects), _foreign(projects, country)
    found: dict[Key, Pair] = {}
    for number, project in projects.items():
        for authority in sorted(french[number]):
            for party in foreign[number]:
                if is_reached(_area(party), areas):
                    _pair(found, authority, party).add(project)
    return found


def _living(country: str) -> QuerySet[Project]:
    here = ProjectCountry.objects.filter(country=country).values("project_id")
    living = Q(status__in=LIVING) | Q(status__isnull=True)
    found = Project.objects.filter(living, pk__in=here, publication_state=Publication.PUBLISHED)
    return found.exclude(alive=Alive.NO).order_by("pk")


def _french(projects: dict[int, Project]) -> dict[int, set[int]]:
    """Sheet → the French authorities that stand today for those it names."""
    named = Party.objects.filter(
        project__in=projects, role__in=(Role.PARTNER, Role.LEAD), organisation__kind__in=sorted(FRENCH_AUTHORITIES)
    ).order_by("project_id", "rank")
    rows = [(project, number) for project, number in named.values_list("project_id", "organisation_id") if number]
    successors = present_successors({number for _project, number in rows})
    found: dict[int, set[int]] = defaultdict(set)
    for project, number in rows:
        found[project].update(successors[number] or (number,))
    return found


def _foreign(projects: dict[int, Project], country: str) -> dict[int, list[Party]]:
    """Sheet → its partners in the country, once each."""
    here = Q(country=country) | Q(country__isnull=True, organisation__country=country)
    named = Party.objects.filter(here, project__in=projects, role=Role.PARTNER).select_related("organisation")
    found: dict[int, dict[str, Party]] = defaultdict(dict)
    for party in named.order_by("project_id", "rank"):
        found[party.project_id].setdefault(key_of(party), party)
    return defaultdict(list, {project: list(parties.values()) for project, parties in found.items()})


def partners_of(sheets: Collection[int]) -> dict[int, set[str]]:
    """Sheet → keys of all its partners abroad, in whatever country. One query."""
    declared = Q(country__isnull=False) & ~Q(country="FR")
    known = Q(country__isnull=True, organisation__country__isnull=False) & ~Q(organisation__country="FR")
    found: dict[int, set[str]] = defaultdict(set)
    for party in Party.objects.filter(declared | known, project__in=sheets, role=Role.PARTNER).order_by("pk"):
        found[party.project_id].add(key_of(party))
    return found


def key_of(party: Party) -> str:
    """Tells partners apart."""
    return f"#{party.organisation_id}" if party.organisation_id else match_key(party.name_as_declared)[:300] or "?"


def _area(party: Party) -> str:
    return party.organisation.admin_area if party.organisation else ""


def _pair(found: dict[Key, Pair], authority: int, party: Party) -> Pair:
    name = party.organisation.name if party.organisation else party.name_as_declared
    new = Pair(authority, party.organisation_id, name[:300] or "?", _area(party)[:120])
    return found.setdefault((authority, key_of(party)), new)
