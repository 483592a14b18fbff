"""What the home page shows: key figures by family, the world, the latest updates, ways into the search.

Everything comes from the index, and the countries' positions from the files that we ship: no query.
Families are never added up (D1.1).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from atlas.catalogue import listing
from atlas.catalogue.figure_cards import Card, cards
from atlas.catalogue.figures import key_figures, projects_by_country
from atlas.catalogue.queries import latest_updates
from atlas.catalogue.search import known, search
from atlas.catalogue.search_panel import Link
from atlas.catalogue.search_query import SearchQuery
from atlas.catalogue.shapes import former_regions, inner_points
from atlas.catalogue.views.links import links
from atlas.catalogue.world_map import Located, WorldMap, world_map
from atlas.ui.formats import day, number

LATEST = 5
FIGURES = ("projects", "authorities", "foreign_partners")
EXAMPLES = (_("eau et assainissement"), _("patrimoine"), _("Madagascar"), _("gouvernance locale"))


@dataclass(frozen=True, slots=True)
class FrontPage:
    """Everything on the home page, in words of the reader's language."""

    as_of: str
    cards: tuple[Card, ...]
    world: WorldMap
    latest: tuple[listing.Row, ...]
    themes: tuple[Link, ...]
    regions: tuple[Link, ...]
    examples: tuple[Link, ...]


def front_page(language: str, today: date) -> FrontPage:
    """The home page. `today` dates the figures."""
    path = links(language).search
    counts = projects_by_country()
    return FrontPage(
        as_of=day(today, language),
        cards=cards(key_figures(today, FIGURES), path, language),
        world=world_map(counts, _located(counts, language), links(language).country),
        latest=listing.rows_of(latest_updates(LATEST), known().countries, language),
        themes=_themes(path, language),
        regions=_regions(language),
        examples=tuple(Link(str(text), f"{path}?{SearchQuery(text=str(text)).to_params()}") for text in EXAMPLES),
    )


def _located(codes: Iterable[str], language: str) -> Iterator[Located]:
    """The countries with their names, each at the point that the shipped files give it."""
    names, points = known().countries, inner_points()
    for code in codes:
        yield Located(code, listing.country_name(code, names, language), *points.get(code, (None, None)))


def _themes(path: str, language: str) -> tuple[Link, ...]:
    """The first level of the nomenclature, with the number of sheets below each."""
    tops = [theme for theme in search(SearchQuery(), page_size=1).facets["theme"] if theme.level == 1]
    return tuple(
        Link(
            theme.label_en if language == "en" else theme.label_fr,
            f"{path}?{SearchQuery(themes=(theme.code,)).to_params()}",
            number(theme.count, language),
        )
        for theme in tops
    )


def _regions(language: str) -> tuple[Link, ...]:
    """The French régions whose authorities act, most active first, with the number of their sheets.

    Those of before 2016 are counted in the one that took over from them, as on its page.
    """
    found = {one.code: one for one in search(SearchQuery(), page_size=1).facets["region"]}
    former = {code: now for code, now in former_regions().items() if code in found}
    counts = {code: one.count for code, one in found.items() if code not in former}
    for now in set(former.values()) & counts.keys():
        both = SearchQuery(regions=(now, *(code for code in former if former[code] == now)))
        counts[now] = search(both, page_size=1).total
    return tuple(
        Link(found[code].label_fr or code, reverse("region", args=[code]), number(count, language))
        for code, count in sorted(counts.items(), key=lambda one: -one[1])
    )
