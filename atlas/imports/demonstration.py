"""Invented pages of the demonstration, with the places that no page of the old Atlas could declare.

Not for real pages: what an old page says of places is what its text says.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from atlas.contributions.actions import Delivery
from atlas.projects.draft import PlaceDraft, place_of

from .legacy_pages.files import ReadPage
from .legacy_pages.source import PageResolver

Places = Mapping[int, tuple[PlaceDraft, ...]]


def read_places(path: Path) -> Places:
    """Number of an invented sheet → its places, in the order of the file."""
    found: dict[int, tuple[PlaceDraft, ...]] = {}
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            point = (float(row["latitude"]), float(row["longitude"])) if row["latitude"] else (None, None)
            one = place_of(
                row["country"],
                row["name"],
                at=point,
                is_approximate=row["precision"] == "approximate",
                area=row["area"],
            )
            number = int(row["legacy_prj_id"])
            found[number] = (*found.get(number, ()), one)
    return found


@dataclass
class PlacedPages(PageResolver):
    """Pages that say where their project happens, by their number."""

    places: Places = field(default_factory=dict)

    def deliver(self, reading: ReadPage) -> Delivery:
        """The page as a delivery, with its places."""
        made = super().deliver(reading)
        places = self.places.get(made.draft.legacy_prj_id or 0, ())
        return replace(made, draft=msgspec.structs.replace(made.draft, places=places)) if places else made
