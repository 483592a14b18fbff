"""Where invented sheets take place: the real countries, and about 6,000 towns abroad whose names are made of syllables.

A town has the same name and country in every run; a few towns have many projects, most have few.
"""

from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random

from tests.bench.tables import rows
from tests.bench.vocabulary import WORDS

PLACES = 6_000
# Share of the partnerships, in ‰; every other country has 2.
SHARES = {
    **{"DE": 170, "GB": 75, "IT": 50, "ES": 35, "PL": 34, "BE": 25, "RO": 22, "PT": 18, "HU": 9, "CZ": 8, "GR": 8},
    **{"ML": 48, "BF": 46, "SN": 48, "MA": 38, "MG": 36, "BJ": 28, "TN": 22, "TG": 16, "CM": 15, "DZ": 15, "NE": 14},
    **{"CA": 22, "CN": 20, "HT": 18, "PS": 18, "US": 17, "LB": 16, "VN": 15, "JP": 14, "BR": 10, "GN": 9, "CI": 9},
    **{"IN": 9, "AM": 7, "MR": 7, "KH": 6, "UA": 6, "AR": 5, "AT": 5, "CL": 5, "LA": 5, "MX": 4, "TD": 4, "MD": 3},
}
_ZONES = {
    "afrique-ocean-indien": "africa",
    "afrique-nord-moyen-orient": "arab world",
    "asie-oceanie": "asia",
    "ameriques-caraibes": "americas",
}


@dataclass(frozen=True)
class Place:
    """A town abroad; `kind` is how its sheets call it (« Commune rurale de », often nothing)."""

    name: str
    country: str
    country_name: str
    kind: str


@dataclass(frozen=True)
class World:
    """Places by country, and the countries with their cumulated shares for `random.choices`."""

    countries: tuple[str, ...]
    shares: tuple[int, ...]
    places: dict[str, tuple[Place, ...]]


@cache
def world(data: Path) -> World:
    """Everything about the foreign side; `data` is the folder of the reference files."""
    countries = [row for row in rows(data / "countries/countries.csv") if row["iso2"] != "FR" and row["zone"]]
    shares = [SHARES.get(row["iso2"], 2) for row in countries]
    total = sum(shares)
    taken: set[str] = set()
    places = {
        row["iso2"]: _places(row, max(2, PLACES * share // total), taken)
        for row, share in zip(countries, shares, strict=True)
    }
    return World(tuple(places), tuple(accumulate(shares)), places)


def _places(country: dict[str, str], number: int, taken: set[str]) -> tuple[Place, ...]:
    rng = Random(country["iso2"])
    zone = _ZONES.get(country["zone"], "europe")
    starts, ends = WORDS[f"syllables {zone}"], WORDS[f"last syllables {zone}"]
    kinds = ("", "", "", "Ville de ", "Commune de ")
    if country["zone"] == "afrique-ocean-indien":
        kinds = ("", "Commune de ", "Commune rurale de ", "Commune urbaine de ")
    found = []
    while len(found) < number:
        name = ("".join(rng.sample(starts, rng.choice((1, 2, 2, 3)))) + rng.choice(ends)).capitalize()
        if name not in taken:
            taken.add(name)
            found.append(Place(name, country["iso2"], country["name_fr"], rng.choice(kinds)))
    return tuple(found)


def village(rng: Random) -> str:
    """A place in the text that no other sheet may name: the long tail of words."""
    return "".join(rng.choices(WORDS["syllables africa"], k=3)).capitalize()
