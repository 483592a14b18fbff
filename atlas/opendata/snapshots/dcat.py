"""The files as a DCAT-AP catalogue, for data.gouv.fr and other portals that harvest: JSON-LD and RDF/XML.

One tree of resources, two ways to write it: both say the same graph, which a test reads back with an RDF library.
Addresses of files are those that never change. Codes come from the European Union's authority lists.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from atlas.opendata.about import LICENCE, LICENCE_ADDRESS, SITE
from atlas.opendata.snapshots.datasets import FIXED, FORMATS, IATI, LANGUAGES, ZONE, Dataset, zone_datasets
from atlas.opendata.snapshots.store import Manifest, PublishedFile

PREFIXES: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_AUTHORITY: Final = "http://publications.europa.eu/resource/authority"
_SPOKEN: Final = {"fr": f"{_AUTHORITY}/language/FRA", "en": f"{_AUTHORITY}/language/ENG"}
_FILE_TYPES: Final = {
    "csv": "CSV",
    "xlsx": "XLSX",
    "ods": "ODS",
    "jsonl": "JSON",
    "geojson": "GEOJSON",
    "parquet": "PARQUET",
    IATI: "XML",
}
"""Of the authority list « file-type », by extension. What is described otherwise (schemas) is no distribution."""
_KEYWORDS: Final = {
    "fr": ("coopération décentralisée", "jumelage", "collectivités territoriales", "action extérieure"),
    "en": ("decentralised cooperation", "twinning", "local authorities", "external action"),
}


@dataclass(frozen=True)
class Literal:
    """A text in a language, or a typed value."""

    text: str
    language: str = ""
    type: str = ""


@dataclass(frozen=True)
class Ref:
    """Another resource by its address."""

    address: str


@dataclass(frozen=True)
class Node:
    """A resource; without `address` it stands only where it is named."""

    type: str
    said: "tuple[tuple[str, Literal | Ref | Node], ...]"
    address: str = ""


Said = Iterator[tuple[str, Literal | Ref | Node]]


def catalogue(made: Manifest, site: str) -> Node:
    """The whole catalogue. `site`: scheme and host of the addresses. One query."""
    home = f"{site}{_path('data', 'fr')}"
    with override("fr"):
        return Node("dcat:Catalog", tuple(_catalogue(made, site, home)), home)


def _path(name: str, language: str, *args: str) -> str:
    with override(language):
        return reverse(name, args=args)


def _in_both(name: str, texts: Any) -> Said:
    for language in LANGUAGES:
        with override(language):
            yield name, Literal(str(texts[language] if isinstance(texts, dict) else texts), language)


def _catalogue(made: Manifest, site: str, home: str) -> Said:
    yield from _in_both("dct:title", SITE)
    yield from _in_both("dct:description", FIXED[0].titles["fr"])
    yield "dct:publisher", _publisher(site)
    yield from (("dct:language", Ref(address)) for address in _SPOKEN.values())
    yield "dct:license", Ref(LICENCE_ADDRESS)
    yield "dct:modified", _moment(made)
    yield "foaf:homepage", Ref(home)
    for dataset in (*FIXED, *zone_datasets()):
        found = [one for one in made.files if one.dataset == dataset.key and one.extension in _FILE_TYPES]
        if found:
            yield "dcat:dataset", _dataset(dataset, found, made, site)


def _publisher(site: str) -> Node:
    name = settings.ATLAS_PUBLISHER or str(SITE)
    return Node("foaf:Agent", (("foaf:name", Literal(name, "fr")),), f"{site}{_path('legal', 'fr')}#editeur")


def _moment(made: Manifest) -> Literal:
    return Literal(made.made_at.isoformat(timespec="seconds"), type="xsd:dateTime")


def _dataset(dataset: Dataset, found: list[PublishedFile], made: Manifest, site: str) -> Node:
    address = f"{site}{_path('data', 'fr')}#{dataset.key}"
    return Node("dcat:Dataset", tuple(_said_of(dataset, found, made, site)), address)


def _said_of(dataset: Dataset, found: list[PublishedFile], made: Manifest, site: str) -> Said:
    yield from _in_both("dct:title", {one: _full_title(dataset, one) for one in LANGUAGES})
    yield from _in_both("dct:description", dataset.description)
    yield "dct:identifier", Literal(dataset.key)
    yield "dct:publisher", Ref(_publisher(site).address)
    yield from _contact()
    yield from (("dcat:keyword", Literal(word, one)) for one in LANGUAGES for word in _KEYWORDS[one])
    yield "dcat:theme", Ref(f"{_AUTHORITY}/data-theme/INTR")
    yield "dcat:theme", Ref(f"{_AUTHORITY}/data-theme/REGI")
    yield "dct:accrualPeriodicity", Ref(f"{_AUTHORITY}/frequency/DAILY")
    yield "dct:modified", _moment(made)
    yield "dct:license", Ref(LICENCE_ADDRESS)
    yield "dct:spatial", _place(dataset)
    yield from _period(made)
    yield from (("dct:language", Ref(address)) for address in _SPOKEN.values())
    yield "dcat:landingPage", Ref(f"{site}{_path('data', 'fr')}")
    yield from (("dcat:distribution", _distribution(one, made, site)) for one in found)


def _full_title(dataset: Dataset, language: str) -> str:
    """In the language that is active: titles of the page say less, because they stand under one heading."""
    with override(language):
        return f"{SITE} – {dataset.titles[language]}"


def _contact() -> Said:
    if settings.ATLAS_CONTACT:
        name = settings.ATLAS_PUBLISHER or str(SITE)
        said = (("vcard:fn", Literal(name)), ("vcard:hasEmail", Ref(f"mailto:{settings.ATLAS_CONTACT}")))
        yield "dcat:contactPoint", Node("vcard:Organization", said)


def _place(dataset: Dataset) -> Node | Ref:
    """A zone by its name; everything else is about France and the world."""
    if not dataset.key.startswith(ZONE):
        return Ref(f"{_AUTHORITY}/country/FRA")
    return Node("dct:Location", tuple(_in_both("rdfs:label", dataset.titles)))


def _period(made: Manifest) -> Said:
    if made.first_year is not None:
        first = Literal(f"{made.first_year:04}-01-01", type="xsd:date")
        last = Literal(made.day.isoformat(), type="xsd:date")
        yield "dct:temporal", Node("dct:PeriodOfTime", (("dcat:startDate", first), ("dcat:endDate", last)))


def _distribution(one: PublishedFile, made: Manifest, site: str) -> Node:
    language = next(iter(one.names))
    address = f"{site}{_path('data_file', language, one.names[language])}"
    return Node("dcat:Distribution", tuple(_said_of_file(one, made, site, language, address)), f"{address}#fichier")


def _said_of_file(one: PublishedFile, made: Manifest, site: str, language: str, address: str) -> Said:
    media_type = FORMATS[one.extension].content_type.partition(";")[0]
    yield "dct:title", Literal(one.names[language], language)
    yield "dcat:accessURL", Ref(f"{site}{_path('data', language)}")
    yield "dcat:downloadURL", Ref(address)
    yield "dct:format", Ref(f"{_AUTHORITY}/file-type/{_FILE_TYPES[one.extension]}")
    yield "dcat:mediaType", Ref(f"https://www.iana.org/assignments/media-types/{media_type}")
    yield "dcat:byteSize", Literal(str(one.size), type="xsd:nonNegativeInteger")
    yield "spdx:checksum", _checksum(one)
    yield "dct:modified", _moment(made)
    yield "dct:license", Ref(LICENCE_ADDRESS)
    yield "dct:rights", Node("dct:RightsStatement", (("rdfs:label", Literal(LICENCE, "fr")),))
    yield from (("dct:language", Ref(_SPOKEN[spoken])) for spoken in LANGUAGES if one.language in ("", spoken))
    if schema := made.found(one.dataset, "schema.json", language):
        yield "dct:conformsTo", Ref(f"{site}{_path('data_file', language, schema.names[language])}")


def _checksum(one: PublishedFile) -> Node:
    algorithm = Ref(f"{PREFIXES['spdx']}checksumAlgorithm_sha256")
    value = Literal(one.sha256, type="xsd:hexBinary")
    return Node("spdx:Checksum", (("spdx:algorithm", algorithm), ("spdx:checksumValue", value)))


def json_ld(catalogue: Node) -> bytes:
    """The tree with its prefixes, as JSON-LD."""
    return msgspec.json.encode({"@context": PREFIXES, **_as_json(catalogue)})


def _as_json(node: Node) -> dict[str, Any]:
    found: dict[str, Any] = {"@id": node.address} if node.address else {}
    found["@type"] = node.type
    for name, value in node.said:
        found.setdefault(name, []).append(_json_value(value))
    return found


def _json_value(value: Literal | Ref | Node) -> dict[str, Any]:
    if isinstance(value, Node):
        return _as_json(value)
    if isinstance(value, Ref):
        return {"@id": value.address}
    marks = {"@language": value.language, "@type": value.type}
    return {"@value": value.text, **{name: mark for name, mark in marks.items() if mark}}


def rdf_xml(catalogue: Node) -> bytes:
    """The same tree as RDF/XML."""
    from lxml import etree  # noqa: PLC0415  (only a process needs it that a harvester asked)

    namespaces = {prefix: address for prefix, address in PREFIXES.items() if prefix != "xsd"}
    root = etree.Element(_qualified("rdf:RDF"), nsmap=namespaces)
    _add_node(root, catalogue)
    document: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return document


def _qualified(name: str) -> str:
    prefix, _colon, local = name.partition(":")
    return f"{{{PREFIXES[prefix]}}}{local}"


def _add_node(parent: Any, node: Node) -> None:
    about = {_qualified("rdf:about"): node.address} if node.address else {}
    element = _below(parent, node.type, about)
    for name, value in node.said:
        _add(element, name, value)


def _below(parent: Any, name: str, attributes: dict[str, str]) -> Any:
    element = parent.makeelement(_qualified(name), attributes)
    parent.append(element)
    return element


def _add(parent: Any, name: str, value: Literal | Ref | Node) -> None:
    if isinstance(value, Node):
        _add_node(_below(parent, name, {}), value)
    elif isinstance(value, Ref):
        _below(parent, name, {_qualified("rdf:resource"): value.address})
    else:
        marks = {
            "{http://www.w3.org/XML/1998/namespace}lang": value.language,
            _qualified("rdf:datatype"): value.type and PREFIXES["xsd"] + value.type.removeprefix("xsd:"),
        }
        _below(parent, name, {mark: text for mark, text in marks.items() if text}).text = value.text


@dataclass(frozen=True)
class Written:
    """A way to write the catalogue, and what HTTP says of it."""

    write: Callable[[Node], bytes]
    content_type: str


WRITERS: Final = {
    "jsonld": Written(json_ld, "application/ld+json"),
    "rdf": Written(rdf_xml, "application/rdf+xml; charset=utf-8"),
}
"""By extension of the address."""
