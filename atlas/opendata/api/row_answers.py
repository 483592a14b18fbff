"""Short lists, given whole or by the page: rows as JSON, as CSV with flat keys, as GeoJSON where they have a point."""

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from django.http import HttpRequest, HttpResponse
from ninja import Schema

from atlas.opendata.api import answers
from atlas.opendata.api.asked import words_of
from atlas.opendata.api.bodies import encode
from atlas.opendata.api.formats import CSV, GEOJSON

Row = Mapping[str, Any]
_POINT = ("lat", "lon")


def row_list(
    request: HttpRequest,
    kind: str,
    rows: Sequence[Row],
    schema: type[Schema],
    *,
    fields: str | None = None,
    following: str | None = None,
    **head: Any,
) -> HttpResponse:
    """The rows in one of the formats; `schema`: of a row; `head`: what the list says of itself beside the usual."""
    wanted = words_of(fields, "fields", tuple(schema.model_fields))
    said = {"total": len(rows), "as_of": answers.today(), "licence": answers.licence(), **head}
    if kind == CSV:
        columns = _columns(schema, wanted)
        flat = [_flat(row, columns) for row in rows]
        names = [_name(*one) for one in columns]
        return _counted(answers.csv_answer(request, names, flat, following=following), said)
    if kind == GEOJSON:
        made: dict[str, Any] = {"type": "FeatureCollection", **said}
        made["features"] = [_feature(row, wanted) for row in rows]
        return _counted(answers.answer(request, encode(made), GEOJSON, following=following), said)
    items = [{key: row[key] for key in wanted} for row in rows]
    return _counted(answers.json_answer(request, {**said, "items": items}, following=following), said)


def _counted(response: HttpResponse, said: Mapping[str, Any]) -> HttpResponse:
    response.headers["X-Total-Count"] = str(said["total"])
    return response


def _feature(row: Row, keys: Sequence[str]) -> dict[str, Any]:
    is_placed = row["lat"] is not None and row["lon"] is not None
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": (row["lon"], row["lat"])} if is_placed else None,
        "properties": {key: row[key] for key in keys if key not in _POINT},
    }


def _columns(schema: type[Schema], keys: Sequence[str]) -> list[tuple[str, str]]:
    """(key, key inside of it) of each column; "" = a value of its own. A group gives a column for each of its keys."""
    found = ((key, _group(schema.model_fields[key].annotation)) for key in keys)
    return [(key, inner) for key, group in found for inner in group]


def _group(annotation: Any) -> tuple[str, ...]:
    for one in (annotation, *get_args(annotation)):
        if isinstance(one, type) and issubclass(one, Schema):
            return tuple(one.model_fields)
    return ("",)


def _flat(row: Row, columns: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """`zone.code` becomes `zone_code`; a group that is not there leaves its columns empty."""
    return {_name(key, inner): (row[key] or {}).get(inner) if inner else row[key] for key, inner in columns}


def _name(key: str, inner: str) -> str:
    return f"{key}_{inner}" if inner else key
