"""A CSV file's columns as Table Schema (specs.frictionlessdata.io), from the declaration of its columns."""

from typing import Any, Final

from django.utils.translation import override

from atlas.opendata.columns import EXTRACTION, Column, Kind
from atlas.opendata.snapshots.datasets import FULL, REGISTER, Dataset

_TYPES: Final = {Kind.NUMBER: "integer", Kind.AMOUNT: "number", Kind.DEGREES: "number", Kind.DATE: "date"}


def table_schema(dataset: Dataset, language: str) -> dict[str, Any]:
    """Fields by the labels of the first line, which Table Schema calls names; `key` is the one that never changes."""
    with override(language):
        fields = [_field(column) for column in (*dataset.chosen, *EXTRACTION)]
        title = str(dataset.titles[language])
    is_a_project = dataset.key in (REGISTER, FULL)
    return {
        "title": title,
        "fields": fields,
        "missingValues": [""],
        **({"primaryKey": [fields[0]["name"]]} if is_a_project else {}),
    }


def _field(column: Column) -> dict[str, Any]:
    is_needed = column.key in ("id", "permalink", "extracted_on", "licence")
    return {
        "name": str(column.label),
        "key": column.key,
        "type": _TYPES.get(column.kind, "string"),
        "description": str(column.meaning),
        **({"constraints": {"required": True}} if is_needed else {}),
    }
