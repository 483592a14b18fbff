"""What the figures page and the map must say of the whole catalogue, counted record by record. Runs inside Django."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Final

from django.db import connections
from django.db.models import Max
from django.utils.timezone import localdate

from atlas.catalogue.activity import begun_in
from atlas.catalogue.index.document import party_key
from atlas.catalogue.index.places import place_codes
from atlas.catalogue.models import ProjectRecord
from atlas.catalogue.record import PublicProject, decode
from atlas.catalogue.search_values import AUTHORITY_GROUPS
from atlas.reference.choices import Family

_SPAN: Final = 5_000  # records that one process counts at a time


@dataclass
class Totals:
    """Organisations and pairs as hashes: a million records name millions of pairs."""

    projects: int = 0
    french: set[int] = field(default_factory=set)
    foreign: set[int] = field(default_factory=set)
    pairs: set[int] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    places: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Totals") -> None:
        self.projects += other.projects
        self.places += other.places
        for name in ("french", "foreign", "pairs", "countries"):
            getattr(self, name).update(getattr(other, name))


def totals() -> dict[str, object]:
    """The big numbers of the figures page by their labels, and projects by place."""
    last = ProjectRecord.objects.aggregate(last=Max("project_id"))["last"] or 0
    connections.close_all()
    found = Totals()
    with get_context("fork").Pool() as pool:
        for part in pool.imap(_of_span, range(0, last + 1, _SPAN)):
            found.add(part)
    return {
        "Projets recensés": found.projects,
        "Collectivités françaises": len(found.french),
        "Partenariats": len(found.pairs),
        "Partenaires étrangers": len(found.foreign),
        "Pays partenaires": len(found.countries),
        "places": found.places,
    }


def _of_span(first: int) -> Totals:
    rows = ProjectRecord.objects.filter(project_id__gte=first, project_id__lt=first + _SPAN)
    return count(decode(data) for data in rows.values_list("data", flat=True).iterator())


def count(projects: Iterable[PublicProject]) -> Totals:
    """Places of all projects; the rest of those of the first family that have begun, as the page shows first."""
    found, this_year = Totals(), localdate().year
    for project in projects:
        found.places.update(place_codes(project))
        begun = begun_in(project)
        if project.family == Family.DECENTRALISED_COOPERATION and begun is not None and begun <= this_year:
            found.projects += 1
            found.countries.update(one.iso2 for one in project.countries if one.iso2 != "FR")
            _add_parties(found, project)
    return found


def _add_parties(found: Totals, project: PublicProject) -> None:
    """Authorities are partners with a partner abroad (D10.3); an association or the State is none."""
    abroad = {hash(party_key(party)) for party in project.foreign_partners}
    here = {
        hash(party_key(party))
        for party in project.french_authorities
        if abroad and (party.id is None or party.group in AUTHORITY_GROUPS)
    }
    found.foreign |= abroad
    found.french |= here
    found.pairs |= {hash((one, other)) for one in here for other in abroad}
