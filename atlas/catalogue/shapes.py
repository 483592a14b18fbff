"""Countries on the world map: outlines and one point inside each; names and middles of départements; former régions.

From the files that we ship, read once.
"""

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

WORLD = Path("shapes") / "world.json"
COUNTRIES = Path("countries") / "countries.csv"
DEPARTMENTS = Path("territories") / "departments.csv"
FORMER_REGIONS = Path("territories") / "former_regions.csv"


@lru_cache(maxsize=1)
def world() -> dict[str, Any]:
    """`view_box`: four numbers; `paths`: ISO 2 → SVG path data in the units of `reference.projection`."""
    shapes: dict[str, Any] = json.loads((settings.DATA_DIR / WORLD).read_text())
    return shapes


def outlines(codes: Iterable[str]) -> tuple[str, ...]:
    """Paths of these countries; the smallest countries have no shape and are left out."""
    paths = world()["paths"]
    return tuple(paths[code] for code in codes if code in paths)


@lru_cache(maxsize=1)
def inner_points() -> dict[str, tuple[float, float]]:
    """ISO 2 → latitude and longitude of a point inside the country's largest piece of land, for what has no place."""
    with (settings.DATA_DIR / COUNTRIES).open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["lat"] and row["lon"]]
    return {row["iso2"]: (float(row["lat"]), float(row["lon"])) for row in rows}


@dataclass(frozen=True, slots=True)
class Department:
    """A département where its circle stands; `region`: official code."""

    name: str
    region: str
    lat: float
    lon: float


@lru_cache(maxsize=1)
def departments() -> Mapping[str, Department]:
    """Today's départements by official code."""
    with (settings.DATA_DIR / DEPARTMENTS).open(newline="") as file:
        return {
            row["code"]: Department(row["name"], row["region"], float(row["lat"]), float(row["lon"]))
            for row in csv.DictReader(file)
        }


@lru_cache(maxsize=1)
def former_regions() -> Mapping[str, str]:
    """Code of a région that is no more → code of the one that took over from it (D5.1)."""
    with (settings.DATA_DIR / FORMER_REGIONS).open(newline="") as file:
        return {row["code"]: row["successor"] for row in csv.DictReader(file)}
