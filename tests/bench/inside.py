"""What the bench asks of the Atlas from inside its own code: a process with Django set up on a stage's environment.

`python -m tests.bench.inside VERB …` prints one JSON value. Started by the bench, through `stage.Stage.run`. Imports
stand in the functions: models can be imported only after Django is set up.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import django

SAMPLE: Final = 3_000  # records whose words questions are made of


def parse(folder: str, pages: str) -> float:
    """Pages a second that one process reads and parses, on one core."""
    from django.utils import timezone

    from atlas.imports.legacy_pages import setup
    from atlas.imports.legacy_pages.parse import parse_bytes

    names, vocabulary, today = setup.names(by="bench", commit=False), setup.vocabulary(), timezone.localdate()
    files = sorted(Path(folder).rglob("*.txt"))[: int(pages)]

    def read(path: Path) -> None:
        parse_bytes(
            path.read_bytes(),
            vocabulary=vocabulary,
            today=today,
            legacy_prj_id=int(path.stem),
            is_known_name=names.index.knows,
        )

    for path in files[:100]:
        read(path)
    started = time.perf_counter()
    for path in files:
        read(path)
    return len(files) / (time.perf_counter() - started)


def counts() -> dict[str, object]:
    """The catalogue's revision, and what the last import counted."""
    from atlas.catalogue.follow import catalogue_revision
    from atlas.imports.models import ImportRun

    last = ImportRun.objects.order_by("pk").last()
    return {"revision": catalogue_revision(), "last_run": last.counts if last else {}}


def fill(projects: str) -> float:
    """Seconds to write the records of so many projects."""
    from tests.bench import bulk

    started = time.perf_counter()
    bulk.fill(int(projects))
    return time.perf_counter() - started


def locate() -> dict[str, float]:
    """How many towns abroad got a position, and the seconds that making their sheets anew took."""
    from atlas.catalogue.actions import rebuild_organisations
    from tests.bench import positions

    started, found = time.perf_counter(), positions.locate()
    rebuild_organisations()
    return {"towns": found, "seconds": time.perf_counter() - started}


def index() -> float:
    """Seconds to build a whole new index of what this code wrote; the server's start need not do it again."""
    from django.conf import settings

    from atlas.catalogue import follow
    from atlas.pages.management.commands.prepare import birthday, steps
    from atlas.pages.preparation import fingerprint, note

    started = time.perf_counter()
    follow.rebuild()
    seconds = time.perf_counter() - started
    for step in steps():
        if step.command in ("rebuild_records", "rebuild_index"):
            note(settings.VAR_DIR / "prepared.json", step, fingerprint(settings.BASE_DIR, step.inputs, birthday()))
    return seconds


def lines() -> float:
    """Seconds to make the lines of files that projects lack, as the keeper of a node does beside its pages."""
    from atlas.catalogue.actions import make_lines

    started = time.perf_counter()
    make_lines()
    return time.perf_counter() - started


def questions(number: str) -> dict[str, object]:
    """What to ask the server: distinct searches and lists, and ids of projects, spread over the catalogue."""
    from atlas.catalogue.models import ProjectRecord
    from atlas.catalogue.search import known
    from tests.bench import answers, queries

    words = queries.words_of(answers.words_of_sample(SAMPLE))
    values = {"countries": _used("country"), "themes": sorted(known().themes)}
    found = queries.searches(words, int(number), **values)
    ids = list(ProjectRecord.objects.order_by("project_id").values_list("project_id", flat=True))
    return {
        "searches": found.mixed,
        "countable": [one for one in found.countable if answers.is_countable(one)],
        "lists": queries.lists(int(number) // 2, **values),
        "ids": ids[:: max(1, len(ids) // int(number))],
    }


def _used(facet: str) -> list[str]:
    from atlas.catalogue.search import search
    from atlas.catalogue.search_query import SearchQuery

    return [value.code for value in search(SearchQuery()).facets[facet]]


def answers_to(*query_strings: str) -> dict[str, object]:
    """Total and hits of each query, and where search differs from a count of the records."""
    from atlas.catalogue.search import search
    from tests.bench import answers

    counted = answers.expected(query_strings)
    hits = [[hit.id for hit in search(answer.query).hits] for answer in counted]
    told = zip(query_strings, counted, hits, strict=True)
    return {
        "differences": list(answers.differences(counted)),
        "answers": [{"query": query, "total": len(answer.ids), "hits": ids} for query, answer, ids in told],
    }


def pages(*query_strings: str) -> list[int]:
    """How many pages each list has."""
    from urllib.parse import parse_qs

    from atlas.catalogue.search import known, search
    from atlas.catalogue.search_query import SearchQuery

    return [search(SearchQuery.from_params(parse_qs(one), known=known())).pages for one in query_strings]


def totals() -> dict[str, object]:
    """What the figures page and the map must say, counted record by record."""
    from tests.bench import totals

    return totals.totals()


def titles(*project_ids: str) -> list[str]:
    """Titles of projects, in the order of the ids."""
    from atlas.catalogue.queries import project_by_id

    found = [project_by_id(int(one)) for one in project_ids]
    return [project.title if project else "" for project in found]


def iati_seen() -> dict[str, str]:
    """What IATI carries of each sheet of the old Atlas, as digits, by its number there."""
    from django.utils import timezone

    from tests.imports.iati.seen import seen

    today = timezone.localdate()
    return _digits(lambda record: seen(record, today))


def csv_seen() -> dict[str, str]:
    """What CSV files carry of the same sheets."""
    from tests.imports.spreadsheets.seen import carried

    return _digits(carried)


def _digits(seen: Callable[[Any], object]) -> dict[str, str]:
    from hashlib import blake2b

    from atlas.catalogue.models import ProjectRecord
    from atlas.catalogue.record import decode

    found = ProjectRecord.objects.exclude(legacy_prj_id=None).order_by("project_id")
    records = ((number, decode(data)) for number, data in found.values_list("legacy_prj_id", "data").iterator(500))
    return {str(n): blake2b(repr(seen(one)).encode(), digest_size=8).hexdigest() for n, one in records}


def change(number: str, title: str) -> float:
    """Import one new sheet with this title; the time (seconds since 1970) when it was committed."""
    from dataclasses import replace

    from atlas.imports.legacy_pages import setup
    from atlas.imports.legacy_pages.files import ReadPage
    from atlas.imports.legacy_pages.parse import parse_bytes
    from atlas.imports.legacy_pages.source import PageResolver
    from atlas.imports.pipeline import Run
    from tests.bench import sheets
    from tests.imports.legacy_pages.writer import write_g3

    reader = setup.reader(names := setup.names(by="bench", commit=True))
    raw = write_g3(replace(sheets.sheet(int(number)), title=title)).encode()
    sheet = parse_bytes(
        raw,
        vocabulary=reader.vocabulary,
        today=reader.today,
        legacy_prj_id=sheets.FIRST_ID + int(number),
        is_known_name=names.index.knows,
    )
    run = Run("legacy_page", PageResolver(names, setup.codes()), by="bench", commit=True)
    run.over([ReadPage(f"{number}.txt", raw, sheet)])
    return time.time()


def set_of_files() -> dict[str, object]:
    """The newest set of published files: sizes, and how many projects differ when JSON lines and CSV are read back."""
    import csv

    from atlas.catalogue.models import ProjectRecord
    from atlas.catalogue.record import decode
    from atlas.opendata.snapshots import store

    name = store.current() or ""
    made = store.manifest(name)
    if made is None:
        return {"projects": 0}
    folder, records = store.root() / name / "fr", ProjectRecord.objects.order_by("project_id").values_list("data")
    different = 0
    with (folder / "registre.jsonl").open("rb") as lines, (folder / "registre.csv").open(newline="") as table:
        rows = csv.reader(table)
        next(rows)
        for line, row, (data,) in zip(lines, rows, records.iterator(), strict=True):
            record = decode(data)
            end = record.end_date.isoformat() if record.end_date else ""
            is_same = (row[0], row[3].removeprefix("'"), end in row) == (str(record.id), record.title, True)
            different += decode(line) != record or not is_same
    return {
        "projects": made.projects,
        "different": different,
        "register": str(folder / "registre.csv"),
        "files": len(made.files),
        "rows": sum(one.rows or 0 for one in made.files),
        "size": sum(one.size for one in made.files),
        "packed": sum(one.compressed_size for one in made.files),
    }


def server_command(port: str) -> list[str]:
    """The plain view behind the Atlas's own server command."""
    from atlas.pages.node import programs

    granian = programs("127.0.0.1", int(port))[0].command
    return ["granian", "--factory", *granian[1:-1], "tests.bench.plain:application"]


def officers(number: str, drafts: str) -> list[dict[str, object]]:
    """Sessions and drafts of so many officers."""
    from tests.bench import officers_made

    return officers_made.officers(int(number), int(drafts))


def lost_writes(path: str) -> dict[str, int]:
    """What was acknowledged and is not there."""
    from tests.bench import officers_made

    return officers_made.lost_writes(path)


VERBS: Final[dict[str, Callable[..., object]]] = {
    verb.__name__: verb
    for verb in (
        *(parse, counts, fill, locate, index, lines, questions, answers_to),
        *(pages, totals, titles, iati_seen, csv_seen, change, set_of_files, server_command),
        *(officers, lost_writes),
    )
}

if __name__ == "__main__":
    django.setup()
    print(json.dumps(VERBS[sys.argv[1]](*sys.argv[2:])))
