"""Positions of French communes: GeoNames towns by INSEE code, then by name within the département.

What stays unknown is the caller's to fill with the surroundings. Not for foreign places.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from atlas.reference.match import match_key

_DEPARTMENT_OF_COUNTRY = {
    "GP": "971",
    "MQ": "972",
    "GF": "973",
    "RE": "974",
    "YT": "976",
    "PM": "975",
    "BL": "977",
    "MF": "978",
    "WF": "986",
    "PF": "987",
    "NC": "988",
}
_NOT_A_COMMUNE = frozenset({"PPLX", "PPLQ", "PPLH", "PPLW"})
"""GeoNames kinds: quarter of a town, abandoned, historical, destroyed."""


@dataclass(frozen=True)
class Town:
    """A GeoNames town on French soil. `codes` are its administrative codes, among them the INSEE code when known."""

    key: str
    codes: frozenset[str]
    department: str
    lat: float
    lon: float
    population: int


def french_towns(rows: Iterable[list[str]]) -> list[Town]:
    """The French towns among the rows of `cities500.txt` (GeoNames columns)."""
    return [
        Town(
            match_key(row[1]),
            frozenset(filter(None, row[10:14])),
            _DEPARTMENT_OF_COUNTRY.get(row[8]) or row[11],
            float(row[4]),
            float(row[5]),
            int(row[14] or 0),
        )
        for row in rows
        if (row[8] == "FR" or row[8] in _DEPARTMENT_OF_COUNTRY) and row[7] not in _NOT_A_COMMUNE
    ]


def positions(names: Mapping[str, tuple[str, str]], towns: Iterable[Town]) -> dict[str, tuple[float, float]]:
    """INSEE code → (lat, lon). `names`: INSEE code → (name, département).

    Several towns of one code: the one that bears the commune's name, else the largest (GeoNames gives some suburbs the
    code of the city). By name only when it is that of one town and one commune of the département.
    """
    towns = list(towns)
    by_code: dict[str, list[Town]] = defaultdict(list)
    by_name: dict[tuple[str, str], list[Town]] = defaultdict(list)
    for town in towns:
        by_name[town.department, town.key].append(town)
        for code in town.codes & names.keys():
            by_code[code].append(town)
    homonyms: dict[tuple[str, str], int] = defaultdict(int)
    for name, department in names.values():
        homonyms[department, match_key(name)] += 1
    found = {}
    for code, (name, department) in names.items():
        key = match_key(name)
        same_name = by_name[department, key]
        if code in by_code:
            best = max(by_code[code], key=lambda town: (town.key == key, town.population))
        elif len(same_name) == 1 and homonyms[department, key] == 1:
            best = same_name[0]
        else:
            continue
        found[code] = (best.lat, best.lon)
    return found


def centre(weighted: Iterable[tuple[float, float, int]]) -> tuple[float, float] | None:
    """Mean of (lat, lon, weight): for areas that do not cross the antimeridian, as all of France's. None when empty."""
    total = lat_sum = lon_sum = 0.0
    for lat, lon, weight in weighted:
        total += weight
        lat_sum += lat * weight
        lon_sum += lon * weight
    return (lat_sum / total, lon_sum / total) if total else None


def seats(towns: Iterable[Town]) -> dict[str, tuple[float, float]]:
    """Département → position of its largest town."""
    largest: dict[str, Town] = {}
    for town in towns:
        if town.department not in largest or town.population > largest[town.department].population:
            largest[town.department] = town
    return {department: (town.lat, town.lon) for department, town in largest.items()}
