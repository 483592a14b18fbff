"""The circles and lines of the world map: two hundred countries are too many for a template's variables.

What they say is decided in `world_map`. Everything is escaped here.
"""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext

from atlas.catalogue.world_map import Circle, CountryRow
from atlas.ui import formats

register = template.Library()


@lru_cache(maxsize=4096)
def _counted(language: str, projects: int) -> str:
    """« %(name)s : 12 projets », in the active `language`; many countries have the same few projects."""
    words = ngettext("%(name)s : %(number)s projet", "%(name)s : %(number)s projets", projects)
    return words.replace("%(number)s", formats.number(projects, language))


@register.simple_tag
def world_circles(circles: Iterable[Circle]) -> SafeString:
    """A link a country around its circle, with its number where it can be read."""
    language = get_language() or "fr"
    return SafeString("".join(_circle(circle, language) for circle in circles))


def _circle(circle: Circle, language: str) -> str:
    name, x, y = escape(circle.name), circle.x, circle.y
    label = _counted(language, circle.projects).replace("%(name)s", name)
    number = f'<text x="{x}" y="{y}" dy=".36em">{circle.projects}</text>' if circle.is_written else ""
    return (
        f'<a href="{escape(circle.url)}" aria-label="{label}"><title>{name} '
        f'({formats.number(circle.projects, language)})</title><circle cx="{x}" cy="{y}" r="{circle.r}"/>{number}</a>'
    )


@register.simple_tag
def world_rows(rows: Iterable[CountryRow]) -> SafeString:
    """The same numbers as lines of a table."""
    language = get_language() or "fr"
    return SafeString("".join(_row(row, language) for row in rows))


def _row(row: CountryRow, language: str) -> str:
    return (
        f'<tr><th scope="row"><a href="{escape(row.url)}">{escape(row.name)}</a></th>'
        f'<td class="atlas-table__number">{formats.number(row.projects, language)}</td></tr>'
    )
