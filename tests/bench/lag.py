"""How long after its commit a change is found by search, while the server and its follower run."""

import json
import random
import re
import subprocess
import time
from typing import Final

from tests.bench.serving import Server
from tests.bench.stage import Stage

_NEW: Final = 2_000_000  # number of a sheet that no size has
_LONGEST: Final = 30.0
_LOOK_EVERY: Final = 0.02


def follower_lag(stage: Stage, server: Server) -> float:
    """Seconds from the commit of one imported sheet until the search page lists it."""
    word = "".join(random.Random().choices("bcdfghjklmnpqrstvwxz", k=14))
    address = f"/fr/recherche/?q={word}"
    if _finds(server, address):
        raise RuntimeError(f"{word} was there before")
    command = ["-m", "tests.bench.inside", "change", str(_NEW + random.Random().randrange(10**6)), word]
    change = stage.start(*command, output=subprocess.PIPE)
    found_at = _found_at(server, address)
    told, problem = change.communicate()
    if change.returncode:
        raise RuntimeError(problem)
    return max(0.0, found_at - float(json.loads(told)))


def _found_at(server: Server, address: str) -> float:
    limit = time.time() + _LONGEST
    while time.time() < limit:
        if _finds(server, address):
            return time.time()
        time.sleep(_LOOK_EVERY)
    raise TimeoutError(f"search does not find the change within {_LONGEST:.0f} s")


def _finds(server: Server, address: str) -> bool:
    return re.search(r'href="/fr/projets/\d+/"', server.get(address)) is not None
