"""The lines of CSV files: what of each is made once and kept (`catalogue.lines`), and how a line is put together.

Beside them stands what lists of the API show of the project: made at the same time, from the same record.

A line is made of groups of columns that stand side by side (`columns.Held`): kept ones are bytes as they stand in the
file, the others are made when the file is. Whether it was kept or not, a line is the same.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.conf import settings

from atlas.catalogue import lines as catalogue
from atlas.catalogue.lines import Fields, Kept, Maker
from atlas.catalogue.streaming import Selection
from atlas.opendata import cells, columns, csv_fields, row, words
from atlas.opendata.api import bodies, schemas
from atlas.opendata.columns import ALL, SHORT, Column, Held
from atlas.opendata.csv_fields import column_fields, verbatim
from atlas.opendata.reading import Doubts
from atlas.opendata.row import decoder, read_prose
from atlas.opendata.words import Words, words_for
from atlas.ui import formulas

SHORT_BATCH: Final = 500
FULL_BATCH: Final = 100
"""Projects read by one query and sent in one piece: a quarter and half of a megabyte."""

_BETWEEN: Final = "\x1f"
"""Stands between two kept groups. No record holds it: it is a control character (`catalogue.record.encode`)."""

_MADE_BY: Final = (cells, columns, csv_fields, formulas, row, words, bodies, schemas, sys.modules[__name__])


@dataclass(frozen=True)
class Group:
    """Columns side by side that are held in the same way."""

    held: Held
    columns: tuple[Column, ...]


def _groups(chosen: Sequence[Column]) -> tuple[Group, ...]:
    return tuple(Group(held, tuple(some)) for held, some in groupby(chosen, attrgetter("held")))


_SHORT: Final = _groups(SHORT)
_LONG: Final = _groups(ALL[len(SHORT) :])


class _Moment(NamedTuple):
    """What columns that depend on the request look at."""

    id: int
    is_doubtful: bool


class _Line(NamedTuple):
    """What is kept of a line; `more` is empty when only the short columns are asked for."""

    short: bytes
    more: bytes


@cache
def recipe() -> str:
    """Another one whenever kept lines could be others: of the code of these modules, and the words of all languages."""
    digest = blake2b(digest_size=16)
    for module in _MADE_BY:
        digest.update(Path(str(module.__file__)).read_bytes())
    for language, _name in settings.LANGUAGES:
        digest.update(repr(words_for(language, "")).encode())
    digest.update(repr(bodies.words()).encode())
    return digest.hexdigest()


def make(records: Sequence[bytes]) -> list[Fields]:
    """What is kept of each record (JSON), in both languages."""
    french, english = (_made(records, words_for(language, ""), is_full=True) for language in ("fr", "en"))
    return [
        Fields(fr=fr.short, en=en.short, fr_more=fr.more, en_more=en.more, body=bodies.body(record))
        for fr, en, record in zip(french, english, records, strict=True)
    ]


MAKER: Final = Maker(recipe, make)


def _made(records: Sequence[bytes], in_words: Words, *, is_full: bool) -> list[_Line]:
    rows = list(map(decoder(in_words.language, is_full=is_full), records))
    for one in rows:
        one.prepare(is_doubtful=False)
    short = _kept_fields(_SHORT, in_words, rows)
    more = _kept_fields(_LONG, in_words, rows) if is_full else [b""] * len(rows)
    return list(map(_Line, short, more))


def _kept_fields(groups: Sequence[Group], in_words: Words, rows: Sequence[Any]) -> list[bytes]:
    """The kept groups of each row as they stand in the file."""
    made = [
        map(",".join, zip(*(column_fields(column, in_words, rows) for column in group.columns), strict=True))
        for group in groups
        if group.held is Held.LINE
    ]
    return [_BETWEEN.join(parts).encode() for parts in zip(*made, strict=True)]


def lines(selection: Selection, in_words: Words, *, is_full: bool) -> Iterator[list[bytes]]:
    """The line of each project of a selection without its end, many at a time, in the order of their numbers."""
    doubts = Doubts(selection)
    batches = catalogue.kept(
        selection.ids(),
        language=in_words.language,
        recipe=recipe(),
        is_full=is_full,
        revision=selection.revision,
        size=FULL_BATCH if is_full else SHORT_BATCH,
    )
    for batch in filter(None, batches):
        doubtful = doubts.until(batch[-1].project_id)
        moments = [_Moment(one.project_id, one.project_id in doubtful) for one in batch]
        kept = _completed(batch, in_words, is_full=is_full)
        parts = list(_parts(_SHORT, (line.short for line in kept), in_words, moments))
        if is_full:
            prose = [read_prose(one.data or b"") for one in batch]
            parts += _parts(_LONG, (line.more for line in kept), in_words, prose)
        yield list(map(b",".join, zip(*parts, strict=True)))


def _completed(batch: Sequence[Kept], in_words: Words, *, is_full: bool) -> list[_Line]:
    """What is kept of each line, made now where nothing is."""
    missing = [one.data for one in batch if one.line is None and one.data is not None]
    made = iter(_made(missing, in_words, is_full=is_full)) if missing else iter(())
    return [next(made) if one.line is None else _Line(one.line, one.more or b"") for one in batch]


def _parts(
    groups: Sequence[Group], kept: Iterable[bytes], in_words: Words, rows: Sequence[Any]
) -> Iterator[Sequence[bytes]]:
    """Pieces of lines, column by column or group by group: as many as lines in each. `rows`: for what is not kept."""
    split = zip(*(line.split(_BETWEEN.encode()) for line in kept), strict=True)
    for group in groups:
        if group.held is Held.LINE:
            yield next(split)
        else:
            yield from (_fields(column, in_words, rows) for column in group.columns)


def _fields(column: Column, in_words: Words, rows: Sequence[Any]) -> list[bytes]:
    if column.held is Held.RECORD and isinstance(column.source, str):
        return verbatim(column.values(in_words, rows))
    return [field.encode() for field in column_fields(column, in_words, rows)]
