"""`countries/countries.csv`: codes, names, zone, position and the French spellings found on old pages.

The list itself, the zone of each country, the names where the ministry's usage differs from CLDR, and the spellings are
kept by hand in `countries/usage.csv`; everything else is derived. `dac_classes.csv` and `zones.csv` are kept by hand.
"""

from collections.abc import Iterable, Mapping
from math import cos, radians
from pathlib import Path
from typing import Any

from babel import Locale

from . import tables, topology
from .packages import Package

HEADER = ["iso2", "iso3", "name_fr", "name_en", "zone", "lat", "lon", "aliases"]
_OWN_ISO3 = {"XK": "XKX"}
"""Kosovo has no ISO 3166 code; XKX goes with the XK that CLDR, the European Union and IATI use."""
_ENGLISH = {
    "CD": "Democratic Republic of the Congo",
    "CG": "Congo",
    "HK": "Hong Kong",
    "MO": "Macao",
    "VA": "Holy See",
    "MM": "Myanmar",
}
_NAMED_SHAPES = {"Kosovo": "XK", "Somaliland": "SO", "N. Cyprus": "CY"}
"""Shapes without an ISO number that belong to a country of our list, after France's recognition."""


def iso2_of_shape(geometry: dict[str, Any], by_number: Mapping[str, str]) -> str | None:
    """ISO 3166-1 alpha-2 of a Natural Earth shape; None for what we do not draw."""
    return _NAMED_SHAPES.get(geometry["properties"]["name"]) or by_number.get(geometry.get("id", ""))


def numbers(world_countries: Package) -> dict[str, str]:
    """ISO numeric code → ISO alpha-2. The Australian reef territories carry Australia's number."""
    return {country["ccn3"]: country["cca2"] for country in world_countries.json("countries.json") if country["ccn3"]}


def _area_and_centre(ring: topology.Line) -> tuple[float, float]:
    """(area in square degrees of the equator, latitude of the centroid): enough to choose the largest island."""
    twice = moment = 0.0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = x1 * y2 - x2 * y1
        twice += cross
        moment += (y1 + y2) * cross
    if not twice:
        return 0.0, ring[0][1]
    latitude = moment / (3 * twice)
    return abs(twice / 2) * cos(radians(latitude)), latitude


def _unwrap(ring: topology.Line) -> topology.Line:
    """Longitudes made continuous across the antimeridian (values beyond ±180)."""
    out = [ring[0]]
    for lon, lat in ring[1:]:
        out.append((lon - 360 * round((lon - out[-1][0]) / 360), lat))
    return out


def _point_inside(ring: topology.Line, latitude: float) -> tuple[float, float]:
    """Middle of the widest stretch of land at this latitude: always inside, unlike a centroid."""
    crossings = sorted(
        x1 + (latitude - y1) * (x2 - x1) / (y2 - y1)
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True)
        if (y1 <= latitude) != (y2 <= latitude)
    )
    west, east = max(zip(crossings[::2], crossings[1::2], strict=True), key=lambda pair: pair[1] - pair[0])
    return latitude, ((west + east) / 2 + 180) % 360 - 180


def positions(world_atlas: Package, by_number: Mapping[str, str]) -> dict[str, tuple[float, float]]:
    """ISO2 → (lat, lon) inside the country's largest piece of land, from the finest Natural Earth shapes."""
    shapes = world_atlas.json("countries-10m.json")
    arcs = topology.decode_arcs(shapes)
    largest: dict[str, tuple[float, float, topology.Line]] = {}
    for geometry in topology.countries(shapes):
        iso2 = iso2_of_shape(geometry, by_number)
        for polygon in topology.polygons(geometry, arcs) if iso2 else []:
            outline = _unwrap(polygon[0])
            area, latitude = _area_and_centre(outline)
            if area > largest.get(iso2, (0.0, 0.0, []))[0]:
                largest[iso2] = (area, latitude, outline)
    return {iso2: _point_inside(outline, latitude) for iso2, (_, latitude, outline) in largest.items()}


def _town_positions(towns: Iterable[list[str]]) -> dict[str, tuple[float, float]]:
    """ISO2 → position of its largest town (GeoNames), for the islands that Natural Earth counts with their State."""
    largest: dict[str, tuple[int, float, float]] = {}
    for town in towns:
        iso2, population = town[8], int(town[14] or 0)
        if iso2 not in largest or population > largest[iso2][0]:
            largest[iso2] = (population, float(town[4]), float(town[5]))
    return {iso2: (lat, lon) for iso2, (_, lat, lon) in largest.items()}


def _spellings(names: list[str], main: str) -> list[str]:
    """The other spellings, each also with both apostrophes and without accents on capitals, as old pages write them."""
    bare = str.maketrans("ÉÈÎÔÂÀÇÅ", "EEIOAACA")
    found: dict[str, None] = {}
    for name in names:
        for accents in (name, name.translate(bare)):
            found |= dict.fromkeys((accents, accents.replace("'", "’"), accents.replace("’", "'")))
    return [name for name in found if name != main]


def build(folder: Path, world_countries: Package, world_atlas: Package, towns: Iterable[list[str]]) -> int:
    """Write countries.csv into `folder`; returns the number of countries. Raises KeyError when one has no position."""
    by_number = numbers(world_countries)
    iso3 = {country["cca2"]: country["cca3"] for country in world_countries.json("countries.json")} | _OWN_ISO3
    places = _town_positions(towns) | positions(world_atlas, by_number)
    french, english = Locale("fr").territories, Locale("en").territories
    rows = []
    for usage in sorted(tables.read(folder / "usage.csv"), key=lambda row: row["iso2"]):
        iso2 = usage["iso2"]
        name = usage["name_fr"] or french[iso2]
        aliases = _spellings([name, french[iso2], *filter(None, usage["aliases"].split("|"))], name)
        lat, lon = places[iso2]
        rows.append(
            [
                iso2,
                iso3[iso2],
                name,
                _ENGLISH.get(iso2, english[iso2].replace(" & ", " and ")),
                usage["zone"],
                f"{lat:.2f}",
                f"{lon:.2f}",
                "|".join(aliases),
            ]
        )
    return tables.write(folder / "countries.csv", HEADER, rows)
