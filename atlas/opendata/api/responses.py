"""What the OpenAPI document says of answers: the schema when all goes well, problems, other formats."""

from typing import Any, Final

from ninja import Schema

from atlas.opendata.api.schemas import ProblemDetail

_ALWAYS: Final = (400, 406, 422, 429, 503)


def read(schema: type[Schema], *others: int) -> dict[int, type[Schema]]:
    """Answers of an address that gives `schema`; `others`: problems that not all addresses have."""
    return {200: schema, **dict.fromkeys(sorted((*_ALWAYS, *others)), ProblemDetail)}


_GEOJSON: Final = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "geometry", "properties"],
                "properties": {
                    "type": {"const": "Feature"},
                    "geometry": {"type": ["object", "null"]},
                    "properties": {"type": "object"},
                },
            },
        },
    },
}

CSV_ONLY: Final[dict[str, Any]] = {"responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}}
FORMATS: Final[dict[str, Any]] = {
    "responses": {
        200: {
            "content": {
                "application/geo+json": {"schema": _GEOJSON},
                "text/csv": {"schema": {"type": "string"}},
            }
        }
    }
}
"""The other formats of a list."""
