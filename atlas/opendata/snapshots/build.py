"""Make a set of published files: all from one snapshot of the index, in the background, then put it in service at once.

When a set is due is `retention`; what is in it `datasets`; where it lies `store`. Nothing here is done on request.
"""

import gzip
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Final

import msgspec
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from atlas.catalogue.index.reader import Snapshot, snapshot
from atlas.catalogue.middleware import build
from atlas.catalogue.search import known
from atlas.catalogue.streaming import Selection, records, select
from atlas.opendata.about import about_of
from atlas.opendata.iati.context import purposes
from atlas.opendata.iati.gaps import exportable
from atlas.opendata.snapshots import retention, store
from atlas.opendata.snapshots.datasets import FIXED, IATI, LANGUAGES, Planned, planned, zone_datasets
from atlas.opendata.snapshots.long_columns import LongWords, long_words
from atlas.opendata.snapshots.store import COMPRESSED, Manifest, Progress, PublishedFile
from atlas.opendata.snapshots.writers import Source, write

MOST_ROWS: Final = 1_048_575
"""Rows of data in a sheet of XLSX and ODS: a limit of the formats."""

_SHEETS: Final = ("xlsx", "ods")
_PIECE: Final = 1 << 20

Announce = Callable[[Progress], None]


def is_due(now: datetime) -> bool:
    """Whether a new set must be made. Raises IndexUnavailable."""
    name = store.current()
    last = store.manifest(name) if name else None
    today = timezone.localdate(now)
    return retention.is_due(last, now=now, today=today, revision=snapshot().revision, recipe=recipe())


@cache
def recipe() -> str:
    """Another one whenever the same register could give other files."""
    return f"{build()} {settings.ATLAS_SITE}"


def publish(now: datetime, announce: Announce = lambda _progress: None) -> str | None:
    """Make a set and put it in service; its name, or None when another process is making one. Raises IndexUnavailable.

    Then old sets go (`retention.kept`), and those that stay keep their compressed copies only.
    """
    current = snapshot()
    with store.building(now) as folder:
        if folder is None:
            return None
        name = store.put_in_service(folder, _made(folder, current, now, announce))
        _tidy()
    return name


def _tidy() -> None:
    names = store.set_names()
    kept = retention.kept(names)
    for name in names:
        if name not in kept:
            store.remove(name)
        elif name != names[-1]:
            store.pack(name)


def _made(folder: Path, current: Snapshot, now: datetime, announce: Announce) -> Manifest:
    plan, left_out = _plan(current)
    selections = {one.dataset.key: select(one.dataset.query, current) for one in plan}
    words = {language: _words(language) for language in LANGUAGES}
    for language in LANGUAGES:
        (folder / language).mkdir()
    files = []
    for done, one in enumerate(plan):
        progress = Progress(started_at=now, done=done, total=len(plan), name=one.path)
        store.tell(folder, progress)
        announce(progress)
        files.append(_written(folder, one, selections[one.dataset.key], words, timezone.localdate(now)))
    whole = select(FIXED[0].query, current)
    return Manifest(
        day=timezone.localdate(now),
        made_at=now,
        revision=current.revision,
        recipe=recipe(),
        site=settings.ATLAS_SITE,
        projects=whole.total,
        first_year=_first_year(whole),
        files=tuple(files),
        left_out=left_out,
    )


def _plan(current: Snapshot) -> tuple[list[Planned], tuple[tuple[str, str], ...]]:
    """The files to make, and those that their format cannot hold."""
    plan, too_long = [], set()
    for one in planned((*FIXED, *zone_datasets())):
        if one.format.extension in _SHEETS and select(one.dataset.query, current).total > MOST_ROWS:
            too_long.add((one.dataset.key, one.format.extension))
        elif one.format.extension != IATI or exportable(select(one.dataset.query, current), purposes()).total:
            plan.append(one)
    return plan, tuple(sorted(too_long))


def _words(language: str) -> LongWords:
    with override(language):
        sheet = f"{settings.ATLAS_SITE}{reverse('project', args=[0])}".removesuffix("0/")
    return long_words(language, sheet)


def _written(folder: Path, one: Planned, selection: Selection, words: dict[str, LongWords], day: date) -> PublishedFile:
    language = one.language or LANGUAGES[0]
    with override(language):
        about = replace(about_of(selection, known(), site=settings.ATLAS_SITE), made_on=day)
    path = folder / one.path
    rows = write(path, Source(one.dataset, selection, about, words[language]), one.format.extension)
    digest = _digest(path)
    return PublishedFile(
        dataset=one.dataset.key,
        extension=one.format.extension,
        language=one.language,
        names=one.names,
        path=one.path,
        rows=None if one.format.extension == "schema.json" else rows,
        size=path.stat().st_size,
        sha256=digest,
        compressed_size=_compressed(path) if one.format.is_text else 0,
    )


def _digest(path: Path) -> str:
    """SHA-256 of a file that is on the disk now, not only on its way there."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        return hashlib.file_digest(file, "sha256").hexdigest()


def _compressed(path: Path) -> int:
    """Write a gzip copy beside the file, the same bytes for the same file; its size."""
    copy = path.with_name(f"{path.name}{COMPRESSED}")
    with path.open("rb") as plain, copy.open("wb") as target:
        with gzip.GzipFile(filename="", fileobj=target, mode="wb", compresslevel=6, mtime=0) as packed:
            shutil.copyfileobj(plain, packed, _PIECE)
        target.flush()
        os.fsync(target.fileno())
    return copy.stat().st_size


class _Years(msgspec.Struct, gc=False):
    start_year: int | None = None
    first_convention_year: int | None = None


_years_of: Final = msgspec.json.Decoder(_Years).decode


def _first_year(selection: Selection) -> int | None:
    """The earliest year that a sheet states for its beginning."""
    found: Iterator[_Years] = records(selection.ids(), _years_of, revision=selection.revision)
    return min((year for one in found for year in (one.start_year, one.first_convention_year) if year), default=None)
