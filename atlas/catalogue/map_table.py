"""The map's numbers in words: spots for the picture, rows for the table beside it, with the addresses of the lists.

Reads nothing; names come from the index (`Known`) and the shipped files. The number of a row is the length of the list
behind it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.translation import gettext

from atlas.catalogue.index.places import PlaceLabel
from atlas.catalogue.listing import country_name
from atlas.catalogue.map_arcs import LatLon, point_of
from atlas.catalogue.map_counts import MapCounts, Numbers
from atlas.catalogue.map_picture import OVERSEAS, Spot
from atlas.catalogue.search_query import Known, SearchQuery
from atlas.catalogue.shapes import departments, inner_points
from atlas.reference.match import match_key
from atlas.ui.formats import number

MOST_LINKS = 150
"""Circles with a link of their own: more would be a long way for the keyboard; the table has them all."""


class Scale(StrEnum):
    """What a circle is: a country of the world, a place of one country, a French département."""

    WORLD = "monde"
    COUNTRY = "pays"
    FRANCE = "france"


@dataclass(frozen=True, slots=True)
class Told:
    """Counts with what is needed to say them: values and places by name, addresses of search and map, the language."""

    counts: MapCounts
    known: Known
    labels: Mapping[str, PlaceLabel]
    search_path: str
    map_path: str
    language: str


@dataclass(frozen=True, slots=True)
class Item:
    """A country, place or département. `closer`: its own map, "" for none; `at` None = not on the picture."""

    name: str
    numbers: Numbers
    list_url: str
    at: LatLon | None
    closer: str = ""
    area: str = ""
    box: str = ""


@dataclass(frozen=True, slots=True)
class MapRow:
    """A line of the table. `url`: closer look, "" for none; `list_url`: the projects behind the total."""

    name: str
    url: str
    area: str
    numbers: tuple[str, ...]
    total: str
    list_url: str


def scale_of(asked: str, query: SearchQuery) -> Scale:
    """The scale of an address (`echelle`): as asked; else one country's when the reader chose one only."""
    if asked in (Scale.WORLD, Scale.FRANCE):
        return Scale(asked)
    return Scale.COUNTRY if len(query.countries) == 1 else Scale.WORLD


def address(path: str, query: SearchQuery, scale: Scale | None = None) -> str:
    """Address of a query's first page; on the map, at a scale that the query does not give by itself."""
    params = replace(query, page=1, problems=()).to_params()
    if scale is not None and scale_of("", query) != scale:
        params = "&".join(filter(None, (params, f"echelle={scale}")))
    return f"{path}?{params}" if params else path


def items_of(told: Told, scale: Scale) -> list[Item]:
    """What a circle stands for at a scale, most projects first."""
    makers = {Scale.WORLD: _countries, Scale.COUNTRY: places_of, Scale.FRANCE: _departments}
    return sorted(makers[scale](told), key=lambda item: (-sum(item.numbers), item.name))


def by_name(items: Iterable[Item]) -> list[Item]:
    """The order of the whole table: by first-level area where one is known, then by name."""
    return sorted(items, key=lambda item: (not item.area, match_key(item.area), match_key(item.name)))


def rows_of(items: Iterable[Item], language: str) -> tuple[MapRow, ...]:
    """Lines of a table, in the order of the items."""
    return tuple(
        MapRow(
            name=item.name,
            url=item.closer,
            area=item.area,
            numbers=tuple(number(one, language) for one in item.numbers),
            total=number(sum(item.numbers), language),
            list_url=item.list_url,
        )
        for item in items
    )


def spots_of(items: Iterable[Item]) -> tuple[Spot, ...]:
    """The circles, the largest as links; what has no position is in the table only."""
    return tuple(
        Spot(item.name, _link(item) if rank < MOST_LINKS else "", sum(item.numbers), item.at, item.box)
        for rank, item in enumerate(items)
        if item.at is not None
    )


def _link(item: Item) -> str:
    return item.closer or item.list_url


def _countries(told: Told) -> Iterator[Item]:
    points = inner_points()
    for iso2, numbers in told.counts.countries.items():
        query = replace(told.counts.query, countries=(iso2,))
        yield Item(
            name=country_name(iso2, told.known.countries, told.language),
            numbers=numbers,
            list_url=address(told.search_path, query),
            at=points.get(iso2),
            closer=address(told.map_path, query),
        )


def places_of(told: Told) -> Iterator[Item]:
    """The places abroad; the country stays in the address of their list, which is as narrow as the count."""
    for code, numbers in told.counts.places.items():
        label = told.labels.get(code)
        yield Item(
            name=place_name(code, told),
            numbers=numbers,
            list_url=address(told.search_path, replace(told.counts.query, places=(code,))),
            at=point_of(code),
            area=label.area if label else "",
        )


def place_name(code: str, told: Told) -> str:
    """The partner's name; for what has no known position, the country's."""
    label = told.labels.get(code)
    if label is None:
        country = country_name(code[:2], told.known.countries, told.language)
        return gettext("%(country)s, lieu non précisé") % {"country": country}
    return gettext("%(place)s, position approchée") % {"place": label.name} if label.is_approximate else label.name


def _departments(told: Told) -> Iterator[Item]:
    for code, numbers in told.counts.departments.items():
        one = departments().get(code)
        yield Item(
            name=f"{one.name} ({code})" if one else code,
            numbers=numbers,
            list_url=address(told.search_path, replace(told.counts.query, departments=(code,))),
            at=(one.lat, one.lon) if one else None,
            box=code if code in OVERSEAS else "",
        )
