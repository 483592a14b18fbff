"""French authorities as old sheets name them, drawn from the real reference: communes by population, and the others."""

from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random

from tests.bench.tables import rows
from tests.bench.vocabulary import WORDS


@dataclass(frozen=True)
class Authorities:
    """Names ready to print. `weights`: cumulated populations of the communes, for `random.choices`."""

    communes: tuple[str, ...]
    weights: tuple[int, ...]
    departments: tuple[str, ...]
    regions: tuple[str, ...]
    former_regions: tuple[str, ...]
    groupings: tuple[str, ...]


@cache
def authorities(data: Path) -> Authorities:
    """Everything on the French side; `data` is the folder of the reference files."""
    folder = data / "territories"
    communes = [row for row in rows(folder / "communes.csv") if int(row["population"] or 0) > 500]
    former = [row["name"] for row in rows(folder / "former_regions.csv") if row["kind"] == "merger"]
    groupings = [row["name"] for name in ("epci", "former_epci") for row in rows(folder / f"{name}.csv")]
    return Authorities(
        communes=tuple(row["name"] for row in communes),
        weights=tuple(accumulate(int(row["population"]) for row in communes)),
        departments=tuple(of(row["name"]) for row in rows(folder / "departments.csv")),
        regions=tuple(row["name"] for row in rows(folder / "regions.csv")),
        former_regions=tuple(former),
        groupings=tuple(name for name in groupings if len(name) < 90),
    )


def of(name: str) -> str:
    """« de la Creuse », « du Gard », « des Landes », « de l'Isère »: how a council is called."""
    if name.startswith(WORDS["plural departments"]):
        return f"des {name}"
    if name in WORDS["masculine departments"]:
        return f"du {name}"
    if name[0] in "AEIOUÉÎ" or name.startswith("Hérault"):
        return f"de l'{name}"
    return f"de {name}" if name in ("Paris", "Mayotte", "La Réunion") else f"de la {name}"


def draw(rng: Random, known: Authorities) -> str:
    """One authority, spelled in one of the ways of old sheets."""
    kind = rng.random()
    if kind < 0.66:
        name: str = rng.choices(known.communes, cum_weights=known.weights)[0]
        return name if kind < 0.54 else name.upper() if kind < 0.56 else f"Commune de {name}"
    if kind < 0.8:
        return f"Conseil {'départemental' if kind < 0.73 else 'général'} {rng.choice(known.departments)}"
    if kind < 0.9:
        return f"Conseil régional de {rng.choice(known.regions if kind < 0.86 else known.former_regions)}"
    return rng.choice(known.groupings)
