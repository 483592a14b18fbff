"""The documentation page: the OpenAPI document as what a template shows. Nothing is written by hand twice. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext

from atlas.opendata.api.document import document
from atlas.opendata.api.examples import EXAMPLES
from atlas.opendata.api.problems import KINDS

_REF = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Type:
    """What a value is, in words; `values`: those of a closed list; `shape`: the object that it is, "" for none."""

    words: str
    values: tuple[str, ...] = ()
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A parameter, or a key of an object. `usual`: what it is when nothing is said, "" for none."""

    name: str
    type: Type
    description: str
    usual: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """An address. `formats`: endings that it takes; `shape`: the object that it gives; `examples`: (words, address)."""

    id: str
    path: str
    summary: str
    description: str
    parameters: tuple[Entry, ...]
    formats: tuple[str, ...]
    shape: str
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Addresses about one thing."""

    name: str
    operations: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """An object with its keys."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A kind of problem."""

    anchor: str
    status: int
    title: str


@dataclass(frozen=True, slots=True)
class Reference:
    """The page."""

    groups: tuple[Group, ...]
    shapes: tuple[Shape, ...]
    problems: tuple[ProblemKind, ...]
    version: str


@lru_cache(maxsize=2)
def reference(language: str) -> Reference:
    """The page in the active language, which is `language`."""
    made = document(language)
    by_tag: dict[str, list[Shown]] = {}
    for path, operations in made["paths"].items():
        operation = operations["get"]
        by_tag.setdefault(operation["tags"][0], []).append(_shown(path, operation))
    return Reference(
        groups=tuple(Group(name, tuple(found)) for name, found in by_tag.items()),
        shapes=tuple(Shape(name, _entries(one)) for name, one in sorted(made["components"]["schemas"].items())),
        problems=tuple(ProblemKind(one.anchor, one.status.value, str(one.title)) for one in KINDS),
        version=made["info"]["version"],
    )


def _shown(path: str, operation: Mapping[str, Any]) -> Shown:
    content = operation["responses"]["200"]["content"]
    endings = {"application/json": ".json", "application/geo+json": ".geojson", "text/csv": ".csv"}
    return Shown(
        id=operation["operationId"],
        path=path,
        summary=operation["summary"],
        description=operation.get("description", ""),
        parameters=tuple(map(_parameter, operation["parameters"])),
        formats=tuple(ending for kind, ending in endings.items() if kind in content),
        shape=content["application/json"]["schema"]["$ref"].removeprefix(_REF),
        examples=tuple((str(one.words), one.address) for one in EXAMPLES if one.operation == operation["operationId"]),
    )


def _parameter(one: Mapping[str, Any]) -> Entry:
    usual = one["schema"].get("default", "")
    return Entry(one["name"], _type(one["schema"]), one.get("description", ""), str(usual))


def _entries(schema: Mapping[str, Any]) -> tuple[Entry, ...]:
    properties = schema.get("properties", {})
    return tuple(Entry(name, _type(one), one.get("description", "")) for name, one in properties.items())


def _type(schema: Mapping[str, Any]) -> Type:
    if "$ref" in schema:
        return Type(gettext("objet"), shape=schema["$ref"].removeprefix(_REF))
    if "anyOf" in schema:
        found = _type(next(one for one in schema["anyOf"] if one.get("type") != "null"))
        return Type(gettext("%(type)s ou null") % {"type": found.words}, found.values, found.shape)
    if schema.get("type") == "array":
        inner = _type(schema["items"])
        return Type(gettext("liste : %(type)s") % {"type": inner.words}, inner.values, inner.shape)
    return Type(_words(schema), tuple(map(str, schema.get("enum", ()))))


def _words(schema: Mapping[str, Any]) -> str:
    simple = {
        "string": gettext("texte"),
        "integer": gettext("nombre entier"),
        "number": gettext("nombre"),
        "boolean": gettext("vrai ou faux"),
    }
    words = simple.get(schema.get("type", ""), gettext("objet"))
    limits = list(_limits(schema))
    return f"{words}, {', '.join(limits)}" if limits else words


def _limits(schema: Mapping[str, Any]) -> Iterator[str]:
    if "minimum" in schema and "maximum" in schema:
        yield gettext("de %(first)s à %(last)s") % {"first": schema["minimum"], "last": schema["maximum"]}
    if "maxLength" in schema:
        yield gettext("%(count)s caractères au plus") % {"count": schema["maxLength"]}
