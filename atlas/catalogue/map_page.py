"""The map's page: title, scales, picture, table, legend and the authorities whose arcs can be shown.

Puts together what `map_counts`, `map_table` and `map_picture` give; reads the index for names only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from atlas.catalogue.closed_words import family_words
from atlas.catalogue.index.counting import facet_counts
from atlas.catalogue.index.reader import Snapshot
from atlas.catalogue.listing import country_name
from atlas.catalogue.map_arcs import Hub
from atlas.catalogue.map_picture import Picture, country_picture, france_picture, world_picture
from atlas.catalogue.map_table import (
    Item,
    MapRow,
    Scale,
    Told,
    address,
    by_name,
    items_of,
    places_of,
    rows_of,
    spots_of,
)
from atlas.catalogue.search_panel import Link
from atlas.catalogue.search_query import FILTERS, SearchQuery
from atlas.ui.formats import number

__all__ = ["Link", "MapPage", "Scale", "address", "authorities", "hidden_fields", "page_of"]

FEW_PLACES = 150
"""With so few places, arcs on the world lead to them and not to countries."""

COLUMNS = {Scale.WORLD: _("Pays"), Scale.COUNTRY: _("Lieu"), Scale.FRANCE: _("Département")}


@dataclass(frozen=True, slots=True)
class ScaleLink:
    """One of the scales; `url` "" = the one that is shown."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class MapPage:
    """What the template shows. `families`: (name, number) of those with projects; `most`: first rows by number.

    `notes`: sentences on what the numbers are and are not. `country`: name of the one country shown, or "".
    """

    headline: str
    scale: str
    scales: tuple[ScaleLink, ...]
    picture: Picture
    rows: tuple[MapRow, ...]
    most: tuple[MapRow, ...]
    column: str
    families: tuple[tuple[str, str], ...]
    total: str
    has_areas: bool
    notes: tuple[str, ...]
    hubs: tuple[str, ...]
    list_url: str
    country: str


def page_of(told: Told, scale: Scale, hubs: Sequence[Hub]) -> MapPage:
    """The page of a query at a scale."""
    items = items_of(told, scale)
    query, rows = told.counts.query, rows_of(by_name(items), told.language)
    families = told.counts.families.items()
    return MapPage(
        headline=_headline(told),
        scale=str(scale),
        scales=tuple(_scales(told, scale)),
        picture=_picture(told, scale, items, hubs),
        rows=rows,
        most=rows_of(items[:10], told.language) if len(items) > 10 else (),
        column=str(COLUMNS[scale]),
        families=tuple((family_words(one), number(count, told.language)) for one, count in families),
        total=number(told.counts.total, told.language),
        has_areas=any(row.area for row in rows),
        notes=tuple(_notes(told, scale, items)),
        hubs=tuple(hub.name for hub in hubs),
        list_url=address(told.search_path, query),
        country=country_name(query.countries[0], told.known.countries, told.language) if scale == Scale.COUNTRY else "",
    )


def _headline(told: Told) -> str:
    total = told.counts.total
    words = {"count": number(total, told.language), "text": told.counts.query.text}
    if not total:
        return gettext("Carte : aucun projet trouvé")
    if not told.counts.query.text:
        return ngettext("Carte : %(count)s projet", "Carte : %(count)s projets", total) % words
    return (
        ngettext(
            "Carte : %(count)s projet pour « %(text)s »",
            "Carte : %(count)s projets pour « %(text)s »",
            total,
        )
        % words
    )


def _scales(told: Told, scale: Scale) -> Iterator[ScaleLink]:
    """World, the country when one is chosen, France."""
    query = told.counts.query
    options = [(Scale.WORLD, gettext("Monde"))]
    if len(query.countries) == 1:
        options.append((Scale.COUNTRY, country_name(query.countries[0], told.known.countries, told.language)))
    options.append((Scale.FRANCE, gettext("France, par département")))
    for one, label in options:
        yield ScaleLink(label, "" if one == scale else address(told.map_path, query, one))


def _picture(told: Told, scale: Scale, items: Sequence[Item], hubs: Sequence[Hub]) -> Picture:
    if scale == Scale.COUNTRY:
        return country_picture(told.counts.query.countries[0], spots_of(items), hubs)
    if scale == Scale.FRANCE:
        return france_picture(spots_of(items), ())
    if hubs and len(told.counts.places) <= FEW_PLACES:
        places = sorted(places_of(told), key=lambda item: -sum(item.numbers))
        return world_picture(spots_of(places), hubs)
    return world_picture(spots_of(items), hubs)


def _notes(told: Told, scale: Scale, items: Sequence[Item]) -> Iterator[str]:
    """What a reader must know before quoting a number."""
    counts = told.counts
    if scale == Scale.FRANCE:
        yield gettext(
            "Un projet porté par des collectivités de plusieurs départements compte dans chacun. Les régions, qui ne "
            "sont dans aucun département, ne sont pas sur cette carte."
        )
    elif scale == Scale.COUNTRY:
        yield gettext(
            "Un projet mené en plusieurs lieux compte dans chacun. Un partenaire dont la position n’est pas connue, ou "
            "un projet sans partenaire nommé, est placé au milieu du pays."
        )
    else:
        yield gettext(
            "Un projet mené dans plusieurs pays compte dans chacun : la somme des pays peut dépasser le total."
        )
    if counts.query.countries and scale == Scale.WORLD:
        yield gettext("Seuls les pays choisis sont montrés.")
    if counts.unplaced and scale != Scale.FRANCE:
        yield ngettext(
            "%(count)s projet ne dit pas son pays : il n’est pas sur la carte.",
            "%(count)s projets ne disent pas leur pays : ils ne sont pas sur la carte.",
            counts.unplaced,
        ) % {"count": number(counts.unplaced, told.language)}
    if any(item.at is None for item in items):
        yield gettext("Quelques territoires sans position connue ne figurent que dans le tableau.")


def authorities(told: Told, current: Snapshot, today: date) -> tuple[Link, ...]:
    """The French authorities with the most projects here, each with the map of its arcs; those chosen left out."""
    query = told.counts.query
    found = facet_counts(
        current, told.counts.matching, matches=told.counts.total, today=today, facet="authority", is_ranked=True
    ).of("authority")
    return tuple(
        Link(
            current.organisation_name(int(code)) or code,
            address(told.map_path, replace(query, authorities=(int(code),))),
            number(count, told.language),
        )
        for code, count in found.items()
        if int(code) not in query.authorities
    )


def hidden_fields(query: SearchQuery) -> tuple[tuple[str, str], ...]:
    """Everything but the text, kept when another text is sent."""
    found = [(one.parameter, str(value)) for one in FILTERS for value in getattr(query, one.attribute)]
    single = (("debut_min", query.start_from), ("debut_max", query.start_to), ("actif_au", query.active_on))
    return (*found, *((name, str(value)) for name, value in single if value is not None))
