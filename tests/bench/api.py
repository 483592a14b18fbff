"""The API, measured: lists of 100 projects that nobody asked for before, and what a client has already.

Nothing of a list is kept whole, so that an address asked again is made again; orders and filters vary all the same.
"""

import json
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any, Final

from tests.bench.attempts import Wrong
from tests.bench.serving import Case, Server
from tests.bench.stage import Stage

LIST: Final = "/api/v1/projects?limit=100"
FULL: Final = 5
"""Pages of 20 results from which a list holds 100."""
_LISTS: Final = 120
_TAGGED: Final = 500
_ORDERS: Final = ("", "&tri=maj", "&tri=debut", "&tri=montant")


class WrongList(Wrong):
    """The API says something else than the records: nothing is timed."""


def check(server: Server, answers: Sequence[dict[str, Any]]) -> int:
    """Compare the API with counts of the records (`cases.check`); returns how many lists were compared."""
    for answer in answers:
        query = answer["query"].replace("&page=1", "")
        found = json.loads(server.get(f"{LIST}&fields=id,title&{query}"))
        ids = [one["id"] for one in found["items"]]
        is_right = found["total"] == answer["total"] and len(ids) == min(100, answer["total"])
        if not is_right or len(set(ids)) < len(ids) or (found["total"] <= 100 and not set(answer["hits"]) <= set(ids)):
            raise WrongList(f"{query}: {found['total']} projects instead of {answer['total']}, or others")
    return len(answers)


def cases(stage: Stage, server: Server, lists: Sequence[str]) -> Iterator[Case]:
    """Lists that are long enough in every order; the same by their ETag."""
    some = [one for one in lists if "tri=" not in one][:_LISTS]
    full = [one for one, pages in zip(some, stage.ask("pages", *some), strict=True) if pages > FULL] or [""]
    paths = [f"{LIST}&{query}{order}".replace("&&", "&").rstrip("&") for order, query in product(_ORDERS, full)]
    yield Case("API list of 100", paths * (_TAGGED * 20 // len(paths)))
    tagged = [f"{path}\tIf-None-Match: {server.header(path, 'ETag')}" for path in paths[:_TAGGED]]
    yield Case("API unchanged (304)", tagged * (_TAGGED * 80 // len(tagged)), status="304")
