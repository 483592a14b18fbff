"""Columns as Parquet, written row group by row group in constant memory (arro3, ADR 22).

Names of columns are the keys, the same in both languages; amounts are decimals, days are days, what is not known is
null. What the file is stands in its metadata.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from arro3.core import Array, DataType, Field, RecordBatch, RecordBatchReader, Schema
from arro3.io import write_parquet

from atlas.opendata.columns import Column, Kind

ROW_GROUP: Final = 5_000
"""Rows, of 4 kB with all texts: what is held before it is written."""

_TYPES: Final[Mapping[Kind, DataType]] = {
    Kind.NUMBER: DataType.int64(),
    Kind.AMOUNT: DataType.decimal128(18, 2),
    Kind.DEGREES: DataType.float64(),
    Kind.DATE: DataType.date32(),
}
_AS_WRITTEN: Final = frozenset({Kind.NUMBER, Kind.DEGREES})
"""Kinds whose values come as numbers; all others are texts."""


def parquet(
    path: Path, chosen: Sequence[Column], batches: Iterable[Sequence[Sequence[Any]]], said: dict[str, str]
) -> None:
    """Write batches of values, column by column. `said`: what the file says of itself."""
    schema = Schema([Field(column.key, _type(column.kind)) for column in chosen])
    reader = RecordBatchReader.from_batches(schema, _record_batches(chosen, batches, schema))
    write_parquet(
        reader, path, compression="zstd(3)", max_row_group_size=ROW_GROUP, created_by="Atlas", key_value_metadata=said
    )


def _type(kind: Kind) -> DataType:
    return _TYPES.get(kind, DataType.utf8())


def _record_batches(
    chosen: Sequence[Column], batches: Iterable[Sequence[Sequence[Any]]], schema: Schema
) -> Iterator[RecordBatch]:
    for values in batches:
        arrays = [_array(column.kind, some) for column, some in zip(chosen, values, strict=True)]
        yield RecordBatch.from_arrays(arrays, schema=schema)


def _array(kind: Kind, values: Sequence[Any]) -> Array:
    known = [None if value == "" else value for value in values]
    if kind in _AS_WRITTEN:
        return Array(known, _type(kind))
    texts = Array(known, DataType.utf8())
    return texts.cast(_type(kind)) if kind in _TYPES else texts
