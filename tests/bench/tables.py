"""Reads the reference files under `data/` for the generator: plain rows, no database."""

import csv
from pathlib import Path


def rows(path: Path) -> list[dict[str, str]]:
    """Every row of a file with a header."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
