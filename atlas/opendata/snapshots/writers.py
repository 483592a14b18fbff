"""Each format of a published file: (path, source) → rows written. In constant memory, a batch of projects at a time.

Lists of projects are written by what writes the exports of a search, so that both say the same; long tables and the
files that exist only here follow the same declarations.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

import msgspec
from django.conf import settings
from django.utils.translation import override

from atlas.catalogue.streaming import Selection, records
from atlas.opendata.about import LICENCE, LICENCE_ADDRESS, About
from atlas.opendata.columns import Column, columns
from atlas.opendata.csv_fields import column_fields
from atlas.opendata.csv_file import end_of, labels
from atlas.opendata.geojson import collection, feature_batches
from atlas.opendata.iati.context import context, purposes
from atlas.opendata.iati.files import activities
from atlas.opendata.iati.gaps import exportable
from atlas.opendata.lines import lines
from atlas.opendata.reading import batches
from atlas.opendata.row import decoder
from atlas.opendata.snapshots.datasets import FULL, IATI, Dataset
from atlas.opendata.snapshots.long_columns import LONG_TABLES, LongWords
from atlas.opendata.snapshots.long_rows import DECODERS, LongRow, rows_of
from atlas.opendata.snapshots.ods import ods
from atlas.opendata.snapshots.parquet import parquet
from atlas.opendata.snapshots.schema import table_schema
from atlas.opendata.spreadsheet import book_of, write_workbook

BATCH: Final = 1_000
"""Rows of a long table at a time."""

T = TypeVar("T")
Values = Sequence[Sequence[Any]]
"""Of a batch, column by column."""


@dataclass(frozen=True)
class Source:
    """What a file is made of. `about`: in the language of the file; `words`: of the long tables."""

    dataset: Dataset
    selection: Selection
    about: About
    words: LongWords


class Counted(Generic[T]):
    """Batches that are counted while they pass: a project may be withdrawn between selection and reading."""

    def __init__(self, found: Iterable[Sequence[T]]) -> None:
        self._found = found
        self.rows = 0

    def __iter__(self) -> Iterator[Sequence[T]]:
        for batch in self._found:
            self.rows += len(batch)
            yield batch


def _csv(path: Path, source: Source) -> int:
    is_full = source.dataset.key == FULL
    made = Counted(lines(source.selection, source.about.words, is_full=is_full))
    return _write_csv(path, source, made)


def _write_csv(path: Path, source: Source, made: Counted[bytes]) -> int:
    end = end_of(source.about)
    with path.open("wb") as file:
        file.write(labels(source.dataset.chosen))
        for batch in made:
            file.write(end.join([*batch, b""]))
    return made.rows


def _long_csv(path: Path, source: Source) -> int:
    found = _long_rows(source)
    return _write_csv(path, source, Counted(_long_lines(source.dataset.chosen, source.words, batch) for batch in found))


def _long_lines(chosen: Sequence[Column], words: Any, batch: Sequence[LongRow]) -> list[bytes]:
    fields = [column_fields(column, words, batch) for column in chosen]
    return [",".join(line).encode() for line in zip(*fields, strict=True)]


def _long_rows(source: Source) -> Iterator[list[LongRow]]:
    decode = DECODERS[source.dataset.key]
    found = rows_of(records(source.selection.ids(), decode, revision=source.selection.revision))
    while batch := list(islice(found, BATCH)):
        yield batch


def _long_parquet(path: Path, source: Source) -> int:
    made = Counted(_long_rows(source))
    chosen = source.dataset.chosen
    parquet(path, chosen, (_values(chosen, source.words, batch) for batch in made), _said(source))
    return made.rows


def _parquet(path: Path, source: Source) -> int:
    made = Counted(batches(source.selection, decoder(source.about.language, is_full=True)))
    chosen = columns(is_full=True)
    parquet(path, chosen, (_values(chosen, source.about.words, batch) for batch in made), _said(source))
    return made.rows


def _values(chosen: Sequence[Column], words: Any, rows: Sequence[Any]) -> Values:
    return [column.values(words, rows) for column in chosen]


def _said(source: Source) -> dict[str, str]:
    about = source.about
    return {
        "title": about.title,
        "extracted_on": about.made_on.isoformat(),
        "licence": LICENCE,
        "licence_url": LICENCE_ADDRESS,
        "language": about.language,
        "page": about.page,
    }


def _xlsx(path: Path, source: Source) -> int:
    made = Counted(batches(source.selection, decoder(source.about.language)))
    chosen, words = source.dataset.chosen, source.about.words
    write_workbook(path, book_of(source.about, chosen), (_values(chosen, words, batch) for batch in made))
    return made.rows


def _ods(path: Path, source: Source) -> int:
    made = Counted(batches(source.selection, decoder(source.about.language)))
    chosen, about = source.dataset.chosen, source.about
    ods(path, book_of(about, chosen), (_values(chosen, about.words, batch) for batch in made), about.language)
    return made.rows


def _geojson(path: Path, source: Source) -> int:
    made = Counted(feature_batches(source.selection, source.about))
    with path.open("wb") as file:
        file.writelines(collection(source.about, made))
    return made.rows


class _Number(msgspec.Struct, gc=False):
    id: int


_number_of: Final = msgspec.json.Decoder(_Number).decode


def _jsonl(path: Path, source: Source) -> int:
    """The public record as it is, after what a line must say when it is alone: address, day, licence."""
    about, rows = source.about, 0
    said = f'/","extracted_on":"{about.made_on.isoformat()}","licence":"{LICENCE}",'.encode()
    start = f'{{"permalink":"{about.words.sheet}'.encode()
    with path.open("wb") as file:
        for data in records(source.selection.ids(), bytes, revision=source.selection.revision):
            file.write(b"%b%d%b%b\n" % (start, _number_of(data).id, said, data[1:]))
            rows += 1
    return rows


def _iati(path: Path, source: Source) -> int:
    """The projects of the selection that can be activities; at least one, else the schema refuses the file."""
    chosen, rows = exportable(source.selection, purposes()), 0
    with path.open("wb") as file:
        for piece in activities(chosen, context(settings.ATLAS_SITE, today=source.about.made_on)):
            file.write(piece)
            rows += piece.count(b"</iati-activity>")
    return rows


def _schema(path: Path, source: Source) -> int:
    path.write_bytes(msgspec.json.format(msgspec.json.encode(table_schema(source.dataset, source.about.language))))
    return 0


Write = Callable[[Path, Source], int]

_OF_PROJECTS: Final[Mapping[str, Write]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "ods": _ods,
    "jsonl": _jsonl,
    "geojson": _geojson,
    IATI: _iati,
    "parquet": _parquet,
    "schema.json": _schema,
}
_OF_TABLES: Final[Mapping[str, Write]] = {"csv": _long_csv, "parquet": _long_parquet, "schema.json": _schema}


def write(path: Path, source: Source, extension: str) -> int:
    """Write the file of a format, in the language of its source, and return its rows of data."""
    writers = _OF_TABLES if source.dataset.key in LONG_TABLES else _OF_PROJECTS
    with override(source.about.language):
        return writers[extension](path, source)
