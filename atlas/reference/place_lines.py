"""A place as one line of a cell, written into our files and read back from them. Pure.

« Koro [ML 14.06723, -3.08021] Mopti »: name, then in brackets country and point (« ~ » before an approximate one), then
the first-level area. « Koro [ML] » has no known point, « [ML] » is the whole country.
"""

import re
from typing import Final, NamedTuple

_LINE: Final = re.compile(
    r"(?P<name>.*?)\s*\[(?P<country>[A-Z]{2})(?:\s+(?P<about>~?)\s*(?P<lat>-?\d+(?:\.\d+)?)\s*[,;]\s*"
    r"(?P<lon>-?\d+(?:\.\d+)?))?\]\s*(?P<area>.*)",
)


class PlaceLine(NamedTuple):
    """`at`: latitude and longitude, decimal degrees; null when they are not known."""

    country: str
    name: str
    at: tuple[float | None, float | None]
    is_approximate: bool
    area: str


def written(one: PlaceLine) -> str:
    """The line. Brackets of names become round ones, lines become blanks: they would not be read back."""
    lat, lon = one.at
    about = "~" if one.is_approximate else ""
    point = "" if lat is None or lon is None else f" {about}{_degrees(lat)}, {_degrees(lon)}"
    return " ".join(filter(None, (_plain(one.name), f"[{one.country}{point}]", _plain(one.area))))


def _degrees(value: float) -> str:
    """Never with an exponent."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _plain(text: str) -> str:
    return " ".join(text.translate({ord("["): "(", ord("]"): ")"}).split())


def read(line: str) -> PlaceLine | None:
    """Inverse of `written`; None for a line that is none or off the globe."""
    found = _LINE.fullmatch(line.strip())
    if found is None:
        return None
    at: tuple[float | None, float | None] = (None, None)
    if found["lat"] is not None:
        at = (float(found["lat"]), float(found["lon"]))
        if abs(float(found["lat"])) > 90 or abs(float(found["lon"])) > 180:
            return None
    return PlaceLine(found["country"], found["name"], at, bool(found["about"]), found["area"].strip())
