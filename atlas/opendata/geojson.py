"""A selection as GeoJSON (RFC 7946): one feature for each declared place and each foreign partner of each project.

`feature` says which of them it is. Every project is there: a partner whose place is not known has no geometry, and so
has a project without a place or partner. The properties have the keys of the columns, in both languages of the site;
what the file is stands in `metadata`.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

import msgspec

from atlas.catalogue.streaming import Selection
from atlas.opendata.about import LICENCE, LICENCE_ADDRESS, About
from atlas.opendata.columns import SHORT, Column, Kind
from atlas.opendata.reading import batches
from atlas.opendata.row import AnyRow, Place, PlacedParty, placed_decoder
from atlas.opendata.words import Words

_encode = msgspec.json.Encoder().encode


def geojson(selection: Selection, about: About, *, is_full: bool = False) -> Iterator[bytes]:
    """The file in pieces. Long texts are repeated at no place: `is_full` changes nothing."""
    yield from collection(about, feature_batches(selection, about))


def collection(about: About, found: Iterable[Sequence[bytes]]) -> Iterator[bytes]:
    """The file in pieces, from batches of features."""
    yield b'{"type":"FeatureCollection","metadata":' + _encode(_metadata(about)) + b',"features":['
    comma = b""
    for batch in found:
        yield comma + b",\n".join(batch)
        comma = b",\n"
    yield b"]}\n"


def feature_batches(selection: Selection, about: About) -> Iterator[list[bytes]]:
    """Every feature as JSON, in batches."""
    for batch in batches(selection, placed_decoder(about.language)):
        yield features(batch, about.words, SHORT)


def features(batch: Sequence[AnyRow], words: Words, chosen: Sequence[Column]) -> list[bytes]:
    """The features of some projects, with these columns as their properties."""
    columns = [_typed(column.kind, column.values(words, batch)) for column in chosen]
    keys = [column.key for column in chosen]
    return [
        _encode(feature)
        for row, values in zip(batch, zip(*columns, strict=True), strict=True)
        for feature in _features(row, dict(zip(keys, values, strict=True)))
    ]


def _metadata(about: About) -> dict[str, object]:
    return {
        "title": about.title,
        "extracted_on": about.made_on.isoformat(),
        "projects": about.total,
        "filters": about.filters,
        "ignored": about.ignored,
        "page": about.page,
        "licence": LICENCE,
        "licence_url": LICENCE_ADDRESS,
        "language": about.language,
    }


def _typed(kind: Kind, values: list[Any]) -> list[Any]:
    """Amounts as numbers; what is not known as null, never as an empty text."""
    if kind is Kind.AMOUNT:
        return [None if value is None else _number(value) for value in values]
    return [None if value == "" else value for value in values]


def _number(text: str) -> int | float:
    amount = Decimal(text)
    return int(amount) if amount == amount.to_integral_value() else float(amount)


_NOWHERE: Final[dict[str, Any]] = {
    "feature": None,
    **dict.fromkeys(("place", "place_country", "place_area", "partner", "partner_id", "partner_country")),
    "precision": "unknown",
}
"""What a feature says beside its project, in the order of its keys."""


def _features(row: AnyRow, project: dict[str, Any]) -> Iterator[dict[str, Any]]:
    partners: list[PlacedParty] = row.sides.get("foreign", [])
    places: tuple[Place, ...] = row.places
    for place in places:
        own = {
            **_NOWHERE,
            "feature": "place",
            "place": place.name or None,
            "place_country": place.country,
            "place_area": place.area or None,
            "precision": _precision(place),
        }
        yield {"type": "Feature", "geometry": _point(place), "properties": {**project, **own}}
    for partner in partners:
        own = {
            **_NOWHERE,
            "feature": "partner",
            "partner": partner.name,
            "partner_id": partner.id,
            "partner_country": partner.country,
            "precision": _precision(partner),
        }
        yield {"type": "Feature", "geometry": _point(partner), "properties": {**project, **own}}
    if not partners and not places:
        yield {"type": "Feature", "geometry": None, "properties": {**project, **_NOWHERE}}


def _point(partner: PlacedParty | Place) -> dict[str, Any] | None:
    if partner.lat is None or partner.lon is None:
        return None
    return {"type": "Point", "coordinates": (partner.lon, partner.lat)}


def _precision(partner: PlacedParty | Place) -> str:
    """`place`: the own point of the place or partner; `area`: the middle of a larger area; `unknown`: no point."""
    if partner.lat is None or partner.lon is None:
        return "unknown"
    return "area" if partner.is_approximate else "place"
