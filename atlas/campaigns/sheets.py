"""Which sheets an authority has to attest: published ones that it leads, under its own name or a predecessor's (D5.1).

Where several French partners share a sheet, any may edit it, the lead attests (D6.2).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from atlas.organisations.models import Succession
from atlas.projects.models import Party
from atlas.projects.queries import published, stakes_of
from atlas.reference.choices import Role

BATCH: Final = 2_000


@dataclass(frozen=True)
class Sheet:
    """A published sheet of an authority. `is_led`: this authority attests it."""

    id: int
    title: str
    status: str | None
    verified_on: date | None
    created_at: datetime
    is_led: bool


def sheets_for(organisation_id: int) -> list[Sheet]:
    """Its published sheets by title, those that it shares without leading them included."""
    named = Party.objects.filter(
        organisation_id__in=names_of_authority(organisation_id), role__in=(Role.PARTNER, Role.LEAD)
    )
    rows = published().filter(pk__in=named.values("project_id"))
    found = list(rows.values_list("pk", "title", "status", "verified_on", "created_at"))
    stakes = stakes_of([number for number, *_ in found])
    mine = [row for row in found if organisation_id in stakes[row[0]].authorities]
    sheets = (Sheet(*row, stakes[row[0]].lead == organisation_id) for row in mine)
    return sorted(sheets, key=lambda sheet: (sheet.title.casefold(), sheet.id))


def led_sheets(organisation_id: int) -> dict[int, datetime]:
    """The sheets that it attests, and when each was created."""
    return {sheet.id: sheet.created_at for sheet in sheets_for(organisation_id) if sheet.is_led}


def leading_authorities() -> Iterator[set[int]]:
    """Every authority that leads a published sheet, batch by batch of the sheets."""
    last = 0
    while batch := list(published().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        last = batch[-1]
        yield {one.lead for one in stakes_of(batch).values() if one.lead is not None}


def names_of_authority(organisation_id: int) -> frozenset[int]:
    """The authority and all that became it: their sheets are its own to keep."""
    found, waiting = {organisation_id}, {organisation_id}
    while waiting:
        links = Succession.objects.filter(successor_id__in=waiting).order_by("pk")
        waiting = set(links.values_list("predecessor_id", flat=True)) - found
        found |= waiting
    return frozenset(found)
