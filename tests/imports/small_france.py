"""A small France for import tests: the real reference files, with only the communes and EPCI that the tests name.

Loading 35,000 communes takes seconds; the real loaders read these few in one.
"""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from atlas.catalogue.actions import rebuild_organisations
from atlas.organisations.loading import load_organisations
from atlas.reference.loading import load_reference

Row = dict[str, str]
COMMUNES = frozenset(
    {
        "75056",  # Paris
        "38314",  # Pontcharra
        "16015",  # Angoulême
        "38027",  # Barraux
        "38100",  # Le Cheylas
        "38439",  # Crêts en Belledonne
        "38426",  # Saint-Maximin, Isère
        "60589",  # Saint-Maximin, Oise
        "73075",  # La Chapelle-Blanche, Savoie
        "22036",  # La Chapelle-Blanche, Côtes-d'Armor
        "73215",  # Valgelon-La Rochette
        "77389",  # La Rochette, Seine-et-Marne
        "73316",  # Villard-Sallet
        "73302",  # La Trinité, Savoie
        "06149",  # La Trinité, Alpes-Maritimes
        "91228",  # Évry-Courcouronnes
    }
)
EPCI = frozenset(["200041010", "200018166", "200059228"])


def small_data(folder: Path) -> Path:
    """Copy `data/` into `folder` without what the tests do not name."""
    for name in ("countries", "themes", "codes", "posts", "territories", "organisations", "published_figures"):
        shutil.copytree(settings.DATA_DIR / name, folder / name)
    territories = folder / "territories"
    communes = _keep(territories / "communes.csv", lambda row: row["insee"] in COMMUNES)
    groupings = EPCI | {row["epci"] for row in communes}
    _keep(territories / "epci.csv", lambda row: row["siren"] in groupings)
    _keep(territories / "epts.csv", lambda row: row["siren"] in {commune["ept"] for commune in communes})
    _keep(territories / "arrondissements.csv", lambda row: False)
    _keep(territories / "former_communes.csv", lambda row: row["successor"] in COMMUNES)
    _keep(territories / "former_epci.csv", lambda row: row["successor"] in groupings)
    return folder


def load(folder: Path) -> None:
    """Reference data, organisations and their records into the current database."""
    data = small_data(folder)
    load_reference(data_dir=data)
    load_organisations(data_dir=data)
    rebuild_organisations()


def _keep(path: Path, wanted: Callable[[Row], bool]) -> list[Row]:
    """Leave only the rows that are wanted; returns them."""
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        rows = [row for row in reader if wanted(row)]
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, reader.fieldnames or ())
        writer.writeheader()
        writer.writerows(rows)
    return rows
