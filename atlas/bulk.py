"""Many rows of one table in one prepared statement: what `bulk_create` does, without an object a row.

An import writes some thirty rows a sheet. Django's `bulk_create` builds one long statement from model instances and
spends most of the time there; `executemany` on plain tuples is six times faster and works the same on both databases.
Where the caller needs the new ids, `insert_numbered` takes them first. Signals of models are not sent.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any, Final

import msgspec
from django.db import connection, models, transaction

# Columns of these types go to the driver as they are; the others through the field, as `save` does.
_PLAIN = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.BooleanField,
    models.FloatField,
    models.BinaryField,
)


_CHECKPOINT: Final = 8_000  # pages of the journal, 32 MB
_PRAGMAS: Final = {"mmap_size": 0, "wal_autocheckpoint": _CHECKPOINT}


@contextmanager
def many_batches() -> Iterator[None]:
    """While one process writes many batches into SQLite: the journal is carried over seldom, the file not mapped.

    Pages that each batch touches are then carried over once for several; and what a writer maps of the file counts as
    its memory. Other databases need nothing.
    """
    if connection.vendor != "sqlite":
        yield
        return
    before = {name: _pragma(name) for name in _PRAGMAS}
    for name, value in _PRAGMAS.items():
        _pragma(f"{name}={value}")
    try:
        yield
    finally:
        for name, value in before.items():
            _pragma(f"{name}={value}")


def _pragma(text: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {text}")
        return int((cursor.fetchone() or (0,))[0])


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows whose values stand in the order of `columns` (field names; attnames for foreign keys).

    Columns left out take the field's default, which must not depend on the row. Returns the number of rows. Raises
    IntegrityError as `save` does.
    """
    statement, prepare = _plan(model, tuple(columns), connection.vendor)
    prepared = [prepare(row) for row in rows]
    if prepared:
        with connection.cursor() as cursor:
            cursor.executemany(statement, prepared)
    return len(prepared)


def insert_numbered(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[int]:
    """The same for rows whose new ids the caller needs: returns them in the order of the rows.

    Raises TransactionManagementError outside a transaction: the ids are only ours while no other writer can take them.
    """
    found = list(rows)
    ids = _free_ids(model, len(found))
    insert(model, ("id", *columns), ((number, *row) for number, row in zip(ids, found, strict=True)))
    return ids


def _free_ids(model: type[models.Model], number: int) -> list[int]:
    """The next ids of a table, taken from where the database counts them."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Ids can only be taken inside a transaction.")
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # One writer at a time, from the start of its transaction (IMMEDIATE): nobody else reads the same number.
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            last = (cursor.fetchone() or (0,))[0]
            return list(range(last + 1, last + 1 + number))
        sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
        cursor.execute(sequence, [connection.ops.quote_name(table), number])
        return [row[0] for row in cursor.fetchall()]


@cache
def _plan(
    model: type[models.Model], columns: tuple[str, ...], vendor: str
) -> tuple[str, Callable[[Sequence[Any]], Sequence[Any]]]:
    """The statement, and how a row becomes its parameters."""
    fields = {name: field for field in model._meta.concrete_fields for name in (field.name, field.attname)}
    named = [fields[name] for name in columns]
    defaults = [
        field
        for field in model._meta.concrete_fields
        if field not in named and not field.primary_key and (field.has_default() or not field.null)
    ]
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column or field.name) for field in (*named, *defaults))
    marks = ", ".join("%s" for _ in (*named, *defaults))
    converted = [(index, _converter(field)) for index, field in enumerate(named) if not _is_plain(field)]
    constant = [field.get_db_prep_save(field.get_default(), connection) for field in defaults]

    def prepare(row: Sequence[Any]) -> Sequence[Any]:
        values = [*row, *constant]
        for index, convert in converted:
            if values[index] is not None:
                values[index] = convert(values[index])
        return values

    return f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})", prepare  # noqa: S608  (our own names)


def _converter(field: "models.Field[Any, Any]") -> Callable[[Any], Any]:
    def convert(value: Any) -> Any:
        return field.get_db_prep_save(value, connection)

    if isinstance(field, models.JSONField) and connection.vendor == "sqlite" and field.encoder is None:
        return _json_text
    # A batch has one moment for all its rows, and few days.
    return lru_cache(maxsize=256)(convert) if isinstance(field, models.DateField) else convert


def _json_text(value: Any) -> str:
    """What SQLite keeps of a JSON field; reads the same as what Django writes, in a tenth of the time."""
    return msgspec.json.encode(value).decode()


def _is_plain(field: "models.Field[Any, Any]") -> bool:
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return isinstance(target, _PLAIN)
