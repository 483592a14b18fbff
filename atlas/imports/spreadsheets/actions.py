"""Verbs on uploaded tables: receive one, say how it is read, put it in the queue, take it out and run it, forget it.

The queue is the table of uploads itself (ADR 24): whoever runs one says every second that it is alive; when it has been
silent for a minute another takes over, and three deaths are the end. Running again is safe (`running`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import msgspec
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from atlas.audit.actions import Entry, record
from atlas.imports.legacy_pages import setup
from atlas.imports.models import SavedMapping, TableImport, TableState, saved_mappings

from .inspection import Inspected, demand_columns, inspect, table_of
from .keeping import forget, keep, local_copy
from .mapping import fingerprint
from .recognition import NotATable
from .running import TableRun
from .tables import Reading, Table
from .tally import Books, ErrorFile, Tally
from .vocabulary import load_vocabulary

SILENCE: Final = timedelta(seconds=60)
"""After so long without a sign, who ran an import is taken for dead."""
MOST_ATTEMPTS: Final = 3
BEAT: Final = timedelta(seconds=1)
BUSY: Final = (TableState.QUEUED, TableState.RUNNING)
LONGEST_NAME: Final = 200


def receive_table(pieces: Iterable[bytes], *, name: str, by: str, language: str) -> TableImport:
    """Look at an uploaded file and keep it as it came. Raises NotATable."""
    with TemporaryDirectory(prefix="atlas-") as folder:
        path = Path(folder) / "table"
        with path.open("wb") as file:
            file.writelines(pieces)
        seen = inspect(path, load_vocabulary(), saved=saved_mappings())
        table = TableImport(name=name[-LONGEST_NAME:], size=path.stat().st_size, total=seen.total, by=by)
        table.language, table.uploaded_at = language, timezone.now()
        _remember(table, seen)
        table.file = keep(path)
    with transaction.atomic():
        table.save()
        record([Entry("table.received", "tableimport", table.pk, {"kind": table.kind})], by=by, at=timezone.now())
    return table


def _remember(table: TableImport, seen: Inspected) -> None:
    table.kind, table.mapping, table.total = seen.kind, list(seen.mapping), seen.total
    table.header = list(seen.table.header)


def reading_of(table: TableImport) -> Reading:
    """How its file is to be read."""
    return Reading(**table.reading)


def look_at(table: TableImport) -> Inspected:
    """Its first rows as they would be read. Raises NotATable."""
    with local_copy(table.file) as path:
        return inspect(
            path,
            load_vocabulary(),
            reading=reading_of(table),
            kind=table.kind,
            mapping=table.mapping,
            saved=saved_mappings(),
            total=table.total,
        )


def change_reading(
    table: TableImport, *, reading: Reading, kind: str, mapping: Sequence[str] | None, is_kept: bool, by: str
) -> None:
    """Say how the file is to be read; `mapping` null = as guessed. `is_kept`: for the next table with this header.

    Raises NotATable where it cannot be read so; nothing is changed then.
    """
    with local_copy(table.file) as path:
        seen = inspect(
            path, load_vocabulary(), reading=reading, kind=kind, mapping=mapping, saved=saved_mappings(), total=None
        )
    _remember(table, seen)
    table.reading = asdict(reading)
    with transaction.atomic():
        table.save(update_fields=["kind", "mapping", "header", "total", "reading"])
        if is_kept:
            _keep_mapping(table, by)


def _keep_mapping(table: TableImport, by: str) -> None:
    now = timezone.now()
    values = {"kind": table.kind, "header": table.header, "mapping": table.mapping, "saved_at": now, "by": by}
    SavedMapping.objects.update_or_create(fingerprint=fingerprint(table.header), defaults=values)


def queue_table(table: TableImport, *, is_dry: bool, by: str) -> None:
    """Put it in the queue. Raises NotATable when columns are missing; does nothing while it waits or runs."""
    demand_columns(look_at(table))
    with transaction.atomic():
        changed = TableImport.objects.filter(pk=table.pk).exclude(state__in=BUSY)
        if changed.update(state=TableState.QUEUED, is_dry=is_dry, attempts=0, tally={}, failure="", finished_at=None):
            verb = "table.tried" if is_dry else "table.imported"
            record([Entry(verb, "tableimport", table.pk)], by=by, at=timezone.now())


def is_one_waiting(at: datetime) -> bool:
    """Is there anything to run?"""
    return TableImport.objects.filter(_claimable(at)).exists()


def _claimable(at: datetime) -> Q:
    return Q(state=TableState.QUEUED) | Q(state=TableState.RUNNING, beat_at__lt=at - SILENCE)


def claim_table(*, by: str, at: datetime) -> TableImport | None:
    """Take the next one that waits, or whose runner died. One that killed three runners is given up."""
    with transaction.atomic():
        waiting = TableImport.objects.select_for_update(skip_locked=True).filter(_claimable(at))
        table = waiting.order_by("pk").first()
        if table is None:
            return None
        if table.attempts >= MOST_ATTEMPTS:
            _end(table, TableState.FAILED, failure="interrupted")
            record([Entry("table.given_up", "tableimport", table.pk)], by=by, at=at)
            return claim_table(by=by, at=at)
        table.state, table.beat_at, table.attempts = TableState.RUNNING, at, table.attempts + 1
        table.save(update_fields=["state", "beat_at", "attempts"])
    return table


def run_table(table: TableImport, *, by: str) -> None:
    """Run one that was claimed, to its end. `by` is who runs it; what is written is in the name of who uploaded it."""
    with TemporaryDirectory(prefix="atlas-") as folder:
        errors = Path(folder) / "errors.csv"
        try:
            books = _run(table, errors)
        except NotATable as refused:
            table.tally = {"detail": {name: str(value) for name, value in refused.detail.items()}}
            _end(table, TableState.FAILED, failure=refused.code)
            return
        forget(table.error_file)
        table.error_file = keep(errors, ".csv") if books.tally.outcomes["rejected"] else ""
    table.tally = as_json(books.tally)
    _end(table, TableState.DONE)


def _run(table: TableImport, errors: Path) -> Books:
    words, names = load_vocabulary(), setup.names(by=table.by, commit=not table.is_dry)
    with local_copy(table.file) as path, table_of(path, reading_of(table)) as rows:
        books = Books(Tally(), _errors(table, rows, errors))
        run = TableRun(
            rows,
            table.kind,
            table.mapping,
            names,
            words,
            books,
            by=table.by,
            commit=not table.is_dry,
            tell=lambda now: _beat(table, now.tally),
        )
        try:
            return run.run()
        finally:
            if books.errors is not None:
                books.errors.close()


def _errors(table: TableImport, rows: Table, path: Path) -> ErrorFile:
    """In the language of who uploaded it; the register itself is written in French, whoever imports."""
    return ErrorFile(path, rows.header, rows.separator, kind=table.kind, language=table.language)


def _beat(table: TableImport, tally: Tally) -> None:
    """A sign of life, with how far it is; once a second."""
    now = timezone.now()
    if table.beat_at is None or now - table.beat_at >= BEAT:
        table.beat_at = now
        TableImport.objects.filter(pk=table.pk).update(beat_at=now, tally=as_json(tally))


def _end(table: TableImport, state: TableState, *, failure: str = "") -> None:
    table.state, table.failure, table.finished_at = state, failure, timezone.now()
    table.save(update_fields=["state", "failure", "finished_at", "tally", "error_file"])


def as_json(tally: Tally) -> dict[str, Any]:
    """A tally as it is kept."""
    return {
        "outcomes": dict(tally.outcomes),
        "reasons": dict(tally.reasons),
        "codes": dict(tally.codes),
        "shown": msgspec.to_builtins(tally.shown),
    }


def forget_tables(before: datetime, *, by: str, at: datetime) -> int:
    """Erase the files that came in before that moment, and what is known of them. Returns how many."""
    old = list(TableImport.objects.filter(uploaded_at__lt=before).exclude(state__in=BUSY).order_by("pk"))
    for table in old:
        forget(table.file, table.error_file)
    record((Entry("table.erased", "tableimport", table.pk) for table in old), by=by, at=at)
    TableImport.objects.filter(pk__in=[table.pk for table in old]).delete()
    return len(old)
