"""Organisations of the register for a name that somebody types: all of them, not only those that act already; and the
places that we know by them, with their positions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from atlas.accounts.organisations_found import candidates
from atlas.organisations.models import Organisation, Precision
from atlas.reference.kinds import BUCKETS, Kind

from .places import APPROXIMATE, EXACT, degrees
from .tables import link_of

KINDS: Final = tuple(kind for kind in Kind if kind not in BUCKETS)


@dataclass(frozen=True, slots=True)
class Found:
    """`label` tells it apart from others of its name; `link` is what stands beside the name in a form."""

    id: int
    name: str
    label: str
    country: str
    link: str


def candidates_for(text: str) -> Sequence[Found]:
    """Up to eight, those whose name begins so first. A text of one letter has none."""
    found = candidates(text[:200], KINDS)
    rows = Organisation.objects.filter(pk__in=[one.id for one in found]).values_list("pk", "name", "country_id")
    known = {pk: (name, country or "") for pk, name, country in rows}
    return [
        Found(one.id, known[one.id][0], one.label, known[one.id][1], link_of(one.id, known[one.id][0]))
        for one in found
        if one.id in known
    ]


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """Where an organisation is: `cells` are those of a row of places, by column."""

    id: int
    label: str
    cells: dict[str, str]


def places_for(text: str) -> Sequence[FoundPlace]:
    """Up to eight places by the name of an authority or body that is there, those whose position is known."""
    found = candidates(text[:200], KINDS)
    rows = Organisation.objects.filter(pk__in=[one.id for one in found], latitude__isnull=False, country__isnull=False)
    known = {row.pk: row for row in rows}
    return [FoundPlace(one.id, one.label, place_cells(known[one.id])) for one in found if one.id in known]


def place_cells(organisation: Organisation) -> dict[str, str]:
    """Its place as the cells of a row."""
    return {
        "name": organisation.name,
        "country": organisation.country_id or "",
        "latitude": degrees(organisation.latitude),
        "longitude": degrees(organisation.longitude),
        "precision": APPROXIMATE if organisation.location_precision == Precision.APPROXIMATE else EXACT,
        "area": organisation.admin_area,
    }
