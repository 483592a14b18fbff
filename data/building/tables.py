"""Write and read the compact CSV files of `data/`: UTF-8, `\\n`, sorted by their writer, no trailing blanks."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path


def read(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write the rows in the order given; returns how many. None becomes an empty cell."""
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for row in rows:
            writer.writerow(row)
            count += 1
    return count
