"""The table of a project's places: its columns, cells ↔ places, and what people type for a position. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from atlas.imports.spreadsheets import cells
from atlas.projects.draft import PlaceDraft, place_of

from .fields import Cell, Column, Lists, Table
from .tables import COUNTRY, PLACE_NAMES, country_choices

EXACT: Final = "exact"
APPROXIMATE: Final = "approximate"
_PRECISIONS: Final = {
    EXACT: pgettext_lazy("position", "Exacte"),
    APPROXIMATE: pgettext_lazy("position", "Approchée"),
}


def _precisions(_lists: Lists) -> Sequence[tuple[str, str]]:
    return [(value, str(words)) for value, words in _PRECISIONS.items()]


def degrees(value: float | None) -> str:
    """Decimal degrees as they are typed and copied everywhere: with a point."""
    return "" if value is None else f"{value:.5f}".rstrip("0").rstrip(".")


def _values(place: PlaceDraft) -> Mapping[str, str]:
    return {
        "name": place.name,
        "country": place.country,
        "latitude": degrees(place.latitude),
        "longitude": degrees(place.longitude),
        "precision": APPROXIMATE if place.is_approximate else EXACT,
        "area": place.area,
    }


def _place(cells_: Mapping[str, Any], _place: int, _before: Sequence[Any], _lists: Lists) -> PlaceDraft:
    return place_of(
        cells_["country"],
        cells_["name"],
        at=(cells_["latitude"], cells_["longitude"]),
        is_approximate=cells_["precision"] == APPROXIMATE,
        area=cells_["area"],
    )


def _tidy(row: Mapping[str, str]) -> Mapping[str, str]:
    """A whole position in one of the two cells, the other being empty: « 14.49, -4.19 » means both."""
    typed = [row.get(name, "") for name in ("latitude", "longitude")]
    whole = next(filter(None, typed), "")
    if not whole or all(typed) or _is_one_number(whole):
        return row
    try:
        latitude, longitude = cells.position(whole)
    except cells.Unreadable:
        return row
    return {**row, "latitude": str(latitude), "longitude": str(longitude)}


def _is_one_number(text: str) -> bool:
    """« 14,49 » is a latitude with its decimal comma, not 14 and 49."""
    try:
        cells.longitude(text)
    except cells.Unreadable as refused:
        return refused.code == "degrees_range"
    return True


def _wrong(cells_: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if cells_["latitude"] is None and cells_["longitude"] is not None:
        yield "latitude", "position_half"
    if cells_["longitude"] is None and cells_["latitude"] is not None:
        yield "longitude", "position_half"


PLACES: Final = Table(
    (
        Column("name", _("Lieu"), Cell.PLACE, names=("lieu", "nom", "ville", "place", "name", "location", "localite")),
        Column("country", COUNTRY, Cell.CHOICE, country_choices, PLACE_NAMES, is_required=True),
        Column(
            "latitude",
            _("Latitude"),
            Cell.LATITUDE,
            names=("lat", "y", "latitude", "coordonnees", "coordonnees gps", "coordinates", "position", "gps"),
        ),
        Column("longitude", _("Longitude"), Cell.LONGITUDE, names=("lon", "long", "lng", "x", "longitude")),
        Column(
            "precision",
            pgettext_lazy("colonne", "Précision"),
            Cell.CHOICE,
            _precisions,
            ("precision", "exactitude", "position exacte"),
            first=EXACT,
        ),
        Column("area", _("Région ou province"), names=("region", "province", "subdivision", "area", "state")),
    ),
    _values,
    _place,
    row=_("Lieu %(number)s"),
    add=_("Ajouter un lieu"),
    tidy=_tidy,
    wrong=_wrong,
)
