"""The journal as a file: one line an event, streamed, for those who may read it."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Final

from django.db.models import QuerySet

from .models import Event

COLUMNS: Final = ("id", "at", "actor", "verb", "object_type", "object_id", "origin", "detail")
_AT_ONCE: Final = 500


def csv_lines(events: QuerySet[Event]) -> Iterator[str]:
    """Header and lines of a CSV file (comma, UTF-8 with its mark, CRLF); `detail` as JSON, moments in UTC.

    No cell begins with what people type, so none can be a formula (ADR 13).
    """
    yield "\ufeff" + _line(COLUMNS)
    for row in events.values_list(*COLUMNS).iterator(chunk_size=_AT_ONCE):
        number, at, *texts, detail = row
        yield _line((number, at.isoformat(), *texts, json.dumps(detail, ensure_ascii=False)))


def _line(cells: tuple[object, ...]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()
