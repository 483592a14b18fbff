"""Filtered exports as CSV, streamed: rows a second, of a file whose rows are counted by Python's own reader."""

import csv
import io
import time
from collections.abc import Iterator
from typing import Final
from urllib.request import urlopen

from tests.bench.attempts import Wrong
from tests.bench.limits import Row
from tests.bench.serving import Server

FILTERS: Final = ("etat=ongoing", "debut_min=1990&debut_max=2015")
_COLUMNS: Final = {"short": "", "full": "&colonnes=toutes"}
_PIECE: Final = 1 << 20
_CHECKED: Final = "pays=ML"


class WrongFile(Wrong):
    """A file has not as many rows as it says: nothing is timed."""


def exports(server: Server) -> Iterator[Row]:
    """Each file in turn, one client that only counts bytes."""
    for name, columns in _COLUMNS.items():
        _check(server, f"{_CHECKED}{columns}")
        rows, seconds, size = 0, 0.0, 0
        for query in FILTERS:
            found, took, read = _timed(server, f"{query}{columns}")
            rows, seconds, size = rows + found, seconds + took, size + read
        note = f"{rows} rows, {size / rows:,.0f} bytes each"
        yield Row(f"export, {name} columns, rows/s", rows / seconds, note=note)


def _address(server: Server, query: str) -> str:
    return f"http://127.0.0.1:{server.port}/fr/recherche/export.csv?{query}"


def _check(server: Server, query: str) -> None:
    with urlopen(_address(server, query), timeout=600) as answer:
        told = int(answer.headers["X-Total-Count"])
        rows = sum(1 for _ in csv.reader(io.StringIO(answer.read().decode("utf-8-sig"), newline=""))) - 1
    if rows != told:
        raise WrongFile(f"{query}: {rows} rows instead of {told}")


def _timed(server: Server, query: str) -> tuple[int, float, int]:
    """Rows, seconds from the request to the last byte, bytes."""
    started = time.perf_counter()
    with urlopen(_address(server, query), timeout=600) as answer:
        rows, size = int(answer.headers["X-Total-Count"]), 0
        while piece := answer.read(_PIECE):
            size += len(piece)
    return rows, time.perf_counter() - started, size
