"""Bring the reference tables up to the files of `data/`: add what is new, update what changed, keep primary keys.

Nothing is deleted: a territory or theme that the files no longer hold gets an end date, other rows are left and counted
as `kept`. A folder whose content was already loaded costs one hash. Not for organisations: they have their own loading,
which comes after this one.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from . import reading, reading_codes, reading_territories
from .code_lists import BUILT_IN, Code
from .loading_codes import built_in_codes
from .match import match_key
from .models import (
    Country,
    CountryClass,
    LoadedFile,
    PublishedFigure,
    PublishedSnapshot,
    Territory,
    TerritoryName,
    TerritorySuccession,
    Theme,
    WorldZone,
)

Progress = Callable[[str, int, int], None]
"""Called with (what, rows done, rows in all) while rows are written."""

BATCH = 2000


@dataclass(frozen=True, slots=True)
class TableReport:
    """What happened to one table, in rows. `kept`: in the database, no longer in the files, nothing to close."""

    table: str
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    closed: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class LoadReport:
    """`tables`: those that were read; `skipped`: folders whose content was loaded before."""

    tables: tuple[TableReport, ...]
    skipped: tuple[str, ...]


def silent(_label: str, _done: int, _total: int) -> None:
    """No progress shown."""


@transaction.atomic
def load_reference(*, data_dir: Path, progress: Progress = silent) -> LoadReport:
    """Load countries, themes, territories and published figures from `data_dir`, all or nothing.

    Raises `reading.DataFileError` with file and line for what cannot be read; the database is then as before.
    """
    now = timezone.now()
    tables: list[TableReport] = []
    skipped: list[str] = []
    for group, load in GROUPS:
        folder = data_dir / group
        digest = _digest(folder)
        if LoadedFile.objects.filter(path=group, digest=digest).exists():
            skipped.append(group)
            continue
        tables.extend(load(folder, progress, now))
        LoadedFile.objects.update_or_create(path=group, defaults={"digest": digest, "loaded_at": now})
    return LoadReport(tuple(tables), tuple(skipped))


def _digest(folder: Path) -> str:
    """Hash of a folder's CSV files and of the code that reads them. Raises DataFileError when it holds none."""
    digest = hashlib.sha256()
    paths = sorted(folder.glob("*.csv"))
    if not paths:
        raise reading.DataFileError(f"{folder.name}: no data file")
    for path in [*paths, *(Path(str(module.__file__)) for module in (reading, reading_codes, reading_territories))]:
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class _Changes:
    """`gone`: keys of rows in the database that are not wanted; `fields`: what an update writes."""

    added: list[models.Model]
    updated: list[models.Model]
    gone: list[tuple[Any, ...]]
    fields: list[str]


def _compare(
    model: type[models.Model],
    key: Sequence[str],
    wanted: Sequence[models.Model],
    only_on_creation: frozenset[str],
    within: dict[str, Any],
) -> _Changes:
    """`wanted` against the rows of the table that `within` selects, told apart by the fields `key`."""
    fields = [
        field.attname
        for field in model._meta.concrete_fields
        if not field.primary_key and field.attname not in only_on_creation and field.attname not in key
    ]
    rows = model._default_manager.filter(**within).values_list(*key, *fields)
    existing = {row[: len(key)]: row[len(key) :] for row in rows}
    added, updated = [], []
    for row in wanted:
        values = row.__dict__
        before = existing.pop(tuple(values[name] for name in key), None)
        if before is None:
            added.append(row)
        elif before != tuple(values[name] for name in fields):
            updated.append(row)
    return _Changes(added, updated, list(existing), fields)


def _sync(
    model: type[models.Model],
    key: Sequence[str],
    wanted: Sequence[models.Model],
    progress: Progress,
    *,
    only_on_creation: frozenset[str] = frozenset(),
    within: dict[str, Any] | None = None,
    ending: dict[str, Any] | None = None,
) -> TableReport:
    """Add and update rows of `model` until it holds `wanted`.

    `ending`: values that close a row no longer wanted, if its `valid_to` is still null. Fields `only_on_creation`
    belong to people afterwards. `key` and `within`: see `_compare`.
    """
    table = str(model._meta.verbose_name_plural)
    changes = _compare(model, key, wanted, only_on_creation, within or {})
    total = len(changes.added) + len(changes.updated)
    for done, batch in _batches(changes.added):
        model._default_manager.bulk_create(batch)
        progress(table, done, total)
    for done, batch in _batches(changes.updated):
        model._default_manager.bulk_create(
            batch, update_conflicts=True, unique_fields=key, update_fields=changes.fields
        )
        progress(table, len(changes.added) + done, total)
    closed = _close(model, key, changes.gone, ending) if ending else 0
    unchanged, kept = len(wanted) - total, len(changes.gone) - closed
    return TableReport(table, len(changes.added), len(changes.updated), unchanged, closed, kept)


def _batches(rows: Sequence[models.Model]) -> Iterator[tuple[int, Sequence[models.Model]]]:
    """(rows done after this batch, the batch)."""
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        yield start + len(batch), batch


def _close(
    model: type[models.Model], key: Sequence[str], gone: Iterable[tuple[Any, ...]], ending: dict[str, Any]
) -> int:
    """Give rows that the files no longer hold their end, once; returns how many were closed now."""
    one_by_one = (
        model._default_manager.filter(**dict(zip(key, values, strict=False)), valid_to__isnull=True) for values in gone
    )
    return sum(queryset.update(**ending) for queryset in one_by_one)


def _load_countries(folder: Path, progress: Progress, _now: datetime) -> list[TableReport]:
    return [
        _sync(WorldZone, ["code"], [WorldZone(**asdict(row)) for row in reading.zones(folder)], progress),
        _sync(Country, ["iso2"], [Country(**asdict(row)) for row in reading.countries(folder)], progress),
        _sync(
            CountryClass,
            ["country_id", "data_year"],
            [CountryClass(**asdict(row)) for row in reading.country_classes(folder)],
            progress,
        ),
    ]


def _load_published(folder: Path, progress: Progress, _now: datetime) -> list[TableReport]:
    """A number that the files no longer hold is taken away: nothing points at it."""
    snapshots = [PublishedSnapshot(**asdict(row)) for row in reading.published_snapshots(folder)]
    report = _sync(PublishedSnapshot, ["key"], snapshots, progress)
    ids = dict(PublishedSnapshot.objects.values_list("key", "pk"))
    figures = [_published_figure(row, ids) for row in reading.published_figures(folder)]
    wanted = {(figure.snapshot_id, figure.rank) for figure in figures}
    known = PublishedFigure.objects.values_list("pk", "snapshot_id", "rank")
    PublishedFigure.objects.filter(pk__in=[pk for pk, *place in known if tuple(place) not in wanted]).delete()
    return [report, _sync(PublishedFigure, ["snapshot_id", "rank"], figures, progress)]


def _published_figure(row: reading.FigureRow, ids: dict[str, int]) -> PublishedFigure:
    """Raises DataFileError for a number of no publication."""
    if row.snapshot not in ids:
        raise reading.DataFileError(f"figures.csv: no snapshot {row.snapshot!r}")
    values = asdict(row)
    return PublishedFigure(snapshot_id=ids[values.pop("snapshot")], **values)


def _load_themes(folder: Path, progress: Progress, now: datetime) -> list[TableReport]:
    """Whether a theme is offered is the administrators' choice once it is in the database, until it ends."""
    rows = list(reading.themes(folder))
    Theme.objects.filter(pk__in=[row.code for row in rows if row.valid_to]).update(is_offered=False)
    return [
        _sync(
            Theme,
            ["code"],
            [Theme(**asdict(row)) for row in rows],
            progress,
            only_on_creation=frozenset({"is_offered"}),
            ending={"valid_to": timezone.localdate(now), "is_offered": False},
        )
    ]


def _load_codes(folder: Path, progress: Progress, _now: datetime) -> list[TableReport]:
    """What an official list has named stays as that list has it."""
    return [_sync(Code, ["scheme", "code"], built_in_codes(folder), progress, within={"source": BUILT_IN})]


def _load_territories(folder: Path, progress: Progress, now: datetime) -> list[TableReport]:
    """Kind by kind, parents first, because rows name their parents by primary key."""
    read = reading_territories.read(folder)
    ids: dict[reading_territories.Key, int] = {}
    reports = []
    ending = {"valid_to": timezone.localdate(now), "date_precision": "day"}
    for kind, rows in read.territories.items():
        wanted = [_territory(row, ids) for row in rows]
        reports.append(_sync(Territory, ["kind", "code"], wanted, progress, within={"kind": kind}, ending=ending))
        ids |= {(kind, code): pk for code, pk in Territory.objects.filter(kind=kind).values_list("code", "pk")}
    names = [_name(row, ids) for row in read.names]
    successions = [_succession(row, ids) for row in read.successions]
    return [
        _added_up(reports),
        _sync(TerritoryName, ["territory_id", "name"], names, progress),
        _sync(TerritorySuccession, ["predecessor_id", "successor_id"], successions, progress),
    ]


def _territory(row: reading_territories.TerritoryRow, ids: dict[reading_territories.Key, int]) -> Territory:
    return Territory(
        kind=row.kind,
        code=row.code,
        siren=row.siren,
        name=row.name,
        match_key=match_key(row.name),
        parent_id=ids[row.parent] if row.parent else None,
        epci_id=ids[row.epci] if row.epci else None,
        ept_id=ids[row.ept] if row.ept else None,
        population=row.population,
        latitude=row.latitude,
        longitude=row.longitude,
        is_approximate=row.is_approximate,
        authority_kind=row.authority_kind,
        authority_name=row.authority_name,
        authority_from=row.authority_from,
        authority_to=row.authority_to,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        date_precision=row.date_precision,
    )


def _name(row: reading_territories.NameRow, ids: dict[reading_territories.Key, int]) -> TerritoryName:
    return TerritoryName(
        territory_id=ids[row.territory],
        name=row.name,
        match_key=match_key(row.name),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        date_precision=row.date_precision,
    )


def _succession(row: reading_territories.SuccessionRow, ids: dict[reading_territories.Key, int]) -> TerritorySuccession:
    return TerritorySuccession(
        predecessor_id=ids[row.predecessor],
        successor_id=ids[row.successor],
        occurred_on=row.occurred_on,
        date_precision=row.date_precision,
        kind=row.kind,
    )


def _added_up(reports: Iterable[TableReport]) -> TableReport:
    """The reports of one table's parts as one."""
    parts = list(reports)
    return TableReport(
        parts[0].table,
        sum(part.added for part in parts),
        sum(part.updated for part in parts),
        sum(part.unchanged for part in parts),
        sum(part.closed for part in parts),
        sum(part.kept for part in parts),
    )


GROUPS = (
    ("countries", _load_countries),
    ("themes", _load_themes),
    ("codes", _load_codes),
    ("territories", _load_territories),
    ("published_figures", _load_published),
)
"""Folders of `data/` in the order in which rows name each other, with what loads each."""
