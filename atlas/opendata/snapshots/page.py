"""What the pages of data show: files by dataset with sizes and checksums, history, columns. No query but the zones'."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from atlas.opendata.columns import ALL, EXTRACTION, SHORT, Column, Kind
from atlas.opendata.snapshots import store
from atlas.opendata.snapshots.datasets import FIXED, FORMATS, IATI, REGISTER, TABLES, ZONE, Dataset, zone_datasets
from atlas.opendata.snapshots.store import Manifest, Progress, PublishedFile
from atlas.ui.formats import day as day_words
from atlas.ui.formats import file_size, number

FIRST: Final = (
    ("csv", _("Pour un tableur ou un programme : une ligne par projet, les colonnes courtes.")),
    ("jsonl", _("Pour un programme : chaque fiche entière, textes compris, une par ligne.")),
    (IATI, _("Pour les outils de l’aide au développement : les projets qui disent tout ce que la norme exige.")),
    ("xlsx", _("Pour lire tout de suite : les mêmes colonnes, avec des filtres.")),
)
"""The downloads that come first, and for whom each is: the first three that there are."""

CHANGES: Final = ((date(2026, 11, 25), _("Première publication des fichiers de tout le registre.")),)
"""What changed in files and columns, newest first; CHANGELOG.md says the same in more words."""

KINDS: Final = {
    Kind.NUMBER: _("nombre entier"),
    Kind.AMOUNT: _("montant"),
    Kind.DEGREES: _("degrés"),
    Kind.DATE: _("jour"),
    Kind.CODE: _("code"),
    Kind.WORDS: _("mots de l’Atlas"),
    Kind.TEXT: _("texte"),
}


@dataclass(frozen=True)
class FileRow:
    """Ready to print. `rows` is "" for a file without lines of data; `language`: of its labels."""

    label: str | Promise
    name: str
    url: str
    rows: str
    size: str
    sha256: str


@dataclass(frozen=True)
class DatasetFiles:
    """`left_out`: formats that cannot hold so many rows."""

    key: str
    title: str
    description: str | Promise
    rows: tuple[FileRow, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class FilesPage:
    """A set of files as a page shows it. `at`: hour of its making in Paris; `latest`: is it the one in service?"""

    day: date
    day_words: str
    at: str
    projects: str
    first: tuple[tuple[FileRow, Promise], ...]
    whole: tuple[DatasetFiles, ...]
    zones: tuple[DatasetFiles, ...]


_Rows = Sequence[tuple[PublishedFile, FileRow]]


def files_page(made: Manifest, language: str, *, dated: bool) -> FilesPage:
    """Of a set; `dated`: with the addresses that name its day. One query."""
    rows = [(one, _row(one, made, language, dated=dated)) for one in made.files if language in one.names]
    groups = [_group(dataset, made, rows, language) for dataset in (*FIXED, *zone_datasets())]
    filled = [group for group in groups if group.rows]
    return FilesPage(
        day=made.day,
        day_words=day_words(made.day, language),
        at=f"{localtime(made.made_at):%H:%M}",
        projects=number(made.projects, language),
        first=tuple(_first(rows)),
        whole=tuple(one for one in filled if not one.key.startswith(ZONE)),
        zones=tuple(one for one in filled if one.key.startswith(ZONE)),
    )


def _first(rows: _Rows) -> Iterator[tuple[FileRow, Promise]]:
    of_register = {one.extension: row for one, row in rows if one.dataset == REGISTER}
    return islice(((of_register[extension], words) for extension, words in FIRST if extension in of_register), 3)


def _group(dataset: Dataset, made: Manifest, rows: _Rows, language: str) -> DatasetFiles:
    found = tuple(row for one, row in rows if one.dataset == dataset.key)
    left_out = tuple(extension.upper() for key, extension in made.left_out if key == dataset.key)
    return DatasetFiles(dataset.key, str(dataset.titles[language]), dataset.description, found, left_out)


def _row(one: PublishedFile, made: Manifest, language: str, *, dated: bool) -> FileRow:
    name = one.names[language]
    url = reverse("data_file_of", args=[made.day.isoformat(), name]) if dated else reverse("data_file", args=[name])
    return FileRow(
        label=FORMATS[one.extension].label if one.extension in FORMATS else one.extension,
        name=name,
        url=url,
        rows="" if one.rows is None else number(one.rows, language),
        size=file_size(one.size, language),
        sha256=one.sha256,
    )


def history(language: str) -> list[tuple[str, str]]:
    """Days of the sets that are kept, newest first, with the address of each."""
    days = sorted({store.day_of(name) for name in store.set_names()}, reverse=True)
    return [(day_words(one, language), reverse("data_set", args=[one.isoformat()])) for one in days]


def changes(language: str) -> list[tuple[str, Promise]]:
    """What changed, newest first."""
    return [(day_words(day, language), text) for day, text in CHANGES]


def waiting() -> Progress | None:
    """How far the first set is, when one is being made."""
    return store.progress()


@dataclass(frozen=True)
class ColumnRow:
    """`where`: which files have it."""

    key: str
    label: Promise
    kind: Promise
    meaning: Promise
    where: Promise


@dataclass(frozen=True)
class ColumnTable:
    """The columns of files that share them."""

    slug: str
    title: str
    rows: tuple[ColumnRow, ...]


_EVERYWHERE, _LONG, _CSV_ONLY = _("tous les fichiers"), _("fichiers complets et Parquet"), _("CSV seulement")


def column_tables(language: str) -> list[ColumnTable]:
    """Every column of every file of the page."""
    short = set(SHORT)
    projects = [_column(one, _EVERYWHERE if one in short else _LONG) for one in ALL]
    last = [_column(one, _CSV_ONLY) for one in EXTRACTION]
    first = FIXED[0]
    tables: list[tuple[Dataset, Sequence[ColumnRow]]] = [(first, [*projects, *last])]
    tables += [(one, [*(_column(column, _EVERYWHERE) for column in one.chosen), *last]) for one in TABLES]
    return [ColumnTable(one.slugs[language], str(one.titles[language]), tuple(rows)) for one, rows in tables]


def _column(column: Column, where: Promise) -> ColumnRow:
    return ColumnRow(column.key, column.label, KINDS[column.kind], column.meaning, where)
