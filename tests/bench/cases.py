"""Which pages are asked for, and what is checked of their answers first."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tests.bench import api
from tests.bench.attempts import Wrong
from tests.bench.overview import FIGURES, MAP_DATA
from tests.bench.serving import Case, Server
from tests.bench.stage import Stage

SEARCH: Final = "/fr/recherche/"
_HEADLINE: Final = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_RESULT: Final = re.compile(r'href="/fr/projets/(\d+)/"')
_MOST_ASKED: Final = 12_000  # distinct questions of one kind
_LAST_PAGES: Final = 150
_WARM: Final = 40_000  # requests of which the time allows a part
_TAGGED: Final = 500


class WrongAnswer(Wrong):
    """A page says something else than the records: nothing is timed."""


@dataclass(frozen=True)
class Questions:
    """Distinct query strings and project ids, for one stage. `countable`: searches that can be checked."""

    searches: Sequence[str]
    countable: Sequence[str]
    lists: Sequence[str]
    ids: Sequence[int]


def questions(stage: Stage) -> Questions:
    """The same ones for the same records."""
    return Questions(**stage.ask("questions", _MOST_ASKED))


def check(stage: Stage, server: Server, asked: Questions) -> int:
    """Compare answers with the records; returns how many were compared. Raises WrongAnswer."""
    told = stage.ask("answers_to", *asked.countable, *asked.lists[:6])
    if told["differences"]:
        raise WrongAnswer("; ".join(told["differences"]))
    for answer in told["answers"]:
        _check_page(server, answer)
    some = asked.ids[:: len(asked.ids) // 10]
    for number, title in zip(some, stage.ask("titles", *some), strict=True):
        if html.escape(title) not in server.get(f"/fr/projets/{number}/"):
            raise WrongAnswer(f"the sheet {number} does not say its title")
    return len(told["answers"]) + len(some) + api.check(server, told["answers"])


def _check_page(server: Server, answer: dict[str, Any]) -> None:
    page = server.get(f"{SEARCH}?{answer['query']}")
    headline = _HEADLINE.search(page)
    total = re.sub(r"\D", "", headline[1]) if headline else ""
    if int(total or 0) != answer["total"]:
        raise WrongAnswer(f"{answer['query']}: the page says {total or 'nothing'} instead of {answer['total']}")
    if list(dict.fromkeys(map(int, _RESULT.findall(page)))) != answer["hits"]:
        raise WrongAnswer(f"{answer['query']}: the page lists other projects than the search")


def cases(stage: Stage, server: Server, asked: Questions) -> Iterator[Case]:
    """In the order of the issue's table. A question is asked once in the whole run, unless the case is a warm one."""
    half = len(asked.searches) * 2 // 3
    searches = [f"{SEARCH}?{one}" for one in asked.searches]
    yield Case("search", searches[:half])
    yield Case("search, 1 client", searches[half:], connections=1)
    yield Case("list", [f"{SEARCH}?{one}" for one in asked.lists[_LAST_PAGES:]])
    yield from _ends(stage, asked.lists[:_LAST_PAGES])
    yield Case("home, warm", ["/fr/"] * _WARM, is_warm=True)
    yield Case("unfiltered search, warm", [SEARCH] * _WARM, is_warm=True)
    yield Case("figures page, warm", [FIGURES] * _WARM, is_warm=True)
    yield Case("map data of the world, warm", [MAP_DATA] * _WARM, connections=1, is_warm=True)
    yield from api.cases(stage, server, asked.lists)
    yield from _sheets(server, [f"/fr/projets/{number}/" for number in asked.ids])


def _ends(stage: Stage, lists: Sequence[str]) -> Iterator[Case]:
    """First and last pages of the same lists, of those that are long."""
    last = zip(lists, stage.ask("pages", *lists), strict=True)
    long = [(one, pages) for one, pages in last if pages > 2]
    yield Case("list, first pages", [f"{SEARCH}?{one}" for one, _ in long], connections=1)
    yield Case("list, last pages", [f"{SEARCH}?{one}&page={pages}" for one, pages in long], connections=1)


def _sheets(server: Server, paths: Sequence[str]) -> Iterator[Case]:
    """Sheets asked for the first time; again, and by their ETag, once the Atlas gives one."""
    yield Case("sheet", paths)
    some = paths[:_TAGGED]
    tags = [server.header(path, "ETag") for path in some]
    if all(tags):
        yield Case("sheet kept", [*some] * (_WARM // len(some)))
        conditional = [f"{path}\tIf-None-Match: {tag}" for path, tag in zip(some, tags, strict=True)]
        yield Case("sheet unchanged (304)", conditional * (_WARM // len(some)), status="304")
