"""Pages that sum up the whole catalogue, figures and map data: against the records, and first after a change.

Their numbers are kept for one revision: what a change costs is what the first reader after it waits for.
"""

import gzip
import html
import json
import re
import time
from collections.abc import Iterator, Mapping
from statistics import median
from typing import Any, Final
from urllib.request import Request, urlopen

from tests.bench.attempts import Wrong
from tests.bench.lag import follower_lag
from tests.bench.limits import Row
from tests.bench.serving import Server
from tests.bench.stage import Stage

FIGURES: Final = "/fr/chiffres/"
MAP_DATA: Final = "/fr/carte/donnees.json"
CHANGES: Final = 3
_CARD: Final = re.compile(r'figure__label">([^<]*)</h3>.*?figure__value">([^<]*)<', re.DOTALL)


class WrongFigures(Wrong):
    """The figures page or the map say something else than the records: nothing is timed."""


def check(stage: Stage, server: Server) -> int:
    """Compare both with a count of all records; returns how many numbers were compared. Raises WrongFigures."""
    told = stage.ask("totals")
    places = told.pop("places")
    _compare("figures page", told, _cards(server.get(FIGURES)))
    _compare("map data", places, _places(json.loads(server.get(MAP_DATA))))
    return len(told) + len(places)


def _cards(page: str) -> dict[str, int]:
    """The big numbers of the page by their labels."""
    return {html.unescape(label): int(re.sub(r"\D", "", value)) for label, value in _CARD.findall(page)}


def _places(data: Mapping[str, Any]) -> dict[str, int]:
    """Projects by place, whatever their family."""
    numbers = zip(*data["places"]["projects"], strict=True)
    return {code: sum(each) for code, each in zip(data["places"]["code"], numbers, strict=True)}


def _compare(what: str, counted: Mapping[str, int], said: Mapping[str, int]) -> None:
    differing = sorted(name for name in counted.keys() | said.keys() if counted.get(name) != said.get(name))
    if differing:
        name = differing[0]
        raise WrongFigures(
            f"{what}: {name} is {said.get(name)} instead of {counted.get(name)}, {len(differing)} differ"
        )


def after_changes(stage: Stage, server: Server) -> Iterator[Row]:
    """Sheets imported one by one: how soon search finds each, and what the first reader of these pages waits then."""
    lags, waits = [], {FIGURES: list[float](), MAP_DATA: list[float]()}
    for _ in range(CHANGES):
        lags.append(follower_lag(stage, server))
        for path, seconds in waits.items():
            started = time.perf_counter()
            server.get(path)
            seconds.append((time.perf_counter() - started) * 1_000)
    yield Row("follower lag, s", median(lags))
    for path, name in ((FIGURES, "figures page"), (MAP_DATA, "map data of the world")):
        note = f"from {min(waits[path]):.0f} to {max(waits[path]):.0f} after {CHANGES} changes"
        yield Row(f"{name}, first after a change, ms", median(waits[path]), note=note)


def weight(server: Server) -> Row:
    """What a reader's browser loads for the whole world."""
    asked = Request(f"http://127.0.0.1:{server.port}{MAP_DATA}", headers={"Accept-Encoding": "gzip"})
    with urlopen(asked, timeout=60) as answer:
        body = answer.read()
    plain = len(gzip.decompress(body))
    return Row("map data of the world, kB compressed", len(body) / 1_000, note=f"{plain / 1_000:.0f} kB plain")
