"""In which format an answer is given: by the ending of the address, else by what the client accepts. Pure.

An ending is taken off by the middleware and counts as the only type that the client accepts.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from django.utils.translation import gettext

from atlas.opendata.api.problems import NOT_ACCEPTABLE, Refused

JSON, GEOJSON, CSV = "json", "geojson", "csv"
TYPES: Final = {JSON: "application/json", GEOJSON: "application/geo+json", CSV: "text/csv"}
CONTENT_TYPES: Final = {**TYPES, CSV: "text/csv; charset=utf-8; header=present"}
_WEIGHT: Final = re.compile(r"\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*")
_LONGEST: Final = 1_000


@lru_cache(maxsize=1024)
def accepted(accept: str, offered: Sequence[str]) -> str | None:
    """The first of the formats offered that the header Accept likes best (RFC 9110, 12.5.1); null = none of them."""
    if not accept.strip():
        return offered[0]
    weights = [(_weight(accept[:_LONGEST], TYPES[one]), -place, one) for place, one in enumerate(offered)]
    best = max(weights)
    return best[2] if best[0] > 0 else None


def _weight(accept: str, media_type: str) -> float:
    """What the most specific range that covers a type weighs."""
    found = {"": 0.0}
    for part in accept.lower().split(","):
        name, *parameters = part.split(";")
        said = [match[1] for one in parameters if (match := _WEIGHT.fullmatch(one))]
        found[name.strip()] = float(said[0]) if said else 1.0
    ranges = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
    return next((found[one] for one in ranges if one in found), 0.0)


def format_of(accept: str, offered: Sequence[str]) -> str:
    """The format of an answer. Raises Refused when none fits."""
    chosen = accepted(accept, tuple(offered))
    if chosen is None:
        types = ", ".join(TYPES[one] for one in offered)
        raise Refused(NOT_ACCEPTABLE, gettext("Cette adresse donne : %(types)s.") % {"types": types})
    return chosen


def ending_of(path: str) -> str:
    """The format that the ending of an address asks for: `.csv`; "" for none."""
    ending = path.rpartition("/")[2].rpartition(".")[2]
    return ending if ending in TYPES and path.endswith(f".{ending}") else ""
